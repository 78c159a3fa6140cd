"""The conversation about a brief: a few questions, and a brief that can be ordered."""

from fastapi import APIRouter

from activities.briefing_contract import ChatOrder
from api.chat_schemas import NewChatTurn
from api.context import Here, Owner
from api.opening import crew_of
from api.parameters import new_id
from api.problems import ProblemError
from api.responses import BUSY, INVALID, SLOW
from film.conversation import MOST_CHARACTERS, ChatReply, ChatRequest, Role
from store.flavours import DEFAULT

router = APIRouter(prefix="/v1/briefs", tags=["briefs"])


@router.post("/chat", responses={**INVALID, **BUSY, **SLOW})
async def chat_about_brief(here: Here, owner: Owner, turn: NewChatTurn) -> ChatReply:
    """Say what you want; be asked at most three questions in all. `brief` can be ordered once it is `ready`."""
    _require_words(turn)
    order = ChatOrder(
        chat_id=new_id("briefs", owner, idempotency_key=None),
        owner=owner,
        request=ChatRequest(
            messages=tuple(turn.messages),
            brief=turn.brief.spoken_of,
            has_script=turn.brief.script is not None,
            has_lyrics=turn.brief.song is not None and turn.brief.song.lyrics is not None,
        ),
        models=crew_of(here, turn.studio).plan,
        flavour=turn.brief.flavour or DEFAULT,
    )
    reply = await here.conversations.answered(order)
    return reply.model_copy(update={"brief": reply.brief.with_texts_of(turn.brief)})


def _require_words(turn: NewChatTurn) -> None:
    """Refuse a conversation that ends with our own words, or is too long to be read."""
    if turn.messages[-1].role is not Role.USER:
        last = f"/messages/{len(turn.messages) - 1}/role"
        raise ProblemError(422, "invalid-request", "The last message must be the user's", pointer=last)
    if sum(len(message.content) for message in turn.messages) > MOST_CHARACTERS:
        detail = (
            f"All messages together have at most {MOST_CHARACTERS} characters; a script belongs into `brief.script`"
        )
        raise ProblemError(422, "invalid-request", detail, pointer="/messages")
