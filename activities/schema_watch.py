"""Is a model still what the catalogue says? Asked before it is bought, at most once an hour each."""

import time
from collections.abc import Callable

import structlog
from temporalio.exceptions import ApplicationError

from film.catalogue import Model
from film.schema_drift import drift, moved
from providers.errors import NotFound, ProviderError
from providers.predictions import PredictionProvider

log = structlog.get_logger()

_TRUST_S = 3600.0


class SchemaWatch:
    """Remembers which models were found as the catalogue has them. ``clock`` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._good_until: dict[tuple[str, str], float] = {}

    async def check(self, model: Model, provider: PredictionProvider) -> None:
        """Raise a non-retryable ``ApplicationError`` when the model has moved away from the catalogue's copy, or gone.

        A provider that does not answer is no reason against a model: then the purchase itself will tell.
        """
        key = (model.provider, model.reference)
        if not model.takes.checked or self._good_until.get(key, 0.0) > self._clock():
            return
        try:
            live = await provider.input_schema(model.reference)
        except NotFound as error:
            message = f"{model.slug} is not offered by {model.provider} any more: {error}"
            raise ApplicationError(message, type="Rejected", non_retryable=True) from error
        except ProviderError as error:
            log.warning("schema not checked", model=model.slug, reason=str(error))
            return
        if found := drift(model, live):
            raise ApplicationError(moved(model, found), type="Rejected", non_retryable=True)
        self._good_until[key] = self._clock() + _TRUST_S
