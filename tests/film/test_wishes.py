"""What somebody asks of a model in our words: whatever is wrong is found, and where it was said."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from film.catalogue import Capability, Model, Route, Studio
from film.conditions import Combination
from film.model_input import ModelInput, Rule
from film.prices import Price, Rate
from film.wishes import Wish, wish_faults

TODAY = date(2026, 11, 26)
FILE = Rule(type="string", file=True)
RULES = {
    "prompt": Rule(type="string", least=1, most=20, required=True),
    "start_image": FILE,
    "end_image": FILE,
    "length": Rule(type="integer", one_of=(6, 10), default=6),
    "resolution": Rule(type="string", one_of=("768p", "1080p"), default="768p"),
    "seed": Rule(type="integer"),
}
TEN_AT_768 = Combination(when={"length": 10}, then={"resolution": "768p"}, says="10 s only at 768p")
FIRST_FOR_LAST = Combination(when={"end_image": "present"}, then={"start_image": "present"}, says="needs a first frame")


def model(**changes: Any) -> Model:
    usual: dict[str, Any] = {
        "slug": "maker/clip",
        "provider": "maker",
        "capability": Capability.MOTION,
        "studio": Studio.LIVE,
        "inputs": {
            "prompt": "prompt",
            "image": "start_image",
            "last_image": "end_image",
            "seconds": "length",
            "resolution": "resolution",
            "seed": "seed",
        },
        "by_quality": {"draft": {"resolution": "768p"}, "final": {"resolution": "1080p"}},
        "takes": ModelInput(as_of=TODAY, source="a test", rules=RULES, combinations=(TEN_AT_768, FIRST_FOR_LAST)),
        "makes": {"seconds": (6, 10)},
        "price": price(per_second_usd=Decimal("0.1")),
    }
    return Model.model_validate(usual | changes)


def price(**rate: Decimal) -> Price:
    return Price(rates=(Rate(**rate),), as_of=TODAY, source="a test")


def speaker(**changes: Any) -> Model:
    """A model whose output is as long as it is."""
    takes = ModelInput(as_of=TODAY, source="a test", rules={"video": FILE, "text": Rule(type="string")})
    plain = {"inputs": {"video": "video", "text": "text"}, "takes": takes, "makes": {}, "by_quality": {}}
    return model(**plain | changes)


def found(wish: Wish, *models: Model) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.rule) for fault in wish_faults(wish, models or [model()])]


def test_a_good_wish_has_no_faults() -> None:
    values = {
        "prompt": "a robot",
        "seconds": 10,
        "resolution": "768p",
        "image": "https://x.example/a.png",
        "seed": None,
    }
    assert found(Wish(input=values)) == []
    assert found(Wish(input={"prompt": "a robot", "quality": "final"}, assets={"image": "assets/x"})) == []


@pytest.mark.parametrize(
    ("values", "pointer", "rule"),
    [
        ({}, "/input/prompt", "is needed"),
        ({"prompt": "x" * 21}, "/input/prompt", "21 characters is more than 20"),
        ({"prompt": 7}, "/input/prompt", "7 is no string"),
        ({"prompt": "a", "seed": "x"}, "/input/seed", "'x' is no integer"),
        ({"prompt": "a", "promt": "b"}, "/input/promt", "there is no such input"),
        ({"prompt": "a", "a/b~c": "b"}, "/input/a~1b~0c", "there is no such input"),
        ({"prompt": "a", "resolution": "4k"}, "/input/resolution", "is none of"),
        ({"prompt": "a", "seconds": 10, "resolution": "1080p"}, "/input/seconds", "10 s only at 768p"),
        ({"prompt": "a", "seconds": 11}, "/input/seconds", "10 s is the longest"),
        ({"prompt": "a", "seconds": 0}, "/input/seconds", "above 0"),
        ({"prompt": "a", "seconds": True}, "/input/seconds", "above 0"),
        ({"prompt": "a", "seconds": "6"}, "/input/seconds", "above 0"),
        ({"prompt": "a", "quality": "best"}, "/input/quality", "draft, final"),
        ({"prompt": "a", "quality": ["draft"]}, "/input/quality", "draft, final"),
        ({"prompt": "a", "image": "assets/still/x.png"}, "/input/image", "https address"),
        ({"prompt": "a", "image": "http://x.example/a.png"}, "/input/image", "https address"),
        ({"prompt": "a", "image": "https://"}, "/input/image", "https address"),
        ({"prompt": "a", "image": "https://[x"}, "/input/image", "https address"),
        ({"prompt": "a", "image": 7}, "/input/image", "https address"),
        ({"prompt": "a", "last_image": "https://x.example/a.png"}, "/input/image", "needs a first frame"),
    ],
)
def test_a_fault_is_told_where_it_is(values: dict[str, Any], pointer: str, rule: str) -> None:
    ((where, what),) = found(Wish(input=values))
    assert where == pointer and rule in what


def test_a_file_that_nobody_takes_is_told() -> None:
    ((where, what),) = found(Wish(assets={"prompt": "assets/x"}))
    assert where == "/assets/prompt" and "image, last_image" in what


def test_a_file_is_given_once() -> None:
    wish = Wish(input={"prompt": "a", "image": "https://x.example/a"}, assets={"image": "assets/x"})
    assert found(wish)[0][0] == "/input/image"


def test_a_fault_of_a_stored_file_is_told_among_the_assets() -> None:
    ((where, _),) = found(Wish(input={"prompt": "a"}, assets={"last_image": "assets/x"}))
    assert where == "/input/image"


def test_a_provider_that_fetches_nothing_is_sent_stored_files_only() -> None:
    direct = model(route=Route.DIRECT)
    wish = Wish(input={"prompt": "a", "image": "https://x.example/a"})
    assert "store it" in found(wish, direct)[0][1]
    assert found(Wish(input={"prompt": "a"}, assets={"image": "assets/x"}), direct) == []


def test_in_a_chain_a_name_is_good_when_any_model_takes_it_and_the_first_must_be_content() -> None:
    first, second = model(), speaker(slug="maker/other")
    assert found(Wish(input={"prompt": "a", "text": "b"}), first, second) == []
    assert found(Wish(input={"text": "b"}), first, second) == [("/input/prompt", "is needed")]


def test_a_price_by_the_second_needs_a_length() -> None:
    assert found(Wish(), speaker()) == [("/seconds", "is needed, since the price hangs on the length of the output")]
    assert found(Wish(seconds=4), speaker()) == []
    assert found(Wish(), speaker(price=price(per_call_usd=Decimal(1)))) == []


def test_the_length_is_what_the_model_will_make() -> None:
    assert Wish(input={"seconds": 7}).length_s(model()) == 10
    assert Wish(input={"seconds": 7, "quality": "final"}).length_s(model()) == 6
    assert Wish().length_s(model()) == 6, "its usual length"
    assert Wish(seconds=9).length_s(model()) == 6, "what it is not told does not count"
    assert Wish(input={"frames": 48, "fps": 24}).length_s(speaker()) == 2
    assert Wish(seconds=9).length_s(speaker()) == 9
    assert Wish().length_s(speaker(makes={"fixed_seconds": 30})) == 30
