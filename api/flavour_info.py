"""A flavour as the API and the command line tell of it."""

from pydantic import BaseModel, Field

from film.archetypes import Archetype
from film.brief import Mode
from film.flavour import Flavour, ImagePrompts, PromptName
from film.joints import TransitionKind
from film.lettering import CaptionStyle
from film.plan import MusicMood
from film.recipe import CharacterView
from film.style_hints import StyleHints
from store.flavours import FlavourEntry, Flavours


class FlavourSummary(BaseModel):
    """A flavour in a list. Without a ``title`` it cannot be used: ``faults`` say why.

    With both, its last good version is used until its files are put right.
    """

    name: str = Field(examples=["noir"])
    title: str | None
    description: str | None
    modes: list[Mode] = Field(description="The kinds of film it suits")
    scene_s: float | None = Field(description="Average length of a scene, in seconds")
    own: bool = Field(description="Whether a folder of your own has a part in it")
    faults: list[str] = Field(
        description="What is wrong with its files now, each with file, line and field",
        examples=[["noir/parameters.yaml:12: scene_s: must be above 1"]],
    )


class FlavourList(BaseModel):
    """The flavours there are, the default one first."""

    flavours: list[FlavourSummary]


class PromptInfo(BaseModel):
    """What models are told by a template. ``version`` names its text: an edit shows in its last digits."""

    name: str
    version: str = Field(examples=["2+5be21a07"])
    text: str


class FlavourInfo(FlavourSummary):
    """A flavour with everything it says."""

    longest_clip_s: float | None = Field(description="The most that is asked of a video model in one piece")
    transition: TransitionKind | None
    captions: CaptionStyle | None
    music_moods: list[MusicMood]
    archetypes: list[Archetype]
    style: StyleHints
    avoid: str = Field(description="What no picture may show")
    reference: CharacterView | None = Field(description="How characters are drawn for reference")
    boards: int | None = Field(description="How many pictures a mood has")
    prompts: list[PromptInfo]


def flavour_list(flavours: Flavours) -> FlavourList:
    """All flavours. Reads files."""
    return FlavourList(flavours=[_summary(entry) for entry in flavours.entries()])


def flavour_info(flavours: Flavours, name: str) -> FlavourInfo:
    """One flavour, or what is wrong with it. Reads files. Raises ``UnknownFlavourError``."""
    entry = flavours.entry(name)
    told = _summary(entry).model_dump()
    flavour = entry.flavour
    if flavour is None:
        return FlavourInfo(
            **told,
            longest_clip_s=None,
            transition=None,
            captions=None,
            music_moods=[],
            archetypes=[],
            style=StyleHints(),
            avoid="",
            reference=None,
            boards=None,
            prompts=[],
        )
    parameters, pictures = flavour.parameters, flavour.image_parameters
    return FlavourInfo(
        **told,
        longest_clip_s=parameters.longest_clip_s,
        transition=parameters.transition,
        captions=parameters.captions,
        music_moods=list(parameters.music_moods),
        archetypes=list(parameters.archetypes),
        style=parameters.style,
        avoid=pictures.avoid,
        reference=pictures.reference,
        boards=pictures.boards,
        prompts=_prompts(flavour),
    )


def _summary(entry: FlavourEntry) -> FlavourSummary:
    parameters = entry.flavour.parameters if entry.flavour else None
    return FlavourSummary(
        name=entry.name,
        title=parameters.title if parameters else None,
        description=parameters.description if parameters else None,
        modes=list(parameters.modes) if parameters else [],
        scene_s=parameters.scene_s if parameters else None,
        own=entry.own,
        faults=list(entry.faults),
    )


def _prompts(flavour: Flavour) -> list[PromptInfo]:
    told: tuple[PromptName, ...] = ("plan", "repair", "brief_chat")
    templates = {name: getattr(flavour.image_prompts, name) for name in ImagePrompts.model_fields}
    templates |= {name: flavour.prompt(name) for name in told}
    return [PromptInfo(name=name, version=each.label, text=each.text) for name, each in templates.items()]
