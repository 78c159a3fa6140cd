"""What a client of Replicate may rely on, spoken over plain HTTP."""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest

from previz.server.models import MODELS
from tests.previz.server.running import SMALL, create, ended, made, under_way

LONG = {"prompt": "a lighthouse in a storm", "num_frames": 720, "width": 960, "height": 540}


async def test_without_a_token_nothing_is_told(server):
    async with httpx.AsyncClient(base_url=server.url) as anonymous:
        for path in ("/v1/predictions", "/v1/files", "/v1/models/previz/motion"):
            reply = await anonymous.get(path)
            assert reply.status_code == 401
            assert reply.json()["title"] == "Unauthenticated"


@pytest.mark.parametrize(
    ("inputs", "field", "kind", "words"),
    [
        ({}, "input", "required", "prompt is required"),
        ({"prompt": "x", "width": 9000}, "input.width", "number_lte", "Must be less than or equal to 3840"),
        ({"prompt": "x", "width": 321}, "input.width", "multiple_of", "Must be a multiple of 2"),
        ({"prompt": "x", "seed": "7"}, "input.seed", "invalid_type", "Invalid type. Expected: integer, given: string"),
        ({"prompt": ""}, "input.prompt", "string_gte", "String length must be greater than or equal to 1"),
    ],
)
async def test_a_broken_input_is_refused_in_replicates_words(http, inputs, field, kind, words):
    reply = await http.post("/v1/models/previz/storyboard/predictions", json={"input": inputs})
    assert reply.status_code == 422
    assert reply.json() == {
        "title": "Input validation failed",
        "detail": f"- {field}: {words}\n",
        "status": 422,
        "invalid_fields": [{"type": kind, "field": field, "description": words}],
    }


async def test_a_word_outside_a_choice_is_refused_with_the_choices(http):
    reply = await http.post("/v1/models/previz/score/predictions", json={"input": {"mood": "blue", "duration_s": 2}})
    assert reply.json()["invalid_fields"][0]["type"] == "enum"
    assert '"warm", "hopeful"' in reply.json()["detail"]


async def test_an_unknown_top_level_field_is_refused_and_costs_nothing(http):
    before = (await http.get("/previz/bill")).json()["predictions"]
    body = {"input": {"prompt": "x"}, "idempotency_key": "k"}
    reply = await http.post("/v1/models/previz/storyboard/predictions", json=body)
    assert reply.status_code == 422
    assert reply.json()["invalid_fields"][0]["description"] == "Additional property idempotency_key is not allowed"
    assert (await http.get("/previz/bill")).json()["predictions"] == before


async def test_an_unknown_input_is_dropped_but_logged(http):
    prediction = await made(http, "storyboard", prompt="a fox", last_frame="y", **SMALL)
    assert "last_frame" in prediction["logs"]
    assert "last_frame" not in prediction["input"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"input": NaN}', b"\xff\xfe"])
async def test_a_body_that_cannot_be_read_is_refused(http, body):
    reply = await http.post("/v1/predictions", content=body)
    assert reply.status_code in {400, 422}
    assert reply.json()["status"] == reply.status_code


async def test_a_model_can_be_named_by_version_in_three_ways(http):
    model = MODELS["previz/storyboard"]
    for version in (model.version, f"previz/storyboard:{model.version}", "previz/storyboard"):
        body = {"version": version, "input": {"prompt": "a fox", **SMALL}}
        reply = await http.post("/v1/predictions", json=body, headers={"Prefer": "wait"})
        assert (reply.status_code, reply.json()["status"]) == (201, "succeeded")
        assert reply.json()["version"] == model.version


@pytest.mark.parametrize("version", ["0" * 64, "previz/nothing", f"previz/motion:{'0' * 64}", "x"])
async def test_an_unknown_version_is_refused(http, version):
    reply = await http.post("/v1/predictions", json={"version": version, "input": {}})
    assert reply.status_code == 422
    assert "version does not exist" in reply.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/predictions/nothing", "/v1/models/a/b", "/v1/files/x", "/delivery/../x", "/x"])
async def test_what_does_not_exist_is_not_found(http, path):
    reply = await http.get(path)
    assert reply.status_code == 404
    assert reply.json() == {"detail": "The requested resource could not be found.", "status": 404}


async def test_waiting_returns_early_with_202_when_the_time_is_up(http):
    headers = {"Prefer": "wait=1"}
    reply = await http.post("/v1/models/previz/motion/predictions", json={"input": LONG}, headers=headers)
    assert reply.status_code == 202
    assert reply.json()["status"] in {"starting", "processing"}
    await http.post(f"/v1/predictions/{reply.json()['id']}/cancel")


