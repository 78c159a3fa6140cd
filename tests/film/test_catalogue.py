"""The catalogue: complete for every studio, and only what it maps is sent."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import JsonValue, ValidationError

from film.catalogue import Capability, Model, Studio
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


def live(capability: Capability) -> Model:
    chain: tuple[Model, ...] = getattr(load_catalogue().crew(Studio.LIVE), capability.value)
    return chain[0]


def test_a_clip_is_asked_for_in_whole_seconds_that_the_model_offers() -> None:
    sent = live(Capability.MOTION).arguments(prompt="a robot", seconds=4.5)
    assert sent["duration"] == 5 and isinstance(sent["duration"], int)


def test_a_model_of_any_length_is_asked_for_exactly_what_is_wanted() -> None:
    model = load_catalogue().crew(Studio.PREVIZ).music[0]
    assert model.arguments(seconds=7.25) == {"duration_s": 7.25}


def test_a_line_costs_by_its_characters() -> None:
    assert live(Capability.SPEECH).price.of(3.0, characters=120) == Decimal("0.0120")


def test_every_live_model_has_rules() -> None:
    assert all(model.rules for model in load_catalogue().models if model.studio is Studio.LIVE)


@pytest.mark.parametrize(
    ("capability", "arguments", "fault"),
    [
        (Capability.STILL, {"prompt": "a robot", "aspect_ratio": "2:1"}, "aspect_ratio: '2:1' is none of 1:1, 16:9"),
        (Capability.STILL, {"aspect_ratio": "1:1"}, "prompt: is needed"),
        (Capability.MOTION, {"prompt": "a robot", "duration": 5.0}, "duration: 5.0 is no integer"),
        (Capability.MOTION, {"prompt": "a robot", "duration": True}, "duration: True is no integer"),
        (Capability.MOTION, {"prompt": "a robot", "duration": 13}, "duration: 13 is more than 12"),
        (Capability.SPEECH, {"text": "Hello.", "speed": 0.25}, "speed: 0.25 is less than 0.5"),
        (Capability.SPEECH, {"text": ""}, "text: 0 is less than 1"),
        (Capability.STILL, {"prompt": ""}, "prompt: 0 is less than 1"),
    ],
)
def test_what_a_live_model_would_refuse_is_said_before(
    capability: Capability, arguments: dict[str, JsonValue], fault: str
) -> None:
    assert any(told.startswith(fault) for told in live(capability).faults(arguments))


def test_a_good_call_has_no_fault() -> None:
    model = live(Capability.SPEECH)
    assert model.faults(model.arguments(text="Hello.", voice="Wise_Woman", speed=1)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"inputs": {"prompt": "prompt", "image": "first_frame"}},
        {"fixed": {"resolution": "4k"}},
        {"clip_seconds": (5, 13)},
    ],
)
def test_a_catalogue_that_breaks_its_own_rules_is_not_loaded(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="bytedance/seedance-1-pro: "):
        Model.model_validate(live(Capability.MOTION).model_dump() | changes)
