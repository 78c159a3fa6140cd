"""The words of a spoken line with their times: from its model where it gave them, estimated otherwise."""

from pydantic import TypeAdapter

from activities.workspace import Workspace
from film.sound import Word
from media.lettering.captions import as_written, words_of

_TIMINGS = TypeAdapter(dict[str, tuple[Word, ...]])


async def spoken_words(workspace: Workspace, text: str, timings: str | None, duration_s: float) -> tuple[Word, ...]:
    """The words of ``text``, from the start of its audio; ``timings`` is the key of a document with their times."""
    if timings:
        path = await workspace.fetch(timings)
        if known := _TIMINGS.validate_json(path.read_bytes()).get("words", ()):
            return as_written(text, known)
    return words_of(text, duration_s)


def later(words: tuple[Word, ...], by_s: float) -> tuple[Word, ...]:
    """The same words, ``by_s`` later."""
    return tuple(word.model_copy(update={"start_s": word.start_s + by_s, "end_s": word.end_s + by_s}) for word in words)