async def test_cancel_stops_the_drawing_and_frees_the_drawer(http):
    clip = await create(http, "motion", **LONG)
    await under_way(http, clip["id"])
    canceled = (await http.post(f"/v1/predictions/{clip['id']}/cancel")).json()
    assert canceled["status"] == "canceled"
    assert canceled["output"] is None
    await made(http, "storyboard", prompt="a fox", **SMALL)
    assert (await http.get(f"/v1/predictions/{clip['id']}")).json()["status"] == "canceled"


async def test_cancel_of_what_has_ended_changes_nothing(http):
    prediction = await made(http, "storyboard", prompt="a fox", **SMALL)
    assert (await http.post(f"/v1/predictions/{prediction['id']}/cancel")).json() == prediction
    assert (await http.post("/v1/predictions/nothing/cancel")).status_code == 404


async def test_a_prediction_in_the_queue_can_be_canceled_before_it_starts(http):
    busy, waiting = await create(http, "motion", **LONG), await create(http, "motion", **LONG)
    await http.post(f"/v1/predictions/{waiting['id']}/cancel")
    stopped = await ended(http, waiting["id"])
    assert (stopped["status"], stopped["started_at"]) == ("canceled", None)
    await http.post(f"/v1/predictions/{busy['id']}/cancel")


async def test_a_line_and_a_still_do_not_wait_for_clips(http):
    clips = [await create(http, "motion", **LONG) for _ in range(3)]
    await under_way(http, clips[0]["id"])
    await made(http, "voice", text="I am not waiting.")
    waiting = await create(http, "storyboard", prompt="a fox", **SMALL)
    await http.post(f"/v1/predictions/{clips[0]['id']}/cancel")
    await ended(http, waiting["id"])
    states = [(await http.get(f"/v1/predictions/{clip['id']}")).json()["status"] for clip in clips[1:]]
    assert "succeeded" not in states
    for clip in clips:
        await http.post(f"/v1/predictions/{clip['id']}/cancel")


async def test_the_list_is_newest_first_in_pages_of_a_hundred(http):
    began = datetime.now(UTC)
    body = {"version": "previz/lipsync", "input": {"video": "data:,x", "audio": "data:,y"}}
    ids = []
    for _ in range(6):
        replies = await asyncio.gather(*(http.post("/v1/predictions", json=body) for _ in range(17)))
        ids += [reply.json()["id"] for reply in replies]
    first = (await http.get("/v1/predictions", params={"created_after": began.isoformat()})).json()
    second = (await http.get(first["next"])).json()
    listed = [row["id"] for row in first["results"] + second["results"]]
    assert (len(first["results"]), second["next"], second["previous"]) == (100, None, None)
    assert sorted(listed) == sorted(ids)
    times = [row["created_at"] for row in first["results"]]
    assert times == sorted(times, reverse=True)
    earlier = await http.get("/v1/predictions", params={"created_before": began.isoformat()})
    assert not set(ids) & {row["id"] for row in earlier.json()["results"]}


async def test_a_list_since_no_time_at_all_is_refused(http):
    assert (await http.get("/v1/predictions", params={"created_after": "yesterday"})).status_code == 422


async def test_a_model_tells_its_schema_with_limits_and_defaults(http):
    model = (await http.get("/v1/models/previz/motion")).json()
    schemas = model["latest_version"]["openapi_schema"]["components"]["schemas"]
    frames = schemas["Input"]["properties"]["num_frames"]
    assert (frames["minimum"], frames["maximum"]) == (8, 720)
    assert schemas["Input"]["required"] == ["prompt", "num_frames"]
    assert schemas["Output"] == {"title": "Output", "type": "string", "format": "uri", "description": "An MP4 (H.264)."}


async def test_the_bill_counts_every_created_prediction_once(http):
    before = (await http.get("/previz/bill")).json()["by_model"].get("previz/storyboard", 0)
    await made(http, "storyboard", prompt="a fox", **SMALL)
    bill = (await http.get("/previz/bill")).json()
    assert bill["by_model"]["previz/storyboard"] == before + 1
    assert bill["predictions"] == sum(bill["by_model"].values())
    ours = [line for line in bill["lines"] if line["model"].startswith("previz/")]
    assert {line["charged_usd"] for line in ours} == {"0"}, "our own models are free"


async def test_an_output_is_delivered_whole_in_ranges_and_by_etag(http):
    url = (await made(http, "storyboard", prompt="a fox", **SMALL))["output"]
    async with httpx.AsyncClient() as anonymous:
        whole = await anonymous.get(url)
        middle = await anonymous.get(url, headers={"Range": "bytes=10-29", "If-Range": whole.headers["etag"]})
        other = await anonymous.get(url, headers={"Range": "bytes=10-29", "If-Range": '"older"'})
        head = await anonymous.head(url)
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-type"] == "image/png"
    assert (middle.status_code, middle.content) == (206, whole.content[10:30])
    assert middle.headers["content-range"] == f"bytes 10-29/{len(whole.content)}"
    assert (other.status_code, len(other.content)) == (200, len(whole.content))
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(whole.content)))
