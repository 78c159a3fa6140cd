"""Mood boards as the API takes and gives them."""

from datetime import datetime
from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from api.schemas import File
from api.words import Words
from film.brief import Brief
from film.catalogue import Studio
from film.format import Aspect
from film.mood import FEWEST_MOODS, MOST_MOODS
from film.predictions import OneOffState
from film.style import StyleSpec


class NewMoodBoard(BaseModel):
    """Looks to choose between, for a ``prompt`` or a whole ``brief``."""

    model_config = ConfigDict(extra="forbid")

    prompt: Words | None = Field(
        default=None,
        min_length=3,
        max_length=4000,
        description="What the film is about",
        examples=["A silver robot walks through downtown Austin at sunset"],
    )
    brief: Brief | None = Field(default=None, description="The same as a brief, instead of a `prompt`")
    moods: int = Field(default=3, ge=FEWEST_MOODS, le=MOST_MOODS, description="How many moods")
    images: Literal[1, 4] | None = Field(default=None, description="Pictures of each; else as its flavour has it")
    flavour: Words = Field(default="default", min_length=1, max_length=40, description="See `/v1/flavours`")
    studio: Studio = Field(default=Studio.PREVIZ, description="`previz` is free and local; `live` costs money")
    aspect: Aspect | None = Field(default=None, description="The shape of the pictures; else that of such films")
    seed: int = Field(default=7, ge=0, le=2**31 - 1, description="Another number proposes others")

    @field_validator("prompt")
    @classmethod
    def _says_something(cls, prompt: str | None) -> str | None:
        if prompt is not None and not any(letter.isalnum() for letter in prompt):
            raise ValueError("must contain words")
        return prompt

    @model_validator(mode="after")
    def _about_something(self) -> Self:
        if (self.prompt is None) == (self.brief is None):
            raise ValueError("say what the film is about with `prompt` or with `brief`, and only one of them")
        return self


class NewPick(BaseModel):
    """The choice of a mood."""

    model_config = ConfigDict(extra="forbid")

    mood: Words = Field(min_length=1, max_length=40, description="The `mood_id`", examples=["m2"])


class MoodPictureInfo(BaseModel):
    """A picture of a mood: bought like any one-off generation, and found there with all that is known of it."""

    number: int
    prediction_id: str
    state: OneOffState
    file: File | None = Field(description="The picture, once it is stored")
    cost_usd: Decimal
    error: str | None
    prediction: str = Field(description="Where its generation is found", examples=["/v1/predictions/w5c2q7hj4xna"])


class MoodInfo(BaseModel):
    """A mood: a look with a name, and its pictures."""

    mood_id: str = Field(examples=["m2"])
    name: str = Field(examples=["Blue hour"])
    look: str = Field(description="The look in a sentence")
    style: StyleSpec
    pictures: list[MoodPictureInfo]


class MoodBoardLinks(BaseModel):
    """Where to look next."""

    self: str
    pick: str


class MoodBoardInfo(BaseModel):
    """A mood board. Order a film with its id as ``mood`` once a mood is ``picked``."""

    board_id: str
    asked: str = Field(description="What the film is about")
    flavour: str
    studio: Studio
    aspect: Aspect
    done: bool = Field(description="Whether every picture has ended, well or not")
    moods: list[MoodInfo]
    picked: str | None = Field(description="The `mood_id` of the choice")
    cost_usd: Decimal
    created_at: datetime
    links: MoodBoardLinks
