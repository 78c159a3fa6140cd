"""One take of one scene: storyboard frame, clip, lipsync, conform."""

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from activities.chunk_contract import LAST_FRAME, ChunkRef, LastFrameRequest
    from activities.contract import Activity, Files, Order, Receipt, Request, Result
    from activities.media_contract import CONFORM, Conformed, ConformRequest
    from activities.song_contract import SLICE_SONG, SongSliceRequest
    from film.assets import Asset, AssetKind
    from film.catalogue import Chain
    from film.finish import version_of
    from film.holds import HoldAnswer
    from film.look import Look
    from film.orders import TAKE_STAGES, TakeHeld, TakeOrder, TakeProgress
    from film.pace import NARRATION_LEAD_S
    from film.production import Failure, Fallback, Take, TakeChunk
    from film.production_stage import Stage
    from film.reel import Reel
    from film.status import TAKE_MOVES, TakeState, move
    from film.timing import Timing

from workflows.calls import call
from workflows.conforming import conform_request, later_clips
from workflows.holds import Holds
from workflows.policies import MEDIA
from workflows.purchase import PurchaseFailedError, purchase

_STILL_MOVES, _CARD = "a slow move over the storyboard frame", "a title card"
_HELD, _UNMOVED = "the scene as far as it was shot, its end held", "the clip as it was"


