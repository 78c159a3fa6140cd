"""From brief to plan: what the planner is asked, and how its answer becomes exact scenes."""

from film.brief import Brief
from film.model import Value


class PlanRequest(Value):
    """What a planner model is asked, sent as JSON in the last user message.

    The answer is a ``film.plan.PlannedFilm`` with exactly ``scene_count`` scenes whose narration is at most
    ``max_words_per_scene`` words each.
    """

    brief: Brief
    scene_count: int
    seconds_per_scene: float
    max_words_per_scene: int
