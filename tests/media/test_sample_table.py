"""Sample tables are read as a demuxer reads them, and never believed."""

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.assemble import Part, assemble
from media.contract import read_contract
from media.errors import UnreadableError
from media.sample_table import SampleTable, reading
from media.source import opened
from tests.media.material import SMALL, contract_clip, foreign_clip, packets, tone


def table_of(path: Path, handler: str = "vide") -> SampleTable | None:
    with reading(path) as reader:
        return reader.table(handler)


def film(folder: Path) -> Path:
    clip = contract_clip(folder / "clip.mp4", 40)
    return assemble(
        [Part(path=clip, first=0, last=40)], tone(folder / "t.wav", 1), folder / "f.mp4", profile=SMALL
    ).path


@pytest.mark.parametrize("kind", ["contract", "film", "variable rate", "with sound"])
@pytest.mark.parametrize("handler", ["vide", "soun"])
def test_it_says_what_a_demuxer_says(tmp_path: Path, kind: str, handler: str) -> None:
    path = tmp_path / "clip.mp4"
    match kind:
        case "contract":
            contract_clip(path, 40)
        case "film":
            path = film(tmp_path)
        case "variable rate":
            foreign_clip(path, 5, times=[0, 30_000, 31_250, 36_250, 40_000])
        case _:
            foreign_clip(path, 40, sound=True)

    table = table_of(path, handler)

    with opened(path) as container:
        streams = container.streams.video if handler == "vide" else container.streams.audio
        if not streams:
            assert table is None
            return
        seen = [packet for packet in container.demux(streams[0]) if packet.size]
        base = streams[0].time_base
        extradata = streams[0].codec_context.extradata
    assert table is not None
    assert [int(pts) for pts in table.pts] == [packet.pts * base * table.timescale for packet in seen]
    assert [int(dts) for dts in table.dts] == [packet.dts * base * table.timescale for packet in seen]
    assert table.keyframes.tolist() == [packet.is_keyframe for packet in seen]
    with reading(path) as reader:
        assert [reader.sample(table, number) for number in range(len(table))] == [bytes(packet) for packet in seen]
    if handler == "vide":
        assert table.configuration == extradata


def test_frames_are_numbered_only_at_an_exact_rate(tmp_path: Path) -> None:
    table = table_of(contract_clip(tmp_path / "clip.mp4", 30))

    assert table is not None
    numbers = table.frame_numbers(24)
    assert numbers is not None and sorted(numbers.tolist()) == list(range(30))
    assert table.frame_numbers(25) is None
    assert table.frame_numbers(48) is None


@pytest.mark.parametrize("content", [b"no film at all, only words", b"\x00" * 200, b"\x1aE\xdf\xa3" + b"x" * 99])
def test_what_is_no_mp4_has_no_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)

    assert table_of(path) is None
    assert read_contract(path, SMALL) is None


@pytest.mark.parametrize("kind", ["matroska", "fragmented"])
def test_another_kind_of_container_has_no_table(tmp_path: Path, kind: str) -> None:
    import av

    source = contract_clip(tmp_path / "clip.mp4", 24)
    path = tmp_path / ("clip.mkv" if kind == "matroska" else "fragments.mp4")
    options = {} if kind == "matroska" else {"movflags": "frag_keyframe+empty_moov"}
    with opened(source) as given, av.open(str(path), "w", options=options) as container:
        stream = container.add_stream_from_template(given.streams.video[0])
        for packet in given.demux(given.streams.video[0]):
            if packet.size:
                packet.stream = stream
                container.mux(packet)

    assert table_of(path) is None
    assert read_contract(path, SMALL) is None


@pytest.mark.parametrize("name", ["missing.mp4", "empty.mp4"])
def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.mp4").touch()

    with pytest.raises(UnreadableError, match=name):
        table_of(tmp_path / name)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    path = film(tmp_path)
    path.write_bytes(path.read_bytes()[:-2000])

    with pytest.raises(UnreadableError, match=r"f\.mp4"):
        table_of(path)


@pytest.mark.parametrize("box", [b"stsz", b"stts", b"stsc", b"stss", b"ctts", b"stco", b"elst", b"stsd"])
@pytest.mark.parametrize("lie", [0xFFFFFFFF, 0x7FFFFFFF, 1_000_001, 3])
def test_a_table_that_lies_about_its_length_is_not_believed(tmp_path: Path, box: bytes, lie: int) -> None:
    path = contract_clip(tmp_path / "clip.mp4", 40)
    data = bytearray(path.read_bytes())
    at = data.index(box) + (12 if box == b"stsz" else 8)
    data[at : at + 4] = struct.pack(">I", lie)
    path.write_bytes(bytes(data))

    assert read_contract(path, SMALL) is None or (box, lie) == (b"stss", 3)


@pytest.mark.parametrize("box", [b"moov", b"trak", b"mdia", b"stbl", b"stsd", b"avc1"])
@pytest.mark.parametrize("size", [0xFFFFFFFF, 4, 0x7FFFFFFF])
def test_boxes_of_impossible_sizes_are_refused(tmp_path: Path, box: bytes, size: int) -> None:
    path = contract_clip(tmp_path / "clip.mp4", 40)
    data = bytearray(path.read_bytes())
    at = data.rindex(box) - 4
    data[at : at + 4] = struct.pack(">I", size)
    path.write_bytes(bytes(data))

    assert read_contract(path, SMALL) is None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=12))
def test_any_damage_gives_an_answer_or_a_typed_error(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    source = tmp_path / "clip.mp4"
    if not source.exists():
        contract_clip(source, 40)
    data = bytearray(source.read_bytes())
    start = data.index(b"moov")
    for at, value in changes:
        data[start + at % (len(data) - start)] = value
    path = tmp_path / "damaged.mp4"
    path.write_bytes(bytes(data))

    try:
        table = table_of(path)
    except UnreadableError:
        return
    if table is not None:
        assert len(table.pts) == len(table.sizes) == len(table.offsets) == len(table.keyframes)
        assert not len(table) or int((table.offsets + table.sizes).max()) <= path.stat().st_size


def test_samples_are_read_where_they_are(tmp_path: Path) -> None:
    path = film(tmp_path)
    table = table_of(path)

    assert table is not None
    with reading(path) as reader:
        assert [reader.sample(table, n) for n in range(len(table))] == packets(path)
    assert np.all(table.sizes > 0)
