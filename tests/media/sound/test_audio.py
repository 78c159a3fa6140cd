from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.io import wavfile

from media.errors import UnreadableError
from media.sound.audio import RATE, SoundFormat, decoded, read_sound, silence, sound_file, write_wav
from media.sound.loudness import integrated_lufs
from tests.media.material import contract_clip, foreign_clip, pattern, tone
from tests.media.sound.signals import musiclike, sine


def clip_with_sound(
    path: Path,
    pieces: Sequence[tuple[float, NDArray[np.float32]]],
    *,
    codec: str = "pcm_s16le",
    picture_from_s: float = 0.0,
    pictures: bool = True,
) -> Path:
    """A film whose pieces of sound (48 kHz, mono) begin at given times."""
    with av.open(str(path), "w", options={"avoid_negative_ts": "disabled"}) as container:
        video = None
        if pictures:
            video = container.add_stream("libx264", rate=24, options={"preset": "ultrafast", "bf": "0"})
            video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream(codec, rate=RATE, layout="mono")
        for number in range(48 if video else 0):
            frame = pattern(number, 64, 48)
            frame.pts, frame.time_base = number + round(picture_from_s * 24), Fraction(1, 24)
            container.mux(video.encode(frame))
        if video:
            container.mux(video.encode(None))
        for start_s, samples in pieces:
            for first in range(0, len(samples), 1024):
                piece = (samples[None, first : first + 1024] * 32767).astype(np.int16)
                frame = av.AudioFrame.from_ndarray(piece, format="s16", layout="mono")
                frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
                frame.pts = round(start_s * RATE) + first
                container.mux(audio.encode(frame))
        container.mux(audio.encode(None))
    return path


def beep(seconds: float = 0.5) -> NDArray[np.float32]:
    return sine(seconds, 1000, 0.5)[:, 0]


def onset_s(sound: NDArray[np.float32]) -> float:
    return int(np.argmax(np.abs(sound[:, 0]) > 0.2)) / RATE


def test_mono_is_as_loud_as_the_same_in_stereo(tmp_path: Path) -> None:
    mono = read_sound(tone(tmp_path / "mono.wav", 1, channels=1))
    stereo = read_sound(tone(tmp_path / "stereo.wav", 1))

    assert np.allclose(mono, stereo, atol=1e-6)


@pytest.mark.parametrize("channels", [3, 6, 8])
def test_surround_is_folded_down(tmp_path: Path, channels: int) -> None:
    assert read_sound(tone(tmp_path / "many.wav", 1, channels=channels)).shape == (RATE, 2)


