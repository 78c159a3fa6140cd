from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.sound.audio import RATE, read_sound, write_wav
from media.sound.limiter import MARGIN, limit
from media.sound.loudness import SILENT_LUFS, LoudnessMeter, integrated_lufs, measure, true_peak_dbtp
from tests.media.material import babble
from tests.media.sound.signals import musiclike, oracle, sine, speechlike


def test_a_full_scale_sine_has_the_loudness_the_standard_states() -> None:
    mono = sine(5)
    mono[:, 1] = 0
    assert integrated_lufs(mono) == pytest.approx(-3.01, abs=0.03)


def test_loudness_agrees_with_ffmpeg_where_the_gate_matters(tmp_path: Path) -> None:
    sound = read_sound(babble(tmp_path / "voice.wav", 6, seed=3))
    sound[2 * RATE : 4 * RATE] *= 0.02
    write_wav(tmp_path / "sound.wav", sound)

    loudness, peak = oracle(tmp_path / "sound.wav")
    assert integrated_lufs(sound) == pytest.approx(loudness, abs=0.1)
    assert true_peak_dbtp(sound) == pytest.approx(peak, abs=0.2)


@pytest.mark.parametrize("make", [musiclike, speechlike])
def test_a_file_is_measured_as_ffmpeg_measures_it(tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    write_wav(tmp_path / "sound.wav", make(12))

    loudness, peak = oracle(tmp_path / "sound.wav")
    measured = measure(tmp_path / "sound.wav")
    assert measured.samples == 12 * RATE
    assert measured.integrated_lufs() == pytest.approx(loudness, abs=0.1)
    assert measured.true_peak_dbtp == pytest.approx(peak, abs=0.2)


@given(st.lists(st.integers(0, 70_000), min_size=1, max_size=6))
@settings(max_examples=15, deadline=None)
def test_it_does_not_matter_how_sound_is_cut_into_blocks(sizes: list[int]) -> None:
    sound = musiclike(3)
    meter = LoudnessMeter(peaks=True)
    at = 0
    for size in [*sizes, len(sound)]:
        meter.add(sound[at : at + size])
        at += size

    assert meter.integrated_lufs() == pytest.approx(integrated_lufs(sound), abs=1e-6)
    assert meter.true_peak_dbtp == pytest.approx(true_peak_dbtp(sound), abs=1e-4)


def test_a_gain_can_be_foretold() -> None:
    meter = LoudnessMeter()
    meter.add(speechlike(4))

    assert meter.integrated_lufs(6.0) == pytest.approx(integrated_lufs(speechlike(4) * 10 ** (6 / 20)), abs=0.001)


def test_silence_and_what_is_too_short_are_at_the_gate() -> None:
    assert integrated_lufs(sine(0.3)) == SILENT_LUFS
    assert integrated_lufs(sine(2) * 0) == SILENT_LUFS
    assert true_peak_dbtp(sine(2) * 0) == -200


def test_loudness_is_the_same_after_a_long_silence() -> None:
    sound = np.concatenate((sine(3, level=0.1), np.zeros((20 * RATE, 2), np.float32), sine(3, level=0.1)))

    assert integrated_lufs(sound) == pytest.approx(integrated_lufs(sine(3, level=0.1)), abs=0.7)


def test_a_meter_without_ears_for_peaks_says_so() -> None:
    with pytest.raises(ValueError, match="peaks"):
        _ = LoudnessMeter().true_peak_dbtp


def test_peaks_between_samples_are_found() -> None:
    t = np.arange(RATE)
    wave = np.sin(np.pi / 2 * t + np.pi / 4).astype(np.float32)
    sound = np.stack([wave, wave], axis=1)

    assert np.abs(sound).max() == pytest.approx(0.707, abs=0.001)
    assert true_peak_dbtp(sound[100:-100]) == pytest.approx(0, abs=0.3)


def test_the_limiter_touches_only_what_is_near_a_peak() -> None:
    sound = sine(2, level=0.1)
    sound[RATE] = 1.5

    limited = limit(sound, -1.0)

    assert len(limited) == len(sound) - 2 * MARGIN
    assert true_peak_dbtp(limited) <= -0.9
    assert np.array_equal(limited[: RATE - 1000 - MARGIN], sound[MARGIN : RATE - 1000])
