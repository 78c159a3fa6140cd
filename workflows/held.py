"""Everything in a production that waits: the project's own purchases and those of its takes, on one board."""

from collections.abc import Callable

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from film.events import EventType
    from film.holds import Hold, HoldAnswer, HoldKind
    from film.orders import TakeHeld
    from film.production import HeldPurchase, Production, take_workflow_id
    from film.status import WAITING_PROJECT_STATES, ProjectState

from workflows.holds import Holds, refuse_senseless
from workflows.recorder import Recorder


class HeldBoard:
    """Keeps ``film.holds`` true, moves the project in and out of its waiting states, and passes decisions on."""

    def __init__(self, film: Production, log: Recorder, go: Callable[[ProjectState], None]) -> None:
        self._film, self._log, self._go = film, log, go
        self._busy_with = ProjectState.SHOOTING
        self.own = Holds(self._own_changed)

    def take_held(self, news: TakeHeld) -> None:
        """A take's purchases have begun or ended to wait."""
        self._replace(take_workflow_id(self._film.project_id, news.scene_id, news.take), news.holds)

    def take_over(self, scene_id: str, take: int) -> None:
        """A take has ended, and with it all its waiting."""
        self._replace(take_workflow_id(self._film.project_id, scene_id, take), ())

    def may_answer(self, answer: HoldAnswer) -> None:
        """Raise ``ApplicationError`` when the decision makes no sense."""
        refuse_senseless(answer, tuple(held.hold for held in self._film.holds))

    async def answer(self, answer: HoldAnswer) -> None:
        """Carry a decision to where the purchase waits."""
        for held in self._film.holds:
            if held.hold.attempt_key == answer.attempt_key:
                self._log.note(EventType.DECIDED, attempt_key=answer.attempt_key, decision=answer.decision.value)
                await self._pass_on(held, answer)

    async def retry_money(self) -> None:
        """There is money: let everything that waits for some try again."""
        for held in list(self._film.holds):
            if held.hold.kind.is_about_money:
                await self._pass_on(held, HoldAnswer.retry(held.hold.attempt_key))

    async def _pass_on(self, held: HeldPurchase, answer: HoldAnswer) -> None:
        if held.workflow_id == workflow.info().workflow_id:
            self.own.answer(answer)
        else:
            await workflow.get_external_workflow_handle(held.workflow_id).signal("hold_answered", answer)

    async def _own_changed(self) -> None:
        self._replace(workflow.info().workflow_id, self.own.waiting)

    def _replace(self, workflow_id: str, holds: tuple[Hold, ...]) -> None:
        film = self._film
        known = {held.hold.attempt_key for held in film.holds}
        others = [held for held in film.holds if held.workflow_id != workflow_id]
        film.holds = others + [HeldPurchase(hold=hold, workflow_id=workflow_id) for hold in holds]
        for hold in holds:
            if hold.attempt_key not in known:
                self._log.note(EventType.HELD, attempt_key=hold.attempt_key, kind=hold.kind.value, reason=hold.reason)
        self._reflect()

    def _reflect(self) -> None:
        """The project waits for as long as any purchase does; a decision outranks money, since money is no help."""
        film = self._film
        if film.state in (ProjectState.PLANNING, ProjectState.SHOOTING):
            self._busy_with = film.state
        elif film.state not in WAITING_PROJECT_STATES:
            return
        kinds = {held.hold.kind for held in film.holds}
        wanted = self._busy_with
        if kinds & {HoldKind.BUDGET, HoldKind.CREDIT}:
            wanted = ProjectState.AWAITING_BUDGET
        if kinds & {HoldKind.UNKNOWN, HoldKind.LOST}:
            wanted = ProjectState.AWAITING_DECISION
        if wanted is not film.state:
            self._go(wanted)
