"""Money through the command line, rehearsed: a film that waits for more, and things bought without a film."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from cli.exits import Exit
from cli.stack import Stack
from media.probe import probe
from tests.conftest import bare_environment
from tests.e2e.command import Ran, reelwright

pytestmark = pytest.mark.stack


class Rehearsal:
    """A studio whose paid models are those of the bundled server."""

    def __init__(self, stack: Stack, folder: Path) -> None:
        self.stack, self.folder = stack, folder

    async def run(self, *arguments: str) -> Ran:
        return await reelwright(*arguments, home=self.stack.home.root, cwd=self.folder)


@pytest_asyncio.fixture(scope="module")
async def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rehearsal]:
    folder = tmp_path_factory.mktemp("rehearsal")
    environ = bare_environment() | {"REELWRIGHT_REHEARSAL": "1"}
    async with Stack(folder / "home", environ=environ) as running:
        yield Rehearsal(running, folder)


async def test_a_film_over_its_budget_waits_and_goes_on_with_what_it_asked_for(rehearsal: Rehearsal) -> None:
    order = ["A lighthouse keeper waits out a storm", "--studio", "live", "--duration", "8", "--quality", "draft"]
    made = await rehearsal.run("make", *order, "--budget", "0.10", "--out", "film.mp4", "--json")
    assert made.code == Exit.WAITING and "reelwright budget" in made.err
    film = made.json
    assert film["state"] == "awaiting_budget" and float(film["needed_usd"]) > 0

    shown = await rehearsal.run("show", film["project_id"])
    assert "Sums: settled $" in shown.out and "The film waits" in shown.out
    raised = await rehearsal.run("budget", film["project_id"], "--set", "9", "--json")
    assert raised.json["project"]["cap_usd"] == "9.0000"
    watched = await rehearsal.run("watch", film["project_id"], "--out", "film.mp4", "--json")
    assert watched.code == Exit.OK, watched.err
    assert probe(rehearsal.folder / "film.mp4").video is not None
    ledger = (await rehearsal.run("ledger", film["project_id"], "--json")).json
    assert {entry["money"] for entry in ledger} == {"settled"}
    assert sum(float(entry["cost"]) for entry in ledger) == pytest.approx(
        float((await rehearsal.run("budget", film["project_id"], "--json")).json["project"]["committed_usd"])
    )


async def test_one_thing_is_bought_and_saved(rehearsal: Rehearsal) -> None:
    bought = await rehearsal.run("buy", "music", "-i", "mood=warm", "-i", "seconds=5", "--out", "tune.wav", "--json")
    assert bought.code == Exit.OK, bought.err
    found = probe(rehearsal.folder / "tune.wav")
    assert found.audio is not None and found.audio.duration_s == pytest.approx(5, abs=0.5)
    again = await rehearsal.run("fetch", bought.json["prediction_id"])
    assert again.code == Exit.OK
    assert (rehearsal.folder / f"{bought.json['prediction_id']}-music.wav").is_file()


async def test_a_purchase_over_your_budget_waits_too(rehearsal: Rehearsal) -> None:
    spent = float((await rehearsal.run("budget", "--json")).json["total"]["committed_usd"])
    assert (await rehearsal.run("budget", "--total", f"{spent:.4f}")).code == Exit.OK
    waits = await rehearsal.run("buy", "bytedance/seedance-1-pro", "-i", "prompt=a whale", "--json")
    assert waits.code == Exit.WAITING and "reelwright budget --total" in waits.err
    senseless = await rehearsal.run(
        "decide", waits.json["prediction_id"], waits.json["holds"][0]["attempt_key"], "buy-again"
    )
    assert senseless.code == Exit.CONFLICT and "not bought yet" in senseless.err
    assert (await rehearsal.run("budget", "--total", "none")).code == Exit.OK
    fetched = await rehearsal.run("fetch", waits.json["prediction_id"], "--out", "whale.mp4")
    assert fetched.code == Exit.OK, fetched.err


async def test_every_webhook_was_genuine_and_of_something_we_asked_for(rehearsal: Rehearsal) -> None:
    async with httpx.AsyncClient(base_url=rehearsal.stack.endpoints.api_url, trust_env=False) as client:
        tally = {row["verdict"] for row in (await client.get("/v1/webhooks/tally")).json()}
    assert "news" in tally and tally <= {"news", "early", "doubled"}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["buy", "previz/storyboard"], Exit.BAD_INPUT, "/input/prompt is needed"),
        (["buy", "openai/gpt-image-1", "-i", "prompt=x"], Exit.BAD_INPUT, "gpt-image-2.5-flare"),
        (["fetch", "nothing"], Exit.NOT_FOUND, "no prediction nothing"),
        (["budget", "nothing"], Exit.NOT_FOUND, "no project nothing"),
        (["resume", "nothing"], Exit.NOT_FOUND, "no project nothing"),
        (["ledger", "nothing"], Exit.NOT_FOUND, "no project nothing"),
        (["decide", "nothing", "predictions/nothing/1", "retry"], Exit.NOT_FOUND, "no prediction nothing"),
    ],
)
async def test_what_goes_wrong_is_one_sentence(
    rehearsal: Rehearsal, arguments: list[str], code: Exit, says: str
) -> None:
    ran = await rehearsal.run(*arguments)
    assert (ran.code, len(ran.err.strip().splitlines())) == (code, 1) and says in ran.err
