"""Whatever is sent, the answer is a problem document or what was asked for: never a crash."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from film.holds import Decision
from store.projects import Projects
from tests.store.samples import created

_TEXTS = st.text(max_size=12) | st.sampled_from(["a\x00b", "\ud800", "NaN", "assets/", "https://[", "💡" * 3])
_NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400), 2**63, 1e-320, 0.00001])
_VALUES = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)
_OUR_NAMES = st.sampled_from(
    [
        "prompt",
        "negative",
        "image",
        "last_image",
        "references",
        "seconds",
        "frames",
        "fps",
        "width",
        "height",
        "aspect",
        "resolution",
        "quality",
        "seed",
        "text",
        "voice",
        "speed",
        "mood",
        "tempo",
        "video",
        "audio",
        "lead",
        "sound",
        "self",
        "wanted",
    ]
)
_MODELS = st.sampled_from(
    ["previz/storyboard", "previz/motion", "previz/voice", "previz/score", "previz/lipsync", "minimax/hailuo-02"]
)
_PREDICTIONS = st.fixed_dictionaries(
    {},
    optional={
        "model": _MODELS | _VALUES,
        "capability": st.sampled_from(["still", "motion", "speech", "music", "plan"]) | _VALUES,
        "studio": st.sampled_from(["previz", "live"]) | _VALUES,
        "input": st.dictionaries(_OUR_NAMES | _TEXTS, _VALUES, max_size=5) | _VALUES,
        "assets": st.dictionaries(_OUR_NAMES | _TEXTS, _TEXTS, max_size=3) | _VALUES,
        "seconds": _VALUES,
        "extra": _VALUES,
    },
)
_DECISIONS = st.fixed_dictionaries(
    {}, optional={"attempt_key": _VALUES, "decision": st.sampled_from([d.value for d in Decision]) | _VALUES}
)
_CAPS = st.fixed_dictionaries({}, optional={"cap_usd": _VALUES, "total_usd": _VALUES, "per_day_usd": _VALUES})
_MODES = st.sampled_from(["ad", "music_video", "story"]) | _VALUES
_DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "product": _TEXTS,
        "brand": _VALUES,
        "colours": _VALUES,
        "photos": _VALUES,
        "song": _TEXTS,
        "start_s": _NUMBERS,
        "lyrics": _TEXTS,
        "telling": st.sampled_from(["narrated", "dialogue"]) | _VALUES,
    },
)
_BRIEFS = st.fixed_dictionaries(
    {},
    optional={
        "prompt": st.just("A lamp") | _VALUES,
        "mode": _MODES,
        "ad": _DETAILS | _VALUES,
        "song": _DETAILS | _VALUES,
        "story": _DETAILS | _VALUES,
        "language": st.sampled_from(["en", "zh"]) | _VALUES,
        "archetype": _VALUES,
        "flavour": st.sampled_from(["noir", "../x", "nothing"]) | _VALUES,
        "mood": st.just("nothing") | _VALUES,
        "references": st.lists(_TEXTS, max_size=3) | _VALUES,
        "style": st.dictionaries(st.sampled_from(["mood", "palette", "grade"]), _VALUES) | _VALUES,
        "duration_s": _NUMBERS,
    },
)
_MESSAGES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "role": st.sampled_from(["user", "assistant", "system"]) | _VALUES,
            "content": _TEXTS | st.just("A whale"),
            "asks": st.lists(st.sampled_from(["product", "other"]) | _VALUES, max_size=4),
        },
    ),
    max_size=3,
)
_TURNS = st.fixed_dictionaries({}, optional={"messages": _MESSAGES | _VALUES, "brief": _BRIEFS | _VALUES})
_REFERENCES = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["character", "product"]) | _VALUES,
        "name": _TEXTS,
        "looks": _VALUES,
        "image": st.just("assets/picture/00/" + "0" * 64 + ".png") | _VALUES,
    },
)

fuzzed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def send(desk: httpx.AsyncClient, method: str, path: str, body: Any) -> None:
    answer = await desk.request(
        method, path, content=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    # Nobody works behind this desk, so that the best order of all is answered with 503.
    assert answer.status_code in (200, 201, 202, 400, 404, 409, 422, 503), (body, answer.text)
    if answer.is_error:
        assert answer.headers["content-type"] == "application/problem+json" and answer.json()["detail"]


@fuzzed
@given(body=_PREDICTIONS | _VALUES)
async def test_any_prediction(desk: httpx.AsyncClient, body: Any) -> None:
    await send(desk, "POST", "/v1/predictions", body)


@fuzzed
@given(body=_CAPS | _VALUES)
async def test_any_cap(desk: httpx.AsyncClient, body: Any) -> None:
    try:
        await send(desk, "PUT", "/v1/budget", body)
        await send(desk, "PUT", "/v1/projects/nothing/budget", body)
    finally:
        await send(desk, "PUT", "/v1/budget", {"total_usd": None, "per_day_usd": None})


@fuzzed
@given(body=_DECISIONS | _VALUES)
async def test_any_decision(desk: httpx.AsyncClient, body: Any) -> None:
    await send(desk, "POST", "/v1/projects/nothing/purchases/decide", body)
    await send(desk, "POST", "/v1/predictions/nothing/decide", body)


@fuzzed
@given(cap=_VALUES)
async def test_any_budget_of_an_order(desk: httpx.AsyncClient, cap: Any) -> None:
    await send(desk, "POST", "/v1/projects", {"prompt": "A robot walks", "budget_usd": cap})


@fuzzed
@given(body=_BRIEFS | _VALUES)
async def test_any_brief(desk: httpx.AsyncClient, body: Any) -> None:
    await send(desk, "POST", "/v1/projects", body)


@fuzzed
@given(body=_TURNS | _VALUES)
async def test_any_turn_in_a_conversation(desk: httpx.AsyncClient, body: Any) -> None:
    await send(desk, "POST", "/v1/briefs/chat", body)


@fuzzed
@given(body=_REFERENCES | _VALUES)
async def test_any_reference(desk: httpx.AsyncClient, body: Any) -> None:
    await send(desk, "POST", "/v1/references", body)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"words"', b"null", b"\xff\xfe", b"[" * 100_000])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/predictions"),
        ("PUT", "/v1/budget"),
        ("POST", "/v1/predictions/nothing/decide"),
        ("POST", "/v1/briefs/chat"),
    ],
)
async def test_a_body_that_is_no_object(desk: httpx.AsyncClient, method: str, path: str, body: bytes) -> None:
    answer = await desk.request(method, path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_decision_that_nobody_takes(desk: httpx.AsyncClient, projects: Projects) -> None:
    film = await created(projects)
    body = {"attempt_key": "a", "decision": "retry"}
    await send(desk, "POST", f"/v1/projects/{film.project_id}/purchases/decide", body)
    await projects.discard(film.project_id)
