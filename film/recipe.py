"""The recipe: what a flavour decides about the making of one film, frozen when the film is ordered."""

from enum import StrEnum

from pydantic import Field

from film.archetypes import Archetype
from film.model import Value
from film.style import StyleSpec
from film.style_hints import StyleHints


class CharacterView(StrEnum):
    """How a reference shows a character: once, or from all sides."""

    PORTRAIT = "portrait"
    TURNAROUND = "turnaround"


class Recipe(Value):
    """A flavour's part in the shooting of a film, small enough to travel with it.

    ``still``, ``motion``, ``reference``, ``music`` and ``mood`` are templates of prompts (see ``film.prompts``).
    ``avoid`` is what no picture may show. ``longest_clip_s`` caps what is asked of a video model in one piece.
    ``versions`` are the versions of all templates by name, kept with the plan. ``scene_s`` is the average length of a
    scene, ``archetypes`` are the shapes preferred where the brief speaks for none; ``style`` is what its look always
    has, ``view`` how its characters are drawn for reference.
    """

    flavour: str = "default"
    still: str | None = None
    motion: str | None = None
    reference: str | None = None
    music: str | None = None
    mood: str | None = None
    avoid: str = ""
    longest_clip_s: float | None = Field(default=None, gt=0)
    versions: dict[str, str] = Field(default_factory=dict)
    scene_s: float | None = Field(default=None, gt=0)
    archetypes: tuple[Archetype, ...] = ()
    style: StyleHints = StyleHints()
    view: CharacterView = CharacterView.PORTRAIT

    def styled(self, planned: StyleSpec) -> StyleSpec:
        """The look of a film of this flavour whose planner chose ``planned``."""
        return self.style.over(planned)
