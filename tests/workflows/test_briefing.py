"""A turn in a conversation about a brief: whatever happens to the model, somebody answers, and soon."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from activities.briefing_contract import CHAT_BY_RULE, READ_CHAT, ChatByRule, ChatOrder, ChatRead, ChatTurn
from activities.contract import Pool, submit_queue
from film.catalogue import Capability, Studio
from film.conversation import BriefDraft, ChatMessage, ChatReply, ChatRequest, Role
from film.production_stage import Stage
from store.catalogue import load_catalogue
from tests.store.samples import fresh
from tests.workflows.studio import FakeStudio
from worker.pools import WORKFLOWS
from workflows.briefing import BriefingWorkflow

Answered = Callable[..., Awaitable[ChatReply]]
REQUEST = ChatRequest(messages=(ChatMessage(role=Role.USER, content="A whale sings"),))
REPLY = ChatReply(reply="Fine.", brief=BriefDraft(prompt="A whale sings"), ready=True)


class Talkers(FakeStudio):
    """``garbled`` answers are of no use."""

    def __init__(self) -> None:
        super().__init__()
        self.garbled = 0

    def activities(self) -> list[Callable[..., Any]]:
        return [*super().activities(), self.read_chat, self.chat_by_rule]

    @activity.defn(name=READ_CHAT.name)
    async def read_chat(self, turn: ChatTurn) -> ChatRead:
        if self.garbled:
            self.garbled -= 1
            return ChatRead(fault="the answer is not a JSON object", told="I'm sorry")
        return ChatRead(reply=REPLY)

    @activity.defn(name=CHAT_BY_RULE.name)
    async def chat_by_rule(self, order: ChatByRule) -> ChatReply:
        return REPLY.model_copy(update={"by_rule": order.reason})


@pytest.fixture
def talkers() -> Talkers:
    return Talkers()


@pytest_asyncio.fixture
async def answered(temporal: Client, talkers: Talkers) -> AsyncIterator[Answered]:
    async def turn(patience_s: float = 18.0) -> ChatReply:
        chat_id = fresh("chat")
        order = ChatOrder(
            chat_id=chat_id,
            owner="local",
            request=REQUEST,
            models=load_catalogue().chain(Studio.PREVIZ, Capability.PLAN),
            flavour="default",
            patience_s=patience_s,
        )
        return await temporal.execute_workflow(
            BriefingWorkflow.run, order, id=f"brief-{chat_id}", task_queue=Pool.STUDIO
        )

    async with AsyncExitStack() as stack:
        await stack.enter_async_context(
            Worker(temporal, task_queue=Pool.STUDIO, workflows=WORKFLOWS, max_cached_workflows=0)
        )
        for queue in (Pool.RECORDS, Pool.PLAN, Pool.AWAIT, submit_queue("previz")):
            worker = Worker(
                temporal,
                task_queue=queue,
                activities=talkers.activities(),
                max_heartbeat_throttle_interval=timedelta(seconds=0.2),
            )
            await stack.enter_async_context(worker)
        yield turn


async def test_an_answer_is_bought_once_and_read(answered: Answered, talkers: Talkers) -> None:
    assert await answered() == REPLY
    [attempt] = talkers.submitted
    assert attempt.order.stage is Stage.BRIEF and attempt.order.project_id is None
    assert attempt.order.wants["template"] == "brief_chat" and attempt.order.wants["flavour"] == "default"


async def test_an_answer_of_no_use_is_asked_for_again_with_its_faults(answered: Answered, talkers: Talkers) -> None:
    talkers.garbled = 1
    assert await answered() == REPLY
    first, second = [attempt.order for attempt in talkers.submitted]
    assert "faults" not in first.wants and first.key != second.key
    assert second.wants["faults"] == ["the answer is not a JSON object"] and second.wants["answer"] == "I'm sorry"


async def test_two_answers_of_no_use_are_enough(answered: Answered, talkers: Talkers) -> None:
    talkers.garbled = 9
    assert (await answered()).by_rule == "the answer is not a JSON object"
    assert len(talkers.submitted) == 2


@pytest.mark.parametrize("failure", ["refused", "Unauthenticated", "OverBudget", "Exhausted", "SubmissionUnknown"])
async def test_what_fails_or_would_wait_is_answered_by_rule(answered: Answered, talkers: Talkers, failure: str) -> None:
    talkers.fails["brief"] = failure
    assert failure in ((await answered()).by_rule or "")


async def test_a_model_that_thinks_too_long_is_stopped(answered: Answered, talkers: Talkers) -> None:
    talkers.hangs.add("brief")
    assert "within 0.5 s" in ((await answered(patience_s=0.5)).by_rule or "")
    assert talkers.cancelled == [talkers.submitted[0].key]
