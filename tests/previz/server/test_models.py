"""Each model through the front door, and the chain from storyboard to lipsync."""

import asyncio
import base64
from fractions import Fraction
from pathlib import Path

import av
import cv2
import httpx
import numpy as np
import pytest

from film.sound import Speech
from previz.server.crew.marks import png_shot, spoken_phonemes, video_mark
from previz.sound.wav import read_wav
from tests.previz.server.running import SMALL, create, ended, made

ROBOT = "Medium shot, pan left. A silver robot talks to us. Setting: a rainy city street. Night, rain."


async def fetched(http: httpx.AsyncClient, url: str, path: Path) -> Path:
    reply = await http.get(url)
    assert reply.status_code == 200
    await asyncio.to_thread(path.write_bytes, reply.content)
    return path


@pytest.fixture(scope="session")
async def still(http: httpx.AsyncClient) -> str:
    return str((await made(http, "storyboard", prompt=ROBOT, **SMALL))["output"])


@pytest.fixture(scope="session")
async def clip(http: httpx.AsyncClient, still: str) -> str:
    return str((await made(http, "motion", prompt=ROBOT, image=still, num_frames=26, fps=24, **SMALL))["output"])


@pytest.fixture(scope="session")
async def line(http: httpx.AsyncClient) -> dict:
    output: dict = (await made(http, "voice", text="Hello, old friend."))["output"]
    return output


def frames_of(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


async def test_a_storyboard_is_a_png_of_the_asked_size_that_tells_its_shot(http, still, tmp_path):
    path = await fetched(http, still, tmp_path / "still.png")
    picture = cv2.imread(str(path))
    assert picture.shape == (180, 320, 3)
    shot = png_shot(path)
    assert shot is not None
    assert shot.camera == "pan left"


async def test_a_storyboard_drawn_again_is_the_same_to_the_byte(http, still):
    again = (await made(http, "storyboard", prompt=ROBOT, **SMALL))["output"]
    assert (await http.get(again)).content == (await http.get(still)).content


async def test_a_clip_has_the_asked_frames_rate_size_and_keyframes(http, clip, tmp_path):
    path = await fetched(http, clip, tmp_path / "clip.mp4")
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.pts is not None]
        assert stream.frames == len(packets) == 26
        assert stream.average_rate == Fraction(24)
        assert (stream.codec_context.width, stream.codec_context.height) == (320, 180)
    assert [i for i, packet in enumerate(packets) if packet.is_keyframe] == [0, 12, 24]


async def test_a_clip_of_a_storyboard_keeps_its_shot_but_takes_the_prompts_camera(http, still, tmp_path):
    prompt = "Wide shot, push in. A red sailing boat on the open sea."
    prediction = await made(http, "motion", prompt=prompt, image=still, num_frames=8, **SMALL)
    drawn = png_shot(await fetched(http, still, tmp_path / "still.png"))
    moving, gop_frames = video_mark(await fetched(http, prediction["output"], tmp_path / "clip.mp4"))
    assert moving == drawn.model_copy(update={"camera": "push in"})
    assert gop_frames == 12


async def test_a_foreign_picture_is_moved_over_in_the_same_encoding(http, clip, tmp_path):
    picture = np.zeros((240, 200, 3), np.uint8)
    picture[:, :60] = (30, 60, 220)
    encoded = cv2.imencode(".jpg", picture)[1].tobytes()
    uri = "data:image/jpeg;base64," + base64.b64encode(encoded).decode()
    prediction = await made(http, "motion", prompt="push in", image=uri, num_frames=24, fps=24, **SMALL)
    path = await fetched(http, prediction["output"], tmp_path / "moved.mp4")
    ours = await fetched(http, clip, tmp_path / "clip.mp4")
    with av.open(str(path)) as moved, av.open(str(ours)) as drawn:
        assert moved.streams.video[0].codec_context.extradata == drawn.streams.video[0].codec_context.extradata
    frames = frames_of(path)
    assert len(frames) == 24
    assert np.abs(frames[0][:, 40].mean(0) - (220, 60, 30)).max() < 12
    assert np.abs(frames[0].astype(int) - frames[-1]).mean() > 0.5


