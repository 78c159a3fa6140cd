from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.sound.audio import RATE, Sound, write_wav
from media.sound.music import Bed
from media.sound.wave import open_wave
from tests.media.sound.signals import sine


def bed(folder: Path, track: Sound, samples: int, **settings: int) -> Bed:
    write_wav(folder / "track.wav", track)
    wave = open_wave(folder / "track.wav")
    return Bed(wave=wave, begin=0, end=wave.samples, samples=samples, **settings)


def test_a_short_track_loops_without_clicks_or_holes(tmp_path: Path) -> None:
    looped = bed(tmp_path, sine(2.3, 220, 0.3), 9 * RATE, crossfade=RATE // 2).read(0, 9 * RATE)

    assert len(looped) == 9 * RATE
    assert np.abs(np.diff(looped[:, 0])).max() < 0.02
    rms = np.sqrt((looped[RATE : 8 * RATE, 0].reshape(-1, RATE // 10) ** 2).mean(axis=1))
    assert rms.min() > 0.1


def test_loops_of_noise_keep_their_power_through_the_crossfade(tmp_path: Path) -> None:
    noise = (0.1 * np.random.default_rng(1).normal(size=(3 * RATE, 2))).astype(np.float32)
    looped = bed(tmp_path, noise, 12 * RATE, crossfade=RATE // 2).read(0, 12 * RATE)

    rms = np.sqrt((looped.reshape(-1, RATE // 10 * 2) ** 2).mean(axis=1))
    assert rms.min() > 0.095
    assert rms.max() < 0.105


@pytest.mark.parametrize("seconds", [10.0, 1.2])
def test_music_fades_at_both_ends(tmp_path: Path, seconds: float) -> None:
    music = bed(tmp_path, sine(seconds), 5 * RATE, rise=RATE // 2, fall=RATE, crossfade=RATE // 4).read(0, 5 * RATE)

    assert np.abs(music[:20]).max() < 0.02
    assert np.abs(music[-20:]).max() < 0.02
    assert np.abs(music[2 * RATE : 3 * RATE]).max() > 0.9


@given(seconds=st.floats(0.02, 4), first=st.integers(0, 5 * RATE), count=st.integers(1, RATE))
@settings(max_examples=25, deadline=None)
def test_a_block_of_a_bed_is_what_the_whole_bed_has_there(
    tmp_path_factory: pytest.TempPathFactory, seconds: float, first: int, count: int
) -> None:
    folder = tmp_path_factory.mktemp("bed")
    music = bed(folder, sine(seconds), 5 * RATE, rise=RATE, fall=RATE, crossfade=RATE // 3)
    last = min(first + count, 5 * RATE)

    assert np.array_equal(music.read(0, 5 * RATE)[first:last], music.read(first, last))


def test_what_is_too_short_to_be_a_loop_is_heard_once(tmp_path: Path) -> None:
    once = bed(tmp_path, sine(0.2), 2 * RATE, crossfade=RATE).read(0, 2 * RATE)

    assert np.abs(once[: RATE // 5]).max() > 0.9
    assert not once[RATE // 5 :].any()
