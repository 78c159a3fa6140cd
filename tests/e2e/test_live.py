"""The live studio end to end: a film by the paid models' names, against the previz server that rehearses them.

The server is named as the proxy of public hosts, so that the studio must treat it as it would the real ones: files
reach it by upload alone.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import av
import httpx
import numpy as np
import pytest
import pytest_asyncio

from cli.stack import Stack
from cli.stack.api import Api
from cli.stack.objects import Objects
from cli.stack.postgres import Postgres
from cli.stack.temporal import Temporal
from cli.stack.worker import Worker
from film.format import Aspect, FilmFormat, Quality
from media.probe import probe
from media.profile import VideoProfile
from media.quality.verify import Expectation, verify
from media.sound.audio import read_sound
from store.database import Database
from store.ledger import Entry, Ledger
from tests.conftest import bare_environment
from tests.previz.server.running import HEADERS, Previz, running_previz

pytestmark = pytest.mark.stack

SECONDS, PATIENCE_S = 10, 120.0
DRAFT = FilmFormat(aspect=Aspect.PORTRAIT, quality=Quality.DRAFT, fps=30)
ORDER = {"prompt": "A lighthouse keeper counts her ships", "duration_s": SECONDS, "quality": "draft", "studio": "live"}
JUDGE, WRITER = "openai/omni-moderation-latest", "openai/gpt-6-luna"
BOUGHT = {
    WRITER: 1,
    # The second scene is the first one going on: it begins with its last picture.
    "black-forest-labs/flux-dev": 1,
    "bytedance/seedance-1-pro": 3,
    "minimax/speech-02-hd": 3,
    "sync/lipsync-2": 1,
    "google/lyria-2": 1,
}
REPLICATE, OPENAI = "http://api.replicate.example", "http://api.openai.example"
REPLICATE_TOKEN, OPENAI_KEY = "r8_nobody-may-ever-read-this", "sk-nobody-may-ever-read-this"
LINES = ("The old lighthouse keeper counts her ships.", "I saw one smile.")
SCENE = {
    **{"setting": "a rocky shore", "time_of_day": "dawn", "weather": "clear", "action": "looks out to sea"},
    **{"subject": "an old lighthouse keeper in a yellow coat", "framing": "medium", "camera": "push in"},
    **{"narration": LINES[0], "speaker": None, "on_screen_text": "At dawn", "weight": 1.0},
    **{"characters": [], "location": None, "avoid": None},
}
STYLE = {
    **dict.fromkeys(("lighting", "camera", "lens", "texture", "mood", "grade"), "soft watercolour"),
    "palette": ["amber"],
}
FILM = {
    **{"title": "The Keeper", "logline": "She counts what comes home."},
    **{"style": STYLE, "characters": [], "locations": []},
    **{"music_mood": "warm", "music_tempo_bpm": 80},
    "scenes": [
        SCENE,
        {**SCENE, "action": "turns round", "narration": LINES[1], "speaker": "the keeper", "on_screen_text": None},
    ],
}
LAB = {
    "strict_inputs": True,
    "rules": [
        {"fault": "scripted", "text": json.dumps(FILM)},
        # One line is spoken so slowly that it does not fit into its scene.
        {"fault": "wrong_duration", "model": "minimax/speech-*", "nth": [1], "seconds": 5.5},
        # One clip is too short for its scene: the rest of it is shot from its last picture.
        {"fault": "wrong_duration", "model": "bytedance/seedance-*", "nth": [1], "seconds": 3.0},
    ],
}


@dataclass(frozen=True)
class Made:
    """A delivered film: what the API says of it, its ledger, the server's bill, what it was sent, and its files."""

    project: dict[str, Any]
    ledger: list[Entry]
    bill: list[dict[str, Any]]
    sent: list[dict[str, Any]]
    uploads: int
    film: Path
    captions: str
    home: Path


@pytest_asyncio.fixture(scope="module")
async def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Previz]:
    async with running_previz(tmp_path_factory.mktemp("rehearsal")) as server, httpx.AsyncClient() as http:
        assert (await http.put(f"{server.url}/previz/lab", json=LAB)).is_success
        yield server


@pytest_asyncio.fixture(scope="module")
async def made(rehearsal: Previz, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Made]:
    folder = tmp_path_factory.mktemp("live")
    environ = {name: value for name, value in bare_environment().items() if not name.lower().endswith("_proxy")}
    environ |= {"HTTP_PROXY": rehearsal.url, "REPLICATE_API_TOKEN": REPLICATE_TOKEN, "REPLICATE_BASE_URL": REPLICATE}
    environ |= {"OPENAI_API_KEY": OPENAI_KEY, "OPENAI_BASE_URL": f"{OPENAI}/v1"}
    # Without previz: what is delivered here was made by the live models alone.
    async with (
        Stack(folder / "home", services=(Temporal, Postgres, Objects, Worker, Api), environ=environ) as stack,
        httpx.AsyncClient(base_url=stack.endpoints.api_url, timeout=30, trust_env=False) as browser,
    ):
        ordered = await browser.post("/v1/projects", json=ORDER)
        assert ordered.status_code == 201, ordered.text
        project = await _ended(browser, ordered.json()["project_id"])
        assert project["state"] == "delivered", project["failure"]
        cut = project["cuts"][-1]
        film = folder / "film.mp4"
        film.write_bytes((await browser.get(cut["film"]["url"])).content)
        database = Database(stack.endpoints.database_url)
        yield Made(
            project=project,
            ledger=await Ledger(database).of_project(project["project_id"]),
            bill=(await browser.get(f"{rehearsal.url}/previz/bill")).json()["lines"],
            sent=(await browser.get(f"{rehearsal.url}/v1/predictions", headers=HEADERS)).json()["results"],
            uploads=len((await browser.get(f"{rehearsal.url}/v1/files", headers=HEADERS)).json()["results"]),
            film=film,
            captions=(await browser.get(cut["captions"]["url"])).text,
            home=stack.home.root,
        )
        await database.close()