async def test_a_file_that_is_no_picture_fails_with_a_clear_error(http):
    uri = "data:text/plain;base64," + base64.b64encode(b"not a picture").decode()
    created = await create(http, "motion", prompt="push in", image=uri, num_frames=8, **SMALL)
    prediction = await ended(http, created["id"])
    assert prediction["status"] == "failed"
    assert "not a picture" in prediction["error"]


async def test_an_input_that_cannot_be_fetched_fails_and_names_it(http, server):
    created = await create(http, "motion", prompt="x", image=f"{server.url}/nothing.png", num_frames=8, **SMALL)
    prediction = await ended(http, created["id"])
    assert prediction["status"] == "failed"
    assert prediction["error"].startswith("input.image could not be fetched")


async def test_a_voice_answers_words_and_sounds_within_its_audio(http, line, tmp_path):
    audio = read_wav(await fetched(http, line["audio"], tmp_path / "line.wav"))
    speech = Speech.model_validate({k: v for k, v in line.items() if k != "audio"})
    assert " ".join(word.text for word in speech.words) == "Hello, old friend."
    assert audio.rate == 24_000
    assert speech.duration_s == pytest.approx(len(audio.samples) / audio.rate)
    assert spoken_phonemes(audio.comment) == speech.phonemes


async def test_an_unknown_voice_fails_and_names_those_there_are(http):
    prediction = await ended(http, (await create(http, "voice", text="Hello.", voice="nobody"))["id"])
    assert prediction["status"] == "failed"
    assert "af_heart" in prediction["error"]


async def test_a_score_is_as_long_as_asked_and_its_beats_keep_the_tempo(http, tmp_path):
    output = (await made(http, "score", mood="hopeful", duration_s=6.5, tempo_bpm=120, seed=3))["output"]
    audio = read_wav(await fetched(http, output["audio"], tmp_path / "score.wav"))
    assert len(audio.samples) == round(6.5 * 48_000)
    assert audio.samples.shape[1] == 2
    assert np.diff(output["beats_s"]) == pytest.approx(0.5)
    assert set(output["downbeats_s"]) <= set(output["beats_s"])


async def test_lipsync_moves_only_what_speaks_and_keeps_the_clips_length(http, clip, line, tmp_path):
    output = (await made(http, "lipsync", video=clip, audio=line["audio"]))["output"]
    before = frames_of(await fetched(http, clip, tmp_path / "before.mp4"))
    after = frames_of(await fetched(http, output, tmp_path / "after.mp4"))
    assert len(after) == len(before)
    change = np.abs(np.stack(after).astype(int) - np.stack(before)).max(axis=(0, 3))
    assert (change > 24).any(), "the mouth moves"
    assert (change > 24).mean() < 0.2, "and nothing else"


async def test_lipsync_leaves_the_mouth_alone_until_the_speech_starts(http, clip, line, tmp_path):
    output = (await made(http, "lipsync", video=clip, audio=line["audio"], audio_offset_s=0.5))["output"]
    before = frames_of(await fetched(http, clip, tmp_path / "before.mp4"))
    after = frames_of(await fetched(http, output, tmp_path / "after.mp4"))
    first = next(i for i in range(26) if (np.abs(after[i].astype(int) - before[i]) > 24).any())
    assert first >= 12


async def test_lipsync_of_a_clip_without_a_face_fails_and_says_so(http, line):
    boat = "Wide shot. A red sailing boat drifts. Setting: the open sea. Day, clear."
    clip = (await made(http, "motion", prompt=boat, num_frames=8, **SMALL))["output"]
    prediction = await ended(http, (await create(http, "lipsync", video=clip, audio=line["audio"]))["id"])
    assert prediction["status"] == "failed"
    assert "no drawn face found" in prediction["error"]


async def test_lipsync_follows_the_loudness_of_a_foreign_recording(http, clip, tmp_path):
    path = tmp_path / "tone.mp3"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mp3", rate=44_100, layout="mono")
        t = np.arange(44_100) / 44_100
        frame = av.AudioFrame.from_ndarray(
            (np.sin(2 * np.pi * 220 * t) * (t < 0.5)).astype(np.float32)[None], format="fltp", layout="mono"
        )
        frame.sample_rate = 44_100
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    uri = "data:audio/mpeg;base64," + base64.b64encode(path.read_bytes()).decode()
    output = (await made(http, "lipsync", video=clip, audio=uri))["output"]
    assert len(frames_of(await fetched(http, output, tmp_path / "after.mp4"))) == 26
