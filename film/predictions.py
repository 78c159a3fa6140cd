"""One-off generations: bought like everything else, belonging to no film."""

from enum import StrEnum

from film.assets import AssetKind
from film.catalogue import Capability
from film.holds import Hold
from film.model import Value
from film.production_stage import Stage


class OneOffState(StrEnum):
    """Where a one-off generation stands. ``ordered`` until something is asked of a provider."""

    ORDERED = "ordered"
    MAKING = "making"
    WAITING = "waiting"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


ONE_OFF_ENDS = frozenset({OneOffState.SUCCEEDED, OneOffState.FAILED, OneOffState.CANCELLED})

ONE_OFFS: dict[Capability, tuple[Stage, AssetKind]] = {
    Capability.STILL: (Stage.STORYBOARD, AssetKind.STILL),
    Capability.EDIT: (Stage.STORYBOARD, AssetKind.STILL),
    Capability.CUTOUT: (Stage.STORYBOARD, AssetKind.CUTOUT),
    Capability.MOTION: (Stage.CLIP, AssetKind.CLIP),
    Capability.LIPSYNC: (Stage.LIPSYNC, AssetKind.CLIP),
    Capability.SPEECH: (Stage.NARRATION, AssetKind.SPEECH),
    Capability.TRANSCRIBE: (Stage.NARRATION, AssetKind.TRANSCRIPT),
    Capability.MUSIC: (Stage.MUSIC, AssetKind.MUSIC),
}
"""The kinds of work that can be had on their own: the stage of a film it would be, and the file that comes of it."""


class PredictionView(Value):
    """What a one-off generation waits for; nothing, while it is made."""

    holds: tuple[Hold, ...]


def prediction_order_key(prediction_id: str) -> str:
    """The identity of a one-off order; its attempts are this key and the number of the try."""
    return f"predictions/{prediction_id}"


def prediction_workflow_id(prediction_id: str) -> str:
    """The id of the workflow that buys it."""
    return f"prediction-{prediction_id}"
