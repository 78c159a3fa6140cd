"""What a workflow that refuses, or does not answer, means to whoever asked."""

from datetime import timedelta

import structlog
from temporalio.client import WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from api.problems import ProblemError

log = structlog.get_logger()

COMMAND_TIMEOUT = timedelta(seconds=8)
QUERY_TIMEOUT = timedelta(seconds=2)

UNREACHABLE = (RPCError, RuntimeError)
"""What no answer raises; a lazy client says with a ``RuntimeError`` that it cannot connect."""
FAILURES = (WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError, *UNREACHABLE)
"""What a command may raise."""

_NOT_FOUND = frozenset({"unknown_scene"})


class ClosedError(ProblemError):
    """The workflow has ended, so that nothing can be asked of it any more."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(409, kind, detail)


def refused(error: Exception, what: str = "project") -> ProblemError:
    """The problem that a failed command of a workflow is; ``what`` names what the workflow makes."""
    cause = error.__cause__
    closed = f"{what}-closed"
    if isinstance(error, WorkflowUpdateFailedError) and isinstance(cause, ApplicationError):
        kind = cause.type or "refused"
        if kind == "project_closed":
            return ClosedError(closed, cause.message)
        return ProblemError(404 if kind in _NOT_FOUND else 409, kind.replace("_", "-"), cause.message)
    if isinstance(error, WorkflowUpdateFailedError):
        return ClosedError(closed, "It ended before it could take the command")
    if isinstance(error, RPCError) and error.status == RPCStatusCode.NOT_FOUND:
        return ClosedError(closed, f"This {what} is closed; nothing in it can be changed any more")
    return unavailable(error)


def was_cut_off(error: Exception) -> bool:
    """Whether a run ended between taking a command and doing it: the next run, if there is one, may be asked again."""
    cause = error.__cause__
    return isinstance(cause, ApplicationError) and cause.type == "AcceptedUpdateCompletedWorkflow"


def unavailable(error: Exception) -> ProblemError:
    """The problem that a silent Temporal is."""
    log.warning("temporal did not answer", reason=str(error))
    return ProblemError(503, "studio-busy", "The studio did not answer in time; try again in a moment")
