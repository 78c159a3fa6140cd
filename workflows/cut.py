"""One cut of a film: cards, transitions and sound beside each other, then everything joined."""

import asyncio
from itertools import pairwise

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.contract import (
        ASSEMBLE,
        CARD,
        MIX,
        TRANSITION,
        Assembled,
        AssembleRequest,
        CaptionLine,
        CardRequest,
        CutOrder,
        CutScene,
        Mixed,
        MixLine,
        MixRequest,
        PartRef,
        Segment,
        TransitionRequest,
    )
    from film.model import Value
    from film.planning import NARRATION_LEAD_S
    from film.production import Fallback, Stage
    from film.timeline import PartKind, Timeline, TimelinePart, lay_out

from workflows.calls import call
from workflows.policies import MEDIA


class CutResult(Value):
    """A finished cut and what it had to do without."""

    made: Assembled
    fallbacks: tuple[Fallback, ...]


@workflow.defn(name="CutWorkflow")
class CutWorkflow:
    """Makes one cut of the segments it is given. What an earlier cut made is used again."""

    @workflow.init
    def __init__(self, order: CutOrder) -> None:
        self._order = order
        self._fallbacks: list[Fallback] = []
        scenes = [(scene.scene_id, scene.frames) for scene in order.scenes]
        self._timeline: Timeline = lay_out(order.title_frames, scenes, order.end_frames, order.transition_frames)

    @workflow.run
    async def run(self, order: CutOrder) -> CutResult:
        """Join the film; fails only when it cannot be joined at all."""
        segments = [asyncio.create_task(self._segment(part)) for part in self._timeline.parts]
        mixing = asyncio.create_task(self._mix())
        joining = [self._joint(*neighbours, number) for number, neighbours in enumerate(pairwise(segments), 1)]
        mix, keys, joints = await asyncio.gather(mixing, asyncio.gather(*segments), asyncio.gather(*joining))
        request = AssembleRequest(
            project_id=order.project_id,
            number=order.number,
            film_format=order.film_format,
            title=order.title,
            parts=self._parts(keys, joints),
            mix=mix.asset.key,
            captions=self._captions(),
        )
        made = await call(ASSEMBLE, request, MEDIA, f"Cut {order.number}: join {len(request.parts)} parts")
        return CutResult(made=made, fallbacks=tuple(self._fallbacks))

    async def _segment(self, part: TimelinePart) -> str:
        """The key of a part's segment: a card is drawn over the film's first or last still, a scene is there."""
        if part.scene_id is not None:
            return next(scene.segment for scene in self._order.scenes if scene.scene_id == part.scene_id)
        stills = [scene.card_still for scene in self._order.scenes if scene.card_still]
        end = part.kind is PartKind.END
        background = (stills[-1] if end else stills[0]) if stills else None
        return await self._card(end=end, frames=part.frames, background=background)

    async def _card(self, *, end: bool, frames: int, background: str | None) -> str:
        order = self._order
        request = CardRequest(
            project_id=order.project_id,
            film_format=order.film_format,
            end=end,
            title=order.title,
            subtitle="" if end else order.logline,
            frames=frames,
            edge_frames=order.transition_frames,
            background=background,
        )
        card: Segment = await call(CARD, request, MEDIA, f"Cut {order.number}: {'end' if end else 'title'} card")
        return card.asset.key

    async def _joint(self, before: asyncio.Task[str], after: asyncio.Task[str], number: int) -> str | None:
        """The segment that blends a part into the next, or ``None`` for a hard cut when it cannot be made."""
        order = self._order
        request = TransitionRequest(
            project_id=order.project_id,
            film_format=order.film_format,
            before=await before,
            after=await after,
            frames=order.transition_frames,
        )
        try:
            made: Segment = await call(TRANSITION, request, MEDIA, f"Cut {order.number}: transition {number}")
            return made.asset.key
        except ActivityError as error:
            self._note(error, "a hard cut")
            return None

    async def _mix(self) -> Mixed:
        order = self._order
        lines = tuple(
            MixLine(audio=scene.narration, start_s=self._line_start(scene)) for scene in order.scenes if scene.narration
        )
        wanted = MixRequest(
            project_id=order.project_id,
            lines=lines,
            music=order.music,
            frames=self._timeline.frames,
            fps=order.film_format.fps,
        )
        try:
            return await call(MIX, wanted, MEDIA, f"Cut {order.number}: mix")
        except ActivityError as error:
            self._note(error, "silence")
            silent = wanted.model_copy(update={"lines": (), "music": None})
            return await call(MIX, silent, MEDIA, f"Cut {order.number}: silence")

    def _parts(self, segments: list[str], joints: list[str | None]) -> tuple[PartRef, ...]:
        """Bodies and joints in film order. At a hard cut the earlier part runs on through the overlap."""
        edge = self._order.transition_frames
        parts: list[PartRef] = []
        for i, (part, segment) in enumerate(zip(self._timeline.parts, segments, strict=True)):
            blended = i < len(joints) and joints[i] is not None
            first = edge if i else 0
            last = part.frames - edge if blended else part.frames
            parts.append(PartRef(segment=segment, first=first, last=last))
            if i < len(joints) and (joint := joints[i]) is not None:
                parts.append(PartRef(segment=joint, first=0, last=edge))
        return tuple(parts)

    def _captions(self) -> tuple[CaptionLine, ...]:
        return tuple(
            CaptionLine(
                text=scene.narration_text,
                timings=scene.timings,
                start_s=self._line_start(scene),
                end_s=self._line_start(scene) + scene.narration_s,
            )
            for scene in self._order.scenes
            if scene.narration and scene.narration_text
        )

    def _line_start(self, scene: CutScene) -> float:
        part = next(p for p in self._timeline.parts if p.scene_id == scene.scene_id)
        return self._order.film_format.seconds(part.start) + NARRATION_LEAD_S

    def _note(self, error: ActivityError, instead: str) -> None:
        if is_cancelled_exception(error):
            raise error
        self._fallbacks.append(Fallback(stage=Stage.CUT, instead=instead, reason=str(error.cause)[:300]))
