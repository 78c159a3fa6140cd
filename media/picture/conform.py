"""Any clip brought into the exact formats of a film, all of them from one decode.

A clip made under a target's own encoder contract is cut into its closed GOPs. Those that nothing touches are copied;
only GOPs under an overlay, or without a keyframe where one is needed, are encoded again. For any other target the clip
is scaled, brought to constant frame rate and encoded whole, and so are several clips in a row. If nothing has to be
encoded and nobody looks on, nothing is decoded either.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

from film.timing import Short, Timing
from media.contract import read_contract
from media.picture.chain import Chain, Strip, moving
from media.picture.decoding import Decoding, Observer, Picture
from media.picture.pieces import Piece, plan_pieces
from media.picture.target import Making, Plan, Target
from media.picture.timing import pace
from media.segment import Edges, Segment, edge_keyframes
from media.work import OnProgress, ShouldStop, Watch, never, scratch_beside, unheard

__all__ = ["Observer", "Strip", "Target", "conform"]

_AS_IT_COMES = Timing()


def conform(
    source: Path | Sequence[Strip],
    targets: Sequence[Target],
    *,
    frames: int,
    edge_frames: Edges,
    timing: Timing = _AS_IT_COMES,
    observers: Sequence[Observer] = (),
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> tuple[Segment, ...]:
    """Make a segment of exactly ``frames`` frames for every target; ``timing`` says how clips of other lengths fit.

    ``source`` is a clip, or the strips of several that follow one another: those are exact, and ``timing`` matters only
    where the last is too short. The number of frames is the same for targets of different frame rates. ``observers``
    see every good picture of a clip, also those that no target shows, and of strips what is shown. Damaged pictures are
    replaced by the last good one, and a damaged clip is never copied if that was seen. Progress counts the frames of
    one target; with several it is their mean.

    Raises ``UnreadableError`` for a source without usable pictures or of which most are damaged, ``CancelledError``
    when told to stop, and ``ValueError`` if the edges do not fit (see ``edge_keyframes``), without targets, and if two
    have the same path. All files appear complete, or none does.
    """
    keyframes = edge_keyframes(frames, edge_frames)
    if not targets or len({target.out for target in targets}) < len(targets):
        raise ValueError("conform needs targets with paths of their own")
    watch = Watch(on_progress, should_stop)
    if isinstance(source, Path):
        clip, decoding = source, Decoding(source, moving(source), watch)
    else:
        clip, decoding = None, Chain(source, watch)
    plans = [_plan(clip, target, decoding.length_s, frames, keyframes, timing) for target in targets]
    with ExitStack() as scratches:
        folders = [scratches.enter_context(scratch_beside(target.out)) for target in targets]
        works = [Making(plan, folder) for plan, folder in zip(plans, folders, strict=True)]
        _decode(decoding, works, observers, timing.short, watch)
        damaged = decoding.damaged
        if damaged and any(plan.copied_frames for plan in plans):
            plans = [_encoded(plan, frames) for plan in plans]
            works = [Making(plan, folder) for plan, folder in zip(plans, folders, strict=True)]
            _decode(decoding, works, (), timing.short, watch)
        made = [work.segment(clip, Watch(unheard if work.plan.encodes else on_progress, should_stop)) for work in works]
        _appear(made, [target.out for target in targets])
    return tuple(
        Segment(
            path=plan.target.out,
            frames=frames,
            edge_frames=edge_frames,
            copied_frames=plan.copied_frames,
            damaged_frames=damaged,
        )
        for plan in plans
    )


def _plan(
    clip: Path | None, target: Target, length_s: Fraction, frames: int, keyframes: tuple[int, ...], timing: Timing
) -> Plan:
    index = read_contract(clip, target.profile) if clip else None
    if index is not None:
        length_s = Fraction(index.frames, target.profile.fps)
    way = pace(timing, length_s, frames, target.profile.fps)
    plan = Plan(target, (), keyframes, way)
    if index is None or not way.untouched:
        return _encoded(plan, frames)
    return Plan(target, plan_pieces(index, frames, keyframes, target.overlays), keyframes, way)


def _encoded(plan: Plan, frames: int) -> Plan:
    return Plan(plan.target, (Piece(0, frames, copied=False),), plan.keyframes, plan.pace)


def _decode(
    decoding: Decoding, works: Sequence[Making], observers: Sequence[Observer], short: Short, watch: Watch
) -> None:
    """Decode the clip as far as anybody needs it, and let everybody have each picture."""
    if not observers and all(work.complete for work in works):
        return
    progress = _Progress(watch, len(works))
    with ExitStack() as encoders:
        for work in works:
            encoders.enter_context(work.encoding())
        for time, picture in _wanted(decoding, works, observers, short):
            watch.check()
            for work in works:
                progress.follow(work.show(time, picture, decoding.pixel_aspect))
        for work in works:
            progress.follow(work.rest())


def _wanted(
    decoding: Decoding, works: Sequence[Making], observers: Sequence[Observer], short: Short
) -> Iterator[Picture]:
    for picture in decoding.pictures(observers):
        yield picture
        if not observers and all(work.complete for work in works):
            break
    repeating = [work for work in works if work.plan.pace.repeats]
    decoding.check()
    if repeating:
        for picture in decoding.repeated(back_and_forth=short is Short.PING_PONG):
            if all(work.complete for work in repeating):
                return
            yield picture


class _Progress:
    """Frames done by several works that advance side by side, told as if there were one."""

    def __init__(self, watch: Watch, works: int) -> None:
        self._watch = watch
        self._works = works
        self._done = 0

    def follow(self, frames: Iterator[int]) -> None:
        for _ in frames:
            self._watch.check()
            self._done += 1
            if self._done % self._works == 0:
                self._watch.done(self._done // self._works)


def _appear(made: Sequence[Path], outs: Sequence[Path]) -> None:
    appeared: list[Path] = []
    try:
        for path, out in zip(made, outs, strict=True):
            path.replace(out)
            appeared.append(out)
    except OSError:
        for out in appeared:
            out.unlink()
        raise
