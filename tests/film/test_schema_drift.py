"""Where a live schema has moved: what we rely on is told, what cannot hurt is not."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.catalogue import Model
from film.input_schema import json_schema_of
from film.schema_drift import drift, moved
from previz.server.models import MODELS
from tests.film.models import ALL, SMALL, named, small_taking

Change = Callable[[dict[str, Any]], object]


def changed(model: Model, change: Change) -> list[str]:
    """What has drifted when ``change`` was made to the properties of the model's schema."""
    schema = copy.deepcopy(json_schema_of(model))
    change(schema["properties"])
    return drift(model, schema)


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.slug)
def test_a_schema_made_from_the_copy_never_drifts(model: Model) -> None:
    assert drift(model, json_schema_of(model)) == []


@pytest.mark.parametrize("slug", MODELS)
def test_the_copies_of_the_bundled_models_are_true(slug: str) -> None:
    live, model = MODELS[slug].Input.model_json_schema(), named(slug)
    assert drift(model, live) == []
    assert set(live["properties"]) == model.takes.names
    assert set(live.get("required", [])) == {name for name, rule in model.takes.rules.items() if rule.required}


def test_a_schema_says_what_the_copy_says() -> None:
    schema = json_schema_of(named("bytedance/seedance-1-lite"))
    assert schema["required"] == ["prompt"]
    properties = {
        name: {k: v for k, v in each.items() if k != "x-order"} for name, each in schema["properties"].items()
    }
    assert properties["duration"] == {"type": "integer", "minimum": 2, "maximum": 12, "default": 5}
    assert properties["image"] == {"type": "string", "format": "uri"}
    assert properties["reference_images"] == {
        "type": "array",
        "items": {"type": "string", "format": "uri"},
        "minItems": 1,
        "maxItems": 4,
    }


@pytest.mark.parametrize(
    ("slug", "change", "told"),
    [
        ("google/veo-3.1", lambda p: p.pop("last_frame"), "its input last_frame is gone"),
        ("google/veo-3.1", lambda p: p["duration"].update(type="string"), "duration is no integer any more but string"),
        ("google/veo-3.1", lambda p: p["duration"].update(enum=[4, 8]), "duration is never 6 any more"),
        ("google/veo-3.1", lambda p: p["duration"].update(maximum=6), "duration ends at 6 now, no longer at 8"),
        (
            "bytedance/seedance-1-pro",
            lambda p: p["duration"].update(maximum=10),
            "duration ends at 10 now, no longer at 12",
        ),
        (
            "bytedance/seedance-1-pro",
            lambda p: p["duration"].update(minimum=4),
            "duration starts at 4 now, no longer at 2",
        ),
        ("bytedance/seedance-1-pro", lambda p: p["duration"].update(enum=[5, 10]), "duration is never 2, 3, 4, 6, 7, "),
        ("bytedance/seedance-1-pro", lambda p: p.pop("fps"), "its input fps is gone"),
        (
            "minimax/speech-02-hd",
            lambda p: p["text"].update(maxLength=3000),
            "text ends at 3000 now, no longer at 5000",
        ),
        ("google/nano-banana-2", lambda p: p["image_input"].update(maxItems=3), "image_input ends at 3 now"),
        (
            "minimax/speech-02-hd",
            lambda p: p["audio_format"].update(enum=["mp3"]),
            "audio_format is never wav, flac, pcm",
        ),
        ("851-labs/background-remover", lambda p: p["format"].update(enum=["jpg"]), "format is never png any more"),
        ("previz/storyboard", lambda p: p["width"].update(multipleOf=16), "width must be a multiple of 16 now"),
        # The price depends on it.
        (
            "minimax/hailuo-02",
            lambda p: p["resolution"].update(default="768p"),
            "resolution is 768p by default, no longer",
        ),
    ],
)
def test_what_a_call_relies_on_is_told(slug: str, change: Change, told: str) -> None:
    found = changed(named(slug), change)
    assert len(found) == 1 and found[0].startswith(told)


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p.update(watermark={"type": "boolean"}),
        lambda p: p.pop("camera_fixed"),
        lambda p: p["camera_fixed"].update(type="string"),
        lambda p: p["duration"].update(maximum=20, minimum=1),
        lambda p: p["duration"].update(type="number"),
        lambda p: p["duration"].update(type=["integer", "null"]),
        lambda p: p["resolution"]["enum"].append("4k"),
        lambda p: p["seed"].update(maximum=2**32 - 1),
        lambda p: p["aspect_ratio"].update(default="16:9"),
    ],
)
def test_what_cannot_hurt_is_no_drift(change: Change) -> None:
    assert changed(named("bytedance/seedance-1-pro"), change) == []


def test_a_new_input_that_is_needed_is_told() -> None:
    model = named("bytedance/seedance-1-pro")
    schema = json_schema_of(model)
    schema["required"] += ["license", "image", "fps"]
    assert drift(model, schema) == ["license is needed now, and we never send it", "image is needed now"]


def test_a_choice_may_stand_behind_all_of_and_an_option_beside_null() -> None:
    model = named("bytedance/seedance-1-pro")

    def hide(properties: dict[str, Any]) -> None:
        choice = properties["resolution"]
        properties["resolution"] = {"allOf": [{"type": "string", "enum": choice["enum"]}], "default": choice["default"]}
        properties["image"] = {"anyOf": [{"type": "string", "format": "uri"}, {"type": "null"}], "default": None}
        properties["seed"] = {"anyOf": [{"type": "integer"}, {"type": "string"}]}

    def lose(properties: dict[str, Any]) -> None:
        hide(properties)
        properties["resolution"]["allOf"][0]["enum"].remove("480p")
        properties["image"]["anyOf"][0]["type"] = "array"

    assert changed(model, hide) == []
    assert changed(model, lose) == ["image is no string any more but array", "resolution is never 480p any more"]


def test_an_empty_schema_has_lost_everything() -> None:
    model = named("sync/lipsync-2")
    assert drift(model, {}) == [f"its input {name} is gone" for name in ("audio", "sync_mode", "video")]


def test_the_refusal_is_a_sentence() -> None:
    model = small_taking({})
    assert model.takes.as_of == SMALL["takes"]["as_of"]
    assert moved(model, ["its input duration is gone", "license is needed now, and we never send it"]) == (
        "acme/clips has changed since 2026-09-20: its input duration is gone; license is needed now, and we never "
        "send it; it is not bought until the catalogue is brought up to date"
    )


@given(st.sampled_from(ALL), st.data())
def test_every_input_that_a_call_carries_is_missed_when_it_goes(model: Model, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(model.used)))
    assert changed(model, lambda properties: properties.pop(name)) == [f"its input {name} is gone"]


@given(st.sampled_from(ALL), st.data())
def test_what_is_not_sent_may_go(model: Model, data: st.DataObject) -> None:
    spare = sorted(model.takes.names - model.used)
    if spare:
        name = data.draw(st.sampled_from(spare))
        assert changed(model, lambda properties: properties.pop(name)) == []
