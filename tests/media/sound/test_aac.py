from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.errors import CancelledError, UnreadableError
from media.sound.aac import FRAME, encode_track
from media.sound.audio import RATE, Sound, SoundFormat, read_sound, silence, sound_file, write_wav
from tests.media.material import contract_clip, tone
from tests.media.sound.signals import musiclike, sine, speechlike, sweep

WINDOW = 256


def sound_packets(path: Path) -> list[tuple[int, bytes]]:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert stream.time_base == Fraction(1, RATE)
        return [(packet.pts, bytes(packet)) for packet in container.demux(stream) if packet.size]


@pytest.mark.parametrize("samples", [1, 1023, 1024, 1025, 96_000, 3 * RATE + 500])
def test_a_track_is_as_long_as_its_sound_to_the_sample(tmp_path: Path, samples: int) -> None:
    write_wav(tmp_path / "sound.wav", musiclike(4)[:samples])

    track = encode_track(tmp_path / "sound.wav", tmp_path / "track.m4a")

    assert track.samples == samples
    with av.open(str(track.path)) as container:
        assert container.streams.audio[0].duration == samples
    assert [pts for pts, _ in sound_packets(track.path)] == [(n - 1) * FRAME for n in range(track.packets)]
    assert (track.packets - 2) * FRAME < samples <= (track.packets - 1) * FRAME


def test_sound_stays_where_it_was_to_the_sample(tmp_path: Path) -> None:
    sound = sweep(8)
    write_wav(tmp_path / "sound.wav", sound)
    encode_track(tmp_path / "sound.wav", tmp_path / "track.m4a")

    heard = read_sound(tmp_path / "track.m4a")[: len(sound)]

    assert 10 * np.log10((sound**2).mean() / ((heard - sound) ** 2).mean()) > 40


