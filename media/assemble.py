"""The finished film: segments joined packet by packet, one sound track under them, both in one MP4.

Nothing is decoded unless a part was made under other settings, so a film costs what its changed parts cost.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from film.model import Value
from media.errors import ForeignPartError
from media.odd import reencoded
from media.profile import VideoProfile, open_mp4
from media.sample_table import reading
from media.sound.audio import RATE
from media.soundtrack import soundtrack
from media.span import Span, add_copied_stream, splice, standing
from media.work import OnProgress, ShouldStop, Watch, finished, never, scratch_beside, unheard


class Part(Value):
    """Frames ``first`` up to ``last`` (exclusive) of a segment; ``first`` is one of its keyframes."""

    path: Path
    first: int
    last: int


class OddPart(StrEnum):
    """What happens to a part that was not made under the film's encoder contract.

    ``REENCODE`` decodes it, fits it to the film's size and encodes it again; it is never joined as it is, because
    parts of two configurations decode without an error and with wrong pixels.
    """

    REFUSE = "refuse"
    REENCODE = "reencode"


class FilmFile(Value):
    """A finished film. ``packets_copied`` are pictures, ``sound_packets_copied`` those of a ready sound track."""

    path: Path
    frames: int
    duration_s: float
    size_bytes: int
    packets_copied: int
    sound_packets_copied: int = 0
    reencoded_parts: tuple[Path, ...] = ()


def assemble(
    parts: Sequence[Part],
    sound: Path | None,
    out: Path,
    *,
    profile: VideoProfile,
    odd: OddPart = OddPart.REFUSE,
    metadata: Mapping[str, str] | None = None,
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> FilmFile:
    """Join ``parts`` and lay ``sound`` under them, cut or padded to their length; ``None`` is silence.

    A sound track in the film's own coding is copied, any other file encoded (see ``media.soundtrack``). The sound is
    as long as the picture to the sample, the file plays from its first byte (faststart).
    Raises ``ForeignPartError`` naming a part that breaks the encoder contract (unless ``odd`` lets it be encoded
    again) or lacks frames, ``ValueError`` for no parts, an empty part, or single-frame parts in a row.
    """
    given = _spans(parts)
    watch = Watch(on_progress, should_stop)
    with scratch_beside(out) as scratch:
        spans, odd_frames = _in_contract(given, odd, profile, scratch, watch)
        frames = sum(span.frames for span in spans)
        samples = round(frames * RATE / profile.fps)
        with finished(out) as unfinished, open_mp4(str(unfinished), metadata=dict(metadata or {})) as container:
            video = add_copied_stream(container, spans[0].path, profile)
            with soundtrack(sound, container, samples) as heard:
                for done, packet in enumerate(splice(spans, video, profile), 1):
                    watch.check()
                    for sound_packet in heard.until(Fraction(done, profile.fps)):
                        container.mux_one(sound_packet)
                    container.mux_one(packet)
                    watch.done(odd_frames + done)
                for sound_packet in heard.until(None):
                    container.mux_one(sound_packet)
    replaced = [before.path for before, after in zip(given, spans, strict=True) if before is not after]
    return FilmFile(
        path=out,
        frames=frames,
        duration_s=frames / profile.fps,
        size_bytes=out.stat().st_size,
        packets_copied=frames - odd_frames,
        sound_packets_copied=heard.taken if heard.copied else 0,
        reencoded_parts=tuple(dict.fromkeys(replaced)),
    )


def _spans(parts: Sequence[Part]) -> list[Span]:
    if not parts:
        raise ValueError("a film has at least one part")
    for part in parts:
        if not 0 <= part.first < part.last:
            raise ValueError(f"{part.path.name}: no frames from {part.first} to {part.last}")
    spans = [Span(part.path, part.first, part.last) for part in parts]
    for before, _ in pairwise(spans):
        if before.frames < 2:
            # Two IDR pictures in a row from two encodes may carry the same id, which H.264 forbids.
            raise ValueError(f"{before.path.name}: a part of a single frame cannot be followed by another part")
    return spans


def _in_contract(
    given: Sequence[Span], odd: OddPart, profile: VideoProfile, scratch: Path, watch: Watch
) -> tuple[list[Span], int]:
    """The spans, those outside of the contract encoded again, and how many frames that were."""
    spans: list[Span] = []
    made: dict[Span, Span] = {}
    frames = 0
    for span in given:
        watch.check()
        try:
            with reading(span.path) as reader:
                standing(reader, span, profile)
        except ForeignPartError:
            if odd is OddPart.REFUSE:
                raise
            if span not in made:
                made[span] = reencoded(span, scratch / f"{len(made)}.mp4", profile, watch.after(frames))
            frames += span.frames
            spans.append(made[span])
        else:
            spans.append(span)
    return spans, frames
