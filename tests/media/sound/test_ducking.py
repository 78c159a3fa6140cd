import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.mix import Ducking
from media.sound.audio import RATE
from media.sound.ducking import duck_gain, joined, speech_spans
from tests.media.sound.signals import sine


def test_music_is_down_before_the_first_word_and_comes_back_without_a_step() -> None:
    gain = duck_gain([(2.0, 3.0)], 0, 6 * RATE, Ducking(depth_db=12, attack_s=0.3, release_s=0.7))

    assert gain is not None
    assert gain[2 * RATE] == pytest.approx(10 ** (-12 / 20), abs=0.01)
    assert gain[round(1.69 * RATE)] == 1
    assert gain[round(3.71 * RATE)] == 1
    assert np.abs(np.diff(gain)).max() < 0.001


def test_where_nobody_speaks_there_is_no_gain() -> None:
    assert duck_gain([(20.0, 30.0)], 0, 10 * RATE, Ducking()) is None


@given(st.integers(0, 5 * RATE), st.integers(1, 3 * RATE))
@settings(max_examples=20, deadline=None)
def test_a_block_of_the_curve_is_what_the_whole_curve_has_there(first: int, count: int) -> None:
    spans = [(0.4, 1.1), (3.3, 4.02)]
    whole = duck_gain(spans, 0, 8 * RATE, Ducking())
    part = duck_gain(spans, first, first + count, Ducking())

    assert whole is not None
    expected = whole[first : first + count]
    assert np.array_equal(expected, np.ones(count) if part is None else part)


def test_short_pauses_keep_the_music_down() -> None:
    assert joined([(3.0, 4.0), (1.0, 2.0), (4.5, 5.0)], 0.9) == [(1.0, 2.0), (3.0, 5.0)]


def test_speech_is_found_within_silence() -> None:
    sound = np.concatenate([np.zeros((RATE, 2), np.float32), sine(1, level=0.3), np.zeros((RATE, 2), np.float32)])

    assert speech_spans([sound], 10.0) == [(pytest.approx(11, abs=0.06), pytest.approx(12, abs=0.06))]
