"""What a model is told: a request for a plan becomes a conversation, everything else stays as it was wished."""

import json

import pytest
from pydantic import ValidationError

from activities.contract import Order
from activities.wording import answer_schema, planned_usage, worded
from film.brief import Brief
from film.catalogue import Model, Studio
from film.planning import PlanRequest, plan_request
from film.prices import Usage
from store.catalogue import load_catalogue
from tests.activities.orders import CLIP, IN_LENGTHS, attempt

_CATALOGUE = load_catalogue()
PLANNER = _CATALOGUE.known(_CATALOGUE.crew(Studio.PREVIZ).plan[0].slug)


def order(model: Model, wants: dict[str, object], seconds: float = 0.0) -> Order:
    return attempt(model).order.model_copy(update={"wants": wants, "seconds": seconds})


def plan_order(prompt: str = "a robot") -> Order:
    request = plan_request(Brief(prompt=prompt, duration_s=24))
    return order(PLANNER, {"request": request.model_dump(mode="json")})


def test_a_request_for_a_plan_becomes_instructions_and_the_request() -> None:
    wanted = plan_order()
    messages = worded(wanted, PLANNER)["request"]
    assert isinstance(messages, list)
    assert [message["role"] for message in messages if isinstance(message, dict)] == ["system", "user"]
    asked = messages[1]["content"] if isinstance(messages[1], dict) else ""
    assert PlanRequest.model_validate_json(str(asked)) == PlanRequest.model_validate(wanted.wants["request"])


def test_a_plan_is_asked_for_within_what_its_models_take() -> None:
    wanted = plan_order()
    for ref in (*_CATALOGUE.crew(Studio.PREVIZ).plan, *_CATALOGUE.crew(Studio.LIVE).plan):
        model = _CATALOGUE.known(ref.slug)
        assert model.faults(model.arguments(**worded(wanted, model))) == []


def test_the_same_request_is_worded_the_same_each_time() -> None:
    wanted = plan_order()
    assert json.dumps(worded(wanted, PLANNER)) == json.dumps(worded(wanted, PLANNER))


def test_an_answer_to_a_plan_has_a_schema_and_no_other_has() -> None:
    assert answer_schema(PLANNER)["schema_name"] == "film_plan" and answer_schema(PLANNER)["schema"]
    assert answer_schema(CLIP) == {}


def test_other_wishes_are_told_as_they_are() -> None:
    wishes: dict[str, object] = {"prompt": "a robot", "seed": 7}
    assert worded(order(CLIP, wishes), CLIP) == wishes


@pytest.mark.parametrize("wishes", [{}, {"request": "make a film"}, {"request": None}])
def test_a_request_that_is_none_is_refused(wishes: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValidationError)):
        worded(order(PLANNER, wishes), PLANNER)


def test_a_longer_brief_is_reserved_more_tokens() -> None:
    short, long = planned_usage(plan_order(), PLANNER), planned_usage(plan_order("a robot walks " * 100), PLANNER)
    assert 0 < short.input_tokens < long.input_tokens and short.output_tokens == long.output_tokens > 0
    assert short.images == 0


@pytest.mark.parametrize(
    ("model", "wishes", "seconds", "usage"),
    [
        (CLIP, {}, 2.5, Usage(seconds=2.5)),
        (IN_LENGTHS, {}, 5.5, Usage(seconds=10)),
        (CLIP, {"text": "grüezi"}, 0.0, Usage(characters=6)),
        (CLIP, {"images": 3}, 0.0, Usage(images=3)),
        (CLIP, {"images": ["a"]}, 0.0, Usage()),
    ],
    ids=["as long as asked", "as long as the model makes", "characters", "pictures", "files that are pictures"],
)
def test_what_will_be_used_is_planned_from_what_is_asked(
    model: Model, wishes: dict[str, object], seconds: float, usage: Usage
) -> None:
    assert planned_usage(order(model, wishes, seconds), model) == usage
