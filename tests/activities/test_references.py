"""Whether a crew has a use for references, and where a film's references are kept."""

import pytest
from temporalio.testing import ActivityEnvironment

from activities.reference_contract import NewReference, ReferenceAdvice, ReferenceQuestion
from activities.references import ReferenceActivities
from film.catalogue import Crew, Studio
from film.format import Aspect, FilmFormat
from film.reference import Reference, ReferenceKind
from store.catalogue import load_catalogue
from store.database import Database
from store.references import References
from tests.store.samples import fresh


@pytest.fixture
def references(database: Database) -> ReferenceActivities:
    return ReferenceActivities(load_catalogue(), References(database))


def crew(studio: Studio = Studio.LIVE, **first: str) -> Crew:
    catalogue = load_catalogue()
    usual = catalogue.crew(studio)
    chains = {name: (catalogue.known(slug).ref, *getattr(usual, name)) for name, slug in first.items()}
    return usual.model_copy(update=chains)


@pytest.mark.parametrize(
    ("hired", "aspect", "advice"),
    [
        (crew(Studio.PREVIZ), Aspect.LANDSCAPE, ReferenceAdvice(used=False, free=True)),
        (crew(), Aspect.LANDSCAPE, ReferenceAdvice(used=False, free=False)),
        (crew(still="google/nano-banana-2"), Aspect.PORTRAIT, ReferenceAdvice(used=True, free=False)),
        (crew(motion="google/veo-3.1"), Aspect.LANDSCAPE, ReferenceAdvice(used=True, free=False)),
        (crew(motion="google/veo-3.1"), Aspect.PORTRAIT, ReferenceAdvice(used=False, free=False)),
        (crew(motion="bytedance/seedance-2.0"), Aspect.LANDSCAPE, ReferenceAdvice(used=False, free=False)),
    ],
    ids=["animatic", "live", "stills that look", "clips that look", "not upright", "not beside a first frame"],
)
async def test_references_are_of_use_where_a_model_may_look_at_them(
    env: ActivityEnvironment, references: ReferenceActivities, hired: Crew, aspect: Aspect, advice: ReferenceAdvice
) -> None:
    question = ReferenceQuestion(project_id=fresh("p"), crew=hired, film_format=FilmFormat(aspect=aspect))
    assert await env.run(references.advise, question) == advice


async def test_a_reference_is_kept_once_for_its_owner_with_the_film_that_made_it(
    env: ActivityEnvironment, references: ReferenceActivities, database: Database
) -> None:
    project_id = fresh("p")
    image = f"assets/still/aa/{'a' * 64}.png"
    mara = Reference(reference_id=f"{project_id}-1", kind=ReferenceKind.CHARACTER, name="Mara", image=image)
    for _ in range(2):
        await env.run(references.keep, NewReference(owner="mara's", project_id=project_id, reference=mara))
    kept = await References(database).get("mara's", mara.reference_id)
    assert (kept.reference, kept.project_id) == (mara, project_id)
