"""What all steps of a purchase work with: the providers, the catalogue, the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from temporalio.exceptions import ApplicationError

from film.catalogue import Catalogue, Model, Route, UnknownModelError
from providers.direct import DirectProvider
from providers.predictions import PredictionProvider
from store.clock import now
from store.ledger import Ledger


@dataclass(frozen=True)
class Account:
    """A provider of predictions, as one of our accounts with it is used.

    ``webhook_url`` is where it reaches our API, if it can. A call that its list does not show ``absence_proven`` after
    it was sent has never arrived.
    """

    provider: PredictionProvider
    webhook_url: str | None = None
    absence_proven: timedelta = timedelta(seconds=120)

    def webhook_for(self, attempt_key: str) -> str | None:
        """The address that hears of this attempt; the key in it is how a lost prediction is known for ours."""
        return f"{self.webhook_url}?{urlencode({'attempt': attempt_key})}" if self.webhook_url else None


@dataclass(frozen=True)
class Till:
    """The accounts by provider, the providers that answer at once, the catalogue and the ledger."""

    accounts: Mapping[str, Account]
    catalogue: Catalogue
    ledger: Ledger
    direct: Mapping[str, DirectProvider] = field(default_factory=dict)

    def account(self, name: str) -> Account:
        """Our account with a provider. Raises a non-retryable ``ApplicationError`` when there is none."""
        found = self.accounts.get(name)
        if found is None:
            raise _no_credentials(name)
        return found

    def direct_provider(self, name: str) -> DirectProvider:
        """The provider of this name that answers at once. Raises a non-retryable ``ApplicationError``."""
        found = self.direct.get(name)
        if found is None:
            raise _no_credentials(name)
        return found

    def answers_at_once(self, slug: str) -> bool:
        """Whether calls of this model are answered with their output, so that no list shows a lost one."""
        try:
            return self.catalogue.known(slug).route is Route.DIRECT
        except UnknownModelError:
            return False

    def model(self, slug: str) -> Model:
        """The living model of this name. Raises a non-retryable ``ApplicationError`` that says what to use instead."""
        try:
            return self.catalogue.model(slug, now().date())
        except UnknownModelError as error:
            raise ApplicationError(str(error), type="Rejected", non_retryable=True) from error


def _no_credentials(name: str) -> ApplicationError:
    message = f"No credentials for {name}: set its API token for the workers"
    return ApplicationError(message, type="Rejected", non_retryable=True)
