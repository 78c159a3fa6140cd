"""Paper labels on round and flat bodies, with lettering or a mark of their own."""

import math
from dataclasses import dataclass

from previz.art.actors.brush import Brush
from previz.art.actors.lettering import letter
from previz.art.actors.shapes import box, oval, ribbon, shape
from previz.art.paint import luminance, mix


@dataclass(frozen=True)
class Label:
    """Lettering and colours; ``mark`` chooses the ornament (leaf, sun, wave, rings)."""

    text: str | None
    paper: str
    ink: str
    accent: str
    mark: str


MARKS = ("leaf", "sun", "wave", "rings")


def ink_for(paper: str, colour: str) -> str:
    """A dark or light ink of the family of ``colour`` that reads on ``paper``."""
    return mix(colour, "#1c1218", 0.72) if luminance(paper) > 0.5 else mix(colour, "#fff8ec", 0.86)


def wrap(brush: Brush, label: Label, half: float, top: float, bottom: float, angle: float, full: bool = True) -> None:
    """A label round a cylinder of radius ``half`` turned by ``angle``: its face moves and narrows with the turn."""
    tone, base = brush.tone, brush.tone.base(label.paper)
    lit, shade = tone.lit(label.paper), mix(base, tone.shadow, 0.34)
    left_lit = tone.side < 0
    stops = [mix(lit, shade, 0.45), lit, base, shade] if left_lit else [shade, base, lit, mix(lit, shade, 0.45)]
    if full:
        brush.grade(box(-half, top, half, bottom), (-half, 0), (half, 0), list(stops), [0.0, 0.3, 0.65, 1.0])
    facing = math.cos(angle)
    if facing > 0.05:
        with brush.inside(box(-half, top, half, bottom)), brush.at(half * math.sin(angle), 0, stretch=facing):
            print_face(brush, label, half, top, bottom)
    elif facing < -0.05:
        with brush.inside(box(-half, top, half, bottom)), brush.at(-half * math.sin(angle), 0, stretch=-facing):
            _fine_print(brush, label, half, top, bottom)


def _fine_print(brush: Brush, label: Label, half: float, top: float, bottom: float) -> None:
    """The back of a label: lines of small print."""
    height = bottom - top
    for k in range(7):
        width = half * (0.66 if k % 3 else 0.5)
        y = top + height * (0.16 + 0.11 * k)
        brush.flat(box(-width, y, width, y + height * 0.026, 2), label.ink, 0.4)


def print_face(brush: Brush, label: Label, half: float, top: float, bottom: float) -> None:
    """The print of a label: a name with its rule and fine print, or a mark when it has no name."""
    height, middle = bottom - top, (top + bottom) / 2
    if label.text:
        letter(
            brush,
            label.text,
            (0, middle - height * 0.10),
            (half * 1.50, height * 0.34),
            label.ink,
        )
        brush.flat(box(-half * 0.30, middle + height * 0.15, half * 0.30, middle + height * 0.165, 1), label.accent)
        for k, width in enumerate((0.62, 0.46)):
            y = middle + height * (0.25 + 0.085 * k)
            brush.flat(box(-half * width, y, half * width, y + height * 0.026, 2), label.ink, 0.38)
        return
    mark(brush, label.mark, 0, middle - height * 0.06, min(half * 0.5, height * 0.27), label.accent)
    for k, width in enumerate((0.44, 0.28)):
        y = middle + height * (0.27 + 0.08 * k)
        brush.flat(box(-half * width, y, half * width, y + height * 0.028, 2), label.ink, 0.4)


def mark(brush: Brush, kind: str, x: float, y: float, size: float, colour: str) -> None:
    """An emblem of radius ``size``."""
    if kind == "sun":
        brush.flat(oval(x, y, size * 0.46), colour)
        for k in range(12):
            angle = math.tau * k / 12
            ray = [(x + math.cos(angle) * size * r, y + math.sin(angle) * size * r) for r in (0.62, 0.98)]
            brush.line(ray, colour, size * 0.10)
    elif kind == "wave":
        for k in range(3):
            row = [(x + size * (i / 4 - 1), y + size * (0.42 * (k - 1) + 0.16 * (-1) ** i)) for i in range(9)]
            brush.line(row, colour, size * 0.13)
    elif kind == "rings":
        for k, radius in enumerate((1.0, 0.66, 0.32)):
            brush.stroke(oval(x, y, size * radius), colour, size * 0.11, 1 - 0.2 * k)
    else:
        brush.line([(x, y + size), (x + size * 0.05, y - size * 0.7)], colour, size * 0.08)
        for side in (-1, 1):
            for k in range(3):
                root = y + size * (0.6 - 0.5 * k)
                reach = size * (0.72 - 0.14 * k)
                tip = (x + side * reach, root - size * 0.55)
                leaf = shape(
                    (x, root),
                    (x + side * reach * 0.2, root - size * 0.6, *tip),
                    (x + side * reach * 0.9, root - size * 0.02, x, root),
                )
                brush.flat(leaf, colour)
        brush.flat(ribbon([(x + size * 0.05, y - size * 0.5), (x + size * 0.05, y - size)], [size * 0.22, 1]), colour)
