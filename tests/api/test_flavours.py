"""Flavours over HTTP: listed, shown with every word, and honest about files that an edit broke."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from store.flavours import FOLDER_VARIABLE, load_flavours
from tests.api.test_orders import problem


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of one's own flavours, which this process reads as long as the test lasts."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "parameters.yaml").write_text("extends: noir\ntitle: Mine\n")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    load_flavours.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    load_flavours.cache_clear()


async def test_flavours_are_listed_the_default_one_first(desk: httpx.AsyncClient) -> None:
    found = (await desk.get("/v1/flavours")).json()["flavours"]
    assert found[0]["name"] == "default" and len(found) >= 6
    assert all(each["title"] and not each["faults"] and not each["own"] for each in found)


async def test_a_flavour_shows_every_word_that_models_are_told(desk: httpx.AsyncClient) -> None:
    found = (await desk.get("/v1/flavours/noir")).json()
    prompts = {each["name"]: each for each in found["prompts"]}
    assert set(prompts) == {"storyboard", "motion", "reference", "mood", "music", "plan", "repair", "brief_chat"}
    assert "{Subject} {action}" in prompts["storyboard"]["text"] and "first person" in prompts["plan"]["text"]
    assert {name: each["version"] for name, each in prompts.items()} == load_flavours().recipe("noir").versions
    assert found["style"]["grade"].startswith("monochrome")


async def test_a_flavour_that_is_not_there_is_told_with_those_there_are(desk: httpx.AsyncClient) -> None:
    found = problem(await desk.get("/v1/flavours/sepia"), 404, "unknown-flavour")
    assert "'sepia'; there is anime, cinematic" in found["detail"]
    problem(await desk.get(f"/v1/flavours/{'x' * 41}"), 422, "invalid-request")


async def test_a_broken_edit_is_shown_beside_the_last_good_version(desk: httpx.AsyncClient, own: Path) -> None:
    assert (await desk.get("/v1/flavours/mine")).json()["title"] == "Mine"
    (own / "mine" / "parameters.yaml").write_text("extends: noir\ntitle: Mine now\nscene_s: -1\n")
    (own / "never").mkdir()
    (own / "never" / "image_parameters.yaml").write_text("boards: 2\n")
    found = {each["name"]: each for each in (await desk.get("/v1/flavours")).json()["flavours"]}
    assert (found["mine"]["title"], found["mine"]["own"]) == ("Mine", True)
    assert found["mine"]["faults"] == ["mine/parameters.yaml:3: scene_s: must be above 1"]
    assert (found["never"]["title"], found["never"]["modes"]) == (None, [])
    never = (await desk.get("/v1/flavours/never")).json()
    assert never["faults"] == ["never/image_parameters.yaml:1: boards: must be 1 or 4"] and never["prompts"] == []
