"""The catalogue: complete for every studio, and only what it maps is sent."""

from decimal import Decimal

from film.catalogue import Studio
from store.catalogue import load_catalogue


def test_every_studio_has_a_model_for_every_kind_of_work() -> None:
    for studio in Studio:
        crew = load_catalogue().crew(studio)
        assert crew.still and crew.motion and crew.speech and crew.music and crew.lipsync


def test_previz_costs_nothing() -> None:
    crew = load_catalogue().crew(Studio.PREVIZ)
    models = (*crew.still, *crew.motion, *crew.speech, *crew.music, *crew.lipsync)
    assert all(model.price.of(60) == 0 and model.provider == "previz" for model in models)


def test_only_mapped_and_given_values_are_sent() -> None:
    model = load_catalogue().crew(Studio.LIVE).motion[0]
    sent = model.arguments(prompt="a robot", image=None, seconds=5, frames=120, width=1920)
    assert sent == {"prompt": "a robot", "duration": 5, "resolution": "1080p", "fps": 24}


def test_a_clip_is_asked_for_in_the_shortest_offered_length_that_covers_it() -> None:
    model = load_catalogue().crew(Studio.LIVE).motion[0]
    assert (model.seconds_for(4.6), model.seconds_for(5.0), model.seconds_for(40)) == (5, 5, 12)


def test_a_price_is_exact_decimal_money() -> None:
    assert load_catalogue().crew(Studio.LIVE).motion[0].price.of(4.5) == Decimal("0.6750")
