import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from previz.sound.wav import MalformedWav, decode_wav, encode_wav, read_wav, write_wav

COMMENT = '{"previz": true, "phonemes": "ˈɹObɑt"}'


@pytest.mark.parametrize("shape", [(0,), (1,), (999,), (1000, 2)])
def test_sound_and_comment_come_back(tmp_path: Path, shape: tuple[int, ...]) -> None:
    samples = np.random.default_rng(1).uniform(-1, 1, shape).astype(np.float32)
    write_wav(tmp_path / "line.wav", samples, 24_000, COMMENT)
    sound = read_wav(tmp_path / "line.wav")
    assert (sound.rate, sound.comment, sound.samples.shape) == (24_000, COMMENT, samples.shape)
    assert np.allclose(sound.samples, samples, atol=1 / 32768)


def test_without_a_comment_there_is_none() -> None:
    assert decode_wav(encode_wav(np.zeros(8, np.float32), 48_000)).comment is None


def test_other_readers_understand_it(tmp_path: Path) -> None:
    write_wav(tmp_path / "line.wav", np.full((480, 2), 0.5, np.float32), 48_000, COMMENT)
    with wave.open(str(tmp_path / "line.wav")) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes(), file.getsampwidth()) == (2, 48_000, 480, 2)


def test_sound_beyond_full_scale_is_clipped_not_wrapped() -> None:
    sound = decode_wav(encode_wav(np.array([2.0, -2.0, np.nan], np.float32), 48_000))
    assert sound.samples == pytest.approx([1.0, -1.0, 0.0], abs=1e-4)


def test_files_of_other_writers_are_read(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "other.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(struct.pack("<3h", 0, 16384, -16384))
    sound = read_wav(tmp_path / "other.wav")
    assert sound.samples == pytest.approx([0.0, 0.5, -0.5])
    assert sound.comment is None


GOOD = encode_wav(np.zeros(100, np.float32), 48_000, COMMENT)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"ID3 this is not a wav file at all",
        GOOD[:-1],
        GOOD[:60],
        GOOD[:36],
        GOOD.replace(b"fmt ", b"fmtX"),
        GOOD.replace(b"data", b"dat0"),
        GOOD[:20] + struct.pack("<H", 3) + GOOD[22:],
        GOOD[:22] + struct.pack("<H", 0) + GOOD[24:],
        GOOD[:24] + struct.pack("<I", 0) + GOOD[28:],
        GOOD[:34] + struct.pack("<H", 24) + GOOD[36:],
        GOOD.replace("ˈɹO".encode(), b"\xff" * len("ˈɹO".encode())),
        GOOD[:40] + b"\xff\xff\xff\xff" + GOOD[44:],
    ],
)
def test_malformed_files_are_refused(data: bytes) -> None:
    with pytest.raises(MalformedWav):
        decode_wav(data)
