import numpy as np
import pytest

from film.sound import Phoneme
from previz.sound.visemes import mouth_curve, mouth_curve_from_audio

FPS = 24


def said(symbols: str, each_s: float = 0.15, start_s: float = 0.0) -> list[Phoneme]:
    return [
        Phoneme(symbol=symbol, start_s=start_s + index * each_s, end_s=start_s + (index + 1) * each_s)
        for index, symbol in enumerate(symbols)
    ]


def test_open_vowels_open_the_mouth_more_than_consonants() -> None:
    curve = mouth_curve(said("sɑs", 0.25), fps=FPS, frames=18)
    assert curve[9] > 0.9
    assert 0.1 < curve[3] < 0.5


@pytest.mark.parametrize("closed", "mbp")
def test_lips_close_on_a_short_m_b_or_p(closed: str) -> None:
    phonemes = [
        Phoneme(symbol="ɑ", start_s=0.0, end_s=0.30),
        Phoneme(symbol=closed, start_s=0.30, end_s=0.34),
        Phoneme(symbol="ɑ", start_s=0.34, end_s=0.7),
    ]
    assert min(mouth_curve(phonemes, fps=FPS, frames=17)[4:12]) == 0.0


def test_the_mouth_is_closed_in_silence() -> None:
    curve = mouth_curve(said("ɑɑ", start_s=1.0), fps=FPS, frames=72)
    assert not any(curve[:22])
    assert not any(curve[34:])


def test_speech_can_start_later_or_before_the_picture() -> None:
    phonemes = said("ɑɑɑɑ")
    plain = mouth_curve(phonemes, fps=FPS, frames=48)
    later = mouth_curve(phonemes, fps=FPS, frames=48, offset_s=0.5)
    assert later[12:] == plain[:36]
    assert not any(mouth_curve(phonemes, fps=FPS, frames=48, offset_s=-10.0))


def test_the_curve_has_one_value_per_frame_between_0_and_1() -> None:
    for frames in (0, 1, 7, 100):
        curve = mouth_curve(said("hˈəlO wɜld?"), fps=30, frames=frames)
        assert len(curve) == frames
        assert all(0.0 <= value <= 1.0 for value in curve)


def test_any_speech_moves_the_mouth_with_its_loudness() -> None:
    rate = 16_000
    time = np.arange(3 * rate) / rate
    loud = (time > 1.0) & (time < 2.0)
    samples = (np.sin(2 * np.pi * 200 * time) * np.where(loud, 0.3, 0.0)).astype(np.float32)
    curve = mouth_curve_from_audio(np.stack([samples, samples], axis=1), rate, fps=FPS, frames=96)
    assert len(curve) == 96
    assert not any(curve[:22])
    assert min(curve[26:46]) > 0.6
    assert not any(curve[50:])


@pytest.mark.parametrize("samples", [np.zeros(48_000, np.float32), np.zeros(0, np.float32)])
def test_silence_keeps_the_mouth_closed(samples: np.ndarray) -> None:
    assert mouth_curve_from_audio(samples, 48_000, fps=FPS, frames=24) == [0.0] * 24
