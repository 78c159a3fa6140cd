"""The mark our files carry: that previz made them, and the shot or speech they were made from."""

import json
import struct
from pathlib import Path
from typing import Any

import av
from pydantic import TypeAdapter, ValidationError

from film.sound import Phoneme
from planner.shot import Shot

MARK_KEY = "previz"
PLAIN_MARK = json.dumps({"previz": True})
"""The mark of what needs no more than being known as ours."""

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_MARK = 1 << 20
_PHONEMES = TypeAdapter(tuple[Phoneme, ...])


def shot_mark(shot: Shot | None, **more: int) -> str:
    """The mark of a picture or clip, as JSON."""
    return json.dumps({"previz": True, "shot": shot and shot.model_dump(mode="json"), **more})


def speech_mark(phonemes: tuple[Phoneme, ...]) -> str:
    """The mark of a spoken line, as JSON."""
    return json.dumps({"previz": True, "phonemes": [p.model_dump(mode="json") for p in phonemes]})


def png_shot(path: Path) -> Shot | None:
    """The shot of a PNG that previz drew; ``None`` for every other picture."""
    for keyword, text in _png_texts(path):
        if keyword == MARK_KEY:
            return _shot(_mark(text))
    return None


def video_mark(path: Path) -> tuple[Shot | None, int | None]:
    """The shot a video was drawn from, if it is one of ours, and its frames between keyframes."""
    try:
        with av.open(str(path)) as container:
            mark = _mark(container.metadata.get("comment", ""))
    except av.error.FFmpegError:
        return None, None
    gop_frames = mark.get("gop_frames")
    return _shot(mark), gop_frames if isinstance(gop_frames, int) and gop_frames > 0 else None


def spoken_phonemes(comment: str | None) -> tuple[Phoneme, ...]:
    """The sounds of a line that previz spoke, from its WAV's comment; empty for every other comment."""
    try:
        return _PHONEMES.validate_python(_mark(comment or "").get("phonemes", ()))
    except ValidationError:
        return ()


def _mark(text: str) -> dict[str, Any]:
    try:
        mark = json.loads(text)
    except ValueError:
        return {}
    return mark if isinstance(mark, dict) and mark.get("previz") is True else {}


def _shot(mark: dict[str, Any]) -> Shot | None:
    try:
        return Shot.model_validate(mark["shot"]) if mark.get("shot") else None
    except ValidationError:
        return None


def _png_texts(path: Path) -> list[tuple[str, str]]:
    """The tEXt and iTXt chunks ahead of the picture data (PNG specification, §11.3.4; uncompressed ones)."""
    found: list[tuple[str, str]] = []
    with path.open("rb") as file:
        if file.read(8) != _PNG_SIGNATURE:
            return []
        while len(head := file.read(8)) == 8:
            size, kind = struct.unpack(">I4s", head)
            if kind == b"IEND":
                break
            if kind not in {b"tEXt", b"iTXt"} or size > _MAX_MARK:
                file.seek(size + 4, 1)
                continue
            keyword, _, text = file.read(size).partition(b"\0")
            file.seek(4, 1)
            if kind == b"tEXt":
                found.append((keyword.decode("latin-1"), text.decode("latin-1")))
            elif text[:1] == b"\0":
                found.append((keyword.decode("latin-1"), text[2:].split(b"\0", 2)[-1].decode("utf-8", "replace")))
    return found
