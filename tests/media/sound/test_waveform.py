import json
from pathlib import Path

import numpy as np
import pytest

from media.errors import UnreadableError
from media.sound.audio import RATE, write_wav
from media.sound.waveform import waveform, write_waveform
from tests.media.material import contract_clip
from tests.media.sound.signals import sine


def test_peaks_are_the_lowest_and_highest_value_of_each_pixel(tmp_path: Path) -> None:
    sound = np.zeros((1000, 2), np.float32)
    sound[10], sound[20] = 0.5, -0.25
    sound[999] = 1.0
    write_wav(tmp_path / "sound.wav", sound)

    drawn = waveform(tmp_path / "sound.wav", samples_per_pixel=300, bits=16)

    assert drawn.length == 4
    assert drawn.data == (-8192, 16384, 0, 0, 0, 0, 0, 32767)


def test_both_channels_are_drawn_as_their_mean_and_loud_sound_at_full_scale(tmp_path: Path) -> None:
    sound = np.zeros((600, 2), np.float32)
    sound[5] = (1.0, 0.0)
    sound[300] = -3.0
    write_wav(tmp_path / "sound.wav", sound)

    assert waveform(tmp_path / "sound.wav", samples_per_pixel=300).data == (0, 64, -127, 0)


@pytest.mark.parametrize(("seconds", "pixel"), [(2.5, 480), (3.0, 7001), (0.001, 480)])
def test_every_sample_is_in_one_pixel_wherever_blocks_end(tmp_path: Path, seconds: float, pixel: int) -> None:
    sound = sine(seconds, 300, 0.7)
    write_wav(tmp_path / "sound.wav", sound)

    drawn = waveform(tmp_path / "sound.wav", samples_per_pixel=pixel)

    cuts = range(0, len(sound), pixel)
    expected = np.round(np.array([[f(sound[a : a + pixel, 0]) for f in (np.min, np.max)] for a in cuts]) * 127)
    assert drawn.data == tuple(expected.astype(int).ravel())


def test_the_file_is_what_web_players_read(tmp_path: Path) -> None:
    write_wav(tmp_path / "sound.wav", sine(1))

    drawn = write_waveform(tmp_path / "sound.wav", tmp_path / "sound.json")

    written = json.loads((tmp_path / "sound.json").read_text())
    head = {name: value for name, value in written.items() if name != "data"}
    assert head == {
        "version": 2,
        "channels": 1,
        "sample_rate": RATE,
        "samples_per_pixel": 480,
        "bits": 8,
        "length": 100,
    }
    assert len(written["data"]) == 2 * written["length"] == 2 * drawn.length


def test_pictures_without_sound_have_no_waveform(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"clip\.mp4"):
        waveform(contract_clip(tmp_path / "clip.mp4", 24))


def test_a_pixel_of_one_sample_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two samples"):
        waveform(tmp_path / "sound.wav", samples_per_pixel=1)
