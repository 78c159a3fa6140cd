from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from film.plan import MusicMood
from previz.sound.composer import Score, compose
from previz.sound.drumkit import strike
from previz.sound.harmony import chord, voicings
from previz.sound.instruments import RATE, play
from previz.sound.loudness import loudness_lufs, true_peak_dbfs
from previz.sound.moods import STYLES

LENGTH_S = 16.0


@pytest.fixture(scope="module")
def scores() -> dict[MusicMood, Score]:
    return {mood: compose(mood=mood, duration_s=LENGTH_S, tempo_bpm=96, seed=3) for mood in MusicMood}


@pytest.mark.parametrize("duration_s", [2.0, 3.37, 7.0001, 24.0, 31.5])
def test_has_exactly_the_length_asked_for(duration_s: float) -> None:
    score = compose(mood=MusicMood.WARM, duration_s=duration_s, tempo_bpm=101, seed=1)
    assert score.samples.shape == (round(duration_s * RATE), 2)
    assert score.samples.dtype == np.float32
    assert score.sections[-1].end_s == duration_s


def test_a_long_score_rises_more_than_once() -> None:
    score = compose(mood=MusicMood.ENERGETIC, duration_s=100.0, tempo_bpm=128, seed=2)
    names = [section.name for section in score.sections]
    assert names.count("peak") >= 2
    assert names[-1] == "ending"


@pytest.mark.parametrize("tempo_bpm", [50, 180])
@pytest.mark.parametrize("mood", list(MusicMood))
def test_every_mood_plays_at_extreme_tempos(mood: MusicMood, tempo_bpm: int) -> None:
    score = compose(mood=mood, duration_s=5.0, tempo_bpm=tempo_bpm, seed=9)
    assert abs(loudness_lufs(score.samples, RATE) + 20) < 2


def test_sections_follow_each_other_without_gaps(scores: dict[MusicMood, Score]) -> None:
    for score in scores.values():
        edges = [(section.start_s, section.end_s) for section in score.sections]
        assert edges[0][0] == 0.0
        assert all(end == pytest.approx(start) for (_, end), (start, _) in pairwise(edges))


def test_beats_stand_on_the_grid_of_the_tempo(scores: dict[MusicMood, Score]) -> None:
    for mood, score in scores.items():
        beat_s = 60 / 96
        assert np.allclose(score.beats_s, np.arange(len(score.beats_s)) * beat_s)
        assert score.beats_s[-1] < LENGTH_S <= score.beats_s[-1] + beat_s
        assert score.downbeats_s == pytest.approx(score.beats_s[:: STYLES[mood].beats_per_bar])


