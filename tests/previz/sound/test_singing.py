"""A mouth that follows a song: open and closing where somebody sings, shut where the band plays alone."""

import numpy as np

from previz.sound.singing import is_accompanied, mouth_curve_from_song
from tests.media.song.songs import RATE, Part, sing, song

FPS = 24
BARS = (Part("intro", 4, 2, 0.7, sung=False), Part("verse", 4, 2, 0.7, sung=True))


def test_the_mouth_sings_with_the_voice_and_rests_with_it() -> None:
    made = song(112, BARS)
    frames = round(made.duration_s * FPS)
    curve = np.array(mouth_curve_from_song(made.samples, RATE, fps=FPS, frames=frames))
    times_s = (np.arange(frames) + 0.5) / FPS
    sung = np.zeros(frames, bool)
    for start_s, end_s in made.sung:
        sung |= (times_s > start_s) & (times_s < end_s)
    assert len(curve) == frames and curve.min() >= 0 and curve.max() <= 1
    assert curve[times_s < made.sung[0][0] - 1].max() == 0
    assert curve[sung].mean() > 0.25
    assert curve[sung].std() > 0.15, "it opens and closes"
    assert np.abs(np.diff(curve[sung])).max() < 0.8, "it does not flap"


def test_the_mouth_is_closed_in_silence_and_after_the_song() -> None:
    assert mouth_curve_from_song(np.zeros((RATE, 2), np.float32), RATE, fps=FPS, frames=10) == [0.0] * 10
    short = song(112, BARS).samples[: 2 * RATE]
    assert mouth_curve_from_song(short, RATE, fps=FPS, frames=5 * FPS)[3 * FPS :] == [0.0] * (2 * FPS)


def test_a_band_is_told_from_a_voice_alone() -> None:
    made = song(112, BARS)
    assert is_accompanied(made.samples, RATE)
    phrases = [np.append(sing([(60.0, 0.5), (62.0, 0.4)], seed), np.zeros(RATE // 5)) for seed in range(3)]
    assert not is_accompanied(np.concatenate(phrases).astype(np.float32), RATE)
    assert not is_accompanied(np.zeros(RATE, np.float32), RATE)
    assert not is_accompanied(np.zeros(10, np.float32), RATE)
