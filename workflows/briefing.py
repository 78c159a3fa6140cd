"""A turn in a conversation about a brief: bought like a plan is, read, and answered by rule when that fails.

Somebody waits in front of a screen, so nothing here waits for money or for a person's word.
"""

import asyncio

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.briefing_contract import (
        CHAT_BY_RULE,
        READ_CHAT,
        ChatByRule,
        ChatOrder,
        ChatRead,
        ChatTurn,
    )
    from activities.contract import Order
    from film.assets import AssetKind
    from film.conversation import ChatReply
    from film.holds import Decision, HoldAnswer
    from film.production_stage import Stage

from workflows.calls import call
from workflows.holds import Holds
from workflows.policies import THINKING
from workflows.purchase import PurchaseFailedError, purchase

_ANSWERS = 2
"""So many answers are bought, the second with the faults of the first."""


@workflow.defn(name="BriefingWorkflow")
class BriefingWorkflow:
    """One turn. It always ends in a reply."""

    @workflow.init
    def __init__(self, order: ChatOrder) -> None:
        self._order = order
        self._holds = Holds(self._do_without)

    @workflow.run
    async def run(self, order: ChatOrder) -> ChatReply:
        """The reply of a model, or that of the planner by rules with the reason why."""
        try:
            read = await asyncio.wait_for(self._asked(), order.patience_s)
        except PurchaseFailedError as error:
            reason = error.reason
        except TimeoutError:
            reason = f"no model answered within {order.patience_s:g} s"
        else:
            if read.reply is not None:
                return read.reply
            reason = read.fault
        turn = ChatByRule(request=order.request, reason=reason)
        return await call(CHAT_BY_RULE, turn, THINKING, "Answer by rule")

    async def _asked(self) -> ChatRead:
        read = ChatRead()
        for number in range(1, _ANSWERS + 1):
            receipt = await purchase(self._purchase(number, read), self._holds)
            turn = ChatTurn(request=self._order.request, answer=receipt.asset.key)
            read = await call(READ_CHAT, turn, THINKING, "Read the answer")
            if read.reply is not None:
                break
        return read

    def _purchase(self, number: int, before: ChatRead) -> Order:
        order = self._order
        repair = {"faults": [before.fault], "answer": before.told} if before.fault else {}
        return Order(
            key=f"briefs/{order.chat_id}/chat-{number}",
            owner=order.owner,
            project_id=None,
            scene_id=None,
            take=None,
            stage=Stage.BRIEF,
            kind=AssetKind.TRANSCRIPT,
            label="Brief" if number == 1 else f"Brief, answer {number}",
            models=order.models,
            wants={
                "template": "brief_chat",
                "flavour": order.flavour,
                "request": order.request.model_dump(mode="json"),
                **repair,
            },
        )

    async def _do_without(self) -> None:
        """What would wait is written off: the planner by rules answers at once."""
        for hold in self._holds.waiting:
            self._holds.answer(HoldAnswer(attempt_key=hold.attempt_key, decision=Decision.WRITE_OFF))