def _onsets(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Rise of energy for every 10 ms, summed over frequency."""
    mono = samples.mean(axis=1)
    frames = np.lib.stride_tricks.sliding_window_view(mono, 2048)[:: RATE // 100] * np.hanning(2048)
    spectrum = np.log1p(100 * np.abs(np.fft.rfft(frames, axis=1)))
    return np.maximum(np.diff(spectrum, axis=0), 0).sum(axis=1)


def test_energy_rises_on_downbeats(scores: dict[MusicMood, Score]) -> None:
    for mood, score in scores.items():
        rise = _onsets(score.samples)
        inner = [time_s for time_s in score.downbeats_s if 0.5 < time_s < score.sections[-1].start_s + 0.1]
        on = [rise[max(0, round(time_s * 100) - 4) : round(time_s * 100) + 4].max() for time_s in inner]
        assert np.mean(on) > 1.5 * rise[: round(inner[-1] * 100)].mean(), mood


def test_the_score_is_at_its_loudness_and_never_clips(scores: dict[MusicMood, Score]) -> None:
    for score in scores.values():
        assert abs(loudness_lufs(score.samples, RATE) + 20) < 1
        assert true_peak_dbfs(score.samples) < -1


def test_there_are_no_clicks(scores: dict[MusicMood, Score]) -> None:
    """No step between two samples is large; that single notes start and stop softly is tested below."""
    for mood, score in scores.items():
        assert np.abs(np.diff(score.samples, axis=0)).max() < 0.2, mood


@pytest.mark.parametrize("instrument", sorted({part.instrument for style in STYLES.values() for part in style.parts}))
def test_an_instrument_starts_and_stops_without_a_step(instrument: str) -> None:
    note = play(instrument, 57, 0.5)
    loudest = np.abs(note).max()
    assert 0.05 < loudest < 1.0
    assert np.abs(note[0]).max() < 0.02 * loudest
    assert np.abs(note[-1]).max() < 0.005 * loudest


@pytest.mark.parametrize("pitch", [45, 57, 69, 76])
@pytest.mark.parametrize("instrument", ["guitar", "harp", "felt_piano", "marimba", "e_piano", "strings"])
def test_an_instrument_is_in_tune(instrument: str, pitch: int) -> None:
    note = play(instrument, pitch, 1.5)
    mono = note if note.ndim == 1 else note.mean(axis=1)
    spectrum = np.abs(np.fft.rfft(mono * np.hanning(len(mono)), 2**18))
    frequency = np.fft.rfftfreq(2**18, 1 / RATE)
    expected = 440 * 2 ** ((pitch - 69) / 12)
    near = (frequency > expected * 0.94) & (frequency < expected * 1.06)
    found = frequency[near][spectrum[near].argmax()]
    assert abs(1200 * np.log2(found / expected)) < 12


@pytest.mark.parametrize("sound", sorted({drum.sound for style in STYLES.values() for drum in style.drums}))
def test_a_drum_starts_and_stops_without_a_step(sound: str) -> None:
    hit = strike(sound)
    assert abs(hit[0]) < 0.05
    assert abs(hit[-1]) < 0.005


def test_it_begins_and_ends_in_silence(scores: dict[MusicMood, Score]) -> None:
    for score in scores.values():
        assert np.abs(score.samples[-1]).max() < 1e-4
        assert np.abs(score.samples[0]).max() < 1e-4


def test_it_resolves_on_a_downbeat_and_rings_out(scores: dict[MusicMood, Score]) -> None:
    for score in scores.values():
        ending = score.sections[-1]
        assert any(abs(ending.start_s - time_s) < 1e-9 for time_s in score.downbeats_s)
        landing = score.samples[round(ending.start_s * RATE) :][: RATE // 2]
        assert loudness_lufs(landing, RATE) > -32


def test_the_peak_is_fuller_than_the_intro(scores: dict[MusicMood, Score]) -> None:
    for mood, score in scores.items():
        level = {
            section.name: loudness_lufs(
                score.samples[round(section.start_s * RATE) : round(section.end_s * RATE)], RATE
            )
            for section in score.sections
        }
        assert level["peak"] > level["intro"] + 1, mood


def test_room_is_left_for_a_voice(scores: dict[MusicMood, Score]) -> None:
    for mood, score in scores.items():
        power = np.abs(np.fft.rfft(score.samples.mean(axis=1))) ** 2
        frequency = np.fft.rfftfreq(len(score.samples), 1 / RATE)
        voice = power[(frequency > 1_000) & (frequency < 4_000)].sum()
        assert voice < 0.15 * power.sum(), mood


def test_the_same_request_gives_the_same_samples_and_another_seed_others() -> None:
    first, again, other = (
        compose(mood=MusicMood.PLAYFUL, duration_s=6.0, tempo_bpm=110, seed=seed).samples for seed in (5, 5, 6)
    )
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def _character(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Shares of energy in octaves, and how eventful it is: what tells instruments and grooves apart."""
    power = np.abs(np.fft.rfft(samples.mean(axis=1))) ** 2
    frequency = np.fft.rfftfreq(len(samples), 1 / RATE)
    edges = 40 * 2.0 ** np.arange(9)
    bands = [power[(frequency >= low) & (frequency < 2 * low)].sum() for low in edges]
    rise = _onsets(samples)
    return np.array([*(10 * np.log10(np.array(bands) / power.sum())), 30 * rise.std() / rise.mean()])


def test_moods_sound_different(scores: dict[MusicMood, Score]) -> None:
    characters = {mood: _character(score.samples) for mood, score in scores.items()}
    for one, other in combinations(MusicMood, 2):
        assert np.abs(characters[one] - characters[other]).max() > 3, (one, other)
    assert len({(style.scale, style.verse, style.chorus) for style in STYLES.values()}) == len(MusicMood)


@pytest.mark.parametrize(("duration_s", "tempo_bpm"), [(0.2, 100), (4000.0, 100), (10.0, 10), (10.0, 900)])
def test_lengths_and_tempos_out_of_range_are_refused(duration_s: float, tempo_bpm: int) -> None:
    with pytest.raises(ValueError, match="must be between"):
        compose(mood=MusicMood.WARM, duration_s=duration_s, tempo_bpm=tempo_bpm, seed=1)


def test_voices_lead_by_small_steps() -> None:
    led = voicings([chord(name) for name in ("I:maj7", "VI:m7", "IV:maj7", "V:7sus4", "I:maj7")], 60, 63)
    for before, after in pairwise(led):
        assert sum(min(abs(note - held) for held in before) for note in after) <= 6
