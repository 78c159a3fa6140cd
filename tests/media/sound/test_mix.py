from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.io import wavfile

from film.mix import MixSettings
from media.errors import CancelledError, UnreadableError
from media.sound.audio import RATE, Sound, SoundFormat, read_sound
from media.sound.loudness import SILENT_LUFS, integrated_lufs, true_peak_dbtp
from media.sound.mix import mix
from media.sound.plan import MixPlan, MusicBed, SoundItem
from tests.media.material import babble, contract_clip, foreign_clip, tone
from tests.media.sound.signals import musiclike, oracle


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


def test_a_silent_film_as_narration_is_refused_by_name(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 24)

    with pytest.raises(UnreadableError, match=r"clip\.mp4"):
        mix(MixPlan(frames=48, fps=24, narration=(SoundItem(path=clip, start_s=0),)), tmp_path / "mix.wav")


def test_a_cancelled_mix_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        mix(MixPlan(frames=48, fps=24), tmp_path / "mix.wav", should_stop=lambda: True)

    assert list(tmp_path.iterdir()) == []


def film(folder: Path, seconds: int = 12, **changes: object) -> MixPlan:
    """Two lines, music and a clip."""
    line, other = babble(folder / "line.wav", 2), babble(folder / "other.wav", 1.5, seed=4, level=0.05)
    plan = MixPlan(
        frames=24 * seconds,
        fps=24,
        narration=(SoundItem(path=line, start_s=1), SoundItem(path=other, start_s=seconds - 3)),
        music=MusicBed(path=tone(folder / "music.wav", 5, hertz=330)),
        clips=(SoundItem(path=babble(folder / "clip.wav", 3, seed=9, level=0.02), start_s=4, gain_db=-3),),
    )
    return plan.model_copy(update=changes)


@pytest.mark.parametrize("kind", list(SoundFormat))
def test_stems_add_up_to_the_mix_before_limiting(tmp_path: Path, kind: SoundFormat) -> None:
    quiet = film(tmp_path, settings=MixSettings(loudness_lufs=-30))

    report = mix(quiet, tmp_path / "mix.wav", stems=tmp_path / "stems", stem_kind=kind)

    assert report.stems is not None
    assert not report.limited
    stems = [read_sound(path) for path in (report.stems.narration, report.stems.music, report.stems.clips)]
    assert {len(stem) for stem in stems} == {report.samples}
    assert all(stem.any() for stem in stems)
    total = sum(stems) * 10 ** (report.stems.gain_db / 20)
    step = {SoundFormat.WAV: 1e-6, SoundFormat.FLAC24: 1e-6, SoundFormat.FLAC16: 5e-5}[kind]
    assert np.abs(total - read_sound(tmp_path / "mix.wav")).max() < step


def test_stems_that_are_too_loud_for_flac_are_lowered_alike(tmp_path: Path) -> None:
    wavfile.write(tmp_path / "clip.wav", RATE, musiclike(4, level=0.4))
    plan = MixPlan(frames=96, fps=24, clips=(SoundItem(path=tmp_path / "clip.wav", start_s=0, gain_db=12),))
    plan = plan.model_copy(update={"settings": MixSettings(loudness_lufs=-30)})

    report = mix(plan, tmp_path / "mix.wav", stems=tmp_path / "stems")

    assert report.stems is not None
    assert report.stems.gain_db > report.gain_db
    total = read_sound(report.stems.clips) * 10 ** (report.stems.gain_db / 20)
    assert np.abs(total - read_sound(tmp_path / "mix.wav")).max() < 1e-5


def test_a_mix_can_be_flac(tmp_path: Path) -> None:
    report = mix(film(tmp_path), tmp_path / "mix.flac", kind=SoundFormat.FLAC24)

    assert len(read_sound(report.path)) == report.samples
    assert integrated_lufs(read_sound(report.path)) == pytest.approx(-14, abs=0.3)


