"""Segments: scenes in the film's exact format, cards, transitions. What was made before is used again."""

from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

import structlog
from temporalio import activity

from activities.contract import (
    CARD,
    CONFORM,
    TRANSITION,
    CardRequest,
    Conformed,
    ConformRequest,
    Segment,
    TransitionRequest,
)
from activities.failures import translated
from activities.threads import Reins, in_thread
from activities.workspace import Workspace
from film.assets import AssetKind
from media.lettering.cards import end_card, title_card
from media.lettering.lower_third import lower_third
from media.picture.conform import Target, conform
from media.picture.overlay import Overlay
from media.picture.still import ken_burns
from media.picture.thumbnail import Thumbnails, poster
from media.profile import VideoProfile
from media.segment import Segment as MadeSegment
from media.transition import transition
from store.derived import Derived, digest

log = structlog.get_logger()

_ENGINE_VERSION = 2
"""Raised only when the same inputs would give other bytes."""

_TEXT_IN_S, _TEXT_OUT_S = 0.6, 0.6
_POSTER_WIDTH = 640

SegmentWork = Callable[[Path, Reins], MadeSegment]


class PictureActivities:
    """Work on pictures, in threads."""

    def __init__(self, workspace: Workspace, derived: Derived, threads: Executor) -> None:
        self._workspace = workspace
        self._derived = derived
        self._threads = threads

    @activity.defn(name=CONFORM.name)
    async def conform(self, request: ConformRequest) -> Conformed:
        """Bring a clip, or a still under a slow move, or a card of words, into the film's exact format."""
        key = digest("conform", _ENGINE_VERSION, request, ignoring={"project_id", "scene_id"})
        if known := await self._derived.find(key, Conformed):
            return known.model_copy(update={"reused": True})
        source = await self._workspace.fetch(request.source) if request.source else None
        with self._workspace.scratch() as folder:
            out, cover = folder / "segment.mp4", folder / "poster.jpg"
            with translated():
                made = await in_thread(self._threads, lambda reins: _scene(request, source, out, cover, reins))
            frames, seconds = request.frames, request.film_format.seconds(request.frames)
            result = Conformed(
                segment=await self._workspace.keep(
                    out, AssetKind.SEGMENT, "video/mp4", duration_s=seconds, frames=frames
                ),
                poster=await self._workspace.keep(cover, AssetKind.POSTER, "image/jpeg"),
                copied=made.adopted,
                reused=False,
            )
        await self._derived.keep(key, "conform", result)
        log.info("conformed", project=request.project_id, scene=request.scene_id, copied_frames=made.copied_frames)
        return result

    @activity.defn(name=CARD.name)
    async def card(self, request: CardRequest) -> Segment:
        """Draw the title or end card over a still of the film."""
        key = digest("card", _ENGINE_VERSION, request, ignoring={"project_id"})
        if known := await self._derived.find(key, Segment):
            return known.model_copy(update={"reused": True})
        background = await self._workspace.fetch(request.background) if request.background else None
        return await self._segment(
            key, "card", request.frames, lambda out, reins: _card(request, background, out, reins)
        )

    @activity.defn(name=TRANSITION.name)
    async def transition(self, request: TransitionRequest) -> Segment:
        """Blend the tail of one segment into the head of the next."""
        key = digest("transition", _ENGINE_VERSION, request, ignoring={"project_id"})
        if known := await self._derived.find(key, Segment):
            return known.model_copy(update={"reused": True})
        before, after = await self._workspace.fetch(request.before), await self._workspace.fetch(request.after)
        profile = VideoProfile.of(request.film_format)

        def blend(out: Path, reins: Reins) -> MadeSegment:
            return transition(
                before,
                after,
                out,
                profile=profile,
                frames=request.frames,
                on_progress=reins.progress,
                should_stop=reins.should_stop,
            )

        return await self._segment(key, "transition", request.frames, blend)

    async def _segment(self, key: str, kind: str, frames: int, make: SegmentWork) -> Segment:
        with self._workspace.scratch() as folder:
            out = folder / "segment.mp4"
            with translated():
                await in_thread(self._threads, lambda reins: make(out, reins))
            asset = await self._workspace.keep(out, AssetKind.SEGMENT, "video/mp4", frames=frames)
        result = Segment(asset=asset, reused=False)
        await self._derived.keep(key, kind, result)
        return result


def _scene(request: ConformRequest, source: Path | None, out: Path, cover: Path, reins: Reins) -> MadeSegment:
    profile = VideoProfile.of(request.film_format)
    make: Callable[..., MadeSegment]
    if source is None:
        make = partial(title_card, title=request.words)
    elif request.still:
        make = partial(ken_burns, source)
    else:
        return _clip(request, source, out, cover, reins)
    made = _rendered(make, out, request, profile, reins)
    poster(out, cover, width=min(_POSTER_WIDTH, profile.width))
    return made


def _clip(request: ConformRequest, source: Path, out: Path, cover: Path, reins: Reins) -> MadeSegment:
    profile = VideoProfile.of(request.film_format)
    best = Thumbnails()
    (made,) = conform(
        source,
        [Target(out, profile, overlays=_lettering(request, profile))],
        frames=request.frames,
        edge_frames=request.edge_frames,
        observers=[best],
        on_progress=reins.progress,
        should_stop=reins.should_stop,
    )
    width = min(_POSTER_WIDTH, profile.width)
    best.write(cover, size=(width, profile.height * width // profile.width))
    return made


def _card(request: CardRequest, background: Path | None, out: Path, reins: Reins) -> MadeSegment:
    make: Callable[..., MadeSegment] = partial(title_card, subtitle=request.subtitle)
    if request.end:
        make = end_card
    make = partial(make, title=request.title, background=background)
    return _rendered(make, out, request, VideoProfile.of(request.film_format), reins)


def _rendered(
    make: Callable[..., MadeSegment],
    out: Path,
    request: ConformRequest | CardRequest,
    profile: VideoProfile,
    reins: Reins,
) -> MadeSegment:
    return make(
        out=out,
        profile=profile,
        frames=request.frames,
        edge_frames=request.edge_frames,
        on_progress=reins.progress,
        should_stop=reins.should_stop,
    )


def _lettering(request: ConformRequest, profile: VideoProfile) -> list[Overlay]:
    if not request.text:
        return []
    first = request.edge_frames + round(_TEXT_IN_S * profile.fps)
    last = request.frames - request.edge_frames - round(_TEXT_OUT_S * profile.fps)
    if last - first < profile.fps // 2:
        first, last = 0, request.frames
    return [lower_third(request.text, profile=profile, first=first, last=last)]