async def _ended(browser: httpx.AsyncClient, project_id: str) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            project = dict((await browser.get(f"/v1/projects/{project_id}")).json())
            if project["state"] in ("delivered", "failed", "moderation_failed", "cancelled"):
                return project
            await asyncio.sleep(0.25)


async def test_the_film_is_exactly_as_long_as_asked_and_without_a_flaw(made: Made) -> None:
    assert verify(made.film, Expectation(profile=VideoProfile.of(DRAFT), frames=SECONDS * 30)) == []


async def test_nothing_had_to_be_replaced(made: Made) -> None:
    assert made.project["fallbacks"] == []


async def test_every_paid_call_was_made_once(made: Made) -> None:
    bought = [line for line in made.bill if line["model"] != JUDGE]
    assert Counter(line["model"] for line in bought) == BOUGHT
    assert sorted(line["id"] for line in bought) == sorted(str(entry.provider_id) for entry in made.ledger)
    assert all(entry.attempt_key.endswith("/1") for entry in made.ledger)


async def test_the_ledger_holds_the_live_models_and_what_they_cost(made: Made) -> None:
    assert Counter(entry.model for entry in made.ledger) == BOUGHT
    assert {entry.provider for entry in made.ledger} == {"replicate", "openai"}
    costs = [entry.cost_settled for entry in made.ledger]
    assert all(cost is not None and cost > 0 for cost in costs)
    assert sum(filter(None, costs)) == Decimal(str(made.project["spent_usd"]))
    assert sum(Decimal(line["charged_usd"]) for line in made.bill) == Decimal(str(made.project["spent_usd"]))


async def test_texts_were_judged_and_planned_by_the_writer_of_the_live_studio(made: Made) -> None:
    """The brief, then the plan, then what the plan has written."""
    texts = [line["model"] for line in made.bill if line["model"].startswith("openai/")]
    assert texts[:2] == [JUDGE, WRITER] and set(texts[2:]) == {JUDGE}


async def test_files_reached_the_models_by_upload_and_the_ledger_keeps_their_keys(made: Made) -> None:
    """A still and two last pictures for clips, and a clip and a line for the lips."""
    sent = [value for p in made.sent for value in p["input"].values() if str(value).startswith("http")]
    assert len(sent) == 5 == made.uploads
    assert all(value.startswith(f"{REPLICATE}/v1/files/") for value in sent)
    kept = [value for entry in made.ledger for value in entry.input.values() if str(value).startswith("assets/")]
    assert len(kept) == 5


async def test_a_line_too_long_for_its_scene_was_spoken_again_faster(made: Made) -> None:
    spoken = [p["input"] for p in made.sent if p["model"] == "minimax/speech-02-hd"]
    (twice,) = [text for text, times in Counter(inputs["text"] for inputs in spoken).items() if times == 2]
    speeds = sorted(inputs["speed"] for inputs in spoken if inputs["text"] == twice)
    assert speeds[0] == 1 < speeds[1] <= 2


async def test_a_clip_too_short_for_its_scene_was_followed_by_another(made: Made) -> None:
    takes = [scene["takes"][0] for scene in made.project["scenes"]]
    (chunks,) = [take["chunks"] for take in takes if take["chunks"]]
    assert (len(chunks), chunks[0]["frames"]) == (2, 3 * DRAFT.fps)
    keys = [entry.attempt_key for entry in made.ledger if "/clip-2/" in entry.attempt_key]
    assert len(keys) == 1


async def test_captions_hold_every_word_though_the_model_gave_no_times(made: Made) -> None:
    words = [word for block in made.captions.strip().split("\n\n") for word in " ".join(block.split("\n")[2:]).split()]
    assert words == " ".join(LINES).split()


async def test_the_film_sounds_from_beginning_to_end(made: Made) -> None:
    sound = np.abs(read_sound(made.film)).max(axis=1)
    seconds = [sound[second * 48_000 : (second + 1) * 48_000].max() for second in range(SECONDS)]
    assert min(seconds[:-1]) > 0.01


async def test_scenes_move_to_their_end(made: Made) -> None:
    """Clips are longer than their scenes and of another rate: none may freeze on its last picture."""
    assert probe(made.film).video is not None
    with av.open(str(made.film)) as container:
        frames = [frame.to_ndarray(format="gray").astype(np.int16) for frame in container.decode(video=0)]
    half = DRAFT.fps // 2
    changes = [np.abs(after - before).mean() for before, after in zip(frames, frames[half:], strict=False)]
    card = 2 * DRAFT.fps
    assert min(changes[card : -card - half]) > 0.5


async def test_no_secret_is_in_any_log(made: Made) -> None:
    logs = [path for path in (made.home / "logs").rglob("*") if path.is_file()]
    assert {"api.log", "worker.log"} <= {path.name for path in logs}
    for path in logs:
        text = path.read_text("utf-8", "replace")
        for secret in (REPLICATE_TOKEN, OPENAI_KEY, "X-Amz-Signature"):
            assert secret not in text, path.name
