"""The workflows behind conversations about briefs: started and waited for, since somebody waits for the answer."""

import asyncio
from datetime import timedelta

import structlog
from temporalio.client import Client, WorkflowFailureError
from temporalio.common import Priority, SearchAttributePair, TypedSearchAttributes

from activities.briefing_contract import ChatOrder
from api.problems import ProblemError
from api.refusals import COMMAND_TIMEOUT, UNREACHABLE, unavailable
from film.conversation import ChatReply
from workflows.board import OWNER
from workflows.briefing import BriefingWorkflow
from workflows.policies import STUDIO_QUEUE

log = structlog.get_logger()

_WAIT_S = 30.0
_LONGEST = timedelta(minutes=2)
_PRIORITY = 1
"""A person waits for it."""


class Conversations:
    """Turns in conversations. Raises ``ProblemError``: 503 when nobody can be reached, 504 when nobody answers."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def answered(self, order: ChatOrder) -> ChatReply:
        """The reply to a turn."""
        try:
            handle = await self._client.start_workflow(
                BriefingWorkflow.run,
                order,
                id=f"brief-{order.chat_id}",
                task_queue=STUDIO_QUEUE,
                execution_timeout=_LONGEST,
                search_attributes=TypedSearchAttributes([SearchAttributePair(OWNER, order.owner)]),
                static_summary="A turn in a conversation about a brief",
                priority=Priority(priority_key=_PRIORITY, fairness_key=order.owner),
                rpc_timeout=COMMAND_TIMEOUT,
            )
            async with asyncio.timeout(_WAIT_S):
                return await handle.result()
        except UNREACHABLE as error:
            raise unavailable(error) from error
        except (TimeoutError, WorkflowFailureError) as error:
            log.warning("no answer about a brief", chat=order.chat_id, reason=type(error).__name__)
            detail = f"Nobody answered within {_WAIT_S:.0f} s; try again, or order the brief as it is"
            raise ProblemError(504, "no-answer", detail) from error
