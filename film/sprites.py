"""Sheets of small pictures for a scrub bar, and the WebVTT index that says which of them stands for which time."""

from collections.abc import Sequence
from fractions import Fraction

from pydantic import Field

from film.model import Value

INDEX_TYPE = "text/vtt"


class SpriteSheet(Value):
    """One picture file with ``tiles`` small pictures in rows of ``columns``."""

    uri: str = Field(min_length=1)
    tiles: int = Field(gt=0)
    columns: int = Field(gt=0)


class Sprites(Value):
    """All sheets of a film: one tile for every ``every_s``, the last for what is left. Sizes are in pixels."""

    sheets: tuple[SpriteSheet, ...] = Field(min_length=1)
    every_s: Fraction = Field(gt=0)
    duration_s: Fraction = Field(gt=0)
    tile_width: int = Field(gt=0)
    tile_height: int = Field(gt=0)


def sprite_index(sprites: Sprites) -> str:
    """The index as WebVTT; each cue's text is the address of a sheet and where the tile stands in it.

    >>> sheet = SpriteSheet(uri="a.jpg", tiles=2, columns=2)
    >>> size = {"tile_width": 160, "tile_height": 90}
    >>> print(sprite_index(Sprites(sheets=(sheet,), every_s=Fraction(2), duration_s=Fraction(3), **size)))
    WEBVTT
    <BLANKLINE>
    00:00:00.000 --> 00:00:02.000
    a.jpg#xywh=0,0,160,90
    <BLANKLINE>
    00:00:02.000 --> 00:00:03.000
    a.jpg#xywh=160,0,160,90
    <BLANKLINE>
    """
    lines = ["WEBVTT", ""]
    width, height = sprites.tile_width, sprites.tile_height
    for number, (sheet, tile) in enumerate(_tiles(sprites.sheets)):
        start = number * sprites.every_s
        end = min(start + sprites.every_s, sprites.duration_s)
        row, column = divmod(tile, sheet.columns)
        lines += [f"{_clock(start)} --> {_clock(end)}"]
        lines += [f"{sheet.uri}#xywh={column * width},{row * height},{width},{height}", ""]
    return "\n".join(lines)


def _tiles(sheets: Sequence[SpriteSheet]) -> list[tuple[SpriteSheet, int]]:
    return [(sheet, tile) for sheet in sheets for tile in range(sheet.tiles)]


def _clock(time_s: Fraction) -> str:
    seconds, milliseconds = divmod(round(time_s * 1000), 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}.{milliseconds:03d}"
