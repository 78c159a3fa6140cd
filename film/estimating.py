"""Pricing a plan from the catalogue: every purchase that making it asks for, with the first model of each chain."""

from decimal import Decimal

from pydantic import JsonValue

from film.catalogue import Catalogue, Chain, Crew, Model
from film.estimate import Estimate, EstimateLine
from film.format import FilmFormat
from film.plan import Plan, Scene
from film.prices import Usage
from film.production_stage import Stage
from film.timeline import timeline_of

_PLAN_TOKENS = Usage(images=0, input_tokens=4000, output_tokens=3000)
"""About what a plan of a minute takes; text costs next to nothing beside pictures."""


def estimate_of(
    plan: Plan,
    crew: Crew,
    catalogue: Catalogue,
    film_format: FilmFormat,
    *,
    composed: bool = True,
    references: int = 0,
) -> Estimate:
    """What the film will take, scene by scene. ``composed`` says that its music is bought, and not the user's own.

    ``references`` is how many pictures of characters and places are made first. Retakes and second tries are not in it.
    """
    price = _Pricing(crew, catalogue, film_format)
    price.plan()
    price.references(references)
    for scene in plan.scenes:
        price.scene(scene)
    if composed:
        price.music(film_format.seconds(timeline_of(plan).frames))
    return price.estimate


class _Pricing:
    """Collects calls by stage and model."""

    def __init__(self, crew: Crew, catalogue: Catalogue, film_format: FilmFormat) -> None:
        self._crew, self._catalogue, self._format = crew, catalogue, film_format
        self._lines: dict[tuple[Stage, str], EstimateLine] = {}

    @property
    def estimate(self) -> Estimate:
        """All lines, in the order of making."""
        order = list(Stage)
        return Estimate(lines=tuple(sorted(self._lines.values(), key=lambda line: order.index(line.stage))))

    def plan(self) -> None:
        self._add(Stage.PLAN, self._crew.plan, {}, _PLAN_TOKENS)

    def references(self, pictures: int) -> None:
        for _ in range(pictures):
            self._add(Stage.REFERENCES, self._crew.still, self._picture, Usage())

    def scene(self, scene: Scene) -> None:
        """A storyboard frame, its clips, its line, its lips."""
        seconds = self._format.seconds(scene.frames)
        if not scene.continues:
            self._add(Stage.STORYBOARD, self._crew.still, self._picture, Usage(), scene)
        for frames in scene.chunks or (scene.frames,):
            self._clip(scene, frames)
        spoken = scene.narration if scene.said is None else scene.said
        if spoken:
            usage = Usage(seconds=seconds, characters=len(spoken))
            self._add(Stage.NARRATION, self._crew.speech, {"text": spoken}, usage, scene)
        if scene.lipsync or (scene.speaker and spoken):
            self._add(Stage.LIPSYNC, self._crew.lipsync, {}, Usage(seconds=seconds), scene)

    def music(self, seconds: float) -> None:
        model = self._first(self._crew.music)
        usage = Usage(seconds=model.seconds_for(seconds) if model else seconds)
        self._add(Stage.MUSIC, self._crew.music, {"seconds": seconds}, usage)

    def _clip(self, scene: Scene, frames: int) -> None:
        seconds = self._format.seconds(frames)
        told = {**self._picture, "seconds": seconds, "frames": frames, "fps": self._format.fps}
        model = self._first(self._crew.motion)
        usage = Usage(seconds=model.seconds_for(seconds, **self._picture) if model else seconds)
        self._add(Stage.CLIP, self._crew.motion, told, usage, scene)

    def _add(
        self, stage: Stage, chain: Chain, told: dict[str, JsonValue], usage: Usage, scene: Scene | None = None
    ) -> None:
        """One call more of the chain's first model; an old crew without such a chain buys nothing."""
        model = self._first(chain)
        if model is None:
            return
        cost = model.cost(model.arguments(**told), usage)
        line = self._lines.get((stage, model.slug))
        scenes = dict(line.scenes) if line else {}
        if scene is not None:
            scenes[scene.scene_id] = scenes.get(scene.scene_id, Decimal(0)) + cost
        self._lines[stage, model.slug] = EstimateLine(
            stage=stage,
            model=model.slug,
            calls=1 + (line.calls if line else 0),
            cost_usd=cost + (line.cost_usd if line else 0),
            seconds=model.typical_s + (line.seconds if line else 0.0),
            scenes=scenes,
        )

    def _first(self, chain: Chain) -> Model | None:
        return self._catalogue.known(chain[0].slug) if chain else None

    @property
    def _picture(self) -> dict[str, JsonValue]:
        look = self._format
        return {
            "aspect": look.aspect.value,
            "width": look.width,
            "height": look.height,
            "quality": look.quality.value,
        }
