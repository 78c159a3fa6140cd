"""From a provider's or the engine's errors to what Temporal must know: retry, when, or give up and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from temporalio.exceptions import ApplicationError

from media.errors import MediaError
from providers.errors import Exhausted, ProviderError, RateLimited, Rejected, SubmissionUnknown, Transient


@contextmanager
def translated() -> Iterator[None]:
    """Raise every provider or media error in this block as an ``ApplicationError`` named after its kind.

    ``Transient`` and ``RateLimited`` are retried (the latter after its delay), ``SubmissionUnknown`` too, because
    the next try looks for the lost prediction first; all others end the activity.
    """
    try:
        yield
    except RateLimited as error:
        delay = timedelta(seconds=error.retry_after_s)
        raise ApplicationError(str(error), type="RateLimited", next_retry_delay=delay) from error
    except (Transient, SubmissionUnknown) as error:
        raise ApplicationError(str(error), type=type(error).__name__) from error
    except (Rejected, Exhausted, ProviderError, MediaError) as error:
        raise ApplicationError(str(error), type=type(error).__name__, non_retryable=True) from error
