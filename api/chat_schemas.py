"""A turn of the conversation about a brief, as the API takes it."""

from pydantic import BaseModel, ConfigDict, Field

from film.catalogue import Studio
from film.conversation import MOST_MESSAGES, BriefDraft, ChatMessage


class NewChatTurn(BaseModel):
    """A conversation up to what was said last. Nothing of it is kept: send all of it again with every turn."""

    model_config = ConfigDict(extra="forbid")

    messages: list[ChatMessage] = Field(
        min_length=1,
        max_length=MOST_MESSAGES,
        description="What was said, oldest first; your answers have the topics of their questions in `asks`",
        examples=[[{"role": "user", "content": "An ad for my bakery"}]],
    )
    brief: BriefDraft = Field(default=BriefDraft(), description="The brief of the last answer, or a beginning of yours")
    studio: Studio = Field(default=Studio.PREVIZ, description="Who answers: `previz` is free, `live` costs money")