@workflow.defn(name="TakeWorkflow")
class TakeWorkflow:
    """Shoots one take. A stage that fails for good has a stated fallback; the take goes on."""

    @workflow.init
    def __init__(self, order: TakeOrder) -> None:
        self._order = order
        self._take = Take(number=order.number, note=order.note)
        self._holds = Holds(self._tell_holds)
        self._own_sound = True

    @workflow.run
    async def run(self, order: TakeOrder) -> Take:
        """Make the take; the result's state is ``done`` or ``failed``."""
        try:
            await self._storyboard()
            await self._clip()
            await self._lipsync()
            await self._conform()
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            await self._go(TakeState.FAILED, failure=Failure(code="take_failed", details={"reason": str(error.cause)}))
        except ApplicationError as error:
            await self._go(TakeState.FAILED, failure=Failure(code="take_failed", details={"reason": error.message}))
        return self._take

    @workflow.query
    def take(self) -> Take:
        """The take as it stands."""
        return self._take

    @workflow.signal(name="hold_answered")
    def hold_answered(self, answer: HoldAnswer) -> None:
        """Somebody has decided about a purchase that waits."""
        self._holds.answer(answer)

    @workflow.signal(name="prediction_found")
    def prediction_found(self, attempt_key: str) -> None:
        """There is news of a call that was lost."""
        self._holds.news(attempt_key)

    async def _storyboard(self) -> None:
        order = self._order
        if self._reuses(Stage.STORYBOARD) and order.previous and order.previous.still:
            self._take = self._take.model_copy(update={"still": order.previous.still})
            return
        await self._go(TakeState.STORYBOARD)
        still = await self._continued() if order.starts_from else None
        if still is None:
            wants = self._picture_wants(order.prompt)
            files = self._references()
            receipt = await self._buy(
                Stage.STORYBOARD, AssetKind.STILL, order.still_models, wants, files, "the prompt alone"
            )
            still = receipt.asset if receipt else None
        if still:
            self._take = self._take.model_copy(update={"still": still})

    async def _continued(self) -> Asset | None:
        """The last picture of the scene before; ``None`` when it cannot be had, and a frame of its own has to do."""
        before = self._order.starts_from
        if before is None or before.asset.kind is AssetKind.STILL:
            return before.asset if before else None
        chunk = ChunkRef(clip=before.asset.key, frames=before.frames, skip=before.skip)
        return await self._last_picture(chunk, before.timing, Stage.STORYBOARD, "a storyboard frame of its own")

    async def _clip(self) -> None:
        if self._reuses(Stage.CLIP) and self._order.previous and self._order.previous.clip:
            self._reuse_clip(self._order.previous)
            return
        await self._go(TakeState.CLIP)
        chunks = await self._shot()
        if chunks:
            several = chunks if len(chunks) > 1 else ()
            self._take = self._take.model_copy(update={"clip": chunks[0].asset, "chunks": several})

    def _reuse_clip(self, previous: Take) -> None:
        """The clip of the take before. Lips to be moved anew are moved in what was shot, where that is kept."""
        again = bool(previous.chunks) and self._order.first_stage is Stage.LIPSYNC
        clip = previous.chunks[0].asset if again else previous.clip
        self._take = self._take.model_copy(update={"clip": clip, "chunks": previous.chunks})
        self._own_sound = previous.sounds

    async def _shot(self) -> tuple[TakeChunk, ...]:
        """The clips that cover the scene: the first from the storyboard frame, each next from the last picture."""
        order, start, models = self._order, self._take.still, self._order.motion_models
        fps = order.film_format.fps
        reel = Reel(order.scene.frames, order.scene.chunks, fps, order.finish.look.timing)
        while frames := reel.wanted:
            if reel.latest:
                # Films of the first generations held the last picture of a clip that was too short.
                if not order.scene.chunks and not workflow.patched("chunks"):
                    break
                latest = reel.latest
                shown = ChunkRef(clip=latest.asset.key, frames=latest.frames, skip=latest.skip)
                start = await self._last_picture(shown, Timing(), Stage.CLIP, _HELD)
                if start is None:
                    break
            receipt = await self._bought_clip(reel, frames, start, models)
            if receipt is None:
                break
            # Whoever shot the first clip shoots the rest too, so that they go together.
            models = _first(receipt.model, models)
            reel.add(receipt.asset)
        return reel.chunks

    async def _bought_clip(self, reel: Reel, frames: int, start: Asset | None, models: Chain) -> Receipt | None:
        order = self._order
        seconds = order.film_format.seconds(frames)
        wants: dict[str, JsonValue] = self._picture_wants(order.motion_prompt or order.prompt) | {
            "frames": frames,
            "fps": order.film_format.fps,
            "keyframe_every": order.edge_frames,
            "seconds": seconds,
        }
        files = self._references() | ({"image": start.key} if start else {})
        instead = _HELD if reel.latest else _STILL_MOVES if start else _CARD
        part = "" if reel.single else f"-{reel.number}"
        return await self._buy(Stage.CLIP, AssetKind.CLIP, models, wants, files, instead, seconds, part=part)

    async def _last_picture(self, chunk: ChunkRef, timing: Timing, stage: Stage, instead: str) -> Asset | None:
        """What is shown last of a clip, for the next to begin with; ``instead`` is told when it cannot be had."""
        order = self._order
        request = LastFrameRequest(
            project_id=order.project_id,
            scene_id=order.scene.scene_id,
            chunk=chunk,
            fps=order.film_format.fps,
            timing=timing,
        )
        return await self._worked(LAST_FRAME, request, stage, instead, "last picture")

    async def _lipsync(self) -> None:
        order, clip = self._order, self._take.clip
        spoken = order.narration if order.scene.speaker else None
        if clip is None or not (spoken or order.song):
            return
        if self._reuses(Stage.LIPSYNC) and workflow.patched("lips-kept"):
            return
        await self._go(TakeState.LIPSYNC)
        audio = spoken or await self._sung()
        video = await self._in_one() if self._take.in_pieces else clip
        if audio is None or video is None:
            return
        receipt = await self._buy(
            Stage.LIPSYNC,
            AssetKind.CLIP,
            order.lipsync_models,
            {"lead": NARRATION_LEAD_S if spoken else 0.0},
            {"video": video.key, "audio": audio},
            _UNMOVED,
            video.duration_s or order.film_format.seconds(order.scene.frames),
        )
        if receipt:
            # A mouth moved to what is heard brings it along: it must not be heard twice.
            self._own_sound = False
            self._take = self._take.model_copy(update={"clip": receipt.asset})

    async def _sung(self) -> str | None:
        """The key of what is heard of the song in this scene."""
        order, cue = self._order, self._order.song
        if cue is None:
            return None
        seconds = order.film_format.seconds(order.scene.frames)
        request = SongSliceRequest(project_id=order.project_id, song=cue.song, start_s=cue.start_s, seconds=seconds)
        slice_ = await self._worked(SLICE_SONG, request, Stage.LIPSYNC, _UNMOVED, "its part of the song")
        return slice_.key if slice_ else None

    async def _in_one(self) -> Asset | None:
        """The clips of the scene as one, without lettering, for a model that moves lips in a single file."""
        order, take = self._order, self._take
        plain = Look(fit=order.finish.look.fit, focus=order.finish.look.focus, timing=order.finish.look.timing)
        request = ConformRequest(
            project_id=order.project_id,
            scene_id=order.scene.scene_id,
            frames=order.scene.frames,
            film_format=order.film_format,
            edge_frames=order.edge_frames,
            source=take.clip.key if take.clip else None,
            look=plain,
            more=later_clips(take),
        )
        made = await self._worked(CONFORM, request, Stage.LIPSYNC, _UNMOVED, "its clips in one")
        return made.segment if made else None

    async def _worked(
        self, activity: Activity[Request, Result], request: Request, stage: Stage, instead: str, what: str
    ) -> Result | None:
        """The result of work on files that the take can do without; ``None`` when it fails, with ``instead`` told."""
        try:
            return await call(activity, request, MEDIA, f"{self._label}: {what}")
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            reason = error.cause.message if isinstance(error.cause, ApplicationError) else str(error.cause or error)
            self._fall_back(stage, instead, reason)
            return None

    async def _conform(self) -> None:
        """Bring the clip into the film's format; a clip or still that cannot be used gives way to what is there."""
        await self._go(TakeState.CONFORM)
        take = self._take
        sources = [(asset, instead) for asset, instead in ((take.clip, _STILL_MOVES), (take.still, _CARD)) if asset]
        for source, instead in sources:
            try:
                return await self._conformed(source, still=source is not take.clip)
            except ActivityError as error:
                if is_cancelled_exception(error) or not isinstance(error.cause, ApplicationError):
                    raise
                self._fall_back(Stage.CONFORM, instead, error.cause.message)
        return await self._conformed(None, still=True)

    async def _conformed(self, source: Asset | None, *, still: bool) -> None:
        order = self._order
        request = conform_request(
            project_id=order.project_id,
            scene=order.scene,
            film_format=order.film_format,
            edge_frames=order.edge_frames,
            finish=order.finish,
            spoken=order.spoken,
            source=source,
            still=still,
            more=() if still else later_clips(self._take),
        )
        made: Conformed = await call(CONFORM, request, MEDIA, f"{self._label}: conform")
        names = [version_of(wanted).name for wanted in request.also]
        await self._go(
            TakeState.DONE,
            segment=made.segment,
            also=dict(zip(names, made.also, strict=True)),
            look=request.look,
            poster=made.poster,
            quality=made.quality,
            sounds=made.sounds and self._own_sound,
        )

    def _fall_back(self, stage: Stage, instead: str, reason: str) -> None:
        fallback = Fallback(stage=stage, instead=instead, reason=reason[:300])
        self._take = self._take.model_copy(update={"fallbacks": (*self._take.fallbacks, fallback)})

    async def _buy(
        self,
        stage: Stage,
        kind: AssetKind,
        models: Chain,
        wants: dict[str, JsonValue],
        assets: dict[str, Files],
        instead: str,
        seconds: float = 0.0,
        *,
        part: str = "",
    ) -> Receipt | None:
        order = self._order
        bill = Order(
            key=f"{order.project_id}/{order.scene.scene_id}/take-{order.number}/{stage.value}{part}",
            owner=order.owner,
            project_id=order.project_id,
            scene_id=order.scene.scene_id,
            take=order.number,
            stage=stage,
            kind=kind,
            label=f"{self._label}: {stage.value}{part.replace('-', ' ')}",
            models=models,
            wants=wants,
            assets=assets,
            seconds=seconds,
        )
        try:
            receipt = await purchase(bill, self._holds)
            self._take = self._take.model_copy(update={"cost_usd": self._take.cost_usd + receipt.cost_usd})
            return receipt
        except PurchaseFailedError as error:
            if error.code == "Unauthenticated":
                # A film of cards would hide that the token is wrong.
                raise ApplicationError(error.reason, type=error.code) from error
            self._fall_back(stage, instead, error.reason)
            return None

    def _references(self) -> dict[str, Files]:
        return {"references": self._order.references} if self._order.references else {}

    def _picture_wants(self, prompt: str) -> dict[str, JsonValue]:
        look = self._order.film_format
        negative: dict[str, JsonValue] = {"negative": self._order.negative} if self._order.negative else {}
        return negative | {
            "prompt": prompt,
            "seed": self._order.seed,
            "aspect": look.aspect.value,
            "width": look.width,
            "height": look.height,
            "quality": look.quality.value,
        }

    def _reuses(self, stage: Stage) -> bool:
        return TAKE_STAGES.index(stage) < TAKE_STAGES.index(self._order.first_stage)

    @property
    def _label(self) -> str:
        return f"Scene {self._order.scene.number}, take {self._order.number}"

    async def _go(self, state: TakeState, **changes: object) -> None:
        """Move to ``state`` and tell the project."""
        self._take = self._take.model_copy(update={"state": move(TAKE_MOVES, self._take.state, state), **changes})
        workflow.set_current_details(f"**{self._label}**: {state.value}\n\n{self._order.prompt}")
        await self._tell("take_progressed", TakeProgress(scene_id=self._order.scene.scene_id, take=self._take))

    async def _tell_holds(self) -> None:
        order = self._order
        news = TakeHeld(scene_id=order.scene.scene_id, take=order.number, holds=self._holds.waiting)
        await self._tell("take_held", news)

    async def _tell(self, signal: str, news: TakeProgress | TakeHeld) -> None:
        parent = workflow.info().parent
        if parent is not None:
            await workflow.get_external_workflow_handle(parent.workflow_id).signal(signal, news)


def _first(slug: str, models: Chain) -> Chain:
    """The same models, the one of this name before the others."""
    return *(model for model in models if model.slug == slug), *(model for model in models if model.slug != slug)
