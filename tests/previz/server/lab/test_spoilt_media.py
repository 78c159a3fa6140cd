"""Outputs that are wrong in one respect."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from media.sound.audio import RATE, read_sound
from previz.server.lab.faults import LabFault
from previz.server.lab.spoil import spoil
from previz.server.reels import write_film, write_sound
from tests.previz.server.lab.bench import Bench


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A film of one second with its sound, a sound and a picture."""
    frames = (av.VideoFrame.from_ndarray(np.full((96, 160, 3), n * 8, np.uint8), format="rgb24") for n in range(24))
    sound = np.full((RATE, 2), 0.3, np.float32)
    shown = (frame.reformat(format="yuv420p") for frame in frames)
    write_film(tmp_path / "output.mp4", shown, width=160, height=96, fps=Fraction(24), sound=sound)
    write_sound(tmp_path / "output.wav", sound)
    cv2.imwrite(str(tmp_path / "output.png"), np.zeros((90, 160, 3), np.uint8))
    return tmp_path


def film(folder: Path) -> tuple[int, Fraction | None, int, int, bool]:
    with av.open(str(folder / "output.mp4")) as container:
        stream = container.streams.video[0]
        frames = sum(1 for _ in container.decode(stream))
        return frames, stream.average_rate, stream.width, stream.height, bool(container.streams.audio)


def test_what_is_not_spoilt_is_as_it_should_be(folder: Path):
    assert film(folder) == (24, 24, 160, 96, True)


@pytest.mark.parametrize(("seconds", "frames"), [(None, 12), (0.25, 6), (2.0, 48)])
def test_a_wrong_length_is_half_or_as_told(folder: Path, seconds: float | None, frames: int):
    spoil(folder, LabFault.WRONG_DURATION, seconds)
    assert film(folder)[0] == frames
    assert len(read_sound(folder / "output.wav")) == round(frames / 24 * RATE)


def test_a_wrong_size_is_half(folder: Path):
    spoil(folder, LabFault.WRONG_SIZE, None)
    assert film(folder) == (24, 24, 80, 48, True)
    assert cv2.imread(str(folder / "output.png")).shape == (45, 80, 3)


def test_a_wrong_rate_is_fifteen_for_the_same_time(folder: Path):
    spoil(folder, LabFault.WRONG_FPS, None)
    assert film(folder)[:2] == (15, 15)


def test_a_silent_film_has_no_sound_and_a_silent_sound_is_silence(folder: Path):
    spoil(folder, LabFault.SILENT, None)
    assert not film(folder)[-1]
    assert not read_sound(folder / "output.wav").any()


def test_a_corrupt_file_cannot_be_read_though_its_size_is_right(folder: Path):
    before = {path: path.stat().st_size for path in folder.iterdir()}
    spoil(folder, LabFault.CORRUPT, None)
    assert {path: path.stat().st_size for path in folder.iterdir()} == before
    with pytest.raises(av.error.FFmpegError):
        film(folder)
    assert cv2.imread(str(folder / "output.png")) is None


async def test_a_prediction_can_be_delivered_spoilt(bench: Bench, tmp_path: Path):
    await bench.rule(fault="wrong_size")
    output = (await bench.made())["output"]
    path = tmp_path / "output.png"
    path.write_bytes((await bench.http.get(output)).content)
    assert cv2.imread(str(path)).shape == (90, 160, 3)
