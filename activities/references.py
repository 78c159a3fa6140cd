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
from film.catalogue import Catalogue, Chain
from film.prices import Usage
from film.production_stage import Stage
from store.references import References

_ANY_PICTURE = "a picture"


class ReferenceActivities:
    """Questions to the catalogue, and bookkeeping."""

    def __init__(self, catalogue: Catalogue, references: References) -> None:
        self._catalogue, self._references = catalogue, references

    @activity.defn(name=ADVISE_ON_REFERENCES.name)
    async def advise(self, question: ReferenceQuestion) -> ReferenceAdvice:
        """Look up the models that are asked first: fallbacks are too seldom asked to draw pictures for them."""
        crew = question.crew
        stills = self._takes_references(question, crew.still, {})
        clips = self._takes_references(question, crew.motion, {"image": _ANY_PICTURE})
        artist = self._catalogue.known(crew.still[0].slug)
        price = artist.cost(artist.arguments(**_wants(question)), Usage())
        return ReferenceAdvice(used=stills or clips, free=price == 0)

    @activity.defn(name=KEEP_REFERENCE.name)
    async def keep(self, made: NewReference) -> Done:
        """Put a reference into its owner's library, where other films find it by its id."""
        await self._references.add(made.owner, made.reference, made.project_id)
        return Done()

    def _takes_references(self, question: ReferenceQuestion, chain: Chain, beside: dict[str, Files]) -> bool:
        """Whether the first model of a chain is sent references beside the rest of a scene's call."""
        order = Order(
            key="a question",
            project_id=question.project_id,
            scene_id="any",
            take=None,
            stage=Stage.REFERENCES,
            kind=AssetKind.STILL,
            label="A question",
            models=chain,
            wants=_wants(question),
            assets={**beside, "references": (_ANY_PICTURE,)},
        )
        return "references" in sent_files(order, self._catalogue.known(chain[0].slug))


def _wants(question: ReferenceQuestion) -> dict[str, JsonValue]:
    look = question.film_format
    return {
        "prompt": "any",
        "aspect": look.aspect.value,
        "width": look.width,
        "height": look.height,
        "quality": look.quality.value,
    }
