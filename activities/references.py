"""References: whether a crew has a use for them, and their place in the owner's library."""

from pydantic import JsonValue
from temporalio import activity

from activities.contract import Done, Files, Order
from activities.reference_contract import (
    ADVISE_ON_REFERENCES,
    KEEP_REFERENCE,
    NewReference,
    ReferenceAdvice,
    ReferenceQuestion,
)
from activities.sent_files import sent_files
from film.assets import AssetKind
from film.brief import Brief
from film.catalogue import Catalogue, Crew, Model
from film.format import FilmFormat
from film.plan import Character, Location, Plan
from film.prices import Usage
from film.production_stage import Stage
from film.referencing import to_draw, worth_drawing
from store.references import References

_ANY_PICTURE = "a picture"


class ReferenceActivities:
    """Questions to the catalogue, and bookkeeping."""

    def __init__(self, catalogue: Catalogue, references: References) -> None:
        self._catalogue, self._references = catalogue, references

    @activity.defn(name=ADVISE_ON_REFERENCES.name)
    async def advise(self, question: ReferenceQuestion) -> ReferenceAdvice:
        """Look up what the crew's models do with references."""
        return advice_for(question.crew, question.film_format, self._catalogue)

    @activity.defn(name=KEEP_REFERENCE.name)
    async def keep(self, made: NewReference) -> Done:
        """Put a reference into its owner's library, where other films find it by its id."""
        await self._references.add(made.owner, made.reference, made.project_id)
        return Done()


def advice_for(crew: Crew, film_format: FilmFormat, catalogue: Catalogue) -> ReferenceAdvice:
    """What the models that are asked first do with references: fallbacks are too seldom asked to draw for them."""
    wants = _wants(film_format)
    still, motion = (catalogue.known(chain[0].slug) for chain in (crew.still, crew.motion))
    used = _takes_references(still, wants, {}) or _takes_references(motion, wants, {"image": _ANY_PICTURE})
    return ReferenceAdvice(used=used, free=still.cost(still.arguments(**wants), Usage()) == 0)


def references_to_draw(
    plan: Plan, brief: Brief, crew: Crew, film_format: FilmFormat, catalogue: Catalogue
) -> tuple[Character | Location, ...]:
    """Those that a film with this plan will have drawn, for whoever prices it before."""
    subjects = to_draw(plan, brief)
    advice = advice_for(crew, film_format, catalogue)
    return subjects if worth_drawing(subjects, used=advice.used, free=advice.free) else ()


def _takes_references(model: Model, wants: dict[str, JsonValue], beside: dict[str, Files]) -> bool:
    """Whether a model is sent references beside the rest of a scene's call."""
    order = Order(
        key="a question",
        project_id=None,
        scene_id="any",
        take=None,
        stage=Stage.REFERENCES,
        kind=AssetKind.STILL,
        label="A question",
        models=(model.ref,),
        wants=wants,
        assets={**beside, "references": (_ANY_PICTURE,)},
    )
    return "references" in sent_files(order, model)


def _wants(look: FilmFormat) -> dict[str, JsonValue]:
    return {
        "prompt": "any",
        "aspect": look.aspect.value,
        "width": look.width,
        "height": look.height,
        "quality": look.quality.value,
    }
