"""References: one picture of everybody and every place that returns, made before the scenes that must agree with it."""

import asyncio

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from activities.contract import Order
    from activities.reference_contract import (
        ADVISE_ON_REFERENCES,
        KEEP_REFERENCE,
        NewReference,
        ReferenceQuestion,
    )
    from film.assets import AssetKind
    from film.events import EventType
    from film.format import Aspect, FilmFormat, Quality
    from film.plan import Character, Location, Plan
    from film.planning import scene_seed
    from film.production import Fallback, Production
    from film.production_stage import Stage
    from film.prompts import reference_prompt
    from film.recipe import CharacterView
    from film.reference import Reference, ReferenceKind
    from film.referencing import to_draw, worth_drawing

from workflows.calls import call
from workflows.holds import Holds
from workflows.policies import RECORDING
from workflows.purchase import PurchaseFailedError, purchase
from workflows.recorder import Recorder

_INSTEAD = "the words alone"
_SEEDS_FROM = 1000
"""References draw their seeds beside the scenes of a film, not from them."""


async def draw_references(film: Production, log: Recorder, holds: Holds) -> None:
    """Have the pictures made, kept with the plan and in the owner's library. Without one the words have to do.

    Nothing is bought that no model of the crew would look at; a free animatic gets them for its people's sake.
    """
    plan = film.plan
    subjects = to_draw(plan, film.brief) if plan else ()
    if plan is None or not subjects:
        return
    question = ReferenceQuestion(project_id=film.project_id, crew=film.crew, film_format=film.film_format)
    advice = await call(ADVISE_ON_REFERENCES, question, RECORDING, "Are references of use?")
    if not worth_drawing(subjects, used=advice.used, free=advice.free):
        return
    numbered = list(enumerate(subjects, 1))
    drawn = await asyncio.gather(*(_drawn(film, plan, number, each, log, holds) for number, each in numbered))
    made = tuple(reference for reference in drawn if reference)
    film.plan = plan.model_copy(update={"references": (*plan.references, *made)})


async def _drawn(
    film: Production, plan: Plan, number: int, subject: Character | Location, log: Recorder, holds: Holds
) -> Reference | None:
    kind = ReferenceKind.CHARACTER if isinstance(subject, Character) else ReferenceKind.LOCATION
    try:
        receipt = await purchase(_order(film, plan, number, subject), holds)
    except PurchaseFailedError as error:
        fallback = Fallback(stage=Stage.REFERENCES, instead=_INSTEAD, reason=f"{subject.name}: {error.reason}"[:300])
        film.reference_fallbacks = (*film.reference_fallbacks, fallback)
        log.note(EventType.FALLBACK, scene_id=None, **fallback.model_dump(mode="json"))
        return None
    film.spent_usd += receipt.cost_usd
    reference = Reference(
        reference_id=f"{film.project_id}-{number}"[-40:],
        kind=kind,
        name=subject.name[:60],
        looks=subject.looks[:500],
        image=receipt.asset.key,
    )
    made = NewReference(owner=film.owner, project_id=film.project_id, reference=reference)
    await call(KEEP_REFERENCE, made, RECORDING, f"Keep the reference of {subject.name}")
    log.note(EventType.REFERENCE, reference_id=reference.reference_id, kind=kind.value, name=reference.name)
    return reference


def _order(film: Production, plan: Plan, number: int, subject: Character | Location) -> Order:
    look = _shape(film, subject)
    avoid: dict[str, JsonValue] = {"negative": film.recipe.avoid} if film.recipe.avoid else {}
    return Order(
        key=f"{film.project_id}/references/{number}",
        owner=film.owner,
        project_id=film.project_id,
        scene_id=None,
        take=None,
        stage=Stage.REFERENCES,
        kind=AssetKind.STILL,
        label=f"Reference: {subject.name}",
        models=film.crew.still,
        wants=avoid
        | {
            "prompt": reference_prompt(plan, subject, film.recipe),
            "seed": scene_seed(film.brief.seed, _SEEDS_FROM + number, 1),
            "aspect": look.aspect.value,
            "width": look.width,
            "height": look.height,
            "quality": look.quality.value,
        },
    )


def _shape(film: Production, subject: Character | Location) -> FilmFormat:
    """A place has the shape of the film, somebody seen from all sides a wide one. No picture needs to be large."""
    if isinstance(subject, Location):
        aspect = film.film_format.aspect
    else:
        aspect = Aspect.LANDSCAPE if film.recipe.view is CharacterView.TURNAROUND else Aspect.SQUARE
    return film.film_format.model_copy(update={"aspect": aspect, "quality": Quality.DRAFT})
