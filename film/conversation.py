"""The conversation about a brief: what was said, what is asked, and the brief that comes of it."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from film.archetypes import Archetype
from film.brief import MAX_DURATION_S, MIN_DURATION_S, AdBrief, Mode, SongBrief, StoryBrief, Telling, Words
from film.format import Aspect, Quality
from film.language import Language
from film.model import Value

MOST_QUESTIONS = 3
"""In a whole conversation: whoever has to answer more than that fills in a form."""
MOST_MESSAGES = 20
MOST_CHARACTERS = 8000
"""Of all messages together. A script or lyrics belong into the brief, not into the talk about it."""

_DETAILS = {Mode.AD: "ad", Mode.MUSIC_VIDEO: "song", Mode.STORY: "story"}

Name = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]


class Role(StrEnum):
    """Who says something."""

    USER = "user"
    ASSISTANT = "assistant"


class Topic(StrEnum):
    """What a question is about."""

    SUBJECT = "subject"
    PRODUCT = "product"
    AUDIENCE = "audience"
    OFFER = "offer"
    SONG = "song"
    CHARACTER = "character"
    TELLING = "telling"
    ENDING = "ending"
    LOOK = "look"
    PLACE = "place"
    OTHER = "other"


class ChatMessage(Value):
    """Something that was said. ``asks`` is what the questions in it are about: the topics of its ``questions``."""

    role: Role = Field(description="Who says it")
    content: Words = Field(max_length=4000, description="What is said")
    asks: tuple[Topic, ...] = Field(
        default=(), max_length=MOST_QUESTIONS, description="The topics of the questions that came with it"
    )


class BriefDraft(Value):
    """A brief in the making: the fields of an order for a film, none of them needed yet."""

    prompt: Words | None = Field(default=None, min_length=3, max_length=4000, description="What the film is about")
    mode: Mode | None = Field(default=None, description="The kind of film")
    title: Words | None = Field(default=None, max_length=80, description="Its title")
    script: Words | None = Field(default=None, max_length=20_000, description="What is said, word for word")
    duration_s: int | None = Field(
        default=None, ge=MIN_DURATION_S, le=MAX_DURATION_S, description="Length of the film with its cards, in seconds"
    )
    aspect: Aspect | None = Field(default=None, description="Its shape")
    quality: Quality | None = Field(default=None, description="How finely it is made")
    language: Language | None = Field(default=None, description="What is spoken and written in it")
    archetype: Archetype | None = Field(default=None, description="The shape of its story")
    flavour: Name | None = Field(default=None, description="The flavour it is made in")
    mood: Name | None = Field(default=None, description="The mood board whose chosen look it takes")
    references: tuple[Name, ...] = Field(default=(), max_length=8, description="Pictures it agrees with, by their ids")
    ad: AdBrief | None = Field(default=None, description="What an advertisement sells")
    song: SongBrief | None = Field(default=None, description="The song of a music video")
    story: StoryBrief | None = Field(default=None, description="How a story is told")

    @model_validator(mode="after")
    def _details_of_its_mode(self) -> Self:
        if self.mode is None:
            return self
        for mode, name in _DETAILS.items():
            if getattr(self, name) is not None and self.mode is not mode:
                raise ValueError(f"`{name}` belongs to a film of mode {mode.value}, and this one is {self.mode.value}")
        return self

    def in_mode(self, mode: Mode) -> "BriefDraft":
        """The draft as another kind of film: what only the old kind has is dropped."""
        dropped = {name: None for each, name in _DETAILS.items() if each is not mode}
        return self.model_copy(update={"mode": mode, **dropped})

    @property
    def spoken_of(self) -> "BriefDraft":
        """The draft without its long texts, which nobody needs to read to talk about it."""
        song = self.song.model_copy(update={"lyrics": None}) if self.song else None
        return self.model_copy(update={"script": None, "song": song})

    def with_texts_of(self, draft: "BriefDraft") -> "BriefDraft":
        """This draft with the long texts of the one it came from; lyrics only as long as it has a song."""
        song, lyrics = self.song, draft.song.lyrics if draft.song else None
        if lyrics is not None and self.mode in (None, Mode.MUSIC_VIDEO):
            song = (song or SongBrief()).model_copy(update={"lyrics": lyrics})
        return self.model_copy(update={"script": draft.script, "song": song})


class ChatRequest(Value):
    """A conversation so far, the newest message last, and the brief that it has come to.

    ``has_script`` and ``has_lyrics`` say that the brief has these texts, where they were left out of it.
    """

    messages: tuple[ChatMessage, ...] = Field(min_length=1, max_length=MOST_MESSAGES)
    brief: BriefDraft = BriefDraft()
    has_script: bool = False
    has_lyrics: bool = False

    @property
    def asked(self) -> int:
        """How many questions have been asked: those that say so, else by their question marks."""
        theirs = [message for message in self.messages if message.role is Role.ASSISTANT]
        return sum(len(each.asks) or sum(map(each.content.count, "?？")) for each in theirs)

    @property
    def questions_left(self) -> int:
        """How many may still be asked."""
        return max(0, MOST_QUESTIONS - self.asked)


class Question(Value):
    """A question whose answer would change the film. ``assumed`` is what is taken for the answer without one."""

    topic: Topic
    text: str = Field(min_length=1, max_length=300)
    assumed: str = Field(default="", max_length=200)


class ChatReply(Value):
    """What is answered, what is asked, and the brief as it is now.

    ``inferred`` is what nobody has said and how it was read. ``ready`` says that nothing more will be asked.
    ``by_rule`` says why the answer is not the model's.
    """

    reply: str = Field(max_length=2000)
    questions: tuple[Question, ...] = Field(default=(), max_length=MOST_QUESTIONS)
    brief: BriefDraft
    inferred: dict[str, str] = Field(default_factory=dict)
    ready: bool
    by_rule: str | None = None


class ChatBrief(Value):
    """The part of a brief that a conversation is about, flat, as a model answers it. ``None`` is not known."""

    prompt: str | None
    mode: Mode | None
    title: str | None
    duration_s: int | None
    aspect: Aspect | None
    language: Language | None
    archetype: Archetype | None
    product: str | None
    brand: str | None
    audience: str | None
    offer: str | None
    call_to_action: str | None
    character: str | None
    telling: Telling | None


class ChatInference(Value):
    """Something nobody has said: a field of the brief, and how it was read."""

    field: str
    how: str


class ChatQuestion(Value):
    """A question as a model asks it."""

    topic: Topic
    text: str
    assumed: str


class ChatAnswer(Value):
    """A model's turn in the conversation: strict JSON schema ``brief_chat`` over the OpenAI dialect.

    At most ``MOST_QUESTIONS`` questions in a whole conversation, and only such whose answer changes the film.
    """

    reply: str
    questions: list[ChatQuestion]
    brief: ChatBrief
    inferred: list[ChatInference]
    ready: bool
