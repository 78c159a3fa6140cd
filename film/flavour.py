"""Flavours: ways of making a film, each a folder of four YAML files, chosen by name.

A flavour says how its films look, how they are paced, what their models are told and how their writer writes. Each
extends another, at last ``default``, and says only what is different.
"""

import hashlib
from collections.abc import Collection
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from film.archetypes import Archetype
from film.beats import BEATS
from film.brief import Mode
from film.finish import Finish
from film.format import Quality
from film.joints import TransitionKind
from film.lettering import CaptionStyle
from film.model import Value
from film.plan import MusicMood
from film.prompts import MOOD_FIELDS, MUSIC_FIELDS, REFERENCE_FIELDS, SCENE_FIELDS
from film.recipe import CharacterView, Recipe
from film.shapes import SHAPES
from film.style_hints import StyleHints
from film.templates import checked, read_template

PLAN_FIELDS = ("beats", "archetypes", "flavour", "writing", "style", "music_moods")
REPAIR_FIELDS = ("faults", "answer")
CHAT_FIELDS = ("archetypes", "flavour", "writing", "style")

_IMAGE_FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "storyboard": (SCENE_FIELDS, ("subject", "action", "setting", "look", "note")),
    "motion": (SCENE_FIELDS, ("camera", "subject", "action", "look", "note")),
    "reference": (REFERENCE_FIELDS, ("looks", "view", "look")),
    "mood": (MOOD_FIELDS, ("framing", "asked", "hour", "look")),
    "music": (MUSIC_FIELDS, ("mood", "tempo")),
}
"""The names that each template may use, and those that it must."""


def _as_text(version: object) -> object:
    """A whole number as text; 1.10 would have lost its nought before it came here."""
    return str(version) if isinstance(version, int) and not isinstance(version, bool) else version


Version = Annotated[str, BeforeValidator(_as_text), Field(pattern=r"^[0-9A-Za-z._-]{1,20}$")]
Told = Annotated[str, AfterValidator(str.strip), Field(min_length=1, max_length=2000)]
Document = Annotated[str, AfterValidator(str.strip), Field(min_length=1, max_length=24_000)]


class PromptTemplate(Value):
    """A template and its version, which changes with its meaning."""

    version: Version
    text: Document

    @property
    def label(self) -> str:
        """The version and the first digits of the text's digest: an edit shows even under an old version."""
        return f"{self.version}+{hashlib.sha256(self.text.encode()).hexdigest()[:8]}"

    def filled(self, **values: str) -> str:
        """The text with these values in it, as they are."""
        return read_template(self.text).fill(values)


class ImagePrompts(Value):
    """What models of pictures, clips and music are told: ``image_prompts.yaml``."""

    storyboard: PromptTemplate
    motion: PromptTemplate
    reference: PromptTemplate
    mood: PromptTemplate
    music: PromptTemplate

    @field_validator("storyboard", "motion", "reference", "mood", "music")
    @classmethod
    def _known_names(cls, template: PromptTemplate, info: Any) -> PromptTemplate:
        known, needed = _IMAGE_FIELDS[info.field_name]
        checked(template.text, known, needed)
        if len(template.text) > 1000:
            raise ValueError(f"has {len(template.text)} characters; 1000 is the most, since it travels with every film")
        return template


class ScenePrompts(Value):
    """What language models are told: ``scene_prompts.yaml``.

    ``writing`` is the flavour's own word to whoever writes; the other templates hold it.
    """

    writing: Told
    plan: PromptTemplate
    repair: PromptTemplate
    brief_chat: PromptTemplate

    @field_validator("plan", "repair", "brief_chat")
    @classmethod
    def _known_names(cls, template: PromptTemplate, info: Any) -> PromptTemplate:
        known, needed = {
            "plan": (PLAN_FIELDS, ("beats", "writing")),
            "repair": (REPAIR_FIELDS, ("faults", "answer")),
            "brief_chat": (CHAT_FIELDS, ()),
        }[info.field_name]
        checked(template.text, known, needed)
        return template


PromptName = Literal["plan", "repair", "brief_chat"]


