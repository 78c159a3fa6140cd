from pathlib import Path

import numpy as np
import pytest
from scipy.io import wavfile

from media.errors import UnreadableError
from media.sound.audio import RATE, read_sound, write_wav
from media.sound.wave import Decoded, as_wave, open_wave
from tests.media.material import tone
from tests.media.sound.signals import musiclike


def test_any_part_of_a_wave_is_read_with_silence_around_it(tmp_path: Path) -> None:
    sound = musiclike(1)
    write_wav(tmp_path / "sound.wav", sound)
    wave = open_wave(tmp_path / "sound.wav")

    assert wave.samples == RATE
    assert np.array_equal(wave.read(100, 300), sound[100:300])
    assert np.array_equal(wave.read(-50, 10), np.concatenate((np.zeros((50, 2)), sound[:10])))
    assert np.array_equal(wave.read(RATE - 10, RATE + 5), np.concatenate((sound[-10:], np.zeros((5, 2)))))
    assert not wave.read(2 * RATE, 2 * RATE + 7).any()
    assert len(wave.read(-9, -2)) == 7


def test_a_wave_of_others_is_opened_as_it_is(tmp_path: Path) -> None:
    wavfile.write(tmp_path / "sound.wav", RATE, musiclike(1))

    wave = as_wave(tmp_path / "sound.wav", tmp_path)

    assert wave.path == tmp_path / "sound.wav"
    assert np.array_equal(wave.read(0, RATE), musiclike(1))


def test_a_very_long_wave_states_its_length_in_64_bits(tmp_path: Path) -> None:
    sound = musiclike(0.1)
    data = sound.tobytes()
    chunk = b"ds64" + (28).to_bytes(4, "little") + bytes(8) + len(data).to_bytes(8, "little") + bytes(12)
    fmt = b"fmt " + (16).to_bytes(4, "little") + bytes.fromhex("03000200") + RATE.to_bytes(4, "little")
    fmt += (RATE * 8).to_bytes(4, "little") + bytes.fromhex("08002000")
    head = b"RF64" + b"\xff" * 4 + b"WAVE"
    (tmp_path / "long.wav").write_bytes(head + chunk + fmt + b"data" + b"\xff" * 4 + data + b"LIST\x04\0\0\0none")

    wave = open_wave(tmp_path / "long.wav")

    assert np.array_equal(wave.read(0, wave.samples), sound)


@pytest.mark.parametrize(
    "content", [b"", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0WAVEfmt \xff\xff\xff\xff", b"no sound at all"]
)
def test_what_is_no_wave_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sound.wav").write_bytes(content)

    with pytest.raises(UnreadableError, match=r"sound\.wav"):
        open_wave(tmp_path / "sound.wav")


@pytest.mark.parametrize(
    ("rate", "channels", "kind"), [(44_100, 2, np.float32), (RATE, 1, np.float32), (RATE, 2, np.int32)]
)
def test_samples_that_are_not_ours_are_decoded(
    tmp_path: Path, rate: int, channels: int, kind: type[np.generic]
) -> None:
    wavfile.write(tmp_path / "sound.wav", rate, np.zeros((rate, channels), kind))

    wave = as_wave(tmp_path / "sound.wav", tmp_path / "scratch")

    assert wave.path.parent == tmp_path / "scratch"
    assert wave.samples == pytest.approx(RATE, abs=2)


def test_a_source_is_decoded_once_whatever_it_is_called(tmp_path: Path) -> None:
    first = tone(tmp_path / "first.wav", 1, rate=44_100)
    second = tmp_path / "second.wav"
    second.write_bytes(first.read_bytes())
    shelf = Decoded(tmp_path / "decoded")

    wave = shelf.wave(first, limit_s=10)
    made = wave.path.stat().st_mtime_ns

    assert shelf.wave(second, limit_s=20) == wave
    assert wave.path.stat().st_mtime_ns == made
    assert np.array_equal(wave.read(0, wave.samples), read_sound(first))


def test_of_an_endless_source_only_what_is_needed_is_decoded(tmp_path: Path) -> None:
    long = tone(tmp_path / "long.wav", 700, rate=8000, channels=1)

    assert Decoded(tmp_path / "decoded").wave(long, limit_s=30).samples == 600 * RATE
    assert Decoded(tmp_path / "decoded").wave(long, limit_s=650).samples == 700 * RATE
