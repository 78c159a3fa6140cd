"""The pictures of a film, decoded to the last one: their times, their kind, black and frozen stretches."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.stream import VideoStream

from film.quality import Finding, Flaw
from media.errors import UnreadableError
from media.quality.colour import BT709, colour_of
from media.quality.copied import Originals
from media.quality.luma import small_luma
from media.quality.runs import Runs
from media.quality.stills import Stills
from media.quality.structure import codec_flaws, has_parameter_sets
from media.work import Watch

_MOST_RUNS = 50


@dataclass(frozen=True)
class Wanted:
    """What pictures are held against.

    ``fps`` is ``None`` where it is known not to be constant; ``slack_s`` is how far a time may be off its frame.
    """

    width: int
    height: int
    fps: Fraction | None
    frames: int
    slack_s: Fraction
    black_s: float | None
    frozen_s: float | None
    frozen_change: float


@dataclass
class _Seen:
    """What was found so far, the first of each flaw only: one lost frame puts all others off their times."""

    flaws: dict[Flaw, Finding] = field(default_factory=dict)

    def add(self, flaw: Flaw, message: str, at_s: Fraction | None = None) -> None:
        where = None if at_s is None else float(at_s)
        self.flaws.setdefault(flaw, Finding(flaw=flaw, message=message, at_s=where))


def picture_flaws(
    container: InputContainer, wanted: Wanted, watch: Watch, originals: Originals | None = None
) -> list[Finding]:
    """Decode all pictures of ``container`` and say what is wrong with them. Looks no further than the first damage."""
    if not container.streams.video:
        return [Finding(flaw=Flaw.FRAMES, message="there are no pictures")]
    stream = container.streams.video[0]
    stream.thread_type = "FRAME"
    stream.codec_context.options |= {"err_detect": "explode"}
    seen = _Seen()
    _look_at_tags(stream, wanted, seen)
    stills = Stills(wanted.black_s, wanted.frozen_s, wanted.frozen_change)
    frames, shown_s, step_s = 0, Fraction(0), 1 / (wanted.fps or stream.average_rate or Fraction(25))
    try:
        for frame in _decoded(container, stream, seen, watch):
            number_s = frames * step_s
            stated = frame.pts * frame.time_base if frame.pts is not None and frame.time_base else None
            if wanted.fps is not None and (stated is None or abs(stated - number_s) > wanted.slack_s):
                seen.add(
                    Flaw.TIMES, f"frame {frames} is shown at {_clock(stated)}, not at {_clock(number_s)}", number_s
                )
            shown_s = number_s if stated is None else stated
            if frame.is_corrupt:
                seen.add(Flaw.DAMAGED, "a damaged picture", shown_s)
            stills.see(shown_s, small_luma(frame))
            if originals is not None:
                originals.compare(frame)
            frames += 1
            watch.done(frames)
    except (FFmpegError, UnreadableError) as error:
        seen.add(Flaw.DAMAGED, f"decoding stops after {frames} pictures: {error}", frames * step_s)
    stills.close(shown_s + step_s)
    if frames != wanted.frames:
        seen.add(Flaw.FRAMES, f"{frames} frames instead of {wanted.frames}")
    return [*seen.flaws.values(), *codec_flaws(stream), *_runs(stills)]


def _look_at_tags(stream: VideoStream, wanted: Wanted, seen: _Seen) -> None:
    codec = stream.codec_context
    if (colour := colour_of(codec)) != BT709:
        seen.add(Flaw.COLOUR, f"colours are tagged {colour}; not every player takes that for {BT709}")
    if (codec.width, codec.height) != (wanted.width, wanted.height):
        seen.add(Flaw.SIZE, f"pictures are {codec.width}x{codec.height}, not {wanted.width}x{wanted.height}")


def _decoded(container: InputContainer, stream: VideoStream, seen: _Seen, watch: Watch) -> Iterator[av.VideoFrame]:
    last_dts: int | None = None
    for packet in container.demux(stream):
        watch.check()
        if packet.size:
            if packet.dts is None or (last_dts is not None and packet.dts <= last_dts):
                seen.add(Flaw.TIMES, "decode times do not rise", _time_of(packet))
            last_dts = packet.dts
            if has_parameter_sets(packet, stream.codec_context):
                seen.add(Flaw.STRUCTURE, "parameter sets in the packets of the pictures", _time_of(packet))
        yield from packet.decode()


def _time_of(packet: "Packet[VideoStream]") -> Fraction | None:
    return packet.pts * packet.time_base if packet.pts is not None and packet.time_base else None


def _runs(stills: Stills) -> Iterator[Finding]:
    kinds: tuple[tuple[Flaw, Runs], ...] = ((Flaw.BLACK, stills.black), (Flaw.FROZEN, stills.frozen))
    for flaw, runs in kinds:
        for run in runs.found[:_MOST_RUNS]:
            message = f"{flaw} for {float(run.length_s):.2f} s"
            yield Finding(flaw=flaw, message=message, at_s=float(run.start_s))


def _clock(time_s: Fraction | None) -> str:
    return "no time" if time_s is None else f"{float(time_s):.4f} s"
