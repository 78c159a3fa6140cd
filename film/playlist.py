"""HLS playlists as text, written from values alone: whoever serves the fragments says what their addresses are.

The dialect is RFC 8216 at version 7 (CMAF fragments behind ``EXT-X-MAP``): pictures and sound are renditions of their
own, joined by a master playlist. Nothing here knows files.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import ceil

from pydantic import Field

from film.model import Value

MEDIA_TYPE = "application/vnd.apple.mpegurl"
_VERSION = 7
_MICROSECONDS = 1_000_000
_GROUP = "sound"


class PlaylistKind(StrEnum):
    """Whether more will follow: a finished film, or one that grows at its end."""

    VOD = "VOD"
    EVENT = "EVENT"


class Fragment(Value):
    """One media segment: its address, how long it is seen or heard (exact), and its size in bytes."""

    uri: str = Field(min_length=1)
    duration_s: Fraction = Field(gt=0)
    size_bytes: int = Field(gt=0)


class Rendition(Value):
    """A sequence of fragments with the address of the header they share, and their RFC 6381 codec string."""

    init_uri: str = Field(min_length=1)
    codecs: str
    fragments: tuple[Fragment, ...] = ()

    @property
    def duration_s(self) -> Fraction:
        """The exact length of all fragments."""
        return sum((fragment.duration_s for fragment in self.fragments), Fraction())


class PictureSize(Value):
    """Width and height in pixels, frames per second."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    fps: int = Field(gt=0)


def media_playlist(rendition: Rendition) -> str:
    """The playlist of a finished rendition. Raises ``ValueError`` if it is empty.

    >>> one = Fragment(uri="0.m4s", duration_s=Fraction(2), size_bytes=9)
    >>> print(media_playlist(Rendition(init_uri="i.mp4", codecs="mp4a.40.2", fragments=(one,))))
    #EXTM3U
    #EXT-X-VERSION:7
    #EXT-X-TARGETDURATION:2
    #EXT-X-PLAYLIST-TYPE:VOD
    #EXT-X-INDEPENDENT-SEGMENTS
    #EXT-X-MAP:URI="i.mp4"
    #EXTINF:2.000000,
    0.m4s
    #EXT-X-ENDLIST
    <BLANKLINE>
    """
    if not rendition.fragments:
        raise ValueError("a finished rendition has at least one fragment")
    longest = max(fragment.duration_s for fragment in rendition.fragments)
    lines = _head(PlaylistKind.VOD, longest, rendition.init_uri)
    return _text([*lines, *_listed(rendition.fragments), "#EXT-X-ENDLIST"])


def growing_playlist(init_uri: str, places: Sequence[Fragment | None], *, longest_s: Fraction) -> str:
    """The playlist of a rendition that is still being made: the fragments from its start up to the first gap.

    ``places`` are all fragments that there will be, in order, ``None`` where one is not there yet. Fragments behind a
    gap are held back, because players skip or stop at holes, each in its own way. ``longest_s`` bounds every fragment
    to come: the target duration of a playlist must never change. Once nothing is missing the playlist is closed.
    Raises ``ValueError`` for a fragment that is longer.
    """
    ready = ready_prefix(places)
    if any(round(fragment.duration_s) > ceil(longest_s) for fragment in ready):
        raise ValueError(f"a fragment is longer than the {float(longest_s)} s that were announced")
    lines = _head(PlaylistKind.EVENT, longest_s, init_uri)
    # Players begin a growing list near its end unless told otherwise. There is no sequence number, which only says that
    # it begins with 0: with one, Chromium's own player takes the list for a live broadcast and never starts; without,
    # it plays what was there when it was opened.
    lines.append("#EXT-X-START:TIME-OFFSET=0,PRECISE=YES")
    lines += _listed(ready)
    if len(ready) == len(places):
        lines.append("#EXT-X-ENDLIST")
    return _text(lines)


def ready_prefix(places: Iterable[Fragment | None]) -> tuple[Fragment, ...]:
    """The fragments before the first that is missing."""
    ready = []
    for fragment in places:
        if fragment is None:
            break
        ready.append(fragment)
    return tuple(ready)


def master_playlist(
    picture: Rendition,
    picture_uri: str,
    size: PictureSize,
    sound: Rendition | None = None,
    sound_uri: str = "",
) -> str:
    """The playlist that players open: where pictures and sound are listed, what decodes them and what they cost.

    Raises ``ValueError`` while there is no picture fragment to measure the bit rate of.
    """
    if not picture.fragments:
        raise ValueError("no picture fragment yet")
    renditions = [picture, sound] if sound is not None else [picture]
    peak = sum(_peak_bit_rate(rendition.fragments) for rendition in renditions)
    mean = sum(_mean_bit_rate(rendition.fragments) for rendition in renditions)
    attributes = [
        f"BANDWIDTH={peak}",
        f"AVERAGE-BANDWIDTH={mean}",
        f'CODECS="{",".join(rendition.codecs for rendition in renditions)}"',
        f"RESOLUTION={size.width}x{size.height}",
        f"FRAME-RATE={size.fps:.3f}",
    ]
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{_VERSION}", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if sound is not None:
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{_GROUP}",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",'
            f'URI="{_address(sound_uri)}"'
        )
        attributes.append(f'AUDIO="{_GROUP}"')
    return _text([*lines, f"#EXT-X-STREAM-INF:{','.join(attributes)}", _address(picture_uri)])


def _head(kind: PlaylistKind, longest_s: Fraction, init_uri: str) -> list[str]:
    return [
        "#EXTM3U",
        f"#EXT-X-VERSION:{_VERSION}",
        f"#EXT-X-TARGETDURATION:{ceil(longest_s)}",
        f"#EXT-X-PLAYLIST-TYPE:{kind}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{_address(init_uri)}"',
    ]


def _listed(fragments: Sequence[Fragment]) -> list[str]:
    # Each boundary is rounded, not each duration, so that the sum stays right however long the film is.
    times = [Fraction()]
    for fragment in fragments:
        times.append(times[-1] + fragment.duration_s)
    lines = []
    for fragment, (start, end) in zip(fragments, pairwise(times), strict=True):
        micros = round(end * _MICROSECONDS) - round(start * _MICROSECONDS)
        lines += [f"#EXTINF:{micros // _MICROSECONDS}.{micros % _MICROSECONDS:06d},", _address(fragment.uri)]
    return lines


def _address(uri: str) -> str:
    if not uri or uri.startswith("#") or any(character in uri for character in '"\r\n'):
        raise ValueError(f"not an address that a playlist can hold: {uri!r}")
    return uri


def _peak_bit_rate(fragments: Sequence[Fragment]) -> int:
    return max((ceil(fragment.size_bytes * 8 / fragment.duration_s) for fragment in fragments), default=0)


def _mean_bit_rate(fragments: Sequence[Fragment]) -> int:
    length = sum((fragment.duration_s for fragment in fragments), Fraction())
    return ceil(sum(fragment.size_bytes for fragment in fragments) * 8 / length) if length else 0


def _text(lines: Iterable[str]) -> str:
    return "\n".join([*lines, ""])