@pytest.mark.parametrize("make", [sweep, musiclike, speechlike])
def test_where_windows_join_there_is_no_more_noise_than_within(tmp_path: Path, make: Callable[[float], Sound]) -> None:
    sound = make(33)
    write_wav(tmp_path / "sound.wav", sound)
    encode_track(tmp_path / "sound.wav", tmp_path / "track.m4a")

    heard = read_sound(tmp_path / "track.m4a")
    frames = len(sound) // FRAME
    wrong = ((heard[: frames * FRAME] - sound[: frames * FRAME]) ** 2).reshape(frames, -1).mean(axis=1)
    loud = (sound[: frames * FRAME] ** 2).reshape(frames, -1).mean(axis=1)
    near = np.array([join + k for join in range(WINDOW - 1, frames - 2, WINDOW) for k in range(-2, 3)])
    within = np.setdiff1d(np.arange(WINDOW // 2, frames), near)

    def snr_db(which: np.ndarray) -> float:
        return float(10 * np.log10(loud[which].mean() / wrong[which].mean()))

    assert snr_db(near) > snr_db(within) - 1.0
    assert wrong[near].max() <= wrong[within].max() * 1.1


def test_joins_sound_as_one_long_encode_does(tmp_path: Path) -> None:
    """FFmpeg's own encode of the whole has the same noise around the joints of ours."""
    sound = musiclike(17)
    write_wav(tmp_path / "sound.wav", sound)
    encode_track(tmp_path / "sound.wav", tmp_path / "track.m4a")
    with av.open(str(tmp_path / "whole.m4a"), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=RATE, layout="stereo", bit_rate=192_000)
        stream.codec_context.options = {"aac_coder": "fast"}
        for start in range(0, len(sound), FRAME):
            piece = np.ascontiguousarray(sound[start : start + FRAME].T)
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    def noise_db(path: Path) -> float:
        spans = [slice((join - 2) * FRAME, (join + 3) * FRAME) for join in range(WINDOW - 1, len(sound) // FRAME, 256)]
        heard = read_sound(path)
        return float(10 * np.log10(np.mean([((heard[span] - sound[span]) ** 2).mean() for span in spans])))

    assert noise_db(tmp_path / "track.m4a") <= noise_db(tmp_path / "whole.m4a") + 0.5


def test_only_windows_that_hear_a_change_are_encoded_and_the_file_is_the_same(tmp_path: Path) -> None:
    sound = musiclike(60)
    write_wav(tmp_path / "before.wav", sound)
    before = encode_track(tmp_path / "before.wav", tmp_path / "before.m4a")
    sound[20 * RATE : 21 * RATE] *= 0.3
    write_wav(tmp_path / "after.wav", sound)

    fresh = encode_track(tmp_path / "after.wav", tmp_path / "fresh.m4a")
    after = encode_track(tmp_path / "after.wav", tmp_path / "after.m4a", previous=before.path)

    assert after.path.read_bytes() == fresh.path.read_bytes()
    assert fresh.copied_packets == 0
    assert after.encoded_packets == WINDOW
    assert after.copied_packets == after.packets - WINDOW


def test_a_change_near_a_joint_touches_both_windows(tmp_path: Path) -> None:
    sound = musiclike(20)
    write_wav(tmp_path / "before.wav", sound)
    before = encode_track(tmp_path / "before.wav", tmp_path / "before.m4a")
    sound[2 * WINDOW * FRAME] += 0.2
    write_wav(tmp_path / "after.wav", sound)

    after = encode_track(tmp_path / "after.wav", tmp_path / "after.m4a", previous=before.path)

    assert after.encoded_packets == 2 * WINDOW
    fresh = encode_track(tmp_path / "after.wav", tmp_path / "fresh.m4a")
    assert after.path.read_bytes() == fresh.path.read_bytes()


@given(cut=st.integers(1, 15 * RATE), at=st.integers(0, 15 * RATE), longer=st.booleans())
@settings(max_examples=8, deadline=None)
def test_what_was_before_never_changes_the_bytes(
    tmp_path_factory: pytest.TempPathFactory, cut: int, at: int, longer: bool
) -> None:
    folder = tmp_path_factory.mktemp("tracks")
    sound = speechlike(15)
    other = np.concatenate((sound, sound[:cut])) if longer else sound[:cut]
    other[at : at + 100] += 0.1
    write_wav(folder / "sound.wav", sound)
    write_wav(folder / "other.wav", other)
    encode_track(folder / "other.wav", folder / "other.m4a")

    fresh = encode_track(folder / "sound.wav", folder / "fresh.m4a")
    again = encode_track(folder / "sound.wav", folder / "again.m4a", previous=folder / "other.m4a")

    assert again.path.read_bytes() == fresh.path.read_bytes()


def test_other_settings_copy_nothing(tmp_path: Path) -> None:
    write_wav(tmp_path / "sound.wav", sine(2))
    encode_track(tmp_path / "sound.wav", tmp_path / "low.m4a", bit_rate=96_000)

    track = encode_track(tmp_path / "sound.wav", tmp_path / "high.m4a", previous=tmp_path / "low.m4a")

    assert track.copied_packets == 0


def test_a_previous_track_that_cannot_be_used_costs_only_time(tmp_path: Path) -> None:
    write_wav(tmp_path / "sound.wav", musiclike(7))
    track = encode_track(tmp_path / "sound.wav", tmp_path / "track.m4a")
    whole = track.path.read_bytes()
    (tmp_path / "cut.m4a").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "words.m4a").write_text("no track")
    contract_clip(tmp_path / "film.mp4", 24)

    for name in ("cut.m4a", "words.m4a", "film.mp4", "nowhere.m4a"):
        again = encode_track(tmp_path / "sound.wav", tmp_path / "again.m4a", previous=tmp_path / name)
        assert again.path.read_bytes() == whole


def test_silence_costs_little(tmp_path: Path) -> None:
    write_wav(tmp_path / "silence.wav", silence(10 * RATE))

    track = encode_track(tmp_path / "silence.wav", tmp_path / "track.m4a")

    assert track.path.stat().st_size < 20_000
    assert np.abs(read_sound(track.path)).max() == 0


def test_any_sound_file_can_be_encoded(tmp_path: Path) -> None:
    with sound_file(tmp_path / "sound.flac", SoundFormat.FLAC24) as write:
        write(sine(1, level=0.5))
    tone(tmp_path / "mono.wav", 1, rate=22_050, channels=1)

    assert encode_track(tmp_path / "sound.flac", tmp_path / "a.m4a").samples == RATE
    assert encode_track(tmp_path / "mono.wav", tmp_path / "b.m4a").samples == pytest.approx(RATE, abs=2)


def test_numbers_that_are_none_do_not_reach_the_encoder(tmp_path: Path) -> None:
    sound = sine(1, level=0.3)
    sound[1000:1010] = np.nan
    write_wav(tmp_path / "sound.wav", sound)

    heard = read_sound(encode_track(tmp_path / "sound.wav", tmp_path / "track.m4a").path)

    assert np.abs(heard[5000:]).max() == pytest.approx(0.3, abs=0.02)


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no sound"):
        encode_track(contract_clip(tmp_path / "clip.mp4", 24), tmp_path / "track.m4a")


def test_a_cancelled_track_leaves_no_file(tmp_path: Path) -> None:
    write_wav(tmp_path / "sound.wav", sine(1))

    with pytest.raises(CancelledError):
        encode_track(tmp_path / "sound.wav", tmp_path / "track.m4a", should_stop=lambda: True)

    assert [path.name for path in tmp_path.iterdir()] == ["sound.wav"]


def test_progress_is_told_in_packets(tmp_path: Path) -> None:
    write_wav(tmp_path / "sound.wav", sine(6))
    told: list[int] = []

    track = encode_track(tmp_path / "sound.wav", tmp_path / "track.m4a", on_progress=told.append)

    assert told == [256, track.packets]
