"""The protocol of providers that answer at once: the paid request's reply is the output itself.

There is no id to look for after a lost reply, so a reply that is lost stays unknown until a person decides.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from pydantic import JsonValue

from film.catalogue import Model
from film.model import Value
from film.prices import Usage


class Made(Value):
    """What a provider answered. ``request_id`` is its name for the call, for support and the bill.

    ``file`` is the output on disk with its media type, where the output is a file; ``document`` is the rest of it as
    JSON (words with times, a transcript, a plan). ``usage`` is what it used as far as the provider says.
    """

    request_id: str
    file: Path | None = None
    content_type: str | None = None
    document: JsonValue = None
    usage: Usage = Usage()


class DirectProvider(Protocol):
    """A provider whose calls answer with the output. May raise any ``providers.errors.ProviderError``."""

    async def make(
        self, model: Model, inputs: Mapping[str, JsonValue], files: Mapping[str, Path], folder: Path
    ) -> Made:
        """Do one piece of paid work with exactly one request.

        ``inputs`` go by the model's names, as ``Model.arguments`` gives them; ``files`` are those of them that are
        files, on disk. What comes back as a file is written into ``folder``. Raises ``SubmissionUnknown`` when the
        request may have been accepted without an answer, and ``Rejected`` with its ``usage`` when it was answered
        with nothing of use; every other error means that nothing was bought.
        """
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...
