"""Making what a paid model would: the same kind of file, of the same length, shape and format."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from pydantic import JsonValue

from film.catalogue import Capability
from film.prices import Usage
from media.sound.audio import RATE, Sound, silence
from previz.server.crew.tasks import UnusableInputError
from previz.server.models.base import Work
from previz.server.records import file_uri
from previz.server.reels import write_film, write_sound
from previz.server.rehearsal import cards, sounds
from previz.server.rehearsal.transcripts import transcript
from previz.server.rehearsal.wish import Wish

_PICTURES = frozenset({".png", ".jpg", ".webp"})
_SOUNDS = frozenset({".wav", ".mp3", ".flac", ".pcm"})

Maker = Callable[[Wish, Path, str], Work]
"""Makes a wish true in a folder; the last is what the card says. Raises ``UnusableInputError``."""


def still(wish: Wish, out: Path, label: str) -> Work:
    """Pictures; over the input picture, where there is one."""
    image = _image(wish)
    width, height = wish.still_size(cards.size_of(image) if image is not None else None)
    suffix = wish.suffix(".png", among=_PICTURES)
    names = [f"output{_letter(n)}{suffix}" for n in range(wish.pictures)]
    for n, name in enumerate(names):
        told = f"{label} {n + 1}" if len(names) > 1 else label
        drawn = cards.card(width, height, told) if image is None else cards.over(image, width, height, told)
        (out / name).write_bytes(cards.encoded(drawn, suffix))
    uris: list[JsonValue] = [file_uri(name) for name in names]
    return Work(uris if wish.answers_a_list else uris[0], wish.usage())


def cutout(wish: Wish, out: Path, label: str) -> Work:
    """The input picture without its background."""
    del label
    image = _image(wish)
    if image is None:
        raise UnusableInputError("input.image: cannot identify image file")
    (out / "output.png").write_bytes(cards.encoded(cards.cut_out(image), ".png"))
    return Work(file_uri("output.png"), wish.usage())


def clip(wish: Wish, out: Path, label: str) -> Work:
    """A clip; of the input picture, where there is one."""
    image = _image(wish)
    width, height = wish.clip_size(cards.size_of(image) if image is not None else None)
    shown = cards.card(width, height, label) if image is None else cards.over(image, width, height, label)
    seconds, fps = wish.seconds, wish.fps
    sound = sounds.ambience(seconds) if wish.has_sound else None
    if recording := wish.file("audio"):
        sound = _fitted(sounds.heard(recording, wish.model.inputs["audio"]), seconds)
    frames = cards.counting(shown, round(seconds * fps), fps)
    write_film(out / "output.mp4", frames, width=width, height=height, fps=fps, sound=sound)
    return Work(file_uri("output.mp4"), wish.usage())


def speech(wish: Wish, out: Path, label: str) -> Work:
    """A line, as a tone of its length."""
    del label
    told, channel = wish.told.get("sample_rate"), wish.told.get("channel")
    rate = told if isinstance(told, int) else RATE
    name = "output" + wish.suffix(".wav", among=_SOUNDS)
    made = sounds.speech(wish.speech_s, rate)
    write_sound(out / name, made, rate=rate, mono=channel == "mono", note=sounds.note_of(wish.text))
    return Work(file_uri(name), wish.usage())


def music(wish: Wish, out: Path, label: str) -> Work:
    """A piece of its length."""
    del label
    name = "output" + wish.suffix(".wav", among=_SOUNDS)
    write_sound(out / name, sounds.music(wish.seconds))
    return Work(file_uri(name), wish.usage())


def lipsync(wish: Wish, out: Path, label: str) -> Work:
    """The picture of the video with the sound of the audio, as long as ``sync_mode`` has it."""
    del label
    video, audio = wish.file("video"), wish.file("audio")
    if video is None or audio is None:
        raise UnusableInputError("input.video and input.audio are needed")
    sound = sounds.heard(audio, "audio")
    shape = _shape(video)
    video_s, audio_s = shape.frames / float(shape.fps), len(sound) / RATE
    match wish.told.get("sync_mode"):
        case "cut_off":
            seconds = min(video_s, audio_s)
        case "silence":
            seconds = max(video_s, audio_s)
        case _:
            seconds = audio_s
    count = max(1, round(seconds * shape.fps))
    frames = _looped(video, count, shape.width, shape.height)
    fitted = _fitted(sound, count / float(shape.fps))
    write_film(out / "output.mp4", frames, width=shape.width, height=shape.height, fps=shape.fps, sound=fitted)
    return Work(file_uri("output.mp4"), wish.usage(count / float(shape.fps)))


def words(wish: Wish, out: Path, label: str) -> Work:
    """What is said in a recording."""
    del out, label
    recording = wish.file("audio")
    if recording is None:
        raise UnusableInputError("input.audio is needed")
    seconds = len(sounds.heard(recording, wish.model.inputs["audio"])) / RATE
    text = sounds.said(recording, seconds)
    return Work(transcript(text, seconds, dict(wish.told), wish.model.slug), Usage(seconds=seconds))


MAKERS: dict[Capability, Maker] = {
    Capability.STILL: still,
    Capability.EDIT: still,
    Capability.CUTOUT: cutout,
    Capability.MOTION: clip,
    Capability.SPEECH: speech,
    Capability.MUSIC: music,
    Capability.LIPSYNC: lipsync,
    Capability.TRANSCRIBE: words,
}


def _letter(n: int) -> str:
    """Distinguishes several files whose names may hold nothing but letters."""
    return "" if n == 0 else "abcdefghijklmnopqrstuvwxyz"[n % 26]


def _image(wish: Wish) -> cards.Picture | None:
    path = wish.file("image")
    return None if path is None else cards.read_picture(path, wish.model.inputs["image"])


def _fitted(sound: Sound, seconds: float) -> Sound:
    length = round(seconds * RATE)
    return np.concatenate([sound[:length], silence(max(0, length - len(sound)))])


class _Shape:
    """Size, rate and number of frames of a film."""

    def __init__(self, width: int, height: int, fps: Fraction, frames: int) -> None:
        self.width, self.height, self.fps, self.frames = width, height, fps, frames


def _shape(video: Path) -> _Shape:
    try:
        with av.open(str(video)) as container:
            stream = container.streams.video[0]
            fps = stream.average_rate or Fraction(24)
            frames = stream.frames or round(float(container.duration or 0) / av.time_base * fps)
            return _Shape(stream.width // 2 * 2, stream.height // 2 * 2, fps, frames)
    except (av.error.FFmpegError, IndexError) as error:
        raise UnusableInputError("input.video: it is not a video that can be read") from error


def _looped(video: Path, count: int, width: int, height: int) -> Iterator[av.VideoFrame]:
    """``count`` frames of a video, from its start again when it ends."""
    shown = 0
    while shown < count:
        with av.open(str(video)) as container:
            before = shown
            for frame in container.decode(video=0):
                if shown == count:
                    return
                yield frame.reformat(width=width, height=height, format="yuv420p")
                shown += 1
        if shown == before:
            raise UnusableInputError("input.video: it has no frames")
