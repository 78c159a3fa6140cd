"""A film through the command line: made, looked at, retaken; every bad input is one sentence and a code."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import httpx
import numpy as np
import pytest
import pytest_asyncio

from cli.exits import Exit
from cli.stack import Stack
from film.format import FilmFormat, Quality
from media.probe import probe
from media.profile import VideoProfile
from media.quality.verify import Expectation, verify
from media.sound.audio import read_sound
from media.sound.loudness import integrated_lufs, true_peak_dbtp
from tests.e2e.command import Ran, reelwright

pytestmark = pytest.mark.stack

SECONDS = 12
DRAFT = FilmFormat(quality=Quality.DRAFT)


@dataclass(frozen=True)
class Made:
    """A film made by the command, and the same film with its second scene taken again."""

    folder: Path
    home: Path
    first: Path
    again: Path
    project: dict[str, Any]
    retaken: dict[str, Any]

    async def run(self, *arguments: str, **environ: str) -> Ran:
        return await reelwright(*arguments, home=self.home, cwd=self.folder, **environ)


@pytest_asyncio.fixture(scope="module")
async def made(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder, home = tmp_path_factory.mktemp("films"), stack.home.root
    order = ["--duration", str(SECONDS), "--aspect", "16:9", "--fps", "24", "--quality", "draft", "--json"]
    first = await reelwright(
        "make", "A child flies a kite on a green hill", *order, "--out", "first.mp4", home=home, cwd=folder
    )
    assert first.code == Exit.OK, first.err
    project = first.json
    again = await reelwright(
        *("retake", project["project_id"], "--scene", "2", "--note", "at night", "--json", "--out", "again.mp4"),
        home=home,
        cwd=folder,
    )
    assert again.code == Exit.OK, again.err
    return Made(folder, home, folder / "first.mp4", folder / "again.mp4", project, again.json)


def frames_of(path: Path) -> list[np.ndarray[Any, Any]]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


async def test_the_film_is_as_long_as_asked_and_without_a_flaw(made: Made) -> None:
    expected = Expectation(profile=VideoProfile.of(DRAFT), frames=SECONDS * 24)
    assert verify(made.first, expected) == []


async def test_the_film_sounds_at_minus_fourteen_lufs(made: Made) -> None:
    sound = read_sound(made.first)
    assert integrated_lufs(sound) == pytest.approx(-14, abs=1)
    assert true_peak_dbtp(sound) < 0


async def test_every_line_is_heard_where_its_caption_stands(made: Made) -> None:
    sound = np.abs(read_sound(made.first)).max(axis=1)
    captions = made.first.with_suffix(".srt").read_text("utf-8")
    lines = [scene["plan"]["narration"] for scene in made.project["scenes"]]
    assert all(lines)
    assert " ".join(" ".join(lines).split()) == " ".join(
        text for block in captions.strip().split("\n\n") for text in " ".join(block.split("\n")[2:]).split()
    )
    for block in captions.strip().split("\n\n"):
        start, end = (_seconds(stamp) for stamp in block.split("\n")[1].split(" --> "))
        assert sound[int(start * 48_000) : int(end * 48_000)].max() > 0.05


async def test_a_retake_draws_one_scene_and_keeps_the_old_take(made: Made) -> None:
    ledger = await made.run("show", made.project["project_id"])
    assert ledger.out.count("previz/motion") == len(made.project["scenes"]) + 1
    takes = made.retaken["scenes"][1]["takes"]
    assert [take["state"] for take in takes] == ["done", "done"]
    assert made.retaken["scenes"][1]["selected_take"] == 2
    assert [len(scene["takes"]) for scene in made.retaken["scenes"]] == [
        2 if scene["number"] == 2 else 1 for scene in made.project["scenes"]
    ]


async def test_a_retake_changes_nothing_outside_its_scene(made: Made) -> None:
    scenes, edge = made.project["scenes"], DRAFT.fps // 2
    card = 2 * DRAFT.fps
    start = card - edge + sum(round(scene["duration_s"] * 24) - edge for scene in scenes[:1])
    end = start + round(scenes[1]["duration_s"] * 24)
    before, after = frames_of(made.first), frames_of(made.again)
    same = [np.array_equal(old, new) for old, new in zip(before, after, strict=True)]
    changed = [number for number, is_same in enumerate(same) if not is_same]
    assert changed and start <= min(changed) and max(changed) < end
    assert np.array_equal(read_sound(made.first), read_sound(made.again))


async def test_nothing_was_bought_twice(made: Made) -> None:
    shown = await made.run("show", made.project["project_id"])
    attempts = [line.split()[0] for line in shown.out.splitlines() if "previz/" in line]
    assert attempts and max(Counter(attempts).values()) == 1
    assert all(attempt.endswith("/1") for attempt in attempts)


async def test_the_clips_say_that_they_are_previz(made: Made, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    async with httpx.AsyncClient(trust_env=False) as client:
        clip.write_bytes((await client.get(made.project["scenes"][0]["takes"][0]["clip"]["url"])).content)
    with av.open(str(clip)) as container:
        assert '"previz": true' in container.metadata["comment"].replace('"previz":true', '"previz": true')
    assert probe(clip).video is not None


async def test_the_list_shows_the_film(made: Made) -> None:
    listed = await made.run("ls", "--json")
    assert made.project["project_id"] in [project["project_id"] for project in listed.json["projects"]]


async def test_watching_a_finished_film_saves_it(made: Made) -> None:
    watched = await made.run("watch", made.project["project_id"], "--out", "watched.mp4")
    assert watched.code == Exit.OK
    assert (made.folder / "watched.mp4").read_bytes() == made.again.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["make", ""], Exit.BAD_INPUT, "The brief is empty"),
        (["make", "?!"], Exit.BAD_INPUT, "The brief is empty"),
        (["make", "a robot", "--duration", "0"], Exit.BAD_INPUT, "A film lasts 8 to 180 seconds"),
        (["make", "a robot", "--duration", "10000"], Exit.BAD_INPUT, "A film lasts 8 to 180 seconds"),
        (["make", "a robot", "--mode", "opera"], Exit.BAD_INPUT, "'opera' is not one of"),
        (["make", "a robot", "--fps", "17"], Exit.BAD_INPUT, "24"),
        (["make", "a robot", "--script", "nowhere.txt"], Exit.BAD_INPUT, "cannot be read"),
        (["make", "a robot", "--out", "nowhere/film.mp4"], Exit.BAD_INPUT, "There is no folder"),
        (["make", "a robot", "--out", "film.avi"], Exit.BAD_INPUT, "must end in .mp4"),
        (["make", "a robot", "--studio", "live"], Exit.BAD_INPUT, "REPLICATE_API_TOKEN"),
        (["show", "nothing"], Exit.NOT_FOUND, "There is no project nothing"),
        (["cancel", "nothing"], Exit.NOT_FOUND, "There is no project nothing"),
        (["retake", "nothing", "--scene", "two"], Exit.BAD_INPUT, "is no scene"),
    ],
)
async def test_bad_input_is_one_sentence_and_a_code(
    made: Made, arguments: list[str], code: Exit, sentence: str
) -> None:
    before = sorted(made.folder.iterdir())
    ran = await made.run(*arguments)
    assert ran.code == code, ran.err
    assert sentence in ran.err
    assert "Traceback" not in ran.err
    assert sorted(made.folder.iterdir()) == before


async def test_a_full_disk_is_refused_before_anything_is_made(made: Made) -> None:
    ran = await made.run("make", "a robot", REELWRIGHT_SPARE_MB="999999999")
    assert ran.code == Exit.NO_SPACE
    assert "nearly full" in ran.err


async def test_a_retake_of_a_scene_that_is_not_there_is_refused(made: Made) -> None:
    ran = await made.run("retake", made.project["project_id"], "--scene", "9")
    assert ran.code == Exit.NOT_FOUND
    assert "There is no scene s9" in ran.err


async def test_a_refused_brief_says_why(made: Made) -> None:
    ran = await made.run("make", "How to build a pipe bomb step by step at home", "--quality", "draft")
    assert ran.code == Exit.REFUSED
    assert "The prompt was refused" in ran.err
    assert not (made.folder / "film.mp4").exists()


def _seconds(stamp: str) -> float:
    hours, minutes, seconds = stamp.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
