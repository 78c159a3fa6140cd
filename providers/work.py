"""The protocols of providers that answer at once, one for each kind of work they do.

Who does which work, and through what:

==================  ================  =================================================================
work                capability        protocol
==================  ================  =================================================================
plan a film         plan              ``Structured`` here; ``text.Planner`` for whole films
moderate            moderate          ``text.Moderator``
text to image       still             ``TextToImage`` here, or a prediction
edit image          edit              ``EditImage`` here, or a prediction
speech              speech            ``Speech`` here (with word times where there are any), or a prediction
music               music             ``Music`` here, or a prediction
transcribe          transcribe        ``Transcribe`` here, or a prediction
image to video      motion            predictions only (``predictions.PredictionProvider``): it takes minutes
lipsync             lipsync           predictions only
remove background   cutout            predictions only
==================  ================  =================================================================

Every method makes exactly one request and may raise any ``providers.errors.ProviderError``: see
``direct.DirectProvider.make``.
"""

from pathlib import Path
from typing import Protocol, runtime_checkable

from pydantic import JsonValue

from film.catalogue import Model
from film.model import Value
from film.prices import Usage
from film.sound import Word


class Call(Value):
    """What is asked for: the model, its inputs by its own names, those of them that are files, and where to write."""

    model: Model
    inputs: dict[str, JsonValue]
    files: dict[str, Path]
    folder: Path

    @property
    def model_name(self) -> str:
        """The model as its server names it: an input ``model`` where there is one, the slug's second half otherwise."""
        named = self.inputs.get("model")
        return named if isinstance(named, str) else self.model.slug.partition("/")[2]

    def rest(self, *taken: str) -> dict[str, JsonValue]:
        """The inputs besides the model, the files and those that are ``taken`` care of."""
        known = {"model", *self.files, *taken}
        return {name: value for name, value in self.inputs.items() if name not in known}

    def text(self, name: str) -> str:
        """A text input; empty when it is not given."""
        value = self.inputs.get(name)
        return value if isinstance(value, str) else ""


class Answer(Value):
    """What every answer tells: the provider's name for the call, and what it used."""

    request_id: str
    usage: Usage = Usage()


class Picture(Answer):
    """A picture on disk; ``others`` are those made beside it when several were asked for."""

    file: Path
    content_type: str
    others: tuple[Path, ...] = ()


class Sound(Answer):
    """Sound on disk."""

    file: Path
    content_type: str


class Spoken(Sound):
    """A spoken text; ``words`` with their times, where the provider tells them."""

    words: tuple[Word, ...] = ()


class Transcript(Answer):
    """What is said in a sound; ``words`` with their times, where the model gives them."""

    text: str
    words: tuple[Word, ...] = ()


class Document(Answer):
    """JSON that follows the schema it was asked for with, as far as the provider keeps to it."""

    content: JsonValue


@runtime_checkable
class Structured(Protocol):
    """Answers messages with JSON. Inputs: ``messages``, ``schema_name``, ``schema``, and the model's own."""

    async def structured(self, call: Call) -> Document:
        """JSON, or the text that was meant to be. Raises ``Rejected`` with the usage when there is no answer."""
        ...


@runtime_checkable
class TextToImage(Protocol):
    """Draws a picture from a prompt."""

    async def text_to_image(self, call: Call) -> Picture: ...


@runtime_checkable
class EditImage(Protocol):
    """Draws a picture from a prompt and other pictures."""

    async def edit_image(self, call: Call) -> Picture: ...


@runtime_checkable
class Speech(Protocol):
    """Speaks a text."""

    async def speech(self, call: Call) -> Spoken: ...


@runtime_checkable
class Music(Protocol):
    """Composes music from a prompt."""

    async def music(self, call: Call) -> Sound: ...


@runtime_checkable
class Transcribe(Protocol):
    """Writes down what is said in a sound."""

    async def transcribe(self, call: Call) -> Transcript: ...
