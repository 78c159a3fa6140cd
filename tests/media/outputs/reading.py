"""An independent look at what was written: boxes of MP4 files, and playlists by the rules of RFC 8216."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

_PARENTS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"mvex", b"moof", b"traf", b"dinf"}


def boxes(data: bytes, path: str = "") -> Iterator[tuple[str, bytes]]:
    """Every box with its path, parents before children; asserts that sizes add up."""
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        assert 8 <= size <= len(data) - at, f"{path}/{kind!r} of {size} bytes"
        name, content = f"{path}/{kind.decode('latin1')}".lstrip("/"), data[at + 8 : at + size]
        yield name, content
        if kind in _PARENTS:
            yield from boxes(content, name)
        at += size


def decode_time(data: bytes) -> int:
    content = dict(boxes(data))["moof/traf/tfdt"]
    return int(struct.unpack(">Q", content[4:12])[0])


@dataclass
class Listed:
    """A playlist as a player understands it."""

    tags: dict[str, list[str]] = field(default_factory=dict)
    entries: list[tuple[Fraction, str]] = field(default_factory=list)
    variants: list[tuple[dict[str, str], str]] = field(default_factory=list)

    @property
    def duration_s(self) -> Fraction:
        return sum((duration for duration, _ in self.entries), Fraction())

    @property
    def ended(self) -> bool:
        return "EXT-X-ENDLIST" in self.tags

    @property
    def init(self) -> str:
        return attributes(self.tags["EXT-X-MAP"][0])["URI"]


def read_playlist(text: str) -> Listed:
    """Parse a playlist; asserts what RFC 8216 demands of every one (sections 4.1 and 4.3)."""
    lines = text.split("\n")
    assert lines[0] == "#EXTM3U"
    assert lines[-1] == ""
    assert "\r" not in text
    listed, duration, variant = Listed(), None, None
    for line in lines[1:-1]:
        assert line, "a blank line"
        if line.startswith("#EXTINF:"):
            found = re.fullmatch(r"#EXTINF:(\d+\.\d+),", line)
            assert found and duration is None, line
            duration = Fraction(found[1])
        elif line.startswith("#EXT-X-STREAM-INF:"):
            variant = attributes(line.partition(":")[2])
        elif line.startswith("#"):
            name, _, value = line[1:].partition(":")
            listed.tags.setdefault(name, []).append(value)
        elif variant is not None:
            listed.variants.append((variant, line))
            variant = None
        else:
            assert duration is not None, f"no EXTINF before {line}"
            listed.entries.append((duration, line))
            duration = None
    assert duration is None
    assert variant is None
    assert len(listed.tags["EXT-X-VERSION"]) == 1
    if listed.variants:
        assert not listed.entries
    else:
        target = int(listed.tags["EXT-X-TARGETDURATION"][0])
        assert all(round(entry) <= target for entry, _ in listed.entries)
        assert int(listed.tags["EXT-X-VERSION"][0]) >= 6, "EXT-X-MAP before version 6"
    return listed


def attributes(text: str) -> dict[str, str]:
    found = re.findall(r'([A-Z0-9-]+)=("[^"]*"|[^",]+)(?:,|$)', text)
    assert ",".join(f"{name}={value}" for name, value in found) == text
    return {name: value.strip('"') for name, value in found}


def joined(folder: Path, playlist: str, out: Path) -> Path:
    """The rendition in one file: its header and all fragments, as a player appends them."""
    listed = read_playlist((folder / playlist).read_text())
    names = [listed.init, *(uri for _, uri in listed.entries)]
    out.write_bytes(b"".join((folder / name).read_bytes() for name in names))
    return out
