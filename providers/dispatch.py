"""From a model's capability to the one protocol that does the work, and its answer back into one shape."""

from collections.abc import Iterable

from pydantic import JsonValue

from film.catalogue import Capability
from film.sound import Word
from providers.direct import Made
from providers.errors import Rejected
from providers.work import (
    Call,
    EditImage,
    Music,
    Picture,
    Sound,
    Speech,
    Structured,
    TextToImage,
    Transcribe,
)


async def made_by(worker: object, call: Call, *, provider: str) -> Made:
    """Have ``worker`` do the work of the model. Raises ``Rejected`` with code ``bad_model`` when it can't.

    A model that draws and edits is to edit when pictures come with the prompt.
    """
    edits = bool(call.files) and Capability.EDIT in call.model.capabilities
    match Capability.EDIT if edits else call.model.capability:
        case Capability.PLAN if isinstance(worker, Structured):
            answer = await worker.structured(call)
            return Made(request_id=answer.request_id, document=answer.content, usage=answer.usage)
        case Capability.STILL if isinstance(worker, TextToImage):
            return _picture(await worker.text_to_image(call))
        case Capability.EDIT if isinstance(worker, EditImage):
            return _picture(await worker.edit_image(call))
        case Capability.SPEECH if isinstance(worker, Speech):
            spoken = await worker.speech(call)
            return _sound(spoken, {"words": _told(spoken.words)} if spoken.words else None)
        case Capability.MUSIC if isinstance(worker, Music):
            return _sound(await worker.music(call), None)
        case Capability.TRANSCRIBE if isinstance(worker, Transcribe):
            heard = await worker.transcribe(call)
            told: JsonValue = {"words": _told(heard.words), "text": heard.text}
            return Made(request_id=heard.request_id, document=told, usage=heard.usage)
        case other:
            message = f"{provider} does not do {other.value} by direct calls"
            raise Rejected(message, provider=provider, code="bad_model")


def _picture(picture: Picture) -> Made:
    files: JsonValue = [path.name for path in (picture.file, *picture.others)]
    return Made(
        request_id=picture.request_id,
        file=picture.file,
        content_type=picture.content_type,
        document={"files": files} if picture.others else None,
        usage=picture.usage,
    )


def _sound(sound: Sound, document: JsonValue) -> Made:
    return Made(
        request_id=sound.request_id,
        file=sound.file,
        content_type=sound.content_type,
        document=document,
        usage=sound.usage,
    )


def _told(words: Iterable[Word]) -> JsonValue:
    return [word.model_dump(mode="json") for word in words]