class ImageParameters(Value):
    """What holds for pictures whatever they show: ``image_parameters.yaml``.

    ``avoid`` is what no picture may show. ``reference`` is how characters are drawn for reference. ``boards`` is how
    many pictures a mood has, ``board_quality`` how large they are.
    """

    avoid: str = Field(max_length=400)
    reference: CharacterView
    boards: Literal[1, 4]
    board_quality: Quality


class Parameters(Value):
    """What a flavour is and how its films go: ``parameters.yaml``.

    ``scene_s`` is the average length of a scene, as the film's length has it otherwise; ``longest_clip_s`` the most
    that is asked of a video model in one piece. ``archetypes`` and ``music_moods`` are preferred where the brief leaves
    them open. ``style`` holds for every film, whatever is planned. ``captions`` stand in the picture where the order
    says nothing of them.
    """

    title: str = Field(min_length=1, max_length=40)
    description: str = Field(min_length=1, max_length=300)
    modes: tuple[Mode, ...] = Field(min_length=1)
    scene_s: float | None = Field(gt=1, le=20)
    longest_clip_s: float | None = Field(gt=1, le=60)
    transition: TransitionKind
    captions: CaptionStyle | None
    music_moods: tuple[MusicMood, ...]
    archetypes: tuple[Archetype, ...]
    style: StyleHints

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for name in ("modes", "music_moods", "archetypes"):
            if len(set(said := getattr(self, name))) < len(said):
                raise ValueError(f"{name} names one twice")
        return self


class Flavour(Value):
    """A way of making films."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    parameters: Parameters
    image_parameters: ImageParameters
    image_prompts: ImagePrompts
    scene_prompts: ScenePrompts

    @property
    def recipe(self) -> Recipe:
        """What travels with a film of this flavour."""
        prompts, parameters = self.image_prompts, self.parameters
        return Recipe(
            flavour=self.name,
            still=prompts.storyboard.text,
            motion=prompts.motion.text,
            reference=prompts.reference.text,
            music=prompts.music.text,
            mood=prompts.mood.text,
            avoid=self.image_parameters.avoid,
            longest_clip_s=parameters.longest_clip_s,
            versions=self.versions,
            scene_s=parameters.scene_s,
            archetypes=parameters.archetypes,
            style=parameters.style,
            view=self.image_parameters.reference,
        )

    @property
    def versions(self) -> dict[str, str]:
        """The labels of all templates, those of language models as they are sent."""
        images = {name: getattr(self.image_prompts, name).label for name in ImagePrompts.model_fields}
        names: tuple[PromptName, ...] = ("plan", "repair", "brief_chat")
        return images | {name: self.prompt(name).label for name in names}

    def prompt(self, name: PromptName) -> PromptTemplate:
        """What a language model is told for this kind of work; of names only those that hang on the call are left."""
        template: PromptTemplate = getattr(self.scene_prompts, name)
        if name == "repair":
            return template
        return template.model_copy(update={"text": template.filled(**self._told)})

    def finished(self, finish: Finish, said: Collection[str] = ()) -> Finish:
        """A finish with this flavour's transition and captions, but for what ``said`` names (``transition``, ``look``)
        as said already."""
        changes: dict[str, object] = {}
        if "transition" not in said:
            changes["transition"] = self.parameters.transition
        if "look" not in said and finish.look.captions is None:
            changes["look"] = finish.look.model_copy(update={"captions": self.parameters.captions})
        return finish.model_copy(update=changes)

    @property
    def _told(self) -> dict[str, str]:
        """Values for what language models are told of this flavour."""
        parameters = self.parameters
        return {
            "beats": "\n".join(f"- `{beat.kind.value}`: {beat.role}" for beat in BEATS.values()),
            "archetypes": "\n".join(f"- `{shape.archetype.value}`: {shape.told}" for shape in SHAPES.values()),
            "flavour": f"{parameters.title}: {parameters.description}",
            "writing": self.scene_prompts.writing,
            "style": parameters.style.sentence,
            "music_moods": ", ".join(mood.value for mood in parameters.music_moods),
        }
