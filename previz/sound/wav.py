"""16-bit WAV files that carry a comment (RIFF INFO, ``ICMT``): the previz mark and the times of speech."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_PCM = 1
_EXTENSIBLE = 0xFFFE
_FULL_SCALE = 32768.0
_LARGEST = 2**31  # bytes; far more sound than any film has


class MalformedWav(ValueError):  # noqa: N818 - says what the file is
    """The file is not a WAV that we can read: broken, or not 16-bit PCM."""


@dataclass(frozen=True)
class Sound:
    """What a WAV file holds: ``samples`` ``(n,)`` mono or ``(n, channels)``, float32 in −1..1."""

    samples: NDArray[np.float32]
    rate: int
    comment: str | None


def write_wav(path: Path, samples: NDArray[np.float32], rate: int, comment: str | None = None) -> None:
    """Write samples in −1..1 (clipped beyond), ``(n,)`` or ``(n, channels)``, as 16-bit PCM with a comment."""
    path.write_bytes(encode_wav(samples, rate, comment))


def encode_wav(samples: NDArray[np.float32], rate: int, comment: str | None = None) -> bytes:
    """The bytes that ``write_wav`` writes. The comment stands before the sound, so that a prefix tells it."""
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    scaled = np.nan_to_num(samples) * _FULL_SCALE
    data = np.clip(np.rint(scaled), -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes()
    form = struct.pack("<HHIIHH", _PCM, channels, rate, rate * channels * 2, channels * 2, 16)
    body = b"WAVE" + _chunk(b"fmt ", form)
    if comment is not None:
        body += _chunk(b"LIST", b"INFO" + _chunk(b"ICMT", comment.encode() + b"\0"))
    body += _chunk(b"data", data)
    return _chunk(b"RIFF", body)


def read_wav(path: Path) -> Sound:
    """Read a 16-bit PCM WAV. Raises ``MalformedWav``, or ``OSError`` when the file cannot be opened."""
    if path.stat().st_size > _LARGEST:
        raise MalformedWav(f"The file has {path.stat().st_size} bytes; that is more than any film's sound.")
    return decode_wav(path.read_bytes())


def decode_wav(data: bytes) -> Sound:
    """The sound in the bytes of a WAV file. Raises ``MalformedWav``."""
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise MalformedWav("The bytes do not start like a WAV file.")
    form: bytes | None = None
    pcm: bytes | None = None
    comment: str | None = None
    for name, body in _chunks(data[12:]):
        if name == b"fmt ":
            form = body
        elif name == b"data" and pcm is None:
            pcm = body
        elif name == b"LIST" and body[:4] == b"INFO":
            comment = next((_text(text) for key, text in _chunks(body[4:]) if key == b"ICMT"), comment)
    if form is None or pcm is None:
        raise MalformedWav("The WAV file has no format or no sound in it.")
    channels, rate = _format(form)
    if len(pcm) % (2 * channels):
        raise MalformedWav("The sound in the WAV file ends in the middle of a sample.")
    samples = np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(_FULL_SCALE)
    return Sound(samples if channels == 1 else samples.reshape(-1, channels), rate, comment)


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 0
    while position + 8 <= len(data):
        name, size = data[position : position + 4], struct.unpack_from("<I", data, position + 4)[0]
        position += 8
        if position + size > len(data):
            raise MalformedWav(f"The WAV file is cut off: its {name!r} chunk should have {size} bytes.")
        yield name, data[position : position + size]
        position += size + size % 2


def _format(form: bytes) -> tuple[int, int]:
    """Channels and rate, of a format that is 16-bit PCM."""
    if len(form) < 16:
        raise MalformedWav("The WAV file's format chunk is too short.")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", form)
    if kind == _EXTENSIBLE and len(form) >= 26:
        kind = struct.unpack_from("<H", form, 24)[0]
    if kind != _PCM or bits != 16:
        raise MalformedWav(f"The WAV file is not 16-bit PCM (format {kind}, {bits} bits).")
    if not 1 <= channels <= 8 or not 1_000 <= rate <= 400_000:
        raise MalformedWav(f"The WAV file claims {channels} channels at {rate} Hz.")
    return channels, rate


def _text(raw: bytes) -> str:
    try:
        return raw.rstrip(b"\0").decode()
    except UnicodeDecodeError as error:
        raise MalformedWav("The WAV file's comment is not UTF-8.") from error