def test_an_optional_file_that_is_missing_is_silence_and_named(tmp_path: Path) -> None:
    (tmp_path / "broken.mp3").write_text("no sound")
    silent = contract_clip(tmp_path / "silent.mp4", 24)
    plan = film(tmp_path)
    lost = [
        SoundItem(path=path, start_s=2, optional=True)
        for path in (tmp_path / "nowhere.wav", tmp_path / "broken.mp3", silent)
    ]
    bed = MusicBed(path=tmp_path / "no_music.wav", optional=True)
    poorer = plan.model_copy(update={"narration": (*plan.narration, *lost), "music": bed})

    report = mix(poorer, tmp_path / "mix.wav")
    without = mix(plan.model_copy(update={"music": None}), tmp_path / "without.wav")

    assert report.missing == ("nowhere.wav", "broken.mp3", "silent.mp4", "no_music.wav")
    assert report.path.read_bytes() == without.path.read_bytes()


def test_a_file_that_is_not_optional_is_named_in_the_error(tmp_path: Path) -> None:
    plan = MixPlan(frames=24, fps=24, clips=(SoundItem(path=tmp_path / "nowhere.wav", start_s=0),))

    with pytest.raises(UnreadableError, match=r"nowhere\.wav"):
        mix(plan, tmp_path / "mix.wav")


def heard_of(folder: Path, item: SoundItem, seconds: int = 4) -> Sound:
    quiet = MixSettings(loudness_lufs=-40)
    report = mix(MixPlan(frames=24 * seconds, fps=24, clips=(item,), settings=quiet), folder / "mix.wav")
    return read_sound(report.path) * np.float32(10 ** (-report.gain_db / 20))


