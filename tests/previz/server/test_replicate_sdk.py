"""The unmodified Replicate SDK drives the server."""

import io
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from replicate.client import Client
from replicate.exceptions import ReplicateError

from tests.previz.server.running import SMALL


@pytest.fixture(scope="module")
def client(server) -> Client:
    return Client(api_token="r8_test", base_url=server.url)


async def test_the_sdk_creates_waits_and_reads_the_output(client):
    prediction = await client.models.predictions.async_create(
        model="previz/storyboard", input={"prompt": "a fox", **SMALL}
    )
    await prediction.async_wait()
    assert prediction.status == "succeeded"
    assert prediction.output.endswith("/output.png")
    assert prediction.metrics["predict_time"] >= 0


async def test_the_sdk_runs_a_model_in_one_call(client):
    output = await client.async_run("previz/score", input={"mood": "warm", "duration_s": 2, "tempo_bpm": 100})
    assert output["beats_s"][0] == 0


async def test_the_sdk_reads_the_progress_of_a_clip_from_its_log(client):
    prediction = await client.predictions.async_create(
        version="previz/motion", input={"prompt": "a fox runs", "num_frames": 8, **SMALL}
    )
    await prediction.async_wait()
    assert (prediction.progress.current, prediction.progress.total) == (8, 8)


async def test_the_sdk_cancels(client):
    prediction = await client.predictions.async_create(
        version="previz/motion", input={"prompt": "a fox runs", "num_frames": 720}
    )
    await prediction.async_cancel()
    assert prediction.status == "canceled"


async def test_the_sdk_lists_predictions_models_and_schemas(client):
    assert (await client.predictions.async_list()).results
    assert {model.name for model in (await client.models.async_list()).results} >= {"motion", "voice"}
    model = await client.models.async_get("previz/voice")
    assert "text" in model.latest_version.openapi_schema["components"]["schemas"]["Input"]["properties"]


async def test_the_sdk_uploads_lists_and_deletes_files(client):
    file = await client.files.async_create(io.BytesIO(b"\r\n--x" * 100), filename="a.png", metadata={"take": 1})
    assert (file.name, file.size, file.content_type, file.metadata) == ("a.png", 500, "image/png", {"take": 1})
    assert file.id in {each.id for each in await client.files.async_list()}
    assert await client.files.async_delete(file.id)
    with pytest.raises(ReplicateError):
        await client.files.async_get(file.id)


async def test_an_uploaded_picture_can_be_an_input(client, http):
    still = await client.async_run("previz/storyboard", input={"prompt": "a fox", **SMALL}, use_file_output=False)
    picture = io.BytesIO((await http.get(still)).content)
    picture.name = "fox.png"
    prediction = await client.models.predictions.async_create(
        model="previz/motion", input={"prompt": "a fox", "image": picture, "num_frames": 8, **SMALL}
    )
    await prediction.async_wait()
    assert prediction.status == "succeeded", prediction.error


async def test_the_sdk_raises_what_the_server_refuses(client):
    with pytest.raises(ReplicateError) as refused:
        await client.models.predictions.async_create(model="previz/motion", input={})
    assert refused.value.status == 422
    assert refused.value.title == "Input validation failed"


async def test_the_sdk_runs_paid_models_by_name_and_by_version(client):
    pictures = await client.async_run("black-forest-labs/flux-schnell", input={"prompt": "a fox", "num_outputs": 2})
    assert len(pictures) == 2
    model = await client.models.async_get("meta/musicgen")
    reference = f"meta/musicgen:{model.latest_version.id}"
    music = await client.async_run(reference, input={"prompt": "calm", "duration": 1})
    assert music.endswith("/output.wav")
    version = await model.versions.async_get(model.latest_version.id)
    assert version.openapi_schema == model.latest_version.openapi_schema


async def test_the_sdk_follows_pages_and_filters(client):
    began = datetime.now(UTC).isoformat()
    for _ in range(2):
        await client.models.predictions.async_create(model="previz/storyboard", input={"prompt": "a fox", **SMALL})
    page = await client.predictions.async_list(f"/v1/predictions?{urlencode({'created_after': began})}")
    assert (len(page.results), page.next) == (2, None)


async def test_the_sdk_reads_the_webhook_secret(client):
    assert (await client.webhooks.default.async_secret()).key.startswith("whsec_")
