"""Lit painting: solid forms with a bright side, a rim and a shaded side; metal, glass, glow and lettering."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import skia

from previz.art.actors.shapes import smooth
from previz.art.actors.tone import Tone
from previz.art.paint import Point, Tint, blurred, fill, linear, mix, outlined, radial
from previz.art.paint import stroke as line_of


class Brush:
    """A canvas and the light on it. Colours given are the local colours of things; the light is added here."""

    def __init__(self, canvas: skia.Canvas, tone: Tone) -> None:
        self.canvas = canvas
        self.tone = tone

    @contextmanager
    def at(
        self, x: float = 0.0, y: float = 0.0, turn: float = 0.0, scale: float = 1.0, stretch: float = 1.0
    ) -> Iterator[None]:
        """Draw moved to (x, y), turned by degrees clockwise, scaled, and ``stretch`` times as wide."""
        self.canvas.save()
        self.canvas.translate(x, y)
        if turn:
            self.canvas.rotate(turn)
        self.canvas.scale(scale * stretch, scale)
        try:
            yield
        finally:
            self.canvas.restore()

    @contextmanager
    def inside(self, path: skia.Path) -> Iterator[None]:
        """Draw within a path only."""
        self.canvas.save()
        self.canvas.clipPath(path, True)
        try:
            yield
        finally:
            self.canvas.restore()

    @contextmanager
    def veil(self, alpha: float) -> Iterator[None]:
        """Draw a group at one opacity."""
        self.canvas.saveLayerAlpha(None, round(255 * alpha))
        try:
            yield
        finally:
            self.canvas.restore()

    def form(self, path: skia.Path, colour: str, rim: float = 1.0, edge: float = 5.0, depth: float = 1.0) -> None:
        """A solid matt body. ``rim`` 0..1 is the light along its edge, ``depth`` how far its far side darkens."""
        tone = self.tone
        base = tone.base(colour)
        lit, shade = mix(base, tone.lit(colour), depth), mix(base, tone.shade(colour), depth)
        bounds = path.getBounds()
        near, far = self._across(bounds)
        self.canvas.drawPath(path, linear(near, far, [lit, base, shade], [0.0, 0.45, 1.0]))
        if rim > 0:
            self._rim(path, near, far, rim, edge)

    def metal(self, path: skia.Path, colour: str, rim: float = 1.0, edge: float = 4.0) -> None:
        """A polished body: rim light, a bright band, falling to a dark edge with some light bounced back."""
        tone = self.tone
        base = tone.base(colour)
        stops = [
            mix(base, tone.rim, 0.55),
            mix(mix(base, "#ffffff", 0.62), tone.light, 0.15),
            base,
            mix(base, tone.shadow, 0.46),
            mix(base, tone.shadow, 0.66),
            mix(base, tone.shadow, 0.48),
        ]
        near, far = self._across(path.getBounds(), slant=0.12)
        self.canvas.drawPath(path, linear(near, far, stops, [0.0, 0.20, 0.50, 0.80, 0.94, 1.0]))
        if rim > 0:
            self._rim(path, near, far, rim, edge)

    def flat(self, path: skia.Path, colour: str, alpha: float = 1.0) -> None:
        """Plain colour in the light of the shot."""
        self.canvas.drawPath(path, fill(self.tone.base(colour), alpha))

    def pure(self, path: skia.Path, colour: str, alpha: float = 1.0, blur: float = 0.0) -> None:
        """Colour as given, for things that shine by themselves, for shadows and for reflections."""
        self.canvas.drawPath(path, blurred(fill(colour, alpha), blur))

    def grade(
        self,
        path: skia.Path,
        start: Point,
        end: Point,
        tints: Sequence[Tint],
        stops: Sequence[float] | None = None,
        blur: float = 0.0,
    ) -> None:
        """A gradient from ``start`` to ``end``, colours as given."""
        self.canvas.drawPath(path, blurred(linear(start, end, tints, stops), blur))

    def line(self, points: Sequence[Point], colour: str, width: float, alpha: float = 1.0, curve: bool = True) -> None:
        """A stroke with round ends through points, in the light of the shot."""
        self.stroke(smooth(points, closed=False, tension=0.5 if curve else 0.0), colour, width, alpha)

    def stroke(self, path: skia.Path, colour: str, width: float, alpha: float = 1.0, lit: bool = True) -> None:
        """The outline of a path, round ends and corners."""
        self.canvas.drawPath(path, line_of(self.tone.base(colour) if lit else colour, width, alpha))

    def gleam(self, path: skia.Path, at: float, alpha: float = 0.5) -> None:
        """A band of light passing over a body: ``at`` 0..1 from side to side, invisible at both ends."""
        bounds = path.getBounds()
        width, height = bounds.width(), bounds.height()
        x = bounds.left() - 0.6 * width + at * 2.2 * width
        band = linear(
            (x - 0.2 * width, 0),
            (x + 0.2 * width, 0.10 * height),
            [("#ffffff", 0.0), ("#ffffff", alpha), ("#ffffff", 0.0)],
        )
        with self.inside(path):
            self.canvas.drawRect(bounds, band)

    def glow(self, x: float, y: float, radius: float, colour: str, alpha: float = 0.6) -> None:
        """Light spilling from a point, fading to nothing at ``radius``."""
        tints = [(colour, alpha), (colour, alpha * 0.35), (colour, 0.0)]
        self.canvas.drawCircle(x, y, radius, radial((x, y), radius, tints, [0.0, 0.35, 1.0]))

    def ball(self, x: float, y: float, radius: float, colour: str, gloss: float = 0.0) -> None:
        """A sphere, lit from the key side and above."""
        tone = self.tone
        eye = (x + tone.side * radius * 0.4, y - radius * 0.45)
        colours = [tone.lit(colour), tone.base(colour), tone.shade(colour), tone.deep(colour)]
        if gloss:
            colours[0] = mix(colours[0], "#ffffff", gloss)
        self.canvas.drawCircle(x, y, radius, radial(eye, radius * 1.6, colours, [0.0, 0.35, 0.75, 1.0]))

    def spread(self, path: skia.Path, centre: Point, radius: float, tints: Sequence[Tint]) -> None:
        """A radial gradient about ``centre``, colours as given, evenly spaced."""
        self.canvas.drawPath(path, radial(centre, radius, tints))

    def _across(self, bounds: skia.Rect, slant: float = 0.30) -> tuple[Point, Point]:
        """The line of a gradient over ``bounds`` from the key side, slightly from above."""
        left, right = bounds.left(), bounds.right()
        near_x, far_x = (right, left) if self.tone.side > 0 else (left, right)
        # A tall, narrow form must not fall from light to shade along its length.
        lean = min(slant * bounds.width() * min(1.0, bounds.width() / max(bounds.height(), 1.0)), bounds.height() / 2)
        middle = bounds.centerY()
        return (near_x, middle - lean), (far_x, middle + lean)

    def _rim(self, path: skia.Path, near: Point, far: Point, strength: float, edge: float) -> None:
        """Light along the key side of the outline, fading before the middle; its counterpart in shade."""
        tone = self.tone
        tints: list[Tint] = [(tone.rim, 0.62 * strength), (tone.rim, 0.0), (tone.shadow, 0.0), (tone.shadow, 0.30)]
        with self.inside(path):
            self.canvas.drawPath(path, outlined(linear(near, far, tints, [0.0, 0.36, 0.62, 1.0]), edge * 2))
