from pathlib import Path

import av
import numpy as np
import pytest
from scipy.io import wavfile

from media.errors import CancelledError, UnreadableError
from media.sound.audio import RATE, Sound, read_sound
from media.sound.ducking import Ducking, duck_gain, speech_spans
from media.sound.limiter import limit
from media.sound.loudness import SILENT_LUFS, integrated_lufs, true_peak_dbtp
from media.sound.mix import MixPlan, MusicBed, SoundItem, mix
from media.sound.music import bed
from tests.media.material import babble, contract_clip, tone


def sine(seconds: float, hertz: float = 997, level: float = 1.0) -> Sound:
    t = np.arange(round(seconds * RATE)) / RATE
    wave = (level * np.sin(2 * np.pi * hertz * t)).astype(np.float32)
    return np.stack([wave, wave], axis=1)


def oracle(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak as FFmpeg's ebur128 filter measures them."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        graph = av.filter.Graph()
        nodes = [graph.add_abuffer(template=stream), graph.add("ebur128", "metadata=1:peak=true")]
        nodes.append(graph.add("abuffersink"))
        graph.link_nodes(*nodes).configure()
        last = {}
        for frame in [*container.decode(stream), None]:
            graph.push(frame)
            while True:
                try:
                    last = dict(graph.pull().metadata) or last
                except (BlockingIOError, EOFError):
                    break
    peak = max(float(last[f"lavfi.r128.true_peaks_ch{channel}"]) for channel in (0, 1))
    return float(last["lavfi.r128.I"]), 20 * np.log10(peak)


def test_a_full_scale_sine_has_the_loudness_the_standard_states() -> None:
    mono = sine(5)
    mono[:, 1] = 0
    assert integrated_lufs(mono) == pytest.approx(-3.01, abs=0.03)


def test_loudness_agrees_with_ffmpeg(tmp_path: Path) -> None:
    sound = read_sound(babble(tmp_path / "voice.wav", 6, seed=3))
    sound[2 * RATE : 4 * RATE] *= 0.02
    wavfile.write(tmp_path / "sound.wav", RATE, sound)

    loudness, peak = oracle(tmp_path / "sound.wav")
    assert integrated_lufs(sound) == pytest.approx(loudness, abs=0.1)
    assert true_peak_dbtp(sound) == pytest.approx(peak, abs=0.2)


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

    assert true_peak_dbtp(limited) <= -0.9
    assert np.array_equal(limited[: RATE - 1000], sound[: RATE - 1000])


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
    plan = MixPlan(
        frames=288, fps=24, narration=(SoundItem(path=line, start_s=4),), music=MusicBed(path=music, fade_out_s=0.2)
    )

    mix(plan, tmp_path / "mix.wav")

    heard = read_sound(tmp_path / "mix.wav")[:, 0]

    def level(start_s: float, end_s: float) -> float:
        window = heard[round(start_s * RATE) : round(end_s * RATE)]
        reference = np.exp(-2j * np.pi * 440 * np.arange(len(window)) / RATE)
        return float(20 * np.log10(abs((window * reference).mean())))

    assert level(5, 6.5) - level(2, 3.5) == pytest.approx(-9, abs=1)
    assert level(9, 11) - level(2, 3.5) == pytest.approx(0, abs=0.5)


def test_ducking_is_down_before_the_first_word_and_has_no_steps() -> None:
    gain = duck_gain([(2.0, 3.0)], 6 * RATE, Ducking(depth_db=12, attack_s=0.3, release_s=0.7))

    assert gain[2 * RATE] == pytest.approx(10 ** (-12 / 20), abs=0.01)
    assert gain[round(1.69 * RATE)] == 1
    assert gain[round(3.71 * RATE)] == 1
    assert np.abs(np.diff(gain)).max() < 0.001


def test_speech_is_found_within_silence() -> None:
    sound = np.concatenate([np.zeros((RATE, 2), np.float32), sine(1, level=0.3), np.zeros((RATE, 2), np.float32)])

    assert speech_spans(sound, 10.0) == [(pytest.approx(11, abs=0.06), pytest.approx(12, abs=0.06))]


def test_a_short_track_loops_without_clicks_or_holes() -> None:
    looped = bed(sine(2.3, 220, 0.3), 9 * RATE, fade_in_s=0, fade_out_s=0, crossfade_s=0.5)

    assert len(looped) == 9 * RATE
    assert np.abs(np.diff(looped[:, 0])).max() < 0.02
    rms = np.sqrt((looped[RATE : 8 * RATE, 0].reshape(-1, RATE // 10) ** 2).mean(axis=1))
    assert rms.min() > 0.1


def test_music_fades_at_both_ends() -> None:
    music = bed(sine(10), 5 * RATE, fade_in_s=0.5, fade_out_s=1, crossfade_s=1)

    assert np.abs(music[:20]).max() < 0.02
    assert np.abs(music[-20:]).max() < 0.02


def test_lines_start_and_end_without_clicks(tmp_path: Path) -> None:
    wavfile.write(tmp_path / "dc.wav", RATE, np.full(RATE, 0.5, np.float32))
    wavfile.write(tmp_path / "voice.wav", RATE, sine(1, level=0.5)[:, 0])

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
