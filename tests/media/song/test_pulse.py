"""Tempo, beats and bars of songs whose beats are known."""

import numpy as np
import pytest

from film.plan import MusicMood
from media.song.pulse import NO_PULSE, Pulse, pulse
from media.song.samples import RATE, Mono
from media.song.spectra import spectra
from media.work import UNWATCHED
from previz.sound.composer import compose
from tests.media.song.songs import Made, Part, heard_as, mono, song

SHORT = (
    Part("intro", 2, 1, 0.4, sung=False),
    Part("verse", 4, 2, 0.6, sung=True),
    Part("chorus", 6, 3, 1.0, sung=False),
)
PLAIN = (Part("verse", 8, 2, 0.6, sung=False), Part("chorus", 8, 3, 1.0, sung=False))


def listened(sound: Mono) -> Pulse:
    return pulse(spectra(sound, UNWATCHED), len(sound) / RATE, UNWATCHED)


def share_near(found: tuple[float, ...], truth: tuple[float, ...], within_s: float) -> float:
    """The share of true times that were found."""
    return float(np.mean(np.abs(np.array(truth)[:, None] - np.array(found)).min(axis=1) < within_s))


def assert_in_time(found: Pulse, made: Made) -> None:
    assert share_near(found.beats_s, made.beats_s, 0.05) >= 0.9
    assert share_near(made.beats_s, found.beats_s[:-4], 0.05) >= 0.9
    assert share_near(found.downbeats_s, made.downbeats_s, 0.07) >= 0.9
    assert len(found.downbeats_s) <= len(made.downbeats_s) + 2


@pytest.mark.parametrize("bpm", [72, 96, 120, 140])
def test_beats_are_found_within_50_ms_and_the_tempo_is_not_doubled(bpm: int) -> None:
    made = song(bpm, SHORT)
    found = listened(heard_as(made))
    assert found.tempo_bpm == pytest.approx(bpm, rel=0.01)
    assert_in_time(found, made)


@pytest.mark.parametrize(
    ("mood", "bpm", "seconds"),
    [
        (MusicMood.DREAMY, 72, 24),
        (MusicMood.TENSE, 64, 20),
        (MusicMood.WARM, 92, 16),
        (MusicMood.ENERGETIC, 120, 16),
        (MusicMood.MELANCHOLIC, 150, 16),
    ],
)
def test_scores_of_any_mood_keep_their_tempo_and_their_beats(mood: MusicMood, bpm: int, seconds: float) -> None:
    score = compose(mood=mood, duration_s=seconds, tempo_bpm=bpm, seed=5)
    found = listened(mono(score.samples))
    assert found.tempo_bpm == pytest.approx(bpm, rel=0.02)
    assert share_near(found.beats_s, score.beats_s, 0.07) >= 0.9
    assert share_near(score.beats_s, found.beats_s, 0.07) >= 0.9
    assert share_near(found.downbeats_s, score.downbeats_s, 0.1) >= 0.9


def test_silence_before_the_music_has_no_beats() -> None:
    made = song(104, PLAIN, lead_s=2.37)
    found = listened(heard_as(made))
    assert found.beats_s[0] == pytest.approx(2.37, abs=0.05)
    assert_in_time(found, made)


def test_a_waltz_has_bars_of_three() -> None:
    made = song(112, PLAIN, beats=3)
    found = listened(heard_as(made))
    assert_in_time(found, made)
    assert found.downbeats_s[1] - found.downbeats_s[0] == pytest.approx(3 * 60 / 112, abs=0.05)


def test_a_song_that_slows_down_keeps_its_beats() -> None:
    made = song(120, PLAIN)
    sound = heard_as(made)
    # Played 4 % slower at its end than at its beginning.
    count = len(sound)
    places = np.arange(round(count * 1.02)) / RATE
    warped = places - 0.02 * places**2 / (count * 1.02 / RATE)
    slowing = np.interp(warped * RATE, np.arange(count), sound).astype(np.float32)
    truth = tuple(float(np.interp(beat, warped, places)) for beat in made.beats_s)
    assert share_near(listened(slowing).beats_s, truth, 0.05) >= 0.9


@pytest.mark.parametrize("kind", ["silence", "noise", "two seconds"])
def test_what_has_no_pulse_has_no_beats(kind: str) -> None:
    noise = np.random.default_rng(1).normal(0, 0.2, 20 * RATE).astype(np.float32)
    sounds = {"silence": np.zeros(20 * RATE, np.float32), "noise": noise, "two seconds": noise[: 2 * RATE]}
    assert listened(sounds[kind]) == NO_PULSE
