"""The catalogue: complete for every studio, honest about its prices, and clear about what is gone."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from film.catalogue import (
    CHAINS,
    Capability,
    Catalogue,
    Chain,
    Crew,
    Model,
    RetiredModel,
    Route,
    Studio,
    UnknownModelError,
)
from film.catalogue_file import CatalogueFile, layered
from film.prices import FailureBilling
from store.catalogue import load_catalogue
from tests.film.models import ALL, SMALL, TODAY, named, small, small_taking

CATALOGUE = load_catalogue()


def slugs(chain: Chain) -> list[str]:
    return [model.slug for model in chain]


@pytest.mark.parametrize("studio", list(Studio))
def test_every_studio_has_a_model_for_every_kind_of_work(studio: Studio) -> None:
    crew = CATALOGUE.crew(studio)
    assert all(getattr(crew, capability.value) for capability in CHAINS)


def test_the_live_chains_ask_the_cheap_and_robust_first() -> None:
    crew = CATALOGUE.crew(Studio.LIVE)
    assert slugs(crew.still) == ["black-forest-labs/flux-dev", "black-forest-labs/flux-schnell"]
    assert slugs(crew.motion) == ["bytedance/seedance-1-pro", "bytedance/seedance-1-lite"]
    assert slugs(crew.speech)[0] == "minimax/speech-02-hd"
    assert (slugs(crew.music), slugs(crew.lipsync)) == (["google/lyria-2"], ["sync/lipsync-2"])


@pytest.mark.parametrize("capability", [Capability.EDIT, Capability.CUTOUT, Capability.TRANSCRIBE, Capability.PLAN])
def test_work_outside_a_crew_has_a_chain_too(capability: Capability) -> None:
    chain = slugs(CATALOGUE.chain(Studio.LIVE, capability))
    assert chain and all(named(slug).capability is capability for slug in chain)


def test_a_chain_holds_only_models_with_no_end_in_sight() -> None:
    assert [model.slug for model in ALL if model.rank is not None and model.ends is not None] == []


def test_previz_costs_nothing_and_everything_else_says_what_it_costs() -> None:
    for model in ALL:
        free = all(rate.model_dump(exclude_defaults=True).keys() <= {"when"} for rate in model.price.rates)
        assert free == (model.studio is Studio.PREVIZ or model.capability is Capability.MODERATE), model.slug


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.slug)
def test_every_figure_is_dated_and_has_a_source(model: Model) -> None:
    assert model.price.source and model.takes.source
    assert date(2025, 1, 1) <= model.price.as_of <= TODAY and date(2025, 1, 1) <= model.takes.as_of <= TODAY
    assert model.typical_s <= model.max_s <= 1800


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.slug)
def test_what_is_billed_by_machine_time_is_billed_when_it_fails(model: Model) -> None:
    if model.route is Route.VERSION:
        assert model.price.failures is FailureBilling.CHARGED
    by_machine = any(rate.per_compute_second_usd for rate in model.price.rates)
    assert not by_machine or model.price.typical_compute_s > 0


def test_a_pinned_model_is_asked_for_by_its_version() -> None:
    assert named("stability-ai/sdxl").reference.startswith("stability-ai/sdxl:7762fd07")
    assert named("google/veo-3.1").reference == "google/veo-3.1"


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("openai/gpt-4", "openai/gpt-4 was retired by its provider on 2026-10-23; use openai/gpt-5.6-sol"),
        ("gpt-3.5-turbo", "openai/gpt-3.5-turbo was retired by its provider on 2026-10-23; use openai/gpt-6-luna"),
        ("dall-e-3", "openai/dall-e-3 was retired by its provider on 2026-05-12; use openai/gpt-image-2.5-flare"),
        ("gpt-image-1.5", "openai/gpt-image-1.5 is not offered any more: its provider retires it on 2026-12-01"),
        ("google/veo-3", "google/veo-3 was retired by its provider on 2026-06-30; use google/veo-3.1"),
        ("openai/sora-2", "openai/sora-2 was retired by its provider on 2026-09-24; use google/veo-3.1"),
        ("gpt-4o-mini", "did you mean openai/gpt-4o-mini?"),
        ("acme/nothing", "acme/nothing is not in the catalogue; `reelwright models` lists what is"),
    ],
)
def test_whoever_names_a_model_that_cannot_be_used_is_told_why(slug: str, sentence: str) -> None:
    with pytest.raises(UnknownModelError) as raised:
        CATALOGUE.model(slug, TODAY)
    assert sentence in str(raised.value)


def test_a_model_lives_until_the_day_it_ends() -> None:
    model = named("openai/gpt-4o")
    assert model.ends == date(2027, 1, 14)
    assert CATALOGUE.model(model.slug, model.ends - timedelta(days=1)) == model
    sentence = "openai/gpt-4o was retired by its provider on 2027-01-14; use openai/gpt-6-luna"
    with pytest.raises(UnknownModelError, match=sentence):
        CATALOGUE.model(model.slug, model.ends)


def test_everything_that_is_gone_has_a_living_successor() -> None:
    gone = [(each.slug, each.successor) for each in CATALOGUE.retired]
    gone += [(model.slug, model.successor) for model in ALL if model.ends]
    assert len(gone) > 20
    for slug, successor in gone:
        assert successor and CATALOGUE.model(successor, date(2027, 6, 1)), slug


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"inputs": {"prompt": "prompt", "image": "first_frame"}}, "first_frame: there is no such input"),
        ({"spread": {"references": ["face"]}}, "face: there is no such input"),
        ({"fixed": {"resolution": "4k"}}, "resolution: '4k' is none of 480p, 1080p"),
        ({"by_quality": {"final": {"resolution": "2k"}}}, "resolution: '2k' is none of"),
        ({"words": {"resolution": {"big": "8k"}}}, "resolution: '8k' is none of"),
        ({"makes": {"seconds": [5, 13]}}, "duration: 13 is more than 12"),
        ({"inputs": {"prompt": "prompt", "text": "prompt"}}, "prompt: several of our names stand for it"),
        ({"version": "0" * 64}, "version: belongs to the route `version`"),
        ({"route": "version"}, "version: belongs to the route `version`"),
        ({"typical_s": 100, "max_s": 60}, "max_s: is less than typical_s"),
        (
            {"price": SMALL["price"] | {"rates": [{"when": {"resolution": "480p"}}]}},
            "price: the last rate must fit every call",
        ),
        (
            {"price": SMALL["price"] | {"rates": [{"when": {"audio": True}}, {}]}},
            "audio: a condition names it, and there is no such input",
        ),
    ],
)
def test_a_model_that_contradicts_itself_is_not_loaded(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError) as raised:
        small(**changes)
    assert f"acme/clips: {fault}" in str(raised.value)


def test_a_combination_about_an_unknown_input_is_not_loaded() -> None:
    rule = {"when": {"last": "present"}, "then": {"first": "present"}, "says": "no"}
    with pytest.raises(ValidationError, match="first: a condition names it"):
        small_taking({}, takes=SMALL["takes"] | {"combinations": [rule]})


def test_a_successor_must_live() -> None:
    file = CatalogueFile(models=(*ALL, small(ends=TODAY, successor="acme/next")))
    with pytest.raises(ValidationError, match="acme/clips → acme/next"):
        layered([file])


def test_a_name_stands_once() -> None:
    gone = RetiredModel(slug="google/veo-3.1", ended=TODAY, why="a test")
    with pytest.raises(ValidationError, match=r"named twice: google/veo-3\.1"):
        Catalogue(models=ALL, retired=(gone,), voices=CATALOGUE.voices, writers=CATALOGUE.writers)


def test_a_later_layer_replaces_and_comes_first_among_equals() -> None:
    added = small(slug="acme/better", rank=1)
    instead = small(slug="google/veo-3.1")
    base = CatalogueFile(models=ALL, retired=CATALOGUE.retired, voices=CATALOGUE.voices, writers=CATALOGUE.writers)
    catalogue = layered([base], [CatalogueFile(models=(added, instead), voices={Studio.LIVE: "Somebody"})])
    assert slugs(catalogue.crew(Studio.LIVE).motion)[:2] == ["acme/better", "bytedance/seedance-1-pro"]
    assert catalogue.model("google/veo-3.1", TODAY) is instead
    assert (catalogue.voices[Studio.LIVE], catalogue.voices[Studio.PREVIZ]) == ("Somebody", "af_heart")


def test_a_crew_of_the_first_generation_carried_whole_models() -> None:
    crew = CATALOGUE.crew(Studio.PREVIZ)
    whole = {"slug": "previz/lipsync", "provider": "previz", "capability": "lipsync", "studio": "previz", "rules": {}}
    read = Crew.model_validate(crew.model_dump() | {"lipsync": [whole]})
    assert slugs(read.lipsync) == ["previz/lipsync"] and read.still == crew.still
