from pathlib import Path

import numpy as np
import pytest
from scipy.io import wavfile

from media.errors import CancelledError, UnreadableError
from media.sound.audio import RATE, read_sound
from media.sound.loudness import SILENT_LUFS
from media.sound.mix import mix
from media.sound.plan import MixPlan, MusicBed, SoundItem
from tests.media.material import babble, contract_clip, tone
from tests.media.sound.signals import oracle


@pytest.mark.parametrize("frames", [24, 251, 576])
def test_a_mix_is_as_long_as_the_film_to_the_sample(tmp_path: Path, frames: int) -> None:
    music = MusicBed(path=tone(tmp_path / "music.wav", 5, rate=44_100))

    report = mix(MixPlan(frames=frames, fps=24, music=music), tmp_path / "mix.wav")

    assert report.samples == frames * 2000
    rate, written = wavfile.read(tmp_path / "mix.wav")
    assert (rate, written.shape, written.dtype) == (RATE, (frames * 2000, 2), np.float32)


@pytest.mark.parametrize("level", [0.002, 0.05, 0.6])
def test_every_mix_comes_out_at_fourteen_lufs(tmp_path: Path, level: float) -> None:
    line = babble(tmp_path / "line.wav", 3, level=level)
    music = tone(tmp_path / "music.wav", 7, level=level, channels=1, rate=22_050)
    plan = MixPlan(
        frames=288,
        fps=24,
        narration=(SoundItem(path=line, start_s=1), SoundItem(path=line, start_s=6)),
        music=MusicBed(path=music),
    )

    report = mix(plan, tmp_path / "mix.wav")

    loudness, peak = oracle(tmp_path / "mix.wav")
    assert loudness == pytest.approx(-14, abs=0.5)
    assert peak <= -0.9
    assert report.loudness_lufs == pytest.approx(loudness, abs=0.1)
    assert report.gain_db == round(report.gain_db, 1)


def test_music_ducks_under_speech_and_comes_back(tmp_path: Path) -> None:
    line = babble(tmp_path / "line.wav", 3)
    music = tone(tmp_path / "music.wav", 12, hertz=440)
    plan = MixPlan(frames=288, fps=24, narration=(SoundItem(path=line, start_s=4),), music=MusicBed(path=music))

    mix(plan, tmp_path / "mix.wav")

    heard = read_sound(tmp_path / "mix.wav")[:, 0]

    def level(start_s: float, end_s: float) -> float:
        window = heard[round(start_s * RATE) : round(end_s * RATE)]
        reference = np.exp(-2j * np.pi * 440 * np.arange(len(window)) / RATE)
        return float(20 * np.log10(abs((window * reference).mean())))

    assert level(5, 6.5) - level(2, 3.5) == pytest.approx(-9, abs=1)
    assert level(8.5, 9.8) - level(2, 3.5) == pytest.approx(0, abs=0.5)


def test_lines_start_and_end_without_clicks(tmp_path: Path) -> None:
    wavfile.write(tmp_path / "dc.wav", RATE, np.full(RATE, 0.5, np.float32))

    mix(MixPlan(frames=96, fps=24, narration=(SoundItem(path=tmp_path / "dc.wav", start_s=1.0),)), tmp_path / "mix.wav")

    heard = read_sound(tmp_path / "mix.wav")[:, 0]
    assert np.abs(np.diff(heard)).max() < 0.05


def test_missing_parts_are_silence_of_the_right_length(tmp_path: Path) -> None:
    report = mix(MixPlan(frames=48, fps=24), tmp_path / "mix.wav")

    assert (report.samples, report.loudness_lufs, report.gain_db) == (96_000, SILENT_LUFS, 0)
    assert not read_sound(tmp_path / "mix.wav").any()


def test_a_line_beyond_the_end_is_cut(tmp_path: Path) -> None:
    line = babble(tmp_path / "line.wav", 3)
    plan = MixPlan(frames=48, fps=24, narration=(SoundItem(path=line, start_s=1.5), SoundItem(path=line, start_s=60)))

    assert mix(plan, tmp_path / "mix.wav").samples == 96_000


def test_mono_is_as_loud_as_the_same_in_stereo(tmp_path: Path) -> None:
    mono = read_sound(tone(tmp_path / "mono.wav", 1, channels=1))
    stereo = read_sound(tone(tmp_path / "stereo.wav", 1))

    assert np.allclose(mono, stereo, atol=1e-6)


def test_surround_is_folded_down(tmp_path: Path) -> None:
    assert read_sound(tone(tmp_path / "six.wav", 1, channels=6)).shape == (RATE, 2)


def test_a_silent_film_as_narration_is_refused_by_name(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 24)

    with pytest.raises(UnreadableError, match=r"clip\.mp4"):
        mix(MixPlan(frames=48, fps=24, narration=(SoundItem(path=clip, start_s=0),)), tmp_path / "mix.wav")


def test_a_cancelled_mix_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        mix(MixPlan(frames=48, fps=24), tmp_path / "mix.wav", should_stop=lambda: True)

    assert list(tmp_path.iterdir()) == []