@pytest.mark.parametrize("rate", [8000, 22_050, 44_100, 96_000, 192_000])
def test_any_rate_keeps_length_and_level(tmp_path: Path, rate: int) -> None:
    sound = read_sound(tone(tmp_path / "tone.wav", 2, rate=rate, level=0.5))

    assert len(sound) == pytest.approx(2 * RATE, abs=RATE // 100)
    assert np.abs(sound[RATE // 2 : RATE]).max() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("kind", [np.uint8, np.int16, np.int32, np.float64])
def test_any_sample_format_is_read(tmp_path: Path, kind: type[Any]) -> None:
    wave = sine(1, level=0.5)
    scaled = {np.uint8: wave * 127 + 128, np.int16: wave * 32767, np.int32: wave.astype(np.float64) * (2**31 - 1)}
    wavfile.write(tmp_path / "sound.wav", RATE, scaled.get(kind, wave).astype(kind))

    assert np.abs(read_sound(tmp_path / "sound.wav") - wave).max() < 0.02


def test_what_is_no_number_is_silence_and_what_is_absurd_is_bounded(tmp_path: Path) -> None:
    sound = sine(1, level=0.1)
    sound[100], sound[200], sound[300] = np.nan, np.inf, -1e30
    wavfile.write(tmp_path / "sound.wav", RATE, sound)

    heard = read_sound(tmp_path / "sound.wav")

    assert np.isfinite(heard).all()
    assert (heard[100, 0], heard[200, 0], heard[300, 0]) == (0, 16, -16)
    assert np.isfinite(integrated_lufs(heard))


def test_blocks_are_the_whole_and_none_is_empty(tmp_path: Path) -> None:
    write_wav(tmp_path / "sound.wav", musiclike(3.7))

    blocks = list(decoded(tmp_path / "sound.wav"))

    assert min(len(block) for block in blocks) > 0
    assert max(len(block) for block in blocks) <= RATE
    assert np.array_equal(np.concatenate(blocks), musiclike(3.7))


def test_no_more_is_read_than_asked(tmp_path: Path) -> None:
    assert len(read_sound(tone(tmp_path / "tone.wav", 3), limit_s=1.25)) == 60_000


@pytest.mark.parametrize("suffix", [".mkv", ".mov"])
def test_sound_that_begins_after_the_first_picture_keeps_its_place(tmp_path: Path, suffix: str) -> None:
    clip = clip_with_sound(tmp_path / f"clip{suffix}", [(0.75, beep())])

    assert onset_s(read_sound(clip)) == pytest.approx(0.75, abs=0.002)


def test_sound_before_the_first_picture_is_not_heard(tmp_path: Path) -> None:
    pieces = [(0.0, np.concatenate((beep(0.2), np.zeros(RATE, np.float32), beep())))]
    clip = clip_with_sound(tmp_path / "clip.mkv", pieces, picture_from_s=0.5)

    assert onset_s(read_sound(clip)) == pytest.approx(0.7, abs=0.002)


def test_a_start_offset_of_sound_alone_is_no_silence(tmp_path: Path) -> None:
    only = clip_with_sound(tmp_path / "sound.mkv", [(3.0, beep())], pictures=False)

    assert onset_s(read_sound(only)) < 0.01


def test_a_gap_in_the_sound_stays_a_gap(tmp_path: Path) -> None:
    clip = clip_with_sound(tmp_path / "clip.mkv", [(0.0, beep(0.3)), (1.5, beep(0.3))])

    heard = read_sound(clip)

    assert len(heard) == pytest.approx(1.8 * RATE, abs=100)
    assert not heard[round(0.31 * RATE) : round(1.49 * RATE)].any()
    assert onset_s(heard[RATE:]) == pytest.approx(0.5, abs=0.002)


def test_a_lie_about_the_time_is_no_hour_of_silence(tmp_path: Path) -> None:
    clip = clip_with_sound(tmp_path / "clip.mkv", [(0.0, beep(0.3)), (360_000.0, beep(0.3))])

    assert len(read_sound(clip)) == pytest.approx(0.6 * RATE, abs=100)


def test_damaged_packets_leave_the_rest_where_it_was(tmp_path: Path) -> None:
    good = tmp_path / "good.mkv"
    clip_with_sound(
        good, [(0.0, np.concatenate((beep(2), np.zeros(RATE, np.float32), beep())))], codec="flac", pictures=False
    )
    with av.open(str(good)) as source, av.open(str(tmp_path / "bad.mkv"), "w") as target:
        stream = target.add_stream_from_template(source.streams.audio[0])
        for number, packet in enumerate(source.demux(source.streams.audio[0])):
            if packet.size:
                copy = av.Packet(b"\xff" * packet.size if 5 <= number < 9 else bytes(packet))
                copy.pts, copy.dts, copy.time_base = packet.pts, packet.dts, packet.time_base
                copy.stream = stream
                target.mux(copy)

    heard = read_sound(tmp_path / "bad.mkv")

    assert len(heard) == pytest.approx(3.5 * RATE, abs=2000)
    assert onset_s(heard[round(2.5 * RATE) :]) == pytest.approx(0.5, abs=0.06)


def test_a_truncated_file_gives_what_is_there(tmp_path: Path) -> None:
    whole = tone(tmp_path / "whole.wav", 2).read_bytes()
    (tmp_path / "cut.wav").write_bytes(whole[: len(whole) // 2])

    assert len(read_sound(tmp_path / "cut.wav")) == pytest.approx(RATE, abs=100)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"words, not sound\n" * 100, b"\xff\xfb\x90\x00" + bytes(200)])
def test_what_is_no_sound_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sound.mp3").write_bytes(content)

    with pytest.raises(UnreadableError, match=r"sound\.mp3"):
        read_sound(tmp_path / "sound.mp3")


def test_a_wav_without_samples_is_refused(tmp_path: Path) -> None:
    wavfile.write(tmp_path / "empty.wav", RATE, np.zeros((0, 2), np.float32))

    with pytest.raises(UnreadableError, match=r"empty\.wav"):
        read_sound(tmp_path / "empty.wav")


def test_pictures_without_sound_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"clip\.mp4: no sound"):
        read_sound(contract_clip(tmp_path / "clip.mp4", 24))


def test_the_sound_of_a_film_is_read(tmp_path: Path) -> None:
    heard = read_sound(foreign_clip(tmp_path / "clip.mp4", 60, sound=True))

    assert len(heard) == pytest.approx(2 * RATE, abs=2500)
    assert heard.any()


@pytest.mark.parametrize(
    ("kind", "step"), [(SoundFormat.WAV, 0), (SoundFormat.FLAC24, 2**-23), (SoundFormat.FLAC16, 2**-15)]
)
def test_what_is_written_is_read_again(tmp_path: Path, kind: SoundFormat, step: float) -> None:
    sound = musiclike(2.3, level=0.02)
    path = tmp_path / f"sound{kind.suffix}"
    with sound_file(path, kind) as write:
        for first in range(0, len(sound), 30_000):
            write(sound[first : first + 30_000])

    heard = read_sound(path)

    assert len(heard) == len(sound)
    assert np.abs(heard - sound).max() <= step


def test_a_file_that_was_not_finished_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), sound_file(tmp_path / "sound.wav") as write:
        write(silence(1000))
        raise RuntimeError

    assert list(tmp_path.iterdir()) == []
