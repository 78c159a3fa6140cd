"""Lettering on labels, signs and screens: fitted to its space, on one line or two."""

import skia

from previz.art.actors.brush import Brush
from previz.art.paint import fill, linear

_SANS, _SERIF = "Inter", "DejaVu Serif"


def letter(
    brush: Brush,
    text: str,
    centre: tuple[float, float],
    space: tuple[float, float],
    colour: str,
    *,
    serif: bool = False,
    bold: bool = True,
    shiny: bool = False,
    lit: bool = True,
) -> None:
    """Write ``text`` about ``centre``, as large as ``space`` (width, height) allows; two lines when that is larger."""
    words = text.split()
    if not words or space[0] <= 0:
        return
    layouts = [[" ".join(words)]]
    layouts += [[" ".join(words[:k]), " ".join(words[k:])] for k in range(1, len(words))]
    size, lines = max(((_size(lines, space, serif, bold), lines) for lines in layouts), key=lambda option: option[0])
    font = _font(size, serif, bold)
    tone = brush.tone
    paint = fill(tone.base(colour) if lit else colour)
    if shiny:
        half = space[0] / 2
        ends = (centre[0] - half, centre[1]), (centre[0] + half, centre[1])
        paint = linear(*ends, [tone.shade(colour), tone.lit(colour), tone.base(colour), tone.shade(colour)])
    top = centre[1] - size * 1.12 * (len(lines) - 1) / 2 + size * 0.36
    for index, line in enumerate(lines):
        x = centre[0] - font.measureText(line) / 2
        brush.canvas.drawString(line, x, top + index * size * 1.12, font, paint)


def _font(size: float, serif: bool, bold: bool) -> skia.Font:
    style = skia.FontStyle.Bold() if bold else skia.FontStyle.Normal()
    font = skia.Font(skia.Typeface(_SERIF if serif else _SANS, style), size)
    font.setSubpixel(True)
    font.setEdging(skia.Font.Edging.kAntiAlias)
    return font


def _size(lines: list[str], space: tuple[float, float], serif: bool, bold: bool) -> float:
    widest = max(_font(100, serif, bold).measureText(line) for line in lines) or 1.0
    return min(100 * space[0] / widest, space[1] / (1.12 * len(lines)))
