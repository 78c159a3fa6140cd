"""What a call of a paid model asks for, read from its inputs: lengths, shapes and formats."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from pydantic import JsonValue

from film.catalogue import Capability, Model
from film.prices import Usage
from previz.server.rehearsal.words import spoken_seconds

_WIDE = Fraction(16, 9)
_SECONDS = 5.0
_MUSIC_S = 30.0
_WAN_FRAMES = 81
_LINES = {"4k": 2160, "2k": 1440}
_AREAS = {"1k": 1, "2k": 4, "4k": 16}
_PICTURE = 1024 * 1024
_ASPECT_WINS = ("google/veo",)
"""Models that cut a first frame to the asked aspect; all others take its shape."""


@dataclass(frozen=True)
class Wish:
    """One call: the model, its inputs with their defaults, and its file inputs on disk."""

    model: Model
    told: Mapping[str, JsonValue]
    files: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)

    def ours(self, name: str) -> JsonValue:
        """The value of an input by our name for it."""
        theirs = self.model.inputs.get(name)
        return None if theirs is None else self.told.get(theirs)

    def file(self, name: str) -> Path | None:
        """A file by our name for its input; the first of several."""
        return next(iter(self.files.get(self.model.inputs.get(name, ""), ())), None)

    @property
    def seconds(self) -> float:
        """How long a clip or a piece of music is."""
        wanted, frames = self.ours("seconds"), self.told.get("num_frames")
        if isinstance(wanted, int | float) and wanted > 0:
            return wanted / self.model.units.get("seconds", 1)
        if "num_frames" in self.model.takes.names:
            return (frames if isinstance(frames, int) else _WAN_FRAMES) / float(self.fps)
        if self.model.makes.fixed_seconds is not None:
            return self.model.makes.fixed_seconds
        return _MUSIC_S if self.model.capability is Capability.MUSIC else _SECONDS

    @property
    def fps(self) -> Fraction:
        """Frames a second."""
        told = self.told.get("frames_per_second") or self.told.get("fps") or self.model.makes.fps or 24
        return Fraction(str(told)) if isinstance(told, int | float) else Fraction(24)

    @property
    def has_sound(self) -> bool:
        """Whether a clip comes with sound."""
        return self.model.makes.native_audio and self.ours("sound") is not False

    @property
    def text(self) -> str:
        """What is to be spoken."""
        return str(self.ours("text") or "")

    @property
    def speech_s(self) -> float:
        """How long a line is when it is spoken."""
        speed = self.ours("speed")
        return spoken_seconds(self.text, speed if isinstance(speed, int | float) else 1.0)

    @property
    def pictures(self) -> int:
        """How many pictures are asked for."""
        told = self.told.get("num_outputs")
        return told if isinstance(told, int) else 1

    @property
    def answers_a_list(self) -> bool:
        """Whether the output is a list of files, as it is for models that can make several."""
        return "num_outputs" in self.model.takes.names

    def suffix(self, usual: str, *, among: frozenset[str]) -> str:
        """The format of the output file, with its dot."""
        told = next((self.told[name] for name in ("output_format", "audio_format", "format") if name in self.told), "")
        suffix = "." + str(told).lower().replace("jpeg", "jpg")
        return suffix if suffix in among else usual

    def clip_size(self, image: tuple[int, int] | None) -> tuple[int, int]:
        """Width and height of a clip in pixels. ``image`` is the size of its first frame, if it has one."""
        lines = _lines(self.told.get("resolution") or next(iter(self.model.makes.resolutions), "720p"))
        told = _ratio(self.ours("aspect"))
        if image is not None and not (told and self.model.slug.startswith(_ASPECT_WINS)):
            told = Fraction(*image)
        ratio = told or _WIDE
        short, long = lines, lines * max(ratio, 1 / ratio)
        width, height = (long, short) if ratio >= 1 else (short, long)
        return _even(width), _even(height)

    def still_size(self, image: tuple[int, int] | None) -> tuple[int, int]:
        """Width and height of a picture in pixels; about a megapixel unless the call says otherwise."""
        width, height = self.ours("width"), self.ours("height")
        if isinstance(width, int) and isinstance(height, int):
            return width, height
        ratio = _ratio(self.ours("aspect")) or (Fraction(*image) if image else Fraction(1))
        area = _PICTURE * _AREAS.get(str(self.told.get("resolution", "")).lower(), 1)
        if self.told.get("megapixels") == "0.25":
            area //= 4
        side = (area * float(ratio)) ** 0.5
        return _by_64(side), _by_64(side / float(ratio))

    def usage(self, seconds: float | None = None) -> Usage:
        """What the call uses; ``seconds`` where only the work told how long its output is."""
        match self.model.capability:
            case Capability.SPEECH:
                return Usage(seconds=self.speech_s, characters=len(self.text))
            case Capability.MOTION | Capability.MUSIC:
                return Usage(seconds=self.seconds)
            case Capability.LIPSYNC | Capability.TRANSCRIBE:
                return Usage(seconds=_SECONDS if seconds is None else seconds)
            case _:
                return Usage(images=self.pictures)


def _ratio(aspect: JsonValue) -> Fraction | None:
    """``16:9`` as a number; ``None`` for words such as ``adaptive``."""
    found = re.fullmatch(r"(\d+)[:x](\d+)", str(aspect or ""))
    return Fraction(int(found[1]), int(found[2])) if found and int(found[2]) else None


def _lines(resolution: JsonValue) -> int:
    told = str(resolution).lower()
    found = re.fullmatch(r"(\d+)p", told)
    return int(found[1]) if found else _LINES.get(told, 720)


def _even(side: float | Fraction) -> int:
    return max(2, round(side / 2) * 2)


def _by_64(side: float) -> int:
    return max(64, int(side) // 64 * 64)
