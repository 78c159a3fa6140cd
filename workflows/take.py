"""One take of one scene: storyboard frame, clip, lipsync, conform."""

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from activities.contract import Order, Receipt
    from activities.media_contract import CONFORM, Conformed
    from film.assets import Asset, AssetKind
    from film.catalogue import Chain
    from film.finish import version_of
    from film.holds import HoldAnswer
    from film.orders import TAKE_STAGES, TakeHeld, TakeOrder, TakeProgress
    from film.pace import NARRATION_LEAD_S
    from film.production import Failure, Fallback, Take
    from film.production_stage import Stage
    from film.status import TAKE_MOVES, TakeState, move

from workflows.calls import call
from workflows.conforming import conform_request
from workflows.holds import Holds
from workflows.policies import MEDIA
from workflows.purchase import PurchaseFailedError, purchase

_STILL_MOVES, _CARD = "a slow move over the storyboard frame", "a title card"


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
        if self._reuses(Stage.STORYBOARD) and self._order.previous and self._order.previous.still:
            self._take = self._take.model_copy(update={"still": self._order.previous.still})
            return
        await self._go(TakeState.STORYBOARD)
        order = self._order
        wants = self._picture_wants()
        receipt = await self._buy(Stage.STORYBOARD, AssetKind.STILL, order.still_models, wants, {}, "the prompt alone")
        if receipt:
            self._take = self._take.model_copy(update={"still": receipt.asset})

    async def _clip(self) -> None:
        if self._reuses(Stage.CLIP) and self._order.previous and self._order.previous.clip:
            self._take = self._take.model_copy(update={"clip": self._order.previous.clip})
            self._own_sound = self._order.previous.sounds
            return
        await self._go(TakeState.CLIP)
        order = self._order
        seconds = order.film_format.seconds(order.scene.frames)
        wants: dict[str, JsonValue] = self._picture_wants() | {
            "frames": order.scene.frames,
            "fps": order.film_format.fps,
            "keyframe_every": order.edge_frames,
            "seconds": seconds,
        }
        images = {"image": self._take.still.key} if self._take.still else {}
        instead = _STILL_MOVES if self._take.still else _CARD
        receipt = await self._buy(Stage.CLIP, AssetKind.CLIP, order.motion_models, wants, images, instead, seconds)
        if receipt:
            self._take = self._take.model_copy(update={"clip": receipt.asset})

    async def _lipsync(self) -> None:
        order = self._order
        if not (order.scene.speaker and order.narration and self._take.clip):
            return
        await self._go(TakeState.LIPSYNC)
        sources = {"video": self._take.clip.key, "audio": order.narration}
        seconds = self._take.clip.duration_s or order.film_format.seconds(order.scene.frames)
        receipt = await self._buy(
            Stage.LIPSYNC,
            AssetKind.CLIP,
            order.lipsync_models,
            {"lead": NARRATION_LEAD_S},
            sources,
            "the clip as it was",
            seconds,
        )
        if receipt:
            # A mouth moved to the narration brings it along: it must not be heard twice.
            self._own_sound = False
            self._take = self._take.model_copy(update={"clip": receipt.asset})

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
        assets: dict[str, str],
        instead: str,
        seconds: float = 0.0,
    ) -> Receipt | None:
        order = self._order
        bill = Order(
            key=f"{order.project_id}/{order.scene.scene_id}/take-{order.number}/{stage.value}",
            owner=order.owner,
            project_id=order.project_id,
            scene_id=order.scene.scene_id,
            take=order.number,
            stage=stage,
            kind=kind,
            label=f"{self._label}: {stage.value}",
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

    def _picture_wants(self) -> dict[str, JsonValue]:
        look = self._order.film_format
        return {
            "prompt": self._order.prompt,
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
