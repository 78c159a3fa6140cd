"""Finishing a delivered film otherwise, and playing it: versions, streams, thumbnails, the preview."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from media.probe import probe
from tests.api.films import PATIENCE_S, Told, fetched
from tests.api.test_orders import problem

pytestmark = pytest.mark.stack

MEDIA_TYPE = "application/vnd.apple.mpegurl"


async def playlist(studio: httpx.AsyncClient, path: str) -> list[str]:
    """The lines of a playlist, the addresses that are not comments last."""
    answer = await studio.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(MEDIA_TYPE)
    return answer.text.splitlines()


def addresses(lines: list[str]) -> list[str]:
    return [line for line in lines if line and not line.startswith("#")]


def header(lines: list[str]) -> str:
    return next(line for line in lines if line.startswith("#EXT-X-MAP")).split('"')[1]


async def joined(studio: httpx.AsyncClient, lines: list[str], path: Path) -> Path:
    """Header and fragments of a media playlist in one file."""
    parts = [await studio.get(url) for url in (header(lines), *addresses(lines))]
    path.write_bytes(b"".join(part.content for part in parts))  # noqa: ASYNC240 -- tiny, and nobody else on the loop
    return path


async def test_a_cut_plays_as_a_stream_of_its_own_frames(
    studio: httpx.AsyncClient, film: dict[str, Any], tmp_path: Path
) -> None:
    cut = film["cuts"][0]
    master = cut["versions"][0]["stream"]
    assert addresses(await playlist(studio, master)) == ["video.m3u8"]
    lines = await playlist(studio, master.replace("master", "video"))
    assert lines[-1] == "#EXT-X-ENDLIST"
    video = probe(await joined(studio, lines, tmp_path / "video.mp4")).video
    assert video is not None and video.frames == cut["frames"]
    audio = probe(
        await joined(studio, await playlist(studio, master.replace("master", "audio")), tmp_path / "a.mp4")
    ).audio
    assert audio is not None and audio.duration_s == pytest.approx(cut["duration_s"], abs=0.03)


async def test_thumbnails_name_places_in_pictures_that_are_there(
    studio: httpx.AsyncClient, film: dict[str, Any]
) -> None:
    answer = await studio.get(film["cuts"][0]["versions"][0]["thumbnails"])
    assert answer.headers["content-type"].startswith("text/vtt") and answer.text.startswith("WEBVTT")
    sheets = {line.partition("#xywh=")[0] for line in answer.text.splitlines() if "#xywh=" in line}
    pictures = [(await fetched(sheet)).content for sheet in sheets]
    assert pictures and all(picture.startswith(b"\xff\xd8") for picture in pictures)


async def test_the_preview_of_a_finished_film_is_closed(
    studio: httpx.AsyncClient, film: dict[str, Any], tmp_path: Path
) -> None:
    master = film["links"]["preview"]
    await playlist(studio, master)
    lines = await playlist(studio, master.replace("master", "video"))
    assert lines[-1] == "#EXT-X-ENDLIST" and len(addresses(lines)) == len(film["scenes"])
    assert probe(await joined(studio, lines, tmp_path / "preview.mp4")).video is not None


async def test_a_cut_has_measured_sound_stems_and_a_waveform(film: dict[str, Any]) -> None:
    sound = film["cuts"][0]["sound"]
    assert sound["loudness_lufs"] == pytest.approx(-14, abs=0.5) and sound["peak_dbtp"] <= -1
    assert set(sound["stems"]) == {"narration", "music", "clips"}
    assert (await fetched(sound["waveform"]["url"])).json()["sample_rate"] == 48_000


async def test_a_take_tells_what_was_seen_in_its_clip(film: dict[str, Any]) -> None:
    quality = film["scenes"][0]["takes"][0]["quality"]
    assert quality["facts"]["frames"] > 0 and quality["findings"] == []


async def test_another_version_is_made_of_what_is_there(
    studio: httpx.AsyncClient, premiere: tuple[str, list[Told]], tmp_path: Path
) -> None:
    project = f"/v1/projects/{premiere[0]}"
    bought = await attempts(studio, project)
    before = (await studio.get(project)).json()["cuts"]
    finish = {"also": [{"aspect": "1:1"}]}
    answer = await studio.put(f"{project}/finish", json=finish)
    assert answer.status_code == 202, answer.text
    film: dict[str, Any] = {}
    async with asyncio.timeout(PATIENCE_S):
        while len(film.get("cuts", ())) <= len(before):
            await asyncio.sleep(0.3)
            film = (await studio.get(project)).json()
    assert film["finish"]["also"] == [{"aspect": "1:1", "codec": "h264"}]
    own, square = film["cuts"][-1]["versions"]
    assert own["film"]["sha256"] == before[-1]["film"]["sha256"]
    (tmp_path / "square.mp4").write_bytes((await fetched(square["film"]["url"])).content)
    video = probe(tmp_path / "square.mp4").video
    assert video is not None and (video.width, video.height) == (540, 540)
    assert await attempts(studio, project) == bought


async def attempts(studio: httpx.AsyncClient, project: str) -> list[str]:
    return [entry["attempt_key"] for entry in (await studio.get(f"{project}/predictions")).json()]


@pytest.mark.parametrize(
    ("finish", "pointer"),
    [
        ({"also": [{"aspect": "4:3"}]}, "/also/0/aspect"),
        ({"also": [{"aspect": "1:1"}, {"aspect": "1:1"}]}, "/also"),
        ({"transition": "explode"}, "/transition"),
        ({"sound": {"loudness_lufs": 3}}, "/sound/loudness_lufs"),
        ({"look": {"captions": "sparkling"}}, "/look/captions"),
        ({"look": {"colours": {"accent": "red"}}}, "/look/colours/accent"),
        ({"look": {"product": {"image": "/etc/passwd"}}}, "/look/product/image"),
    ],
)
async def test_a_finish_that_makes_no_sense_is_refused_at_its_field(
    studio: httpx.AsyncClient, premiere: tuple[str, list[Told]], finish: dict[str, Any], pointer: str
) -> None:
    answer = await studio.put(f"/v1/projects/{premiere[0]}/finish", json=finish)
    assert problem(answer, 422, "invalid-request")["errors"][0]["pointer"] == pointer


async def test_a_product_that_is_not_stored_is_refused(
    studio: httpx.AsyncClient, premiere: tuple[str, list[Told]]
) -> None:
    image = f"assets/cutout/00/{'0' * 64}.png"
    answer = await studio.put(f"/v1/projects/{premiere[0]}/finish", json={"look": {"product": {"image": image}}})
    problem(answer, 422, "no-such-file")


@pytest.mark.parametrize(
    "path", ["cuts/99/16x9/master.m3u8", "cuts/1/9x16-av1/video.m3u8", "cuts/1/1x1/thumbnails.vtt"]
)
async def test_a_cut_or_version_that_is_not_there_cannot_be_played(
    studio: httpx.AsyncClient, premiere: tuple[str, list[Told]], path: str
) -> None:
    problem(await studio.get(f"/v1/projects/{premiere[0]}/{path}"), 404, "not-found")


async def test_a_fragment_that_is_not_there_is_not_found(
    studio: httpx.AsyncClient, premiere: tuple[str, list[Told]]
) -> None:
    problem(await studio.get(f"/v1/projects/{premiere[0]}/fragments/{'0' * 64}.m4s"), 404, "not-found")
