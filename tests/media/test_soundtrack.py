from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from scipy.io import wavfile

from media.assemble import FilmFile, Part, assemble
from media.mp4 import is_faststart, sample_descriptions
from media.profile import open_mp4
from media.sample_table import SampleTable, reading
from media.sound.audio import RATE, read_sound
from media.soundtrack import soundtrack
from media.source import opened
from tests.media.material import SMALL, contract_clip, tone

FRAMES = 49
SAMPLES = FRAMES * RATE // 24


def track(path: Path, sound: Path, samples: int) -> Path:
    """A sound track as the mixer delivers it."""
    with open_mp4(str(path)) as container, soundtrack(sound, container, samples) as heard:
        for packet in heard.until(None):
            container.mux_one(packet)
    return path


def film_of(folder: Path, sound: Path | None) -> FilmFile:
    clip = contract_clip(folder / "clip.mp4", FRAMES)
    return assemble([Part(path=clip, first=0, last=FRAMES)], sound, folder / "film.mp4", profile=SMALL)


def sound_packets(path: Path) -> list[bytes]:
    with opened(path) as container:
        return [bytes(packet) for packet in container.demux(container.streams.audio[0]) if packet.size]


def table_of(path: Path) -> SampleTable:
    with reading(path) as reader:
        table = reader.table("soun")
    assert table is not None
    return table


def test_a_track_is_copied_packet_by_packet(tmp_path: Path) -> None:
    ready = track(tmp_path / "t.m4a", tone(tmp_path / "t.wav", 3), SAMPLES)

    film = film_of(tmp_path, ready)

    assert sound_packets(film.path) == sound_packets(ready)
    assert film.sound_packets_copied == len(sound_packets(ready))
    assert film.packets_copied == FRAMES
    assert is_faststart(film.path)
    assert sample_descriptions(film.path) == (1, 1)


def test_a_copied_track_sounds_as_it_did(tmp_path: Path) -> None:
    ready = track(tmp_path / "t.m4a", tone(tmp_path / "t.wav", 3), SAMPLES)

    film = film_of(tmp_path, ready)

    assert np.array_equal(read_sound(film.path), read_sound(ready))


@pytest.mark.parametrize("longer_by", [0, 1, 500, 1024, 48_000])
def test_a_longer_track_is_cut_to_the_sample(tmp_path: Path, longer_by: int) -> None:
    ready = track(tmp_path / "t.m4a", tone(tmp_path / "t.wav", 4), SAMPLES + longer_by)

    film = film_of(tmp_path, ready)

    assert film.sound_packets_copied > 0
    assert table_of(film.path).length == SAMPLES
    assert table_of(film.path).lead == 1024


@pytest.mark.parametrize("kind", ["short track", "sound file", "silence"])
def test_what_cannot_be_copied_is_encoded_to_the_sample(tmp_path: Path, kind: str) -> None:
    wav = tone(tmp_path / "t.wav", 1)
    sound = {"short track": track(tmp_path / "t.m4a", wav, SAMPLES - 1), "sound file": wav, "silence": None}[kind]

    film = film_of(tmp_path, sound)

    assert film.sound_packets_copied == 0
    assert table_of(film.path).length == SAMPLES


@pytest.mark.parametrize(("rate", "layout"), [(44_100, "stereo"), (48_000, "mono")])
def test_a_track_in_another_coding_is_encoded(tmp_path: Path, rate: int, layout: str) -> None:
    path = tmp_path / "t.m4a"
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=rate, layout=layout)
        for start in range(0, 4 * rate, 1024):
            channels = 1 if layout == "mono" else 2
            frame = av.AudioFrame.from_ndarray(np.zeros((channels, 1024), np.float32), format="fltp", layout=layout)
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    film = film_of(tmp_path, path)

    assert film.sound_packets_copied == 0
    assert table_of(film.path).length == SAMPLES


def test_a_click_stays_at_its_frame_when_its_track_is_copied(tmp_path: Path) -> None:
    clicks = np.zeros((3 * RATE, 2), np.float32)
    clicks[RATE : RATE + 48] = 0.9
    wavfile.write(tmp_path / "click.wav", RATE, clicks)

    film = film_of(tmp_path, track(tmp_path / "t.m4a", tmp_path / "click.wav", SAMPLES))

    heard = np.abs(read_sound(film.path)[:, 0])
    assert film.sound_packets_copied > 0
    assert int(heard.argmax()) == pytest.approx(RATE + 24, abs=24)
