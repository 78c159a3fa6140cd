import math

import numpy as np
import pytest

from previz.sound.loudness import SILENCE_LUFS, limited, loudness_lufs, to_loudness, true_peak_dbfs


def sine(rate: int, level_dbfs: float, seconds: float = 5.0, hz: float = 997.0) -> np.ndarray:
    time = np.arange(round(seconds * rate)) / rate
    return (10 ** (level_dbfs / 20) * np.sin(2 * np.pi * hz * time)).astype(np.float32)


@pytest.mark.parametrize("rate", [24_000, 44_100, 48_000])
def test_a_full_scale_sine_in_one_channel_measures_as_the_standard_says(rate: int) -> None:
    assert loudness_lufs(sine(rate, 0.0), rate) == pytest.approx(-3.01, abs=0.1)


def test_the_reference_signal_of_ebu_tech_3341_measures_minus_23() -> None:
    tone = sine(48_000, -23.0, 20.0, 1000.0)
    assert loudness_lufs(np.stack([tone, tone], axis=1), 48_000) == pytest.approx(-23.0, abs=0.1)


def test_quiet_stretches_are_gated() -> None:
    """EBU Tech 3341, case 3."""
    parts = [sine(48_000, level, seconds, 1000.0) for level, seconds in ((-36, 10), (-23, 60), (-36, 10))]
    tone = np.concatenate(parts)
    assert loudness_lufs(np.stack([tone, tone], axis=1), 48_000) == pytest.approx(-23.0, abs=0.1)


def test_silence_has_no_loudness_and_stays_silence() -> None:
    silence = np.zeros((4_800, 2), np.float32)
    assert loudness_lufs(silence, 48_000) == SILENCE_LUFS
    assert loudness_lufs(silence[:0], 48_000) == SILENCE_LUFS
    assert not to_loudness(silence, 48_000, lufs=-20).any()


def test_peaks_between_samples_are_seen() -> None:
    tone = np.tile(np.array([0.7071, 0.7071, -0.7071, -0.7071], np.float32), 2_000)
    assert true_peak_dbfs(tone) == pytest.approx(0.0, abs=0.3)
    assert true_peak_dbfs(tone[:0]) == -math.inf


def test_peaky_sound_is_limited_on_the_way_to_its_loudness() -> None:
    sound = sine(48_000, -30.0)
    sound[::9_600] = 0.9
    levelled = to_loudness(sound, 48_000, lufs=-20, peak_dbfs=-1.5)
    assert loudness_lufs(levelled, 48_000) == pytest.approx(-20, abs=0.5)
    assert np.abs(levelled).max() <= 10 ** (-1.5 / 20) + 1e-6


def test_the_limiter_leaves_quiet_sound_alone() -> None:
    sound = sine(48_000, -10.0)
    assert np.array_equal(limited(sound, 48_000, -1.0), sound)
