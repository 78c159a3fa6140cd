"""States and their legal moves, for projects, takes and predictions. An illegal move is refused."""

from enum import StrEnum
from typing import TypeVar


class ProjectState(StrEnum):
    """Where a production stands."""

    CREATED = "created"
    MODERATING = "moderating"
    MODERATION_FAILED = "moderation_failed"
    PLANNING = "planning"
    PLANNED = "planned"
    SHOOTING = "shooting"
    AWAITING_BUDGET = "awaiting_budget"
    AWAITING_DECISION = "awaiting_decision"
    CUTTING = "cutting"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TakeState(StrEnum):
    """Where one take of a scene stands."""

    QUEUED = "queued"
    STORYBOARD = "storyboard"
    CLIP = "clip"
    LIPSYNC = "lipsync"
    CONFORM = "conform"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PredictionState(StrEnum):
    """Where one paid call stands."""

    INTENDED = "intended"
    SUBMITTED = "submitted"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    ABORTED = "aborted"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


class MoneyState(StrEnum):
    """What became of the money of one paid call.

    ``reserved`` while its end is open; ``settled`` when it was charged; ``released`` when it was not; ``maybe_billed``
    when only the provider's bill can tell.
    """

    RESERVED = "reserved"
    SETTLED = "settled"
    RELEASED = "released"
    MAYBE_BILLED = "maybe_billed"


_P, _T, _C, _M = ProjectState, TakeState, PredictionState, MoneyState

_WAITS = frozenset({_P.AWAITING_BUDGET, _P.AWAITING_DECISION})

PROJECT_MOVES: dict[ProjectState, frozenset[ProjectState]] = {
    _P.CREATED: frozenset({_P.MODERATING, _P.CANCELLED, _P.FAILED}),
    _P.MODERATING: frozenset({_P.PLANNING, _P.MODERATION_FAILED, _P.CANCELLED, _P.FAILED}),
    _P.MODERATION_FAILED: frozenset(),
    _P.PLANNING: frozenset({_P.PLANNED, _P.SHOOTING, _P.MODERATION_FAILED, _P.CANCELLED, _P.FAILED}) | _WAITS,
    _P.PLANNED: frozenset({_P.SHOOTING, _P.CANCELLED, _P.FAILED}),
    _P.SHOOTING: frozenset({_P.CUTTING, _P.DELIVERED, _P.CANCELLED, _P.FAILED}) | _WAITS,
    _P.AWAITING_BUDGET: frozenset({_P.PLANNING, _P.SHOOTING, _P.AWAITING_DECISION, _P.CANCELLED, _P.FAILED}),
    _P.AWAITING_DECISION: frozenset({_P.PLANNING, _P.SHOOTING, _P.AWAITING_BUDGET, _P.CANCELLED, _P.FAILED}),
    _P.CUTTING: frozenset({_P.DELIVERED, _P.CANCELLED, _P.FAILED}),
    _P.DELIVERED: frozenset({_P.SHOOTING, _P.CUTTING, _P.CANCELLED}),
    _P.FAILED: frozenset({_P.PLANNING, _P.SHOOTING, _P.CUTTING, _P.CANCELLED}),
    _P.CANCELLED: frozenset(),
}

_TAKE_ENDS = frozenset({_T.FAILED, _T.CANCELLED})
TAKE_MOVES: dict[TakeState, frozenset[TakeState]] = {
    _T.QUEUED: frozenset({_T.STORYBOARD, _T.CLIP, _T.LIPSYNC, _T.CONFORM}) | _TAKE_ENDS,
    _T.STORYBOARD: frozenset({_T.CLIP, _T.CONFORM}) | _TAKE_ENDS,
    _T.CLIP: frozenset({_T.LIPSYNC, _T.CONFORM}) | _TAKE_ENDS,
    _T.LIPSYNC: frozenset({_T.CONFORM}) | _TAKE_ENDS,
    _T.CONFORM: frozenset({_T.DONE}) | _TAKE_ENDS,
    _T.DONE: frozenset(),
    _T.FAILED: frozenset(),
    _T.CANCELLED: frozenset(),
}

_ENDS = frozenset({_C.SUCCEEDED, _C.FAILED, _C.CANCELED, _C.ABORTED, _C.EXPIRED, _C.UNKNOWN})
PREDICTION_MOVES: dict[PredictionState, frozenset[PredictionState]] = {
    _C.INTENDED: frozenset({_C.SUBMITTED, _C.FAILED, _C.CANCELED, _C.UNKNOWN}),
    _C.SUBMITTED: frozenset({_C.RUNNING}) | _ENDS,
    _C.RUNNING: _ENDS,
    _C.UNKNOWN: _ENDS - {_C.UNKNOWN} | {_C.SUBMITTED, _C.RUNNING},
    _C.SUCCEEDED: frozenset({_C.EXPIRED}),
    _C.FAILED: frozenset(),
    _C.CANCELED: frozenset(),
    _C.ABORTED: frozenset(),
    _C.EXPIRED: frozenset(),
}

MONEY_MOVES: dict[MoneyState, frozenset[MoneyState]] = {
    _M.RESERVED: frozenset({_M.SETTLED, _M.RELEASED, _M.MAYBE_BILLED}),
    # What looked free or doubtful may turn out to have been delivered, and so charged.
    _M.RELEASED: frozenset({_M.SETTLED, _M.MAYBE_BILLED}),
    _M.MAYBE_BILLED: frozenset({_M.SETTLED, _M.RELEASED}),
    _M.SETTLED: frozenset(),
}

WAITING_PROJECT_STATES = _WAITS
"""States that only money or a person's word ends."""

TERMINAL_PROJECT_STATES = frozenset({_P.MODERATION_FAILED, _P.CANCELLED})
SETTLED_PROJECT_STATES = TERMINAL_PROJECT_STATES | {_P.PLANNED, _P.DELIVERED, _P.FAILED}
"""States in which nothing is done until somebody asks for it."""

State = TypeVar("State", ProjectState, TakeState, PredictionState, MoneyState)


class IllegalMoveError(ValueError):
    """A state machine was asked for a move it does not have."""

    def __init__(self, before: StrEnum, after: StrEnum) -> None:
        super().__init__(f"cannot go from {before.value} to {after.value}")
        self.before, self.after = before, after


def move(moves: dict[State, frozenset[State]], before: State, after: State) -> State:
    """Return ``after`` when it may follow ``before``; raise ``IllegalMoveError`` otherwise."""
    if after not in moves[before]:
        raise IllegalMoveError(before, after)
    return after
