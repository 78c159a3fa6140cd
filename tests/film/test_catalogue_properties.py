"""Whatever is wanted within a model's offer makes a good call; whatever its map does not know is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from film.catalogue import Model
from film.model_input import Rule
from film.prices import Usage
from tests.film.models import ALL

MODELS = st.sampled_from(ALL)
FILES = st.just("https://x/1.png")
USAGE = st.builds(
    Usage,
    seconds=st.floats(0, 1000),
    characters=st.integers(0, 10_000),
    images=st.integers(0, 10),
    compute_s=st.none() | st.floats(0, 2000),
    input_tokens=st.integers(0, 10**6),
    output_tokens=st.integers(0, 10**6),
)
ASIDE = {"seconds", "quality", "references", "last_image", "resolution", "image", "video", "audio"}
"""What has a strategy of its own, or goes only with something else."""


def within(rule: Rule) -> st.SearchStrategy[Any]:
    """Values that a rule allows."""
    if rule.one_of:
        return st.sampled_from(rule.one_of)
    least, most = rule.least, rule.most
    match rule.type:
        case "string":
            return st.text(min_size=int(least or 0), max_size=min(int(most or 50), 50))
        case "array":
            return st.lists(FILES if rule.file else st.text(), min_size=1, max_size=3)
        case "boolean":
            return st.booleans()
        case "integer":
            step = rule.multiple_of or 1
            low, high = int(least or 0), int(most or 2**31 - 1)
            return st.integers(-(-low // step), high // step).map(lambda number: number * step)
        case "number":
            return st.floats(least or 0, 100 if most is None else most)


@st.composite
def wishes(draw: st.DrawFn, model: Model) -> dict[str, JsonValue]:
    """What somebody may want of a model: all that it needs, and some of what it offers."""
    wanted: dict[str, JsonValue] = {
        "seconds": draw(st.none() | st.floats(0.1, 60)),
        "quality": draw(st.sampled_from([None, "draft", "final"])),
    }
    for ours, theirs in model.inputs.items():
        rule = model.takes.rules[theirs]
        if rule.required and ours == "seconds":
            wanted[ours] = draw(st.floats(0.1, 60))
        elif ours in model.words:
            wanted[ours] = draw(st.sampled_from([None, *model.words[ours]]))
        elif rule.required or (ours not in ASIDE and draw(st.booleans())):
            wanted[ours] = draw(FILES if rule.file and rule.type == "string" else within(rule))
    for ours, places in model.spread.items():
        wanted[ours] = ["https://x/2.png" for _ in places]
    return wanted


@given(st.data(), MODELS)
def test_what_a_model_offers_makes_a_good_call(data: st.DataObject, model: Model) -> None:
    wanted = data.draw(wishes(model))
    sent = model.arguments(**wanted)
    assert model.faults(sent) == [], model.slug
    assert set(sent) <= model.used


@given(st.data(), MODELS, st.text(min_size=1))
def test_an_unknown_name_is_always_a_fault(data: st.DataObject, model: Model, name: str) -> None:
    sent = model.arguments(**data.draw(wishes(model)))
    unknown = name if name not in model.takes.names else f"{name}_"
    assert any(fault.name == unknown for fault in model.faults({**sent, unknown: 1}))


@given(st.data(), MODELS, USAGE)
def test_a_price_is_never_negative(data: st.DataObject, model: Model, usage: Usage) -> None:
    assert model.cost(model.arguments(**data.draw(wishes(model))), usage) >= 0


@given(st.data(), MODELS, st.floats(0.1, 600))
def test_a_length_covers_what_is_wanted_or_is_the_longest(data: st.DataObject, model: Model, wanted_s: float) -> None:
    wanted = data.draw(wishes(model)) | {"seconds": None}
    given_s = model.seconds_for(wanted_s, **wanted)
    longest = model.seconds_for(100_000, **wanted)
    assert given_s >= wanted_s - 1e-6 or given_s == longest
    assert given_s <= longest


@given(st.data(), MODELS, st.floats(0.1, 600))
def test_the_length_that_is_promised_is_the_length_that_is_asked_for(
    data: st.DataObject, model: Model, wanted_s: float
) -> None:
    if model.makes.fixed_seconds is None and (theirs := model.inputs.get("seconds")):
        wanted = data.draw(wishes(model)) | {"seconds": wanted_s}
        beside = {name: value for name, value in wanted.items() if name != "seconds"}
        asked = model.arguments(**wanted)[theirs]
        assert asked == pytest.approx(model.seconds_for(wanted_s, **beside) * model.units.get("seconds", 1))
