"""Lettering on labels, signs and screens: fitted to its space, on one line or two, in any script a font here has."""

from functools import lru_cache

import skia

from media.lettering.fonts import Weight, default_fonts
from previz.art.actors.brush import Brush
from previz.art.paint import argb

_SET_SIZE = 100.0
_LEADING = 1.12
_LONGEST = 60


def letter(
    brush: Brush,
    text: str,
    centre: tuple[float, float],
    space: tuple[float, float],
    colour: str,
    *,
    weight: Weight = Weight.EXTRABOLD,
    lit: bool = True,
) -> None:
    """Write ``text`` about ``centre``, as large as ``space`` (width, height) allows; two lines when that is larger."""
    words = default_fonts().showable(text[:_LONGEST], weight).split()
    if not words:
        return
    layouts = [[" ".join(words)]] + [[" ".join(words[:k]), " ".join(words[k:])] for k in range(1, len(words))]
    size, lines = max(((_size(lines, space, weight), lines) for lines in layouts), key=lambda option: option[0])
    tint = brush.tone.base(colour) if lit else colour
    top = centre[1] - size * _LEADING * len(lines) / 2
    for index, line in enumerate(lines):
        paragraph = _set(line, weight, tint)
        width = float(paragraph.LongestLine) * size / _SET_SIZE
        height = float(paragraph.Height) * size / _SET_SIZE
        middle = top + (index + 0.5) * size * _LEADING
        with brush.at(centre[0] - width / 2, middle - height / 2, scale=size / _SET_SIZE):
            paragraph.paint(brush.canvas, 0, 0)


def _size(lines: list[str], space: tuple[float, float], weight: Weight) -> float:
    widest = max(_width(line, weight) for line in lines)
    return min(_SET_SIZE * space[0] / max(widest, 1.0), space[1] / (_LEADING * len(lines)))


@lru_cache(maxsize=256)
def _width(line: str, weight: Weight) -> float:
    return float(_set(line, weight, "#000000").LongestLine)


def _set(line: str, weight: Weight, colour: str) -> skia.textlayout.Paragraph:
    """One line, set at the nominal size."""
    collection, families = default_fonts().resolve(line, weight)
    style = skia.textlayout.TextStyle()
    style.setFontFamilies(families)
    style.setFontStyle(skia.FontStyle(int(weight), skia.FontStyle.kNormal_Width, skia.FontStyle.kUpright_Slant))
    style.setFontSize(_SET_SIZE)
    style.setColor(argb(colour))
    # Brand names in capitals breathe.
    style.setLetterSpacing(0.06 * _SET_SIZE if line.isupper() else -0.01 * _SET_SIZE)
    paragraph_style = skia.textlayout.ParagraphStyle()
    paragraph_style.setTextStyle(style)
    builder = skia.textlayout.ParagraphBuilder.make(paragraph_style, collection, skia.Unicodes.ICU.Make())
    builder.pushStyle(style)
    builder.addText(line)
    paragraph = builder.Build()
    paragraph.layout(1e6)
    return paragraph
