"""Making good media bad: the right kind of file, wrong in one respect."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from media.sound.audio import RATE, Sound, read_sound, silence
from previz.server.lab.faults import LabFault
from previz.server.reels import write_film, write_sound

_PICTURES = {".png", ".jpg", ".jpeg", ".webp"}
_SOUNDS = {".wav", ".mp3", ".flac"}
_WRONG_FPS = Fraction(15)


def spoil(folder: Path, fault: LabFault, seconds: float | None) -> None:
    """Spoil every media file in ``folder``; a fault that a kind of file cannot have is none.

    ``seconds`` is the length of one that is wrong, half of what it was by default.
    """
    for path in sorted(folder.iterdir()):
        if fault is LabFault.CORRUPT:
            _corrupt(path)
        elif path.suffix in _PICTURES and fault is LabFault.WRONG_SIZE:
            _shrink(path)
        elif path.suffix in _SOUNDS and fault in {LabFault.WRONG_DURATION, LabFault.SILENT}:
            sound = read_sound(path)
            write_sound(path, sound * 0 if fault is LabFault.SILENT else _cut(sound, seconds))
        elif path.suffix == ".mp4":
            _film(path, fault, seconds)


def _corrupt(path: Path) -> None:
    """Blank the first sixth and the middle of a file, so that no reader can make sense of it; its size stays."""
    data = bytearray(path.read_bytes())
    sixth = len(data) // 6
    for start in (0, 2 * sixth):
        data[start : start + sixth] = bytes(sixth)
    path.write_bytes(data)


def _shrink(path: Path) -> None:
    picture = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    smaller = cv2.resize(picture, (max(1, picture.shape[1] // 2), max(1, picture.shape[0] // 2)))
    path.write_bytes(cv2.imencode(path.suffix, smaller)[1].tobytes())


def _cut(sound: Sound, seconds: float | None) -> Sound:
    """Shorter, or longer by silence."""
    length = len(sound) // 2 if seconds is None else round(seconds * RATE)
    return np.concatenate([sound[:length], silence(max(0, length - len(sound)))])


def _film(path: Path, fault: LabFault, seconds: float | None) -> None:
    spoilt = path.with_name("spoilt.mp4")
    with av.open(str(path)) as source:
        shown, has_sound = source.streams.video[0], bool(source.streams.audio)
        rate = shown.average_rate or Fraction(24)
        fps = _WRONG_FPS if fault is LabFault.WRONG_FPS else rate
        length_s = float(shown.frames / rate)
        sound = read_sound(path) if has_sound and fault is not LabFault.SILENT else None
        if fault is LabFault.WRONG_DURATION:
            length_s = length_s / 2 if seconds is None else seconds
            sound = None if sound is None else _cut(sound, length_s)
        shrink = 4 if fault is LabFault.WRONG_SIZE else 2
        width, height = (max(2, side // shrink * 2) for side in (shown.codec_context.width, shown.codec_context.height))
        frames = _retimed(source.decode(shown), rate, fps, round(length_s * fps), width, height)
        write_film(spoilt, frames, width=width, height=height, fps=fps, sound=sound)
    spoilt.replace(path)


def _retimed(
    frames: Iterator[av.VideoFrame], rate: Fraction, fps: Fraction, count: int, width: int, height: int
) -> Iterator[av.VideoFrame]:
    """``count`` frames at ``fps``, each the one that was shown at its time; the last stays."""
    shown, at = next(frames), 0
    for number in range(count):
        while at < int(number / fps * rate) and (following := next(frames, None)):
            shown, at = following, at + 1
        yield shown.reformat(width=width, height=height, format="yuv420p")
