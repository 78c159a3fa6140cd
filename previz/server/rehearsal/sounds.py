"""Audible stand-ins for speech and music, and what was said in them."""

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from media.errors import UnreadableError
from media.sound.audio import RATE, Sound, read_sound
from previz.server.crew.tasks import UnusableInputError
from previz.server.rehearsal.words import filler

_SAID = "previz says: "


def speech(seconds: float, rate: int = RATE) -> Sound:
    """A voice-like tone in syllables, ``(samples, 2)``."""
    time = _time(seconds, rate)
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * time)
    return _both(0.25 * syllables * (np.sin(2 * np.pi * 180 * time) + 0.4 * np.sin(2 * np.pi * 540 * time)))


def music(seconds: float, rate: int = RATE) -> Sound:
    """A chord on a steady beat of two a second, ``(samples, 2)``."""
    time = _time(seconds, rate)
    chord = sum(np.sin(2 * np.pi * pitch * time) for pitch in (110.0, 138.6, 164.8))
    return _both(0.12 * chord * (0.35 + 0.65 * np.exp(-4 * (time % 0.5))))


def ambience(seconds: float) -> Sound:
    """The sound of a clip that comes with sound."""
    time = _time(seconds, RATE)
    return _both(0.1 * np.sin(2 * np.pi * 330 * time) * (0.6 + 0.4 * np.sin(2 * np.pi * time)))


def heard(path: Path, name: str) -> Sound:
    """The sound of an input file at 48 kHz. Raises ``UnusableInputError`` that names the input."""
    try:
        return read_sound(path)
    except UnreadableError as error:
        raise UnusableInputError(f"input.{name}: {error}") from error


def note_of(text: str) -> dict[str, str]:
    """The metadata by which a stand-in for speech tells what it says."""
    return {"comment": _SAID + text}


def said(path: Path, seconds: float) -> str:
    """What is said in a recording: its text, if we spoke it, or else something."""
    with av.open(str(path)) as container:
        comment = container.metadata.get("comment", "")
    return comment.removeprefix(_SAID) if comment.startswith(_SAID) else filler(seconds)


def _time(seconds: float, rate: int) -> NDArray[np.float64]:
    return np.arange(round(seconds * rate)) / rate


def _both(sound: NDArray[np.float64]) -> Sound:
    return np.repeat(sound.astype(np.float32)[:, None], 2, axis=1)
