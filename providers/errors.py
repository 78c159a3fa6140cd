"""What can go wrong at a provider, as the kinds of answer a workflow needs."""
# ruff: noqa: N818  -- these are the words of the domain: a call is rejected, an account is exhausted.

from film.prices import Usage


class ProviderError(Exception):
    """A provider did not do what it was asked. ``provider`` names it; the message is safe to show a person."""

    def __init__(self, message: str, *, provider: str) -> None:
        super().__init__(message)
        self.provider = provider


class Transient(ProviderError):
    """Nothing was bought and the same call may succeed later: retry with backoff."""


class RateLimited(Transient):
    """Too many calls: nothing was bought. Retry after ``retry_after_s`` seconds."""

    def __init__(self, message: str, *, provider: str, retry_after_s: float) -> None:
        super().__init__(message, provider=provider)
        self.retry_after_s = retry_after_s


class Rejected(ProviderError):
    """The call will never succeed as it is. ``reason`` says why in words, ``code`` in one of a few.

    ``usage`` is what is billed all the same: an answer that is of no use is an answer. ``None``: nothing was bought.
    """

    def __init__(self, reason: str, *, provider: str, code: str, usage: Usage | None = None) -> None:
        super().__init__(reason, provider=provider)
        self.reason = reason
        self.code = code
        self.usage = usage


class NotFound(Rejected):
    """The model, prediction or file does not exist (any more)."""

    def __init__(self, reason: str, *, provider: str) -> None:
        super().__init__(reason, provider=provider, code="not_found")


class Unauthenticated(Rejected):
    """The account's token is not accepted; nothing can be bought with it."""

    def __init__(self, reason: str, *, provider: str) -> None:
        super().__init__(reason, provider=provider, code="unauthenticated")


class Exhausted(ProviderError):
    """The account has no credit: pause the production until a person has topped it up."""


class SubmissionUnknown(ProviderError):
    """The request may have been accepted: find out (``created_since``) before it is ever sent again."""


class UntrustedWebhook(Exception):
    """A webhook that must not be believed. The message is safe to show whoever sent it."""


class ForgedWebhook(UntrustedWebhook):
    """It is not signed by who it claims to come from, or was changed on its way."""


class StaleWebhook(UntrustedWebhook):
    """It is genuine, but too old or from the future: somebody may be repeating it."""
