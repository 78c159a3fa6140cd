"""What workflows may know of the activities behind conversations about briefs."""

from pydantic import Field

from activities.contract import Activity
from film.catalogue import Chain
from film.conversation import ChatReply, ChatRequest
from film.model import Value


class ChatOrder(Value):
    """A turn to be answered by the first of ``models`` that can, within ``patience_s``, or else by rule.

    ``chat_id`` names it in the ledger.
    """

    chat_id: str = Field(min_length=1, max_length=40)
    owner: str
    request: ChatRequest
    models: Chain
    flavour: str
    patience_s: float = Field(default=18.0, gt=0)


class ChatTurn(Value):
    """A bought answer to a conversation, by the key of the stored document."""

    request: ChatRequest
    answer: str


class ChatRead(Value):
    """The reply in an answer; without one, ``fault`` says what is wrong with it and ``told`` is what it said."""

    reply: ChatReply | None = None
    fault: str = ""
    told: str = ""


class ChatByRule(Value):
    """A turn to be answered without a language model, and why."""

    request: ChatRequest
    reason: str


READ_CHAT = Activity("read_chat", ChatTurn, ChatRead)
CHAT_BY_RULE = Activity("chat_by_rule", ChatByRule, ChatReply)
