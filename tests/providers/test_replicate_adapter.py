"""The adapter against the real previz server, and against one that misbehaves."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from providers import replicate_adapter
from providers.errors import Exhausted, NotFound, RateLimited, Rejected, SubmissionUnknown, Transient, Unauthenticated
from providers.predictions import PredictionProvider, PredictionStatus, ProviderPrediction
from providers.replicate_adapter import ReplicateAdapter
from tests.previz.server.running import SMALL, Previz, free_port
from tests.providers.scripted import Reply, ScriptedServer, as_json

STORYBOARD, FOX = "previz/storyboard", {"prompt": "a fox", **SMALL}
ROW = {"id": "p1", "model": "a/b", "status": "succeeded", "created_at": "2026-11-21T07:00:00.000Z"}


@pytest.fixture
async def provider(previz: Previz) -> AsyncIterator[PredictionProvider]:
    adapter = ReplicateAdapter(token="t", base_url=previz.url, provider="previz")
    yield adapter
    await adapter.aclose()


@pytest.fixture
async def unreliable(scripted: ScriptedServer) -> AsyncIterator[ReplicateAdapter]:
    adapter = ReplicateAdapter(token="secret-token", base_url=scripted.url)
    yield adapter
    await adapter.aclose()


async def ended(provider: PredictionProvider, provider_id: str) -> ProviderPrediction:
    for _ in range(600):
        prediction = await provider.get(provider_id)
        if prediction.status.ended:
            return prediction
        await asyncio.sleep(0.05)
    raise AssertionError(f"still {prediction.status}")


async def test_a_prediction_is_submitted_watched_and_brought_home(provider, tmp_path):
    submitted = await provider.submit(STORYBOARD, FOX, webhook_url="http://127.0.0.1:9/hook?call=7")
    prediction = await ended(provider, submitted.provider_id)
    assert (prediction.status, prediction.model) == (PredictionStatus.SUCCEEDED, STORYBOARD)
    assert (prediction.input, prediction.webhook) == (FOX, "http://127.0.0.1:9/hook?call=7")
    assert prediction.predict_time_s is not None
    arrived: list[int] = []
    file = await provider.download(prediction.output, tmp_path / "still.png", on_bytes=arrived.append)
    assert file.content_type == "image/png"
    assert arrived[-1] == file.size_bytes == file.path.stat().st_size


async def test_a_version_is_submitted_by_its_id(provider, previz):
    async with httpx.AsyncClient(base_url=previz.url, headers={"Authorization": "Bearer t"}) as http:
        version = (await http.get(f"/v1/models/{STORYBOARD}")).json()["latest_version"]["id"]
    submitted = await provider.submit(f"{STORYBOARD}:{version}", FOX)
    assert (await ended(provider, submitted.provider_id)).status is PredictionStatus.SUCCEEDED


async def test_a_prediction_is_canceled_and_canceling_again_changes_nothing(provider):
    submitted = await provider.submit("previz/motion", {"prompt": "a fox", "num_frames": 720})
    first = await provider.cancel(submitted.provider_id)
    assert first.status is PredictionStatus.CANCELED
    assert await provider.cancel(submitted.provider_id) == first


async def test_what_was_created_since_a_time_is_found_newest_first(provider):
    began = datetime.now(UTC)
    ids = [(await provider.submit(STORYBOARD, FOX | {"seed": seed})).provider_id for seed in range(3)]
    found = await provider.created_since(began)
    assert [prediction.provider_id for prediction in found] == ids[::-1]
    assert [prediction.input["seed"] for prediction in found] == [2, 1, 0]
    assert await provider.created_since(datetime.now(UTC) + timedelta(hours=1)) == []


@pytest.mark.parametrize("model", ["nobody/nothing", "previz/motion:" + "0" * 64])
async def test_an_unknown_model_is_rejected_as_retired(provider, model):
    with pytest.raises(Rejected, match="retired or unknown") as refused:
        await provider.submit(model, FOX)
    assert refused.value.code == "retired"


async def test_the_published_schema_of_a_model_is_plain(provider):
    schema = await provider.input_schema("previz/motion")
    assert schema["properties"]["num_frames"]["minimum"] == 8
    assert "$ref" not in json.dumps(schema)
    with pytest.raises(NotFound):
        await provider.input_schema("nobody/nothing")


async def test_the_webhook_secret_is_asked_for(provider):
    assert (await provider.webhook_secret()).startswith("whsec_")


@pytest.mark.parametrize("model", ["", "motion", "/motion", "a/b/c"])
async def test_a_name_that_names_no_model_is_rejected_before_it_is_sent(unreliable, scripted, model):
    with pytest.raises(Rejected):
        await unreliable.submit(model, FOX)
    assert not scripted.heard


async def test_a_bad_input_is_rejected_and_not_billed(provider, previz):
    async with httpx.AsyncClient(base_url=previz.url) as http:
        before = (await http.get("/previz/bill")).json()["predictions"]
        with pytest.raises(Rejected) as refused:
            await provider.submit("previz/motion", {"prompt": "x", "num_frames": 4})
        assert (await http.get("/previz/bill")).json()["predictions"] == before
    assert refused.value.code == "invalid_input"
    assert "num_frames: Must be greater than or equal to 8" in refused.value.reason


async def test_what_does_not_exist_is_not_found(provider, previz, tmp_path):
    with pytest.raises(NotFound):
        await provider.get("nothing")
    with pytest.raises(NotFound):
        await provider.download(f"{previz.url}/delivery/{'a' * 26}/output.png", tmp_path / "x")
    assert not list(tmp_path.iterdir())


async def test_a_refused_connection_means_that_nothing_was_bought():
    adapter = ReplicateAdapter(token="t", base_url=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Transient):
        await adapter.submit(STORYBOARD, FOX)
    await adapter.aclose()


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(drop=True), SubmissionUnknown),
        (Reply(500, b"<html>"), SubmissionUnknown),
        (Reply(201, b"not json"), SubmissionUnknown),
        (as_json({"no": "id"}, 201), SubmissionUnknown),
        (Reply(201, b'{"id"', claims=100), SubmissionUnknown),
        (as_json({"title": "Insufficient credit", "status": 402}, 402), Exhausted),
        (as_json({"detail": "throttled", "retry_after": 9}, 429, Retry_After="3600"), RateLimited),
        (as_json(["array"], 400), Rejected),
    ],
)
async def test_a_create_is_sent_exactly_once_whatever_comes_back(unreliable, scripted, reply, error):
    scripted.replies = [reply]
    with pytest.raises(error):
        await unreliable.submit(STORYBOARD, FOX)
    assert len(scripted.heard) == 1


async def test_a_create_without_an_answer_is_given_up_after_its_time(unreliable, scripted, monkeypatch):
    monkeypatch.setattr("providers.transport._CREATE_READ_S", 0.3)
    scripted.replies = [Reply(never=True)]
    with pytest.raises(SubmissionUnknown):
        await unreliable.submit(STORYBOARD, FOX)
    assert len(scripted.heard) == 1


@pytest.mark.parametrize("reply", [Reply(503, headers={"Retry-After": "3600"}), Reply(drop=True), Reply(200, b"[1]")])
async def test_a_read_that_fails_is_transient_and_not_repeated_behind_our_back(unreliable, scripted, reply):
    scripted.replies = [reply]
    with pytest.raises(Transient):
        await unreliable.get("p1")
    assert len(scripted.heard) == 1


async def test_a_create_sends_the_dialects_fields_and_nothing_else(unreliable, scripted):
    scripted.replies = [as_json({"id": "p1"}, 201)]
    await unreliable.submit("google/veo-3.1", {"prompt": "a"}, webhook_url="https://h/x?call=1")
    await unreliable.submit("meta/musicgen:671a", {"prompt": "b"})
    official, versioned = scripted.heard
    assert official.path == "/v1/models/google/veo-3.1/predictions"
    assert json.loads(official.body) == {
        "input": {"prompt": "a"},
        "webhook": "https://h/x?call=1",
        "webhook_events_filter": ["start", "completed"],
    }
    assert versioned.path == "/v1/predictions"
    assert json.loads(versioned.body) == {"version": "671a", "input": {"prompt": "b"}}
    assert official.headers["authorization"] == "Bearer secret-token"


async def test_a_webhook_and_a_deadline_are_left_out_when_there_are_none(unreliable, scripted):
    scripted.replies = [as_json({"id": "p1"}, 201)]
    await unreliable.submit(STORYBOARD, FOX)
    assert json.loads(scripted.heard[0].body) == {"input": FOX}
    assert "cancel-after" not in scripted.heard[0].headers


@pytest.mark.parametrize(("deadline_s", "told"), [(1800, "1800s"), (0.5, "5s"), (29.2, "30s")])
async def test_a_deadline_is_told_in_whole_seconds_and_never_below_the_providers_least(
    unreliable, scripted, deadline_s, told
):
    scripted.replies = [as_json({"id": "p1"}, 201)]
    await unreliable.submit(STORYBOARD, FOX, deadline_s=deadline_s)
    assert scripted.heard[0].headers["cancel-after"] == told


async def test_the_schema_of_a_pinned_version_is_that_of_the_version(unreliable, scripted):
    published = {"id": "671a", "openapi_schema": {"components": {"schemas": {"Input": {"type": "object"}}}}}
    scripted.replies = [as_json(published), as_json({"latest_version": published})]
    assert await unreliable.input_schema("meta/musicgen:671a") == {"type": "object"}
    assert await unreliable.input_schema("meta/musicgen") == {"type": "object"}
    assert [heard.path for heard in scripted.heard] == [
        "/v1/models/meta/musicgen/versions/671a",
        "/v1/models/meta/musicgen",
    ]


@pytest.mark.parametrize("published", [{}, {"latest_version": None}, {"latest_version": {"openapi_schema": None}}])
async def test_a_model_without_a_schema_is_not_found(unreliable, scripted, published):
    scripted.replies = [as_json(published)]
    with pytest.raises(NotFound, match="publishes no input schema"):
        await unreliable.input_schema("a/b")


@pytest.mark.parametrize("answer", [{}, {"key": None}, {"key": "abc"}])
async def test_a_secret_that_is_none_is_transient(unreliable, scripted, answer):
    scripted.replies = [as_json(answer)]
    with pytest.raises(Transient):
        await unreliable.webhook_secret()


async def test_look_ups_keep_to_their_rate_and_creates_do_not_wait_for_them(scripted):
    adapter = ReplicateAdapter(token="t", base_url=scripted.url, lookups_per_minute=240)
    scripted.replies = [as_json(ROW)]
    began = time.monotonic()
    looks = [asyncio.create_task(adapter.get("p1")) for _ in range(6)]
    await adapter.submit(STORYBOARD, FOX)
    assert not all(look.done() for look in looks)
    await asyncio.gather(*looks)
    assert time.monotonic() - began >= 0.45
    await adapter.aclose()


async def test_a_rate_below_one_a_second_is_kept_too(scripted):
    adapter = ReplicateAdapter(token="t", base_url=scripted.url, lookups_per_minute=50)
    scripted.replies = [as_json(ROW)]
    began = time.monotonic()
    await asyncio.gather(adapter.get("p1"), adapter.get("p1"))
    assert time.monotonic() - began >= 1.1
    await adapter.aclose()


async def test_a_status_and_an_error_that_the_sdk_cannot_read_are_read(unreliable, scripted):
    row = ROW | {"status": "aborted", "version": None, "urls": {"stream": None}, "error": {"code": 7}}
    scripted.replies = [as_json(row | {"data_removed": True, "logs": "x" * 9000, "metrics": None})]
    prediction = await unreliable.get("p1")
    assert (prediction.status, prediction.data_removed) == (PredictionStatus.ABORTED, True)
    assert prediction.error == "{'code': 7}"
    assert len(prediction.logs_tail) == 2000


async def test_pages_are_followed_on_our_own_host_only(unreliable, scripted):
    rows = [ROW | {"id": f"p{n}"} for n in range(3)]
    scripted.replies = [
        as_json({"results": rows[:2], "next": "https://evil.example/v1/predictions?cursor=abc"}),
        as_json({"results": rows[2:], "next": None}),
    ]
    found = await unreliable.created_since(datetime(2026, 11, 21, tzinfo=UTC))
    assert [prediction.provider_id for prediction in found] == ["p0", "p1", "p2"]
    assert scripted.heard[0].path == "/v1/predictions?created_after=2026-11-21T00%3A00%3A00Z"
    assert scripted.heard[1].path == "/v1/predictions?cursor=abc"


async def test_a_list_can_be_bounded_on_both_sides(unreliable, scripted):
    scripted.replies = [as_json({"results": [], "next": None})]
    since, until = datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)
    assert await unreliable.created_since(since, until) == []
    path = "/v1/predictions?created_after=2026-11-21T00%3A00%3A00Z&created_before=2026-11-22T00%3A00%3A00Z"
    assert scripted.heard[0].path == path


@pytest.mark.parametrize("fault", [as_json({"detail": "down"}, 503), Reply(drop=True)])
async def test_a_page_that_fails_is_asked_for_again_and_not_the_whole_list(unreliable, scripted, fault):
    """A list of many pages would otherwise hardly ever arrive whole from a provider that is unwell."""
    scripted.replies = [
        as_json({"results": [ROW], "next": "/v1/predictions?cursor=abc"}),
        fault,
        as_json({"results": [], "next": None}),
    ]
    found = await unreliable.created_since(datetime(2026, 11, 21, tzinfo=UTC))
    assert [prediction.provider_id for prediction in found] == ["p1"]
    assert [heard.path for heard in scripted.heard[1:]] == ["/v1/predictions?cursor=abc"] * 2


async def test_pages_end_where_the_time_ends_even_if_the_filter_is_ignored(unreliable, scripted):
    old = ROW | {"id": "old", "created_at": "2026-11-20T07:00:00Z"}
    scripted.replies = [as_json({"results": [ROW, old], "next": "/v1/predictions?cursor=abc"})]
    found = await unreliable.created_since(datetime(2026, 11, 21, tzinfo=UTC))
    assert [prediction.provider_id for prediction in found] == ["p1"]
    assert len(scripted.heard) == 1


async def test_a_file_is_handed_over_with_one_request_and_known_by_its_url(unreliable, scripted, tmp_path):
    path = tmp_path / "still.png"
    path.write_bytes(b"a picture")
    kept = {"id": "f1", "name": "still.png", "urls": {"get": "https://api.replicate.com/v1/files/f1"}}
    scripted.replies = [as_json(kept, 201)]
    assert await unreliable.upload(path, "image/png") == "https://api.replicate.com/v1/files/f1"
    (heard,) = scripted.heard
    assert (heard.method, heard.path) == ("POST", "/v1/files")
    assert heard.headers["authorization"] == "Bearer secret-token"
    assert b'name="content"; filename="still.png"\r\nContent-Type: image/png\r\n\r\na picture' in heard.body


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (as_json({"detail": "down"}, 500), Transient),
        (Reply(drop=True), Transient),
        (as_json({"id": "f1"}, 201), Transient),
        (as_json({"detail": "Invalid token."}, 401), Unauthenticated),
    ],
)
async def test_an_upload_that_fails_buys_nothing_and_says_why(unreliable, scripted, tmp_path, answer, error):
    path = tmp_path / "still.png"
    path.write_bytes(b"a picture")
    scripted.replies = [answer]
    with pytest.raises(error):
        await unreliable.upload(path, "image/png")
    assert len(scripted.heard) == 1


async def test_a_file_larger_than_the_provider_takes_is_not_sent(unreliable, scripted, tmp_path):
    path = tmp_path / "clip.mp4"
    with path.open("wb") as file:
        file.truncate((100 << 20) + 1)
    with pytest.raises(Rejected, match="larger than 100 MB"):
        await unreliable.upload(path, "video/mp4")
    assert scripted.heard == []


async def test_a_list_that_is_too_long_to_read_is_never_taken_for_the_whole(
    unreliable: ReplicateAdapter, scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands on the next page would be called absent, and bought again."""
    monkeypatch.setattr(replicate_adapter, "_MAX_PAGES", 2)
    page = {"results": [ROW], "next": "https://api.replicate.com/v1/predictions?cursor=x"}
    scripted.replies = [as_json(page)] * 3
    with pytest.raises(Transient, match="more than 2 pages"):
        await unreliable.created_since(datetime(2026, 11, 21, tzinfo=UTC))
