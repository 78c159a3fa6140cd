"""Conversations about briefs: reading what models answer, and answering without one."""

import asyncio

import structlog
from temporalio import activity

from activities.briefing_contract import CHAT_BY_RULE, READ_CHAT, ChatByRule, ChatRead, ChatTurn
from activities.workspace import Workspace
from film.chat_reading import UnusableChatError, read_chat, settled
from film.conversation import ChatReply
from planner.conversation import converse

log = structlog.get_logger()

_MOST_TOLD = 2000


class BriefActivities:
    """Turns in conversations. Nothing here is bought."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @activity.defn(name=READ_CHAT.name)
    async def read_chat(self, turn: ChatTurn) -> ChatRead:
        """The reply in a bought answer, mended where it can be; else what is wrong with it."""
        path = await self._workspace.fetch(turn.answer)
        told = (await asyncio.to_thread(path.read_bytes)).decode("utf-8", "replace")
        try:
            return ChatRead(reply=await asyncio.to_thread(read_chat, told, turn.request))
        except UnusableChatError as error:
            log.info("answer of no use", reason=str(error))
            return ChatRead(fault=str(error), told=told[:_MOST_TOLD])

    @activity.defn(name=CHAT_BY_RULE.name)
    async def chat_by_rule(self, order: ChatByRule) -> ChatReply:
        """The turn as the planner by rules takes it."""
        answer = await asyncio.to_thread(converse, order.request)
        log.info("answered by rule", reason=order.reason)
        return settled(answer, order.request).model_copy(update={"by_rule": order.reason[:300]})
