"""What a media file is, read from its headers and packet index; no frame is decoded."""

import hashlib
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from film.model import Value
from media.errors import UnreadableError
from media.index import Entry, read_index
from media.source import MOST_PIXELS, MOST_PIXELS_OF_STILLS, opened

_MAX_SIDE = 8192
_MAX_FPS = Fraction(1000)
_STILL_KINDS = ("png_pipe", "jpeg_pipe", "webp_pipe")


class ColourTags(Value):
    """ISO/IEC 23091-2 code points as the stream states them (1 is BT.709, 2 is unspecified); range 1 is limited."""

    primaries: int
    transfer: int
    matrix: int
    range: int


class VideoProbe(Value):
    """A picture stream. ``frames`` are counted, not read from the header; ``keyframes`` are frame numbers.

    ``extradata_sha256`` names the decoder configuration (SPS and PPS in H.264): only streams in which it is equal can
    be joined without encoding. ``pixel_aspect`` is how much wider than high a pixel is. Times are what the edit list
    leaves of the stream, and a last picture without others to compare lasts a second at most.
    """

    codec: str
    width: int
    height: int
    fps: Fraction
    frames: int
    duration_s: float
    pix_fmt: str
    colour: ColourTags
    keyframes: tuple[int, ...]
    extradata_sha256: str
    pixel_aspect: Fraction = Fraction(1)


class AudioProbe(Value):
    """A sound stream."""

    codec: str
    rate: int
    channels: int
    duration_s: float


class MediaProbe(Value):
    """A media file: its container and the first stream of each kind."""

    container: str
    video: VideoProbe | None = None
    audio: AudioProbe | None = None

    @property
    def is_still(self) -> bool:
        """Whether the file is a photograph or drawing rather than moving pictures."""
        return self.container in _STILL_KINDS


def probe(path: Path) -> MediaProbe:
    """Read what ``path`` is. Raises ``UnreadableError`` for anything that cannot be used as picture or sound."""
    try:
        with opened(path) as container:
            videos, sounds = container.streams.video, container.streams.audio
            video = _video(container, videos[0]) if videos else None
            audio = _audio(container, sounds[0]) if sounds else None
            kind = container.format.name
    except UnreadableError as error:
        message = str(error)
        raise UnreadableError(message if message.startswith(path.name) else f"{path.name}: {message}") from error
    if video is None and audio is None:
        raise UnreadableError(f"{path.name}: neither pictures nor sound in it")
    return MediaProbe(container=kind, video=video, audio=audio)


def _video(container: InputContainer, stream: VideoStream) -> VideoProbe:
    codec = stream.codec_context
    most = MOST_PIXELS_OF_STILLS if container.format.name in _STILL_KINDS else MOST_PIXELS
    too_many = codec.width * codec.height > most
    if not 0 < codec.width <= _MAX_SIDE or not 0 < codec.height <= _MAX_SIDE or too_many:
        raise UnreadableError(f"pictures of {codec.width}x{codec.height} pixels are not accepted")
    if codec.pix_fmt is None:
        raise UnreadableError("the pictures have no known pixel format")
    entries = [entry for entry in read_index(container, stream) if not entry.discard]
    if not entries:
        raise UnreadableError("there is no picture in it")
    time_base = stream.time_base or Fraction(1, 1000)
    shown = sorted(entry.pts for entry in entries)
    rank = {pts: number for number, pts in enumerate(shown)}
    fps = _frame_rate(stream, shown, time_base)
    last_s = _last_s(entries, shown, time_base) or 1 / fps
    return VideoProbe(
        codec=codec.codec.canonical_name,
        width=codec.width,
        height=codec.height,
        fps=fps,
        frames=len(entries),
        duration_s=float((shown[-1] - shown[0]) * time_base + last_s),
        pix_fmt=codec.pix_fmt,
        colour=ColourTags(
            primaries=codec.color_primaries, transfer=codec.color_trc, matrix=codec.colorspace, range=codec.color_range
        ),
        keyframes=tuple(sorted(rank[entry.pts] for entry in entries if entry.keyframe)),
        extradata_sha256=hashlib.sha256(codec.extradata or b"").hexdigest(),
        pixel_aspect=stream.sample_aspect_ratio or Fraction(1),
    )


def _frame_rate(stream: VideoStream, shown: list[int], time_base: Fraction) -> Fraction:
    """What the header says, unless most pictures stand at quite other distances: headers lie, and clips have gaps."""
    stated = stream.average_rate or stream.guessed_rate
    gaps = sorted(b - a for a, b in pairwise(shown) if b > a)
    if not gaps:
        return stated if stated and 1 <= stated <= _MAX_FPS else Fraction(25)
    usual = 1 / (gaps[len(gaps) // 2] * time_base)
    return stated if stated and usual / 2 <= stated <= usual * 2 else min(usual, _MAX_FPS)


def _last_s(entries: list[Entry], shown: list[int], time_base: Fraction) -> Fraction:
    """How long the last picture is shown: as stated, but no longer than any other, since headers lie about it."""
    last = max(entries, key=lambda entry: entry.pts)
    longest = max((b - a for a, b in pairwise(shown)), default=0) * time_base
    return min(last.duration * time_base, longest or Fraction(1))


def _audio(container: InputContainer, stream: AudioStream) -> AudioProbe:
    seconds = 0.0
    if stream.duration is not None and stream.time_base is not None:
        seconds = float(stream.duration * stream.time_base)
    elif container.duration is not None:
        seconds = container.duration / 1_000_000
    return AudioProbe(codec=stream.codec_context.name, rate=stream.rate, channels=stream.channels, duration_s=seconds)
