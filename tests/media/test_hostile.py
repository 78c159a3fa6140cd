"""Files that want to harm: each is tried in a process of its own with little memory, which must survive it."""

import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from media.source import opened
from tests.media.material import foreign_clip, tone
from tests.media.picture.numbered import numbered_clip

MEMORY = 2 * 1024**3
RESIDENT = 600 * 1024**2
SECONDS = 40

CHILD = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from media.errors import MediaError
from media.picture.conform import Target, conform
from media.picture.thumbnail import Thumbnails
from media.probe import probe
from media.profile import VideoProfile
from media.sound.audio import read_sound
profile = VideoProfile(width=160, height=90, fps=24, preset="ultrafast", crf=30)


def outcome(path, name, job):
    try:
        job()
    except MediaError as error:
        assert path.name in str(error), str(error)
        return type(error).__name__
    return "good"


def outcomes(path):
    folder = path.parent / "out"
    target = Target(folder / f"{path.name}.mp4", profile)
    jobs = {
        "probe": lambda: probe(path),
        "conform": lambda: conform(path, [target], frames=24, edge_frames=4, observers=[Thumbnails()]),
        "sound": lambda: read_sound(path, limit_s=10),
    }
    results = {name: outcome(path, name, job) for name, job in jobs.items()}
    left = [file.name for file in folder.iterdir()] if folder.exists() else []
    assert left == ([target.out.name] if results["conform"] == "good" else []), left
    target.out.unlink(missing_ok=True)
    return results


