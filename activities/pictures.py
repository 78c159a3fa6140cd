"""Segments: scenes in the film's exact formats, cards, transitions. What was made before is used again."""

from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

import structlog
from temporalio import activity

from activities.failures import translated
from activities.lyrics import sung_words
from activities.media_contract import (
    CARD,
    CONFORM,
    TRANSITION,
    CardRequest,
    Conformed,
    ConformRequest,
    Segment,
    TransitionRequest,
)
from activities.scenes import Sources, make_scene
from activities.threads import Reins, in_thread
from activities.timings import later, spoken_words
from activities.workspace import Workspace
from film.assets import Asset, AssetKind
from film.pace import NARRATION_LEAD_S
from film.sound import Word
from media.lettering.cards import end_card, title_card
from media.profile import VideoProfile
from media.segment import Segment as MadeSegment
from media.transition import transition
from store.derived import Derived, digest

log = structlog.get_logger()

_ENGINE_VERSION = 2
"""Raised only when the same inputs would give other bytes."""

SegmentWork = Callable[[Path, Reins], MadeSegment]


class PictureActivities:
    """Work on pictures, in threads."""

    def __init__(self, workspace: Workspace, derived: Derived, threads: Executor) -> None:
        self._workspace = workspace
        self._derived = derived
        self._threads = threads

    @activity.defn(name=CONFORM.name)
    async def conform(self, request: ConformRequest) -> Conformed:
        """Bring a clip, or a still under a slow move, or a card of words, into every format the scene is needed in."""
        key = digest("conform", _ENGINE_VERSION, request, ignoring=_for_whom(request))
        if known := await self._derived.find(key, Conformed):
            return known.model_copy(update={"reused": True})
        sources = await self._sources(request)
        with self._workspace.scratch() as folder:
            with translated():
                made = await in_thread(self._threads, lambda reins: make_scene(request, sources, folder, reins))
            own, *also = [await self._kept(segment) for segment in made.segments]
            result = Conformed(
                segment=own,
                poster=await self._workspace.keep(made.poster, AssetKind.POSTER, "image/jpeg"),
                copied=made.segments[0].adopted,
                reused=False,
                also=tuple(also),
                quality=made.quality,
                sounds=made.sounds,
            )
        await self._derived.keep(key, "conform", result)
        log.info(
            "conformed",
            project=request.project_id,
            scene=request.scene_id,
            formats=len(made.segments),
            copied_frames=made.segments[0].copied_frames,
            verdict=made.quality.verdict.value if made.quality else None,
        )
        return result

    @activity.defn(name=CARD.name)
    async def card(self, request: CardRequest) -> Segment:
        """Draw the title or end card over a still of the film."""
        key = digest("card", _ENGINE_VERSION, request, ignoring={"project_id"})
        if known := await self._derived.find(key, Segment):
            return known.model_copy(update={"reused": True})
        background = await self._workspace.fetch(request.background) if request.background else None
        return await self._segment(key, "card", lambda out, reins: _card(request, background, out, reins))

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
                kind=request.kind,
                on_progress=reins.progress,
                should_stop=reins.should_stop,
            )

        return await self._segment(key, "transition", blend)

    async def _sources(self, request: ConformRequest) -> Sources:
        product = request.look.product
        words: tuple[Word, ...] = ()
        if request.spoken and request.look.captions:
            spoken = request.spoken
            words = await spoken_words(self._workspace, spoken.text, spoken.timings, spoken.duration_s)
            seconds = request.film_format.seconds(request.frames)
            words = (*later(words, NARRATION_LEAD_S), *await sung_words(self._workspace, spoken.lyrics, seconds))
        return Sources(
            picture=await self._workspace.fetch(request.source) if request.source else None,
            more=[await self._workspace.fetch(chunk.clip) for chunk in request.more],
            product=await self._workspace.fetch(product.image) if product else None,
            words=words,
        )

    async def _segment(self, key: str, kind: str, make: SegmentWork) -> Segment:
        with self._workspace.scratch() as folder:
            out = folder / "segment.mp4"
            with translated():
                made = await in_thread(self._threads, lambda reins: make(out, reins))
            result = Segment(asset=await self._kept(made), reused=False)
        await self._derived.keep(key, kind, result)
        return result

    async def _kept(self, made: MadeSegment) -> Asset:
        return await self._workspace.keep(made.path, AssetKind.SEGMENT, "video/mp4", frames=made.frames)


def _for_whom(request: ConformRequest) -> set[str]:
    """What says nothing of the work itself. A scene of one clip has the digest that it had before there were more."""
    return {"project_id", "scene_id"} if request.more else {"project_id", "scene_id", "more"}


def _card(request: CardRequest, background: Path | None, out: Path, reins: Reins) -> MadeSegment:
    make: Callable[..., MadeSegment] = end_card if request.end else partial(title_card, subtitle=request.subtitle)
    return make(
        out=out,
        profile=VideoProfile.of(request.film_format),
        frames=request.frames,
        edge_frames=request.edge_frames,
        title=request.title,
        background=background,
        colours=request.colours,
        on_progress=reins.progress,
        should_stop=reins.should_stop,
    )
