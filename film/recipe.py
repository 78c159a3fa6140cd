"""The recipe: what a flavour decides about the making of one film, frozen when the film is ordered."""

from pydantic import Field

from film.model import Value


class Recipe(Value):
    """A flavour's part in the shooting of a film, small enough to travel with it.

    ``still``, ``motion``, ``reference`` and ``music`` are templates of prompts (see ``film.prompts``). ``avoid`` is
    what no picture may show. ``longest_clip_s`` caps what is asked of a video model in one piece. ``versions`` are the
    versions of all templates by name, kept with the plan.
    """

    flavour: str = "default"
    still: str | None = None
    motion: str | None = None
    reference: str | None = None
    music: str | None = None
    avoid: str = ""
    longest_clip_s: float | None = Field(default=None, gt=0)
    versions: dict[str, str] = Field(default_factory=dict)
