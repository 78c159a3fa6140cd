"""Uploads and references over HTTP: what is taken, what is turned away and why."""

import io
import wave
from fractions import Fraction
from typing import Any

import av
import httpx
import numpy as np
import pytest

from api import receiving
from film.assets import AssetKind
from tests.api.films import fetched


def picture(*, transparent: bool = False, codec: str = "png", seed: int = 3) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (48, 64, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    if transparent:
        pixels[:24, :, 3] = 0
    frame = av.VideoFrame.from_ndarray(pixels, format="rgba")
    encoder = av.CodecContext.create(codec, "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.time_base = 64, 48, Fraction(1)
    encoder.pix_fmt = "rgba" if codec == "png" else "yuvj420p"
    return b"".join(
        bytes(packet) for packet in (*encoder.encode(frame.reformat(format=encoder.pix_fmt)), *encoder.encode(None))
    )


def song(seconds: float = 9.0) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        tone = np.sin(np.arange(int(8000 * seconds)) * 0.3) * 9000
        out.writeframes(tone.astype("<i2").tobytes())
    return file.getvalue()


def part(name: str, content: bytes) -> tuple[str, tuple[str, bytes, str]]:
    return ("files", (name, content, "application/octet-stream"))


async def sent(desk: httpx.AsyncClient, *files: tuple[str, tuple[str, bytes, str]]) -> list[dict[str, Any]]:
    answer = await desk.post("/v1/uploads", files=list(files))
    assert answer.status_code == 201, answer.text
    return list(answer.json()["uploads"])


async def turned_away(
    desk: httpx.AsyncClient, status: int, *files: tuple[str, tuple[str, bytes, str]]
) -> dict[str, Any]:
    answer = await desk.post("/v1/uploads", files=list(files))
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return dict(answer.json())


async def test_many_files_get_their_keys_and_what_they_are(desk: httpx.AsyncClient) -> None:
    cut_out, photo, tune = await sent(
        desk,
        part("bottle.png", picture(transparent=True)),
        part("counter.jpg", picture(codec="mjpeg")),
        part("tune.wav", song()),
    )
    assert cut_out["key"].startswith("assets/picture/") and cut_out["key"].endswith(".png")
    assert (cut_out["width"], cut_out["height"], cut_out["transparent"]) == (64, 48, True)
    assert (photo["transparent"], photo["file"]["content_type"]) == (False, "image/jpeg")
    assert (tune["kind"], tune["duration_s"], tune["width"]) == ("song", 9.0, None)
    assert (await fetched(cut_out["file"]["url"])).content == picture(transparent=True)


async def test_the_same_file_again_has_the_same_key(desk: httpx.AsyncClient) -> None:
    [first], [again] = (
        await sent(desk, part("a.png", picture(seed=5))),
        await sent(desk, part("b.png", picture(seed=5))),
    )
    assert first == again
    listed = (await desk.get("/v1/uploads", params={"limit": 200})).json()["uploads"]
    assert [each["key"] for each in listed].count(first["key"]) == 1


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/pass\x00wd.png", "pass_wd.png"),
        ("C:\\photos\\me.png", "me.png"),
        ("..", "file"),
        ("a" * 300 + ".png", "a" * 100 + ".png"),
    ],
)
async def test_names_lose_folders_and_what_no_disk_takes(desk: httpx.AsyncClient, told: str, kept: str) -> None:
    assert receiving._safe_name(told.encode()) == kept


async def test_a_text_that_calls_itself_a_picture_is_of_no_kind_that_is_taken(desk: httpx.AsyncClient) -> None:
    told = await turned_away(desk, 415, part("fine.png", picture(seed=8)), part("notes.png", b"just words " * 100))
    assert told["errors"][0]["pointer"] == "/files/1" and "notes.png" in told["detail"]


async def test_a_picture_cut_off_in_the_middle_is_named(desk: httpx.AsyncClient) -> None:
    told = await turned_away(desk, 422, part("half.png", picture()[:600]))
    assert told["type"] == "/problems/unreadable-file" and told["errors"][0]["pointer"] == "/files/0"


async def test_an_empty_file_is_named(desk: httpx.AsyncClient) -> None:
    assert (await turned_away(desk, 422, part("nothing.mp3", b"")))["type"] == "/problems/empty-file"


async def test_a_file_is_too_large_as_soon_as_it_has_more_than_its_kind_may(
    desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_BYTES", {AssetKind.PICTURE: 4000, AssetKind.SONG: 200_000})
    told = await turned_away(desk, 413, part("huge.png", picture()))
    assert told["errors"][0]["pointer"] == "/files/0" and "huge.png" in told["detail"]
    assert (await sent(desk, part("long.wav", song())))[0]["kind"] == "song"


async def test_too_many_files_are_refused(desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_FILES", 1)
    await turned_away(desk, 422, part("a.png", picture()), part("b.png", picture(seed=4)))


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("multipart/form-data", b"", 422),
        ("multipart/form-data; boundary=x", b"", 422),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense", 422),
        ("multipart/form-data; boundary=x", b"--x--\r\n", 422),
        ("multipart/form-data; boundary=" + "x" * 300, b"--y", 422),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
            422,
        ),
        ("", b"\x00" * 100, 415),
    ],
)
async def test_a_body_that_brings_no_file(desk: httpx.AsyncClient, kind: str, body: bytes, status: int) -> None:
    answer = await desk.post("/v1/uploads", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_reference_is_kept_until_it_is_removed(desk: httpx.AsyncClient) -> None:
    [image] = await sent(desk, part("mara.png", picture(seed=11)))
    body = {"kind": "character", "name": "Mara", "looks": "a grey plait", "image": image["key"]}
    made = await desk.post("/v1/references", json=body, headers={"Idempotency-Key": "mara"})
    again = await desk.post("/v1/references", json=body, headers={"Idempotency-Key": "mara"})
    assert made.status_code == 201 and again.json()["reference_id"] == made.json()["reference_id"]
    where = made.headers["location"]
    assert (await desk.get(where)).json()["name"] == "Mara"
    assert made.json()["reference_id"] in {
        each["reference_id"] for each in (await desk.get("/v1/references?kind=character")).json()["references"]
    }
    assert (await desk.delete(where)).status_code == 204
    gone = await desk.get(where)
    assert gone.status_code == 404 and gone.json()["type"] == "/problems/unknown-reference"


async def test_another_reference_under_the_same_key_is_refused(desk: httpx.AsyncClient) -> None:
    [image] = await sent(desk, part("quay.png", picture(seed=12)))
    body = {"kind": "location", "name": "Quay", "image": image["key"]}
    await desk.post("/v1/references", json=body, headers={"Idempotency-Key": "quay"})
    other = await desk.post("/v1/references", json=body | {"name": "Pier"}, headers={"Idempotency-Key": "quay"})
    assert other.status_code == 422 and other.json()["errors"][0]["pointer"] == "Idempotency-Key"


async def test_a_reference_takes_pictures_of_its_owner_only(desk: httpx.AsyncClient) -> None:
    [tune] = await sent(desk, part("tune.wav", song(3)))
    foreign = "assets/picture/00/" + "0" * 64 + ".png"
    for key in (foreign, tune["key"]):
        told = await desk.post("/v1/references", json={"kind": "product", "name": "Lamp", "image": key})
        assert told.status_code == 422 and told.json()["errors"][0]["pointer"] == "/image"
