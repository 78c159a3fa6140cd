"""The look of one scene: the film's, less what its plan keeps out of it."""

from film.beats import BeatKind
from film.brief import Mode
from film.look import Look
from film.plan import Scene

_BEFORE_THE_PRODUCT = frozenset(
    {BeatKind.HOOK, BeatKind.ESTABLISH, BeatKind.WANT, BeatKind.PROBLEM, BeatKind.STAKES, BeatKind.BEFORE}
)
"""An advertisement that shows its product before it is wanted gives away its reveal."""


def shows_product(mode: Mode, scene: Scene) -> bool:
    """Whether a product that is laid over the film belongs into a scene: once it is wanted, and over nobody's face."""
    return mode is not Mode.AD or (scene.beat not in _BEFORE_THE_PRODUCT and not scene.characters)


def scene_look(look: Look, scene: Scene) -> Look:
    """How this scene is treated."""
    return look if scene.shows_product else look.model_copy(update={"product": None})
