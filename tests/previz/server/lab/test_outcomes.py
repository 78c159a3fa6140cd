"""How predictions can end, and what each end costs."""

import asyncio

import pytest

from tests.previz.server.lab.bench import Bench
from tests.previz.server.running import ended


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("fail_content", "flagged as sensitive"),
        ("fail_interrupted", "Prediction interrupted; please retry (code: PA)"),
        ("fail_model", "(E9828)"),
    ],
)
async def test_a_failure_has_the_real_things_words(bench: Bench, fault: str, words: str):
    await bench.rule(fault=fault)
    prediction = await bench.made()
    assert (prediction["status"], prediction["output"]) == ("failed", None)
    assert words in prediction["error"]
    assert prediction["started_at"] is not None


async def test_an_aborted_prediction_never_started_and_is_free(bench: Bench):
    await bench.rule(fault="aborted")
    prediction = await bench.made()
    assert (prediction["status"], prediction["started_at"]) == ("aborted", None)
    line = await bench.line(prediction["id"])
    assert (line["charged_usd"], line["why"]) == ("0", "aborted before it started")


async def test_a_stuck_prediction_runs_until_it_is_canceled(bench: Bench):
    await bench.rule(fault="stuck")
    created = (await bench.create()).json()
    await asyncio.sleep(0.5)
    assert (await bench.http.get(created["urls"]["get"])).json()["status"] == "processing"
    assert (await bench.http.post(created["urls"]["cancel"])).json()["status"] == "canceled"


async def test_a_deadline_that_passes_before_the_start_aborts(bench: Bench):
    await bench.settings(paces=[{"starting_s": 30}], shortest_deadline_s=0.2)
    created = (await bench.create(headers={"Cancel-After": "0.2s"})).json()
    assert created["deadline"] > created["created_at"]
    prediction = await ended(bench.http, created["id"])
    assert (prediction["status"], prediction["started_at"]) == ("aborted", None)


async def test_a_deadline_that_passes_during_the_work_cancels(bench: Bench):
    await bench.settings(paces=[{"processing_s": 30}], shortest_deadline_s=0.2)
    prediction = await bench.made(headers={"Cancel-After": "0.3s"})
    assert prediction["status"] == "canceled"
    assert (await bench.line(prediction["id"]))["why"] == "canceled while it ran"


async def test_a_deadline_is_at_least_five_seconds_away(bench: Bench):
    prediction = await bench.made(headers={"Cancel-After": "1s"})
    assert prediction["status"] == "succeeded"


@pytest.mark.parametrize("told", ["soon", "", "5x", "-1s"])
async def test_a_deadline_that_is_no_duration_is_refused(bench: Bench, told: str):
    assert (await bench.create(headers={"Cancel-After": told})).status_code == 422


async def test_paces_are_kept(bench: Bench):
    await bench.settings(paces=[{"model": "previz/story*", "starting_s": 0.3, "processing_s": 0.4}])
    prediction = await bench.made()
    assert 0.4 <= prediction["metrics"]["predict_time"] <= prediction["metrics"]["total_time"] - 0.3


async def test_data_goes_after_its_time_and_the_record_stays(bench: Bench):
    await bench.settings(ttl_s=0.5)
    prediction = await bench.made()
    await asyncio.sleep(1.5)
    left = (await bench.http.get(prediction["urls"]["get"])).json()
    assert (left["status"], left["data_removed"]) == ("succeeded", True)
    assert (left["input"], left["output"]) == ({}, None)
    assert (await bench.http.get(prediction["output"])).status_code == 404


async def test_an_upload_expires(bench: Bench):
    await bench.settings(upload_ttl_s=0.3)
    file = (await bench.http.post("/v1/files", files={"content": ("a.txt", b"x")})).json()
    await asyncio.sleep(0.4)
    assert (await bench.http.get(file["urls"]["get"])).status_code == 404


async def test_a_prediction_may_be_shown_without_its_webhook(bench: Bench):
    await bench.settings(echo_webhook=False)
    created = (await bench.create(webhook="http://127.0.0.1:9/hook")).json()
    assert "webhook" not in created
    assert "webhook" not in (await bench.http.get("/v1/predictions")).json()["results"][0]


async def test_strict_inputs_refuse_what_a_model_does_not_have(bench: Bench):
    await bench.settings(strict_inputs=True)
    refused = await bench.create(inputs={"prompt": "a fox", "last_frame": "x"})
    assert refused.status_code == 422
    assert refused.json()["invalid_fields"][0]["type"] == "additional_property_not_allowed"


async def test_the_bill_can_be_asked_since_a_time(bench: Bench):
    first, second = await bench.made(), await bench.made()
    reply = await bench.http.get("/previz/bill", params={"since": second["created_at"]})
    assert [line["id"] for line in reply.json()["lines"]] == [second["id"]]
    assert reply.json()["by_model"] == {"previz/storyboard": 1}
    assert (await bench.line(first["id"]))["status"] == "succeeded"