found = {path: outcomes(Path(path)) for path in sys.argv[2:]}
status = Path("/proc/self/status")
# What getrusage says of a process includes its parent before the fork.
peak = [line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line] if status.exists() else [0]
print(json.dumps([int(peak[0]) * 1024, found]))
"""

Outcome = dict[str, str]


def survived(*paths: Path) -> dict[str, Outcome]:
    """What came of each file, by its stem: one process must come to its end in time, with little memory, no scraps."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(MEMORY), *map(str, paths)],
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=Path(__file__).parents[2],
        env={"OPENBLAS_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    resident, found = json.loads(done.stdout.splitlines()[-1])
    assert resident < RESIDENT
    return {Path(path).stem: outcome for path, outcome in found.items()}


REFUSED = {"probe": "UnreadableError", "conform": "UnreadableError", "sound": "UnreadableError"}
PICTURES = {"probe": "good", "conform": "good", "sound": "UnreadableError"}
ONLY_PROBED = {"probe": "good", "conform": "UnreadableError", "sound": "UnreadableError"}


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """A small JPEG whose header says otherwise."""
    encoded, data = cv2.imencode(".jpg", np.full((16, 16, 3), 90, np.uint8))
    assert encoded
    raw = bytearray(data.tobytes())
    at = raw.index(b"\xff\xc0")
    raw[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(raw)


def gif(width: int, height: int) -> bytes:
    """One picture of one pixel on a screen of the given size."""
    screen = b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\x00\x00" + bytes(3) + b"\xff" * 3
    image = b"\x2c" + struct.pack("<HHHH", 0, 0, width, height) + b"\x00"
    return screen + image + b"\x02\x02\x4c\x01\x00\x3b"


def zipped(path: Path) -> bytes:
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
        archive.writestr("film.txt", "film " * 1000)
    data = path.with_suffix(".zip").read_bytes()
    path.with_suffix(".zip").unlink()
    return data


NOT_MEDIA: dict[str, Callable[[Path], bytes]] = {
    "zero bytes": lambda path: b"",
    "one byte": lambda path: b"\x00",
    "a megabyte of zeros": lambda path: bytes(1_000_000),
    "noise": lambda path: np.random.default_rng(3).integers(0, 256, 300_000, np.uint8).tobytes(),
    "a sentence": lambda path: b"This is not a film, only a sentence.\n" * 500,
    "a playlist": lambda path: b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
    "a concat script": lambda path: b"ffconcat version 1.0\nfile /etc/hostname\nduration 5\n",
    "an archive": zipped,
    "a drawing": lambda path: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>',
    "a page": lambda path: b"<!doctype html><title>502 Bad Gateway</title><h1>Bad Gateway</h1>" * 20,
    "a JSON error": lambda path: b'{"error": {"code": 404, "message": "gone"}}',
    "half a box": lambda path: b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41\xff\xff\xff\xffmoov",
    "an endless box": lambda path: b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isom\x00\x00\x00\x01moov" + b"\x7f" * 8,
    "a JPEG of 65500 x 65500": lambda path: jpeg(65_500, 65_500),
    "a PNG of 20000 x 20000": lambda path: png(20_000, 20_000),
    "a PNG of two billion columns": lambda path: png(2**31 - 1, 1),
    "a GIF of 65535 x 65535": lambda path: gif(65_535, 65_535),
}


def test_what_is_no_film_is_refused(tmp_path: Path) -> None:
    paths = []
    for name, content in NOT_MEDIA.items():
        path = tmp_path / f"{name}.mp4"
        path.write_bytes(content(path))
        paths.append(path)

    assert survived(*paths) == dict.fromkeys(NOT_MEDIA, REFUSED)


@pytest.mark.parametrize("faststart", [True, False], ids=["index in front", "index at the end"])
def test_a_film_that_was_cut_off_is_refused(tmp_path: Path, faststart: bool) -> None:
    whole = foreign_clip(tmp_path / "whole.mp4", 60, size=(160, 90))
    if faststart:
        whole = remuxed(whole, {"movflags": "+faststart"})
    data = whole.read_bytes()
    paths = [tmp_path / f"{percent}.mp4" for percent in (1, 10, 40, 80, 95)]
    for path in paths:
        path.write_bytes(data[: len(data) * int(path.stem) // 100])

    assert survived(*paths) == {path.stem: REFUSED for path in paths}


def test_a_film_that_lacks_only_its_last_bytes_is_a_film(tmp_path: Path) -> None:
    path = remuxed(foreign_clip(tmp_path / "film.mp4", 60, size=(160, 90)), {"movflags": "+faststart"})
    path.write_bytes(path.read_bytes()[:-20])

    assert survived(path) == {path.stem: PICTURES}


def remuxed(whole: Path, options: dict[str, str]) -> Path:
    path = whole.with_name("remuxed.mp4")
    with opened(whole) as source, av.open(str(path), "w", options=options) as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    return path


def rewritten(path: Path, box: bytes, offset: int, value: int) -> Path:
    data = bytearray(path.read_bytes())
    at = data.index(box) + 4 + offset
    data[at : at + 4] = struct.pack(">I", value)
    path.write_bytes(bytes(data))
    return path


def test_a_header_that_claims_a_hundred_hours_changes_nothing(tmp_path: Path) -> None:
    headers = {"mvhd": 16, "tkhd": 20, "mdhd": 16}
    paths = [
        rewritten(numbered_clip(tmp_path / f"{box}.mp4", 30), box.encode(), offset, 360_000_000)
        for box, offset in headers.items()
    ]

    assert survived(*paths) == dict.fromkeys(headers, PICTURES)


@pytest.mark.parametrize(("box", "offset"), [(b"stsz", 8), (b"stts", 4), (b"stco", 4), (b"ctts", 4), (b"stsc", 4)])
def test_tables_with_lying_counts_end_well_or_in_a_typed_error(tmp_path: Path, box: bytes, offset: int) -> None:
    with_b_frames = {"preset": "veryfast", "x264-params": "bframes=2"}
    whole = numbered_clip(tmp_path / "whole.mp4", 30, options=with_b_frames).read_bytes()
    paths = [tmp_path / f"{count}.mp4" for count in (0, 1, 29, 31, 0x7FFFFFFF, 0xFFFFFFFF)]
    for path in paths:
        path.write_bytes(whole)
        rewritten(path, box, offset, int(path.stem))

    for outcome in survived(*paths).values():
        assert set(outcome.values()) <= {"good", "UnreadableError"}
        assert outcome["sound"] == "UnreadableError"


@pytest.mark.parametrize("gap_h", [1, 100])
def test_a_real_gap_of_hours_between_two_pictures_takes_no_time(tmp_path: Path, gap_h: int) -> None:
    gap = gap_h * 3600 * 30_000
    path = tmp_path / "film.mkv"
    numbered_clip(path, 12, times=[*(n * 1250 for n in range(6)), *(gap + n * 1250 for n in range(6))])

    assert survived(path) == {path.stem: PICTURES}


def test_the_smallest_and_the_thinnest_pictures_are_films(tmp_path: Path) -> None:
    sizes = [(1, 1), (2, 2), (1, 2), (3, 1), (16, 8000), (8000, 16)]
    paths = [flat(tmp_path / f"{width} x {height}.mov", width, height) for width, height in sizes]

    assert survived(*paths) == {path.stem: PICTURES for path in paths}


def flat(path: Path, width: int, height: int) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("png", rate=24)
        stream.width, stream.height, stream.pix_fmt = width, height, "rgb24"
        for number in range(6):
            frame = av.VideoFrame.from_ndarray(np.full((height, width, 3), 100 + number, np.uint8), format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_pictures_of_20000_x_20_are_refused(tmp_path: Path) -> None:
    path = flat(tmp_path / "film.mov", 20_000, 20)

    assert survived(path) == {path.stem: REFUSED}


def test_moving_pictures_beyond_8k_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    frugal = {"preset": "ultrafast", "crf": "45"}
    path = numbered_clip(tmp_path / "film.mp4", 3, size=(8192, 4400), options=frugal)

    assert survived(path) == {path.stem: REFUSED}


def test_three_hundred_frames_a_second_are_a_film(tmp_path: Path) -> None:
    path = numbered_clip(tmp_path / "film.mp4", 300, fps=300, size=(64, 36))

    assert survived(path) == {path.stem: PICTURES}


def test_sound_alone_is_sound_and_no_film(tmp_path: Path) -> None:
    path = tone(tmp_path / "film.wav", 2)

    assert survived(path) == {path.stem: {"probe": "good", "conform": "UnreadableError", "sound": "good"}}


def test_a_gif_of_one_picture_is_a_film(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with av.open(str(path), "w", format="gif") as container:
        stream = container.add_stream("gif", rate=Fraction(10))
        stream.width, stream.height, stream.pix_fmt = 32, 20, "rgb8"
        frame = av.VideoFrame.from_ndarray(np.full((20, 32, 3), 120, np.uint8), format="rgb24").reformat(format="rgb8")
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    assert survived(path) == {path.stem: PICTURES}


def test_a_photograph_under_the_name_of_a_film_is_a_photograph(tmp_path: Path) -> None:
    paths = [tmp_path / f"{kind}.mp4" for kind in ("png", "jpg", "webp")]
    for path in paths:
        encoded, data = cv2.imencode(f".{path.stem}", np.full((20, 32, 3), 90, np.uint8))
        assert encoded
        path.write_bytes(data.tobytes())

    assert survived(*paths) == {path.stem: ONLY_PROBED for path in paths}


def test_a_stream_that_grows_while_it_plays_is_bounded(tmp_path: Path) -> None:
    """Two resolutions in one stream: the film keeps its own."""
    parts = [numbered_clip(tmp_path / f"{width}.ts", 12, size=(width, width // 2)) for width in (64, 640)]
    path = tmp_path / "film.ts"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    for part in parts:
        part.unlink()

    assert survived(path) == {path.stem: PICTURES}
