"""Small pictures of a finished film for its scrub bar, made from its keyframes alone wherever they are dense enough."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import Colorspace, Interpolation
from numpy.typing import NDArray

from film.sprites import Sprites, SpriteSheet, sprite_index
from media.errors import UnreadableError
from media.source import opened
from media.work import OnProgress, ShouldStop, Watch, never, scratch_beside, unheard

INDEX = "sprites.vtt"
COLUMNS, ROWS = 10, 10
_QUALITY = {".jpg": (cv2.IMWRITE_JPEG_QUALITY, 75), ".webp": (cv2.IMWRITE_WEBP_QUALITY, 70)}

Picture = NDArray[np.uint8]
"""(height, width, 3) BGR."""


def write_sprites(
    film: Path,
    folder: Path,
    *,
    every_s: Fraction = Fraction(2),
    long_side: int = 160,
    suffix: str = ".jpg",
    on_progress: OnProgress = unheard,
    should_stop: ShouldStop = never,
) -> Sprites:
    """Write sheets of at most 100 tiles and their index to ``folder``, which appears whole or not at all.

    Each tile shows what is seen near the middle of its time: a keyframe, unless keyframes are further apart than
    tiles. No more than one sheet is in memory. Progress is told in tiles. Raises ``UnreadableError`` for a file
    without pictures, ``ValueError`` for another kind of picture file, ``FileExistsError`` for a folder that is there.
    """
    if suffix not in _QUALITY:
        raise ValueError(f"{suffix}: sheets are written as {', '.join(_QUALITY)}")
    if every_s <= 0 or long_side < 2:
        raise ValueError("tiles have a time and a size")
    if folder.exists():
        raise FileExistsError(folder)
    watch = Watch(on_progress, should_stop)
    plan = _planned(film, every_s, watch)
    sheets: list[SpriteSheet] = []
    with scratch_beside(folder) as scratch:
        unfinished = scratch / "sprites"
        unfinished.mkdir()
        tiles: list[Picture] = []
        for done, tile in enumerate(_pictures(film, plan, long_side, watch), 1):
            tiles.append(tile)
            if len(tiles) == COLUMNS * ROWS or done == len(plan.shown):
                name = f"sprites-{len(sheets):03d}{suffix}"
                (unfinished / name).write_bytes(_sheet(tiles, suffix))
                sheets.append(SpriteSheet(uri=name, tiles=len(tiles), columns=COLUMNS))
                tiles = []
            watch.done(done)
        sprites = Sprites(
            sheets=tuple(sheets),
            every_s=every_s,
            duration_s=plan.duration_s,
            tile_width=tile.shape[1],
            tile_height=tile.shape[0],
        )
        (unfinished / INDEX).write_text(sprite_index(sprites))
        unfinished.replace(folder)
    return sprites


@dataclass(frozen=True)
class _Plan:
    """The time (in the stream's own ticks) of the picture of every tile, and whether all of them are keyframes."""

    shown: tuple[int, ...]
    keyframes_only: bool
    duration_s: Fraction


def _planned(film: Path, every_s: Fraction, watch: Watch) -> _Plan:
    everything, keyframes, end = [], [], 0
    with opened(film) as container:
        if not container.streams.video:
            raise UnreadableError(f"{film.name}: no picture in it")
        stream = container.streams.video[0]
        base = stream.time_base or Fraction(1)
        for packet in container.demux(stream):
            watch.check()
            if packet.size == 0 or packet.pts is None or packet.is_discard:
                continue
            everything.append(packet.pts)
            if packet.is_keyframe:
                keyframes.append(packet.pts)
            end = max(end, packet.pts + (packet.duration or 0))
    if not keyframes or end <= 0:
        raise UnreadableError(f"{film.name}: no picture in it")
    duration_s = end * base
    longest = max(later - earlier for earlier, later in pairwise([*sorted(keyframes), end]))
    dense = longest * base <= every_s
    known = sorted(keyframes if dense else everything)
    middles = (int((tile + Fraction(1, 2)) * every_s / base) for tile in range(ceil(duration_s / every_s)))
    return _Plan(tuple(_nearest(known, middle) for middle in middles), dense, duration_s)


def _nearest(known: Sequence[int], wanted: int) -> int:
    after = bisect_left(known, wanted)
    return min(known[max(0, after - 1) : after + 1], key=lambda time: abs(time - wanted))


def _pictures(film: Path, plan: _Plan, long_side: int, watch: Watch) -> Iterator[Picture]:
    """The pictures of all tiles in order; where a damaged film lacks one, its neighbour stands for it."""
    tile = 0
    picture: Picture | None = None
    with opened(film) as container:
        stream = container.streams.video[0]
        stream.thread_type = "FRAME"
        if plan.keyframes_only:
            stream.codec_context.skip_frame = "NONKEY"
        for frame in container.decode(stream):
            watch.check()
            if frame.pts is None or frame.pts < plan.shown[tile]:
                continue
            picture = _small(frame, long_side)
            while tile < len(plan.shown) and frame.pts >= plan.shown[tile]:
                yield picture
                tile += 1
            if tile == len(plan.shown):
                return
    if picture is None:
        raise UnreadableError(f"{film.name}: no picture in it")
    for _ in range(tile, len(plan.shown)):
        yield picture


def _small(frame: av.VideoFrame, long_side: int) -> Picture:
    scale = Fraction(long_side, max(frame.width, frame.height))
    width, height = (max(1, round(side * scale)) for side in (frame.width, frame.height))
    small = frame.reformat(width, height, "bgr24", src_colorspace=Colorspace.ITU709, interpolation=Interpolation.AREA)
    return np.asarray(small.to_ndarray(), np.uint8)


def _sheet(tiles: Sequence[Picture], suffix: str) -> bytes:
    height, width = tiles[0].shape[:2]
    columns, rows = min(COLUMNS, len(tiles)), ceil(len(tiles) / COLUMNS)
    sheet = np.zeros((rows * height, columns * width, 3), np.uint8)
    for number, tile in enumerate(tiles):
        row, column = divmod(number, COLUMNS)
        sheet[row * height : (row + 1) * height, column * width : (column + 1) * width] = tile
    encoded, data = cv2.imencode(suffix, sheet, _QUALITY[suffix])
    if not encoded:
        raise UnreadableError(f"a sheet of {len(tiles)} pictures could not be written")
    return data.tobytes()
