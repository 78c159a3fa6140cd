"""Colours and whether one can be read on another (WCAG 2.2, §1.4.3)."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from film.model import Value

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
"""``#rrggbb`` in sRGB."""

SMALL_TEXT = 4.5
LARGE_TEXT = 3.0
"""The least contrast of text, and of text of 24 px or 19 px bold and more at a reader's distance."""

_COMFORT = 1.5
"""An ink that is changed at all is changed to more than the least: to WCAG's AAA, about."""

_POLES = ("#ffffff", "#000000")
_STEPS = 20


class Contrast(Value):
    """An ink that can be read, and what was done for it.

    ``ratio`` is its contrast with the worst of the colours behind it, from 1 to 21; ``asked`` is the ink that was
    wanted. It is ``enough`` unless what is behind runs from dark to bright.
    """

    ink: Colour
    asked: Colour
    ratio: float
    needed: float

    @property
    def changed(self) -> bool:
        """Whether another ink than asked for is used."""
        return self.ink.lower() != self.asked.lower()

    @property
    def enough(self) -> bool:
        """Whether the ink is as easy to read as was needed."""
        return self.ratio >= self.needed


def rgb_of(colour: str) -> tuple[int, int, int]:
    """``#rrggbb`` as three numbers of 0 to 255. Raises ``ValueError`` for anything else."""
    digits = colour.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"{colour!r} is not a colour: #rrggbb")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black to 1 for white (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(level / 255) for level in rgb_of(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """``one`` with ``share`` of ``other``, mixed in sRGB as alpha does."""
    pairs = zip(rgb_of(one), rgb_of(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(asked: str, behind: Sequence[str], needed: float = SMALL_TEXT) -> Contrast:
    """``asked`` if it can be read on every colour ``behind``, else a tint of it towards white or black that easily can.

    On one colour there always is such a tint; on several the best there is.
    """

    def worst(ink: str) -> float:
        return min(contrast_ratio(ink, colour) for colour in behind)

    ink = asked
    if worst(asked) < needed:
        best = max(_POLES, key=worst)
        tints = (mixed(asked, best, step / _STEPS) for step in range(1, _STEPS + 1))
        ink = next((tint for tint in tints if worst(tint) >= needed * _COMFORT), best)
    return Contrast(ink=ink, asked=asked, ratio=round(worst(ink), 2), needed=needed)


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else float(((level + 0.055) / 1.055) ** 2.4)
