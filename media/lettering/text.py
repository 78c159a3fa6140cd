"""Setting text: shaped, broken into even lines, made smaller until it fits, drawn once with transparency.

Any script: Skia's paragraph does bidirectional text, shaping and line breaking.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from unicodedata import bidirectional

import cv2
import numpy as np
import skia

from film.colour import rgb_of
from media.lettering.clusters import seams
from media.lettering.fonts import Fonts, Weight, default_fonts
from media.picture.overlay import Rgba

_SMALLEST_SHARE = 0.4
_ELLIPSIS = "…"
_JOINERS = " \u200d\ufe0f"


_RIGHT_TO_LEFT, _END = "\u2067", "\u2069"


class Align(Enum):
    """Where lines stand in their box; the start is on the right for scripts that are read from there."""

    START = "start"
    CENTRE = "centre"


@dataclass(frozen=True)
class Face:
    """How letters look. ``colour`` is ``#rrggbb``; tracking is in em, line height in letter sizes."""

    size_px: float
    weight: Weight = Weight.SEMIBOLD
    colour: str = "#ffffff"
    tracking_em: float = 0.0
    line_height: float = 1.2


@dataclass(frozen=True)
class Typeset:
    """Text as a picture. Each line takes ``line_px`` rows after ``margin_px`` rows that only ink of letters reaches.

    ``margin_px`` columns stand at either side too. ``text`` is what is set: symbols that no font has are left out,
    and what is too long ends in an ellipsis.
    """

    image: Rgba
    lines: int
    line_px: int
    margin_px: int
    truncated: bool
    text: str
    paragraph: "_Paragraph"

    @property
    def from_right(self) -> bool:
        """Whether it is read from right to left."""
        return self.paragraph.from_right

    @property
    def width(self) -> int:
        """Columns between the margins."""
        return int(self.image.shape[1]) - 2 * self.margin_px

    @property
    def height(self) -> int:
        """Rows between the margins."""
        return self.lines * self.line_px

    def part(self, first: int, last: int, colour: str) -> Rgba:
        """The same picture with the characters ``first`` up to ``last`` of ``text`` alone, in ``colour``."""
        return self.paragraph.painted(self.width, self.lines, (first, last, colour))

    def line(self, number: int) -> tuple[Rgba, int]:
        """The ink of one line and the row of ``image`` at which it begins.

        Ink is shared out by letter: the tail of a g reaches into the line below and must not be left there.
        """
        shapes, labels, _, centres = cv2.connectedComponentsWithStats((self.image[..., 3] > 0).astype(np.uint8))
        lines = np.clip((centres[:, 1] - self.margin_px) // self.line_px, 0, self.lines - 1)
        own = (lines == number) & (np.arange(shapes) > 0)
        mask = own[labels]
        rows = np.flatnonzero(mask.any(axis=1))
        if not len(rows):
            return np.zeros((2, self.image.shape[1], 4), np.uint8), self.margin_px + number * self.line_px
        band = slice(int(rows[0]), int(rows[-1]) + 1)
        ink = self.image[band].copy()
        ink[~mask[band]] = 0
        return ink, band.start


def set_text(
    text: str,
    face: Face,
    *,
    width: int,
    height: int,
    max_lines: int = 3,
    align: Align = Align.CENTRE,
    fonts: Fonts | None = None,
) -> Typeset:
    """Set ``text`` in ``width`` x ``height`` pixels and at most ``max_lines`` lines of about equal length.

    Letters shrink to 40 % at most; what is still too long then ends in an ellipsis.
    """
    fonts = fonts or default_fonts()
    words = " ".join(fonts.showable(text, face.weight).split()).strip(_JOINERS)
    size = face.size_px
    while size > face.size_px * _SMALLEST_SHARE:
        paragraph = _Paragraph(words, face, size, align, fonts)
        if paragraph.fits(width, height, max_lines) and paragraph.longest_word_px <= width:
            return paragraph.drawn(width)
        size *= 0.95
    return _truncated(words, face, size, align, fonts, (width, height, max_lines))


def _truncated(words: str, face: Face, size: float, align: Align, fonts: Fonts, box: tuple[int, int, int]) -> Typeset:
    whole = _Paragraph(words, face, size, align, fonts)
    if whole.fits(*box):
        return whole.drawn(box[0])
    shortest, longest = 0, len(words)
    while longest - shortest > 1:
        middle = (shortest + longest) // 2
        if _Paragraph(words[:middle].rstrip() + _ELLIPSIS, face, size, align, fonts).fits(*box):
            shortest = middle
        else:
            longest = middle
    return _Paragraph(words[:shortest].rstrip() + _ELLIPSIS, face, size, align, fonts).drawn(box[0], truncated=True)


class _Paragraph:
    def __init__(self, text: str, face: Face, size: float, align: Align, fonts: Fonts) -> None:
        self._text, self._face, self._size = text, face, size
        self._seams = seams(text)
        self._collection, self._families = fonts.resolve(text, face.weight)
        self.from_right = reads_from_right(text)
        self._line_px = max(1, round(size * face.line_height))
        start = skia.textlayout.TextAlign.kRight if self.from_right else skia.textlayout.TextAlign.kLeft
        self._align = start if align is Align.START else skia.textlayout.TextAlign.kCenter
        self._margin = int(np.ceil(size * 0.3))
        self._paragraph = self._built([(0, len(text), skia.ColorSetRGB(*rgb_of(face.colour)))])
        self._paragraph.layout(1e6)
        self.longest_word_px = float(self._paragraph.MinIntrinsicWidth)

    def fits(self, width: int, height: int, max_lines: int) -> bool:
        lines = self._lines(width)
        return lines <= max_lines and lines * self._line_px <= height and self._paragraph.LongestLine <= width

    def drawn(self, width: int, *, truncated: bool = False) -> Typeset:
        lines = self._lines(width)
        narrowest, widest = min(self.longest_word_px, width), float(width)
        while widest - narrowest > 4:
            middle = (narrowest + widest) / 2
            if self._lines(middle) > lines:
                narrowest = middle
            else:
                widest = middle
        self._lines(widest)
        columns = int(np.ceil(min(widest, self._paragraph.LongestLine + 1)))
        self._lines(max(columns, 1) if columns < widest and self._lines(columns) == lines else widest)
        columns = int(np.ceil(self._paragraph.Width))
        image = self.painted(columns, lines)
        return Typeset(image, lines, self._line_px, self._margin, truncated, self._text, self)

    def painted(self, columns: int, lines: int, part: tuple[int, int, str] | None = None) -> Rgba:
        """The picture, ``columns`` wide between its margins; of a ``part`` (first, last, colour) alone if one is given.

        What is not to be seen is set all the same, without colour: so letters keep their places and their joins.
        """
        paragraph = self._paragraph
        if part is not None:
            first, last, colour = part
            hidden, shown = skia.ColorTRANSPARENT, skia.ColorSetRGB(*rgb_of(colour))
            paragraph = self._built([(0, first, hidden), (first, last, shown), (last, len(self._text), hidden)])
        paragraph.layout(columns)
        surface = skia.Surface(columns + 2 * self._margin, lines * self._line_px + 2 * self._margin)
        with surface as canvas:
            canvas.clear(skia.ColorTRANSPARENT)
            paragraph.paint(canvas, self._margin, self._margin)
        return np.ascontiguousarray(surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType))

    def _built(self, runs: Sequence[tuple[int, int, int]]) -> skia.textlayout.Paragraph:
        """The whole text in runs of one colour: first character, last (exclusive), colour."""
        paragraph_style = skia.textlayout.ParagraphStyle()
        paragraph_style.setTextAlign(self._align)
        paragraph_style.setTextStyle(self._style(runs[0][2]))
        builder = skia.textlayout.ParagraphBuilder.make(paragraph_style, self._collection, _unicode())
        # Skia's Python knows no direction of a paragraph, and would set the full stop of a Hebrew sentence at its head.
        marks = (_RIGHT_TO_LEFT, _END) if self.from_right else ("", "")
        texts = [
            ("".join(self._seams.get(at, "") + self._text[at] for at in range(first, last)), colour)
            for first, last, colour in runs
        ]
        for text, colour in ((marks[0], runs[0][2]), *texts, (marks[1], runs[-1][2])):
            if text:
                builder.pushStyle(self._style(colour))
                builder.addText(text)
                builder.pop()
        return builder.Build()

    def _style(self, colour: int) -> skia.textlayout.TextStyle:
        face, size = self._face, self._size
        style = skia.textlayout.TextStyle()
        style.setFontFamilies(self._families)
        style.setFontStyle(
            skia.FontStyle(int(face.weight), skia.FontStyle.kNormal_Width, skia.FontStyle.kUpright_Slant)
        )
        style.setFontSize(size)
        style.setColor(colour)
        style.setLetterSpacing(face.tracking_em * size)
        # Without the override every fallback font would bring its own line height.
        style.setHeight(self._line_px / size)
        style.setHeightOverride(True)
        style.setHalfLeading(True)
        return style

    def _lines(self, width: float) -> int:
        self._paragraph.layout(width)
        return max(1, round(float(self._paragraph.Height) / self._line_px))


def reads_from_right(text: str) -> bool:
    """Whether its first letter belongs to a script read from the right (Unicode Annex 9, P2 and P3)."""
    directions = (bidirectional(sign) for sign in text)
    return next((way for way in directions if way in ("L", "R", "AL")), "L") != "L"


@lru_cache(maxsize=1)
def _unicode() -> skia.Unicode:
    return skia.Unicodes.ICU.Make()
