"""The life of a project: the film is made, then its workflow waits in the edit room for retakes."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority
from temporalio.exceptions import ActivityError, ApplicationError, ChildWorkflowError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from film.estimate import Estimate
    from film.events import EventType, ProjectView
    from film.finish import Finish
    from film.orders import RetakeAccepted, RetakeRequest, TakeProgress
    from film.plan import Plan, Scene
    from film.planned import planning_of, refused
    from film.production import Failure, PendingRetake, Production, SceneBoard, Take, cut_workflow_id, take_workflow_id
    from film.production_stage import Stage
    from film.progress import view_of
    from film.referencing import to_draw
    from film.status import (
        PROJECT_MOVES,
        TERMINAL_PROJECT_STATES,
        WAITING_PROJECT_STATES,
        ProjectState,
        TakeState,
        move,
    )

from workflows import board, score
from workflows.approval import ApprovalDesk
from workflows.cut import CutResult, CutWorkflow
from workflows.cut_order import cut_order
from workflows.cut_result import enter_cut
from workflows.early_planning import moderate_brief, write_early_plan
from workflows.held import HeldBoard
from workflows.planning import judge_brief, write_plan
from workflows.preview import show_early
from workflows.purchases_desk import PurchasesDesk
from workflows.recorder import Recorder
from workflows.references import draw_references
from workflows.take import TakeWorkflow
from workflows.take_order import scene_before, take_order

_TAKES_AT_ONCE = 4
_EDIT_ROOM = timedelta(days=90)
_A_PERSON_WAITS = 1
"""Priority of retakes and their cuts; a film as a whole is started with a lower one."""

_RETAKEABLE = (ProjectState.SHOOTING, ProjectState.CUTTING, ProjectState.DELIVERED, *WAITING_PROJECT_STATES)


@workflow.defn(name="ProjectWorkflow")
class ProjectWorkflow(PurchasesDesk, ApprovalDesk):
    """Makes one film and keeps it open for retakes. All its state is one ``Production``."""

    @workflow.init
    def __init__(self, production: Production) -> None:
        self._film = production
        self._log = Recorder(production)
        self._held = HeldBoard(production, self._log, self._go)
        self._cancelled = False
        self._shot: set[str] = set()

    @workflow.run
    async def run(self, production: Production) -> ProjectState:
        """Produce, then wait in the edit room; returns when the project is closed, refused or cancelled."""
        recording = asyncio.create_task(self._log.run())
        producing = asyncio.create_task(self._produce())
        try:
            await workflow.wait_condition(lambda: producing.done() or recording.done() or self._cancelled)
        except asyncio.CancelledError:
            self._cancelled = True
        if self._cancelled and not producing.done():
            await self._abandon(producing)
        # Both at once: a command that came while the last events are written must not be cut off by a fresh run.
        await workflow.wait_condition(
            lambda: workflow.all_handlers_finished() and (self._log.quiet or recording.done())
        )
        self._log.close()
        await recording
        if not self._cancelled and await producing:
            workflow.continue_as_new(self._film)
        if self._film.failure and self._film.state is ProjectState.FAILED:
            raise ApplicationError(self._film.failure.details.get("reason", ""), type=self._film.failure.code)
        return self._film.state

    async def _produce(self) -> bool:
        """The whole process; ``True`` when it goes on in a fresh run."""
        try:
            if self._film.state is ProjectState.CREATED:
                if not await self._moderate():
                    return False
                if not await self._plan():
                    return False
                if self._film.until is Stage.PLAN:
                    self._go(ProjectState.PLANNED)
                    if not await self._approved():
                        return False
                await self._shoot()
                await self._cut()
                return True
            board.show(self._film)
            return await self._edit_room()
        except (ActivityError, ChildWorkflowError, ApplicationError) as error:
            if is_cancelled_exception(error):
                raise
            self._fail(error)
            return False

    async def _moderate(self) -> bool:
        self._go(ProjectState.MODERATING)
        if workflow.patched("planning"):
            judged = await judge_brief(planning_of(self._film))
            self._film.judgements = judged.judgements
            self._film.failure = refused(judged.refusal) if judged.refusal else None
        else:
            self._film.failure = await moderate_brief(self._film)
        if self._film.failure:
            self._go(ProjectState.MODERATION_FAILED)
        return self._film.failure is None

    async def _plan(self) -> bool:
        """``False`` when what was written must not be made."""
        self._go(ProjectState.PLANNING)
        plan = await self._planned()
        if plan is None:
            self._go(ProjectState.MODERATION_FAILED)
            return False
        self._film.plan = plan
        self._film.scenes = {scene.scene_id: SceneBoard(scene_id=scene.scene_id) for scene in plan.scenes}
        self._log.note(EventType.PLANNED, title=plan.title, scenes=len(plan.scenes))
        return True

    async def _planned(self) -> Plan | None:
        film = self._film
        if not workflow.patched("planning"):
            return await write_early_plan(film, self._held.own)
        planned = await write_plan(planning_of(film), self._held.own, self._price)
        film.spent_usd += planned.spent_usd
        film.judgements += planned.judgements
        film.song, film.estimate = planned.song, planned.estimate
        film.failure = refused(planned.refusal) if planned.refusal else None
        return planned.plan

    def _price(self, forecast: Estimate) -> None:
        """Keep what the film will cost, before anything is paid."""
        self._film.estimate = forecast
        if workflow.patched("forecast"):
            cost = str(forecast.cost_usd)
            self._log.note(EventType.ESTIMATED, cost_usd=cost, seconds=round(forecast.wall_s()))

    async def _shoot(self) -> None:
        """All scenes, beside their narration and the music, once there is a picture of whoever returns."""
        self._go(ProjectState.SHOOTING)
        if to_draw(self._script, self._film.brief) and workflow.patched("references"):
            await draw_references(self._film, self._log, self._held.own)
        cameras = asyncio.Semaphore(_TAKES_AT_ONCE)
        takes = [self._first_take(scene, cameras) for scene in self._script.scenes]
        music = score.compose_music(self._film, self._log, self._held.own)
        await _all(*takes, music)

    async def _first_take(self, scene: Scene, cameras: asyncio.Semaphore) -> None:
        """A scene's line and its picture; side by side, unless the picture shows the line or somebody speaking it.

        A scene that continues another waits for the take of that.
        """
        self._open_take(scene.scene_id, note=None)
        narration = asyncio.create_task(score.narrate(self._film, self._log, self._held.own, scene))
        try:
            if scene.speaker or self._film.finish.look.captions:
                await narration
            if before := scene_before(self._script, scene):
                await workflow.wait_condition(lambda: before.scene_id in self._shot)
            async with cameras:
                await self._take(scene, Stage.STORYBOARD)
        except (Exception, asyncio.CancelledError) as error:
            # Whatever became of the picture, a line that was paid for is brought home or cancelled.
            if is_cancelled_exception(error):
                narration.cancel()
            await asyncio.gather(narration, return_exceptions=True)
            raise
        finally:
            self._shot.add(scene.scene_id)
        await narration
        await show_early(self._film, self._script, scene)

    async def _take(self, scene: Scene, first_stage: Stage) -> None:
        """Shoot the newest take of a scene and select it when it is done."""
        film, scene_board = self._film, self._film.scenes[scene.scene_id]
        take = scene_board.takes[-1]
        order = take_order(film, self._script, scene, first_stage)
        done = await workflow.execute_child_workflow(
            TakeWorkflow.run,
            order,
            id=take_workflow_id(film.project_id, scene.scene_id, take.number),
            cancellation_type=workflow.ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
            priority=self._priority,
            static_summary=f"Scene {scene.number}, take {take.number}: {scene.subject} {scene.action}"[:200],
        )
        self._held.take_over(scene.scene_id, take.number)
        self._follow(scene.scene_id, done)
        film.spent_usd += done.cost_usd
        if done.state is TakeState.DONE:
            scene_board.selected_take = done.number
            self._log.note(EventType.SELECTED, scene_id=scene.scene_id, take=done.number)
        elif scene_board.selected_take is None:
            reason = done.failure.details.get("reason", "") if done.failure else ""
            raise ApplicationError(f"Scene {scene.number} could not be shot: {reason}", type="take_failed")

    async def _retake(self, scene: Scene, first_stage: Stage) -> None:
        await self._take(scene, first_stage)
        await show_early(self._film, self._script, scene)

    async def _cut(self) -> None:
        self._go(ProjectState.CUTTING)
        film, number = self._film, len(self._film.cuts) + 1
        result: CutResult = await workflow.execute_child_workflow(
            CutWorkflow.run,
            cut_order(film, self._script),
            id=cut_workflow_id(film.project_id, number),
            cancellation_type=workflow.ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
            priority=self._priority,
            static_summary=f"Cut {number} of {self._script.title}"[:200],
        )
        enter_cut(film, number, result)
        self._log.note(EventType.CUT, number=number, duration_s=result.made.duration_s)
        self._go(ProjectState.DELIVERED)

    async def _edit_room(self) -> bool:
        """Wait for wishes; shoot what is asked and cut again. ``False`` when nobody came for a season."""
        film = self._film
        try:
            await workflow.wait_condition(
                lambda: bool(film.retakes) or film.refinish, timeout=_EDIT_ROOM, timeout_summary="Edit room closes"
            )
        except TimeoutError:
            return False
        film.refinish = False
        self._go(ProjectState.SHOOTING)
        while film.retakes:
            wishes, film.retakes = film.retakes, []
            await _all(*(self._retake(self._script.scene(wish.scene_id), wish.first_stage) for wish in wishes))
        await self._cut()
        return True

    @workflow.update(name="retake_scene", description="Shoot one scene again")
    def retake_scene(self, wish: RetakeRequest) -> RetakeAccepted:
        """Accept a retake: it is shot as soon as the current work is done, and the film is cut again."""
        return self._accept(wish)

    @retake_scene.validator
    def _may_retake(self, wish: RetakeRequest) -> None:
        self._must_be_open()
        if self._film.state not in _RETAKEABLE or self._film.plan is None:
            raise ApplicationError(
                f"The film is {self._film.state.value}; nothing can be retaken", type="not_retakeable"
            )
        if wish.scene_id not in self._film.scenes:
            known = ", ".join(self._film.scenes)
            raise ApplicationError(f"There is no scene {wish.scene_id}; the film has {known}", type="unknown_scene")
        if self._film.scenes[wish.scene_id].busy:
            raise ApplicationError(f"Scene {wish.scene_id} is being shot right now", type="scene_busy")

    @workflow.signal(name="retake_scene", description="Shoot one scene again (from the Temporal UI or CLI)")
    def retake_scene_signal(self, wish: RetakeRequest) -> None:
        """The signal twin of the update; a wish that cannot be granted is logged and dropped."""
        try:
            self._may_retake(wish)
        except ApplicationError as error:
            workflow.logger.warning("retake refused: %s", error.message)
            return
        self._accept(wish)

    @workflow.update(name="refinish", description="Change how the film is finished, and cut it anew")
    def refinish(self, finish: Finish) -> None:
        """Accept another finish; what it does not touch is used again."""
        self._film.finish = finish
        self._film.refinish = True
        self._log.note(EventType.FINISH, finish=finish.model_dump(mode="json", exclude_defaults=True))

    @refinish.validator
    def _may_refinish(self, finish: Finish) -> None:
        self._must_be_open()

    @workflow.update(name="cancel", description="Stop the production")
    def cancel(self) -> None:
        """Stop: what runs is cancelled at the provider too; what is finished stays."""
        self._cancelled = True

    @cancel.validator
    def _may_cancel(self) -> None:
        if self._film.state in TERMINAL_PROJECT_STATES:
            self._must_be_open()
        if ProjectState.CANCELLED not in PROJECT_MOVES[self._film.state]:
            raise ApplicationError(f"The film is {self._film.state.value} already", type="not_cancellable")

    @workflow.signal(name="cancel_production", description="Stop the production (from the Temporal UI or CLI)")
    def cancel_signal(self) -> None:
        """The signal twin of ``cancel``."""
        self._cancelled = True

    @workflow.signal(name="take_progressed")
    def take_progressed(self, progress: TakeProgress) -> None:
        """A take tells where it is."""
        self._follow(progress.scene_id, progress.take)

    @workflow.query(description="The production as it stands")
    def status(self) -> ProjectView:
        """The live read model."""
        return view_of(self._film)

    def _must_be_open(self) -> None:
        """Refuse what comes when the film is over, or about to be."""
        if self._cancelled or self._film.state in TERMINAL_PROJECT_STATES:
            state = ProjectState.CANCELLED if self._cancelled else self._film.state
            raise ApplicationError(f"The film is {state.value} already", type="project_closed")

    def _accept(self, wish: RetakeRequest) -> RetakeAccepted:
        take = self._open_take(wish.scene_id, wish.note)
        self._film.retakes.append(PendingRetake(scene_id=wish.scene_id, take=take.number, first_stage=wish.first_stage))
        self._log.note(EventType.RETAKE, scene_id=wish.scene_id, take=take.number, note=wish.note)
        return RetakeAccepted(scene_id=wish.scene_id, take=take.number, state=take.state)

    @property
    def _script(self) -> Plan:
        if self._film.plan is None:
            raise ApplicationError("The film has no plan yet", type="no_plan")
        return self._film.plan

    @property
    def _priority(self) -> Priority:
        if not self._film.cuts:
            return workflow.info().priority
        return Priority(priority_key=_A_PERSON_WAITS, fairness_key=self._film.owner)

    def _open_take(self, scene_id: str, note: str | None) -> Take:
        takes = self._film.scenes[scene_id].takes
        takes.append(Take(number=len(takes) + 1, note=note))
        return takes[-1]

    def _follow(self, scene_id: str, take: Take) -> None:
        scene_board = self._film.scenes[scene_id]
        if scene_board.take(take.number) == take:
            return
        for fallback in take.fallbacks[len(scene_board.take(take.number).fallbacks) :]:
            self._log.note(EventType.FALLBACK, scene_id=scene_id, **fallback.model_dump(mode="json"))
        scene_board.replace(take)
        self._log.note(EventType.TAKE, scene_id=scene_id, take=take.number, state=take.state.value)

    def _go(self, state: ProjectState) -> None:
        before = self._film.state
        self._film.state = move(PROJECT_MOVES, before, state)
        self._log.note(EventType.STATE, before=before.value, state=state.value)
        board.show(self._film)

    def _fail(self, error: ActivityError | ChildWorkflowError | ApplicationError) -> None:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, ApplicationError):
            cause = cause.__cause__
        code = cause.type if isinstance(cause, ApplicationError) and cause.type else "failed"
        reason = cause.message if isinstance(cause, ApplicationError) else str(error)
        self._film.failure = Failure(code=code, details={"reason": reason[:500]})
        self._go(ProjectState.FAILED)

    async def _abandon(self, producing: asyncio.Task[bool]) -> None:
        """Cancel what runs, wait until it has ended, and keep what is finished."""
        producing.cancel()
        await asyncio.gather(producing, return_exceptions=True)
        for scene_board in self._film.scenes.values():
            for take in list(scene_board.takes):
                if take.state not in (TakeState.DONE, TakeState.FAILED, TakeState.CANCELLED):
                    self._follow(scene_board.scene_id, take.model_copy(update={"state": TakeState.CANCELLED}))
        self._film.holds = []
        self._go(ProjectState.CANCELLED)


async def _all(*jobs: Awaitable[None]) -> None:
    """Let every job end, then raise the first failure: paid work beside a failing scene is brought home."""
    results = await asyncio.gather(*jobs, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
