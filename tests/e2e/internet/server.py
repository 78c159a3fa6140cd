"""A stand-in for the paid services, reached as a proxy so that it answers under public names.

Replicate's dialect under REPLICATE and its files under DELIVERY, OpenAI's under OPENAI. Like the real ones it can
fetch nothing from this machine: an input must be a file that was uploaded to it.
"""

import argparse
import asyncio
import json
import secrets
from datetime import UTC, datetime
from email import message_from_bytes
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.e2e.internet.models import SCHEMAS, made, refusals

REPLICATE, OPENAI, DELIVERY = "http://api.replicate.example", "http://api.openai.example", "http://delivery.example"
REPLICATE_TOKEN, OPENAI_KEY = "r8_nobody-may-ever-read-this", "sk-nobody-may-ever-read-this"
LINES = ("Every morning the old lighthouse keeper counts her ships.", "I saw one smile.")

app = FastAPI()
predictions: dict[str, dict[str, Any]] = {}
outputs: dict[str, tuple[bytes, str]] = {}
files: dict[str, bytes] = {}
drawing: set[asyncio.Task[None]] = set()
asked: list[str] = []


@app.get("/bill")
async def bill() -> dict[str, Any]:
    """What was created and asked; for tests only."""
    return {"predictions": list(predictions.values()), "files": len(files), "texts": asked}


@app.middleware("http")
async def guarded(request: Request, call_next: Any) -> Response:
    keys = {urlsplit(REPLICATE).netloc: REPLICATE_TOKEN, urlsplit(OPENAI).netloc: OPENAI_KEY}
    key = keys.get(request.headers["host"])
    wanted = f"Bearer {key}" if key else None
    if request.headers.get("authorization") != wanted:
        return JSONResponse({"title": "Unauthenticated", "detail": "Wrong or misplaced token", "status": 401}, 401)
    return await call_next(request)  # type: ignore[no-any-return]


@app.post("/v1/files", status_code=201)
async def upload(request: Request) -> dict[str, Any]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    part = next(p for p in message_from_bytes(head + await request.body()).walk() if p.get_filename())
    file_id = secrets.token_hex(13)
    url = f"{REPLICATE}/v1/files/{file_id}"
    files[url] = part.get_payload(decode=True)  # type: ignore[assignment]
    return {"id": file_id, "name": part.get_filename(), "content_type": part.get_content_type(), "urls": {"get": url}}


@app.post("/v1/models/{owner}/{name}/predictions", status_code=201)
async def create(owner: str, name: str, request: Request) -> Any:
    slug, inputs = f"{owner}/{name}", (await request.json())["input"]
    if slug not in SCHEMAS:
        return JSONResponse({"detail": "The requested resource could not be found.", "status": 404}, 404)
    if invalid := refusals(slug, inputs):
        told = {"title": "Input validation failed", "detail": str(invalid), "status": 422, "invalid_fields": invalid}
        return JSONResponse(told, 422)
    prediction_id = secrets.token_hex(13)
    prediction = predictions[prediction_id] = {
        **{"id": prediction_id, "model": slug, "version": "hidden", "input": inputs, "logs": "", "output": None},
        **{"error": None, "data_removed": False, "source": "api", "status": "starting", "started_at": None},
        **{"created_at": datetime.now(UTC).isoformat(), "completed_at": None},
        "urls": {"get": f"{REPLICATE}/v1/predictions/{prediction_id}"},
    }
    task = asyncio.create_task(_draw(prediction))
    drawing.add(task)
    task.add_done_callback(drawing.discard)
    return prediction


@app.get("/v1/predictions/{prediction_id}")
async def get(prediction_id: str) -> Any:
    return predictions.get(prediction_id) or JSONResponse({"detail": "Not found", "status": 404}, 404)


@app.get("/delivery/{name}")
async def delivery(name: str) -> Response:
    content, kind = outputs[name]
    return Response(content, media_type=kind)


@app.post("/v1/moderations")
async def moderations(request: Request) -> dict[str, Any]:
    texts = (await request.json())["input"]
    asked.append("moderation")
    judged = {"flagged": False, "categories": {"violence": False}, "category_scores": {"violence": 0.01}}
    return {"id": "modr-1", "model": "omni-moderation-latest", "results": [judged for _ in texts]}


@app.post("/v1/chat/completions")
async def completions(request: Request) -> dict[str, Any]:
    body = await request.json()
    wire = body["response_format"]["json_schema"]
    assert wire["strict"] and wire["name"] == "film_plan"
    asked.append(body["model"])
    wanted = json.loads(body["messages"][-1]["content"])
    message = {"role": "assistant", "content": json.dumps(_film(wanted["scene_count"])), "refusal": None}
    return {
        **{"id": "chatcmpl-1", "object": "chat.completion", "created": 1795233782, "model": body["model"]},
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 900, "completion_tokens": 300, "total_tokens": 1200},
    }


def _film(scene_count: int) -> dict[str, Any]:
    scene = {
        **{"setting": "a rocky shore", "time_of_day": "dawn", "weather": "clear", "action": "looks out to sea"},
        **{"subject": "an old lighthouse keeper in a yellow coat", "framing": "medium", "camera": "push in"},
        **{"narration": "", "speaker": None, "on_screen_text": None, "weight": 1.0},
    }
    scenes = [dict(scene) for _ in range(scene_count)]
    scenes[0] |= {"narration": LINES[0], "on_screen_text": "At dawn"}
    scenes[1] |= {"narration": LINES[1], "speaker": "the keeper"}
    return {
        **{"title": "The Keeper", "logline": "She counts what comes home.", "look": "soft watercolour"},
        **{"music_mood": "warm", "music_tempo_bpm": 80, "scenes": scenes},
    }


async def _draw(prediction: dict[str, Any]) -> None:
    prediction |= {"status": "processing", "logs": " 50%|#####     |", "started_at": datetime.now(UTC).isoformat()}
    try:
        content, suffix = await asyncio.to_thread(made, prediction["model"], prediction["input"], files.__getitem__)
    except LookupError:
        prediction |= {"status": "failed", "error": "An input file could not be fetched"}
        return
    name = f"{prediction['id']}.{suffix}"
    # Replicate's delivery tells the type of pictures and films, but not of every sound.
    outputs[name] = content, {"png": "image/png", "mp4": "video/mp4"}.get(suffix, "application/octet-stream")
    url = f"{DELIVERY}/delivery/{name}"
    many = prediction["model"].startswith("black-forest-labs/")
    prediction |= {"status": "succeeded", "output": [url] if many else url, "metrics": {"predict_time": 1.0}}


class AsProxy:
    """Requests to a proxy name the whole URL where others name the path."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("http://"):
            path = urlsplit(scope["path"]).path
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    uvicorn.run(AsProxy(app), host="127.0.0.1", port=parser.parse_args().port, http="h11", log_level="warning")