def test_a_piece_is_trimmed_placed_and_raised(tmp_path: Path) -> None:
    ramp = np.linspace(0.1, 0.4, 3 * RATE, dtype=np.float32)
    wavfile.write(tmp_path / "ramp.wav", RATE, np.stack([ramp, ramp], axis=1))
    item = SoundItem(path=tmp_path / "ramp.wav", start_s=0.5, in_s=1.0, out_s=2.0, gain_db=-6)

    heard = heard_of(tmp_path, item)[:, 0]

    middle = slice(round(0.6 * RATE), round(1.4 * RATE))
    expected = ramp[round(1.1 * RATE) : round(1.9 * RATE)] * 10 ** (-6 / 20)
    assert np.abs(heard[middle] - expected).max() < 1e-4
    assert not heard[: RATE // 2].any()
    assert not heard[round(1.5 * RATE) :].any()


def test_a_piece_fades_as_long_as_it_is_told(tmp_path: Path) -> None:
    wavfile.write(tmp_path / "flat.wav", RATE, np.full((2 * RATE, 2), 0.3, np.float32))

    heard = heard_of(tmp_path, SoundItem(path=tmp_path / "flat.wav", start_s=0, fade_in_s=1, fade_out_s=0.5))[:, 0]

    assert heard[RATE // 2] == pytest.approx(0.3 * np.sin(np.pi / 4), abs=0.001)
    assert heard[round(1.2 * RATE)] == pytest.approx(0.3, abs=0.001)
    assert heard[round(1.75 * RATE)] == pytest.approx(0.3 * np.sin(np.pi / 4), abs=0.001)


def test_the_sound_of_a_film_is_used_as_a_clip(tmp_path: Path) -> None:
    clip = foreign_clip(tmp_path / "clip.mp4", 60, sound=True)

    heard = heard_of(tmp_path, SoundItem(path=clip, start_s=1))

    assert not heard[: RATE - 10].any()
    assert np.abs(heard[round(1.5 * RATE) : round(2.5 * RATE)]).max() > 0.1
    assert not heard[round(3.1 * RATE) :].any()


def test_a_trim_beyond_the_end_is_silence(tmp_path: Path) -> None:
    item = SoundItem(path=tone(tmp_path / "tone.wav", 1), start_s=0, in_s=5, out_s=9)

    assert not heard_of(tmp_path, item).any()


def test_a_piece_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ends before"):
        SoundItem(path=tmp_path / "tone.wav", start_s=0, in_s=2, out_s=1)


def test_known_words_duck_the_music_in_place_of_levels(tmp_path: Path) -> None:
    line, music = tone(tmp_path / "line.wav", 4, level=0.02), tone(tmp_path / "music.wav", 8, hertz=330)
    said = SoundItem(path=line, start_s=2, in_s=1, spoken=((0.0, 0.5), (1.0, 1.5)))
    plan = MixPlan(frames=192, fps=24, narration=(said,), music=MusicBed(path=music))

    report = mix(plan, tmp_path / "mix.wav", stems=tmp_path / "stems")

    assert report.stems is not None
    heard = read_sound(report.stems.music)
    levels = [float(np.abs(heard[round(at * RATE) : round((at + 0.2) * RATE)]).max()) for at in (1.0, 2.1, 4.5)]
    assert 20 * np.log10(levels[1] / levels[0]) == pytest.approx(-9, abs=0.2)
    assert levels[2] == pytest.approx(levels[0], rel=0.01)


def test_lines_come_out_equally_loud_whatever_the_voice_delivered(tmp_path: Path) -> None:
    plan = film(tmp_path)

    report = mix(plan.model_copy(update={"music": None, "clips": ()}), tmp_path / "mix.wav", stems=tmp_path / "stems")

    assert report.stems is not None
    voice = read_sound(report.stems.narration)
    assert integrated_lufs(voice[RATE : 3 * RATE]) == pytest.approx(-16, abs=0.2)
    assert integrated_lufs(voice[9 * RATE : round(10.5 * RATE)]) == pytest.approx(-16, abs=0.2)


def test_a_single_short_word_is_levelled_too(tmp_path: Path) -> None:
    word = babble(tmp_path / "word.wav", 0.25, level=0.005)
    plan = MixPlan(frames=48, fps=24, narration=(SoundItem(path=word, start_s=0.5),))

    report = mix(plan, tmp_path / "mix.wav", stems=tmp_path / "stems")

    assert report.stems is not None
    said = read_sound(report.stems.narration)[RATE // 2 : round(0.75 * RATE)]
    assert integrated_lufs(np.concatenate([said] * 4)) == pytest.approx(-16, abs=1)


def test_clips_are_levelled_only_when_asked(tmp_path: Path) -> None:
    clip = tone(tmp_path / "clip.wav", 3, level=0.01)
    plan = MixPlan(frames=72, fps=24, clips=(SoundItem(path=clip, start_s=0),))
    levelled = plan.model_copy(update={"settings": MixSettings(clips_lufs=-20)})

    as_is = mix(plan, tmp_path / "a.wav", stems=tmp_path / "a", stem_kind=SoundFormat.WAV).stems
    raised = mix(levelled, tmp_path / "b.wav", stems=tmp_path / "b", stem_kind=SoundFormat.WAV).stems

    assert as_is is not None
    assert raised is not None
    assert np.abs(read_sound(as_is.clips)).max() == pytest.approx(0.01, abs=1e-4)
    assert integrated_lufs(read_sound(raised.clips)) == pytest.approx(-20, abs=0.2)


def test_a_small_edit_keeps_the_gain_and_every_sample_outside_of_it(tmp_path: Path) -> None:
    plan = film(tmp_path, 20, settings=MixSettings(loudness_lufs=-24))
    before = mix(plan, tmp_path / "before.wav")
    shorter = SoundItem(path=tmp_path / "other.wav", start_s=17.1)
    edited = plan.model_copy(update={"narration": (plan.narration[0], shorter), "gain_before_db": before.gain_db})

    after = mix(edited, tmp_path / "after.wav")

    assert after.gain_db == before.gain_db
    was, now = read_sound(before.path), read_sound(after.path)
    assert np.array_equal(was[: 15 * RATE], now[: 15 * RATE])
    assert not np.array_equal(was, now)


def test_a_gain_that_no_longer_fits_is_given_up(tmp_path: Path) -> None:
    plan = film(tmp_path, settings=MixSettings(loudness_lufs=-20))
    fresh = mix(plan, tmp_path / "fresh.wav")

    after = mix(plan.model_copy(update={"gain_before_db": fresh.gain_db - 5}), tmp_path / "after.wav")

    assert after == fresh.model_copy(update={"path": after.path})


def test_a_film_is_as_loud_and_as_high_as_asked(tmp_path: Path) -> None:
    report = mix(film(tmp_path, settings=MixSettings(loudness_lufs=-23, peak_dbtp=-6)), tmp_path / "mix.wav")

    loudness, peak = oracle(report.path)
    assert loudness == pytest.approx(-23, abs=0.3)
    assert peak <= -5.9


def test_sources_stay_decoded_for_the_next_mix_if_asked(tmp_path: Path) -> None:
    plan = film(tmp_path)

    mix(plan, tmp_path / "mix.wav", decoded=tmp_path / "decoded")
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "decoded").iterdir()}
    mix(plan, tmp_path / "again.wav", decoded=tmp_path / "decoded")

    assert len(kept) == 4
    assert kept == {path: path.stat().st_mtime_ns for path in (tmp_path / "decoded").iterdir()}
    assert (tmp_path / "mix.wav").read_bytes() == (tmp_path / "again.wav").read_bytes()


def test_progress_rises_to_the_last_frame(tmp_path: Path) -> None:
    told: list[int] = []

    mix(film(tmp_path, 25, settings=MixSettings(loudness_lufs=-30)), tmp_path / "mix.wav", on_progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 600


_BABBLES = st.tuples(st.integers(1, 3), st.floats(0.1, 2.5), st.floats(0.003, 0.5))


@st.composite
def plans(draw: st.DrawFn, folder: Path) -> MixPlan:
    def items(most: int) -> tuple[SoundItem, ...]:
        found = []
        for number, (seed, seconds, level) in enumerate(draw(st.lists(_BABBLES, max_size=most))):
            path = babble(folder / f"{most}{number}.wav", seconds, seed=seed, level=level)
            start_s, in_s = draw(st.floats(0, 6)), draw(st.floats(0, 1))
            out_s = draw(st.none() | st.floats(1, 3))
            gain_db = draw(st.floats(-12, 6))
            found.append(SoundItem(path=path, start_s=start_s, in_s=in_s, out_s=out_s, gain_db=gain_db))
        return tuple(found)

    music = None
    if draw(st.booleans()):
        path = tone(folder / "music.wav", draw(st.floats(0.1, 7)), rate=draw(st.sampled_from([22_050, 48_000])))
        music = MusicBed(path=path, gain_db=draw(st.floats(-20, 10)))
    return MixPlan(
        frames=draw(st.integers(1, 150)),
        fps=draw(st.sampled_from([24, 25, 30, 60])),
        narration=items(3),
        music=music,
        clips=items(2),
        settings=MixSettings(
            loudness_lufs=draw(st.sampled_from([-14.0, -23.0])), peak_dbtp=draw(st.sampled_from([-1.0, -3.0]))
        ),
    )


@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_any_plan_gives_its_length_its_loudness_and_no_peak(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("mix")
    plan = data.draw(plans(folder))

    report = mix(plan, folder / "mix.wav")
    again = mix(plan, folder / "again.wav")

    heard = read_sound(report.path)
    assert len(heard) == report.samples == plan.samples
    assert report.path.read_bytes() == again.path.read_bytes()
    assert report.loudness_lufs == pytest.approx(integrated_lufs(heard), abs=0.01)
    assert report.true_peak_dbtp == pytest.approx(max(true_peak_dbtp(heard), -200), abs=0.02)
    assert report.true_peak_dbtp <= plan.settings.peak_dbtp + 0.1
    if report.loudness_lufs > SILENT_LUFS and not report.limited and abs(report.gain_db) < 40:
        assert report.loudness_lufs == pytest.approx(plan.settings.loudness_lufs, abs=0.3)
