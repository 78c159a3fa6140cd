"""One version of a cut, up to the joining: its segments, its cards and its joints, all in one format."""

import asyncio
from collections.abc import Callable
from itertools import pairwise

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.media_contract import (
        CARD,
        TRANSITION,
        CardRequest,
        CutOrder,
        CutScene,
        PartRef,
        Segment,
        TransitionRequest,
    )
    from film.finish import Version
    from film.joints import TransitionKind
    from film.timeline import PartKind, Timeline, TimelinePart

from workflows.calls import call
from workflows.policies import MEDIA

FindSegment = Callable[[CutScene], str]


class Edit:
    """What one version of a film is joined from. ``found`` knows the scenes' segments in its format."""

    def __init__(
        self,
        order: CutOrder,
        version: Version,
        timeline: Timeline,
        found: FindSegment,
        note: Callable[[ActivityError, str], None],
    ) -> None:
        self._order = order
        self._format = version.of(order.film_format)
        self._timeline = timeline
        self._found = found
        self._note = note
        main = self._format == order.film_format
        self._of = f"Cut {order.number}" if main else f"Cut {order.number}, {version.name}"
        self._segments = [asyncio.create_task(self._segment(part)) for part in timeline.parts]

    async def parts(self) -> tuple[PartRef, ...]:
        """Bodies and joints in film order, each made once its neighbours are there."""
        joining = [self._joint(*neighbours, number) for number, neighbours in enumerate(pairwise(self._segments), 1)]
        keys, joints = await asyncio.gather(asyncio.gather(*self._segments), asyncio.gather(*joining))
        return self._in_order(keys, joints)

    async def _segment(self, part: TimelinePart) -> str:
        """The key of a part's segment: a card is drawn over the film's first or last still, a scene is there."""
        if part.scene_id is not None:
            return self._found(next(scene for scene in self._order.scenes if scene.scene_id == part.scene_id))
        stills = [scene.card_still for scene in self._order.scenes if scene.card_still]
        end = part.kind is PartKind.END
        background = (stills[-1] if end else stills[0]) if stills else None
        return await self._card(end=end, frames=part.frames, background=background)

    async def _card(self, *, end: bool, frames: int, background: str | None) -> str:
        order = self._order
        request = CardRequest(
            project_id=order.project_id,
            film_format=self._format,
            end=end,
            title=order.title,
            subtitle="" if end else order.logline,
            frames=frames,
            edge_frames=order.transition_frames,
            background=background,
            colours=order.finish.look.colours,
        )
        card: Segment = await call(CARD, request, MEDIA, f"{self._of}: {'end' if end else 'title'} card")
        return card.asset.key

    async def _joint(self, before: asyncio.Task[str], after: asyncio.Task[str], number: int) -> str | None:
        """The segment that blends a part into the next; ``None`` for a hard cut, wanted or because it failed."""
        order = self._order
        if order.finish.transition is TransitionKind.CUT:
            return None
        request = TransitionRequest(
            project_id=order.project_id,
            film_format=self._format,
            before=await before,
            after=await after,
            frames=order.transition_frames,
            kind=order.finish.transition,
        )
        try:
            made: Segment = await call(TRANSITION, request, MEDIA, f"{self._of}: transition {number}")
            return made.asset.key
        except ActivityError as error:
            self._note(error, "a hard cut")
            return None

    def _in_order(self, segments: list[str], joints: list[str | None]) -> tuple[PartRef, ...]:
        """At a hard cut the earlier part runs on through the overlap."""
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
