"""What moves in the air: dust in the light, steam, out-of-focus lights, twinkling points."""

import math

import numpy as np
import skia

from previz.art.layer import Animation
from previz.art.paint import blended, box, fill, image_of, polygon, rgb
from previz.art.settings.room import Rng, Room

_LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)


def soft_disc(colour: str, size: int = 48) -> skia.Image:
    """A small image of a disc that fades to its edge: cheap soft light for animations."""
    axis = np.linspace(-1, 1, size, dtype=np.float32)
    radius = np.sqrt(axis[None, :] ** 2 + axis[:, None] ** 2)
    rgba = np.empty((size, size, 4), np.uint8)
    rgba[..., :3] = rgb(colour)
    rgba[..., 3] = (np.clip(1 - radius, 0, 1) ** 1.7 * 255).astype(np.uint8)
    return image_of(rgba)


def stamp(canvas: skia.Canvas, disc: skia.Image, x: float, y: float, radius: float, alpha: float) -> None:
    """Draw a soft disc around (x, y)."""
    paint = skia.Paint(Alphaf=max(0.0, min(1.0, alpha)))
    canvas.drawImageRect(disc, box(x - radius, y - radius, x + radius, y + radius), _LINEAR, paint)


def beam(canvas: skia.Canvas, colour: str, alpha: float, reach: float, widths: tuple[float, float]) -> None:
    """A beam from the origin down to ``reach``, fading on its way, for animations.

    It is cut into flat slices, since a gradient over so much of the picture costs ten times as much; added light makes
    their seams vanish.
    """
    slices = 14
    near, far = widths
    for i in range(slices):
        u0, u1 = i / slices, (i + 1) / slices
        w0, w1 = near + (far - near) * u0, near + (far - near) * u1
        y0, y1 = reach * u0, reach * u1
        paint = blended(fill(colour, alpha * (1 - (u0 + u1) / 2) ** 1.35), skia.BlendMode.kPlus)
        canvas.drawPath(polygon([(-w0, y0), (w0, y0), (w1, y1), (-w1, y1)]), paint)


def motes(room: Room, colour: str, depth: float = 1.06, count: int = 26, strength: float = 0.5) -> Animation:
    """Dust that floats slowly up through the light."""
    rng = np.random.default_rng(int(room.look.rng.integers(1 << 40)))
    disc = soft_disc(colour)
    w, h = room.w + 200, room.h * 0.86
    xs, ys, sizes = rng.uniform(0, w, count), rng.uniform(0, h, count), rng.uniform(3, 8, count)
    speeds, phases = rng.uniform(6, 18, count), rng.uniform(0, math.tau, count)

    def draw(canvas: skia.Canvas, t: float) -> None:
        for x, y, size, speed, phase in zip(xs, ys, sizes, speeds, phases, strict=True):
            fade = 0.5 + 0.5 * math.sin(t * 0.9 + phase)
            at_y = (y - t * speed) % h
            edge = min(1.0, at_y / 120, (h - at_y) / 120)
            stamp(canvas, disc, x - 100 + 16 * math.sin(t * 0.5 + phase), at_y, size, strength * fade * edge)

    return Animation(draw, depth)


def steam(room: Room, x: float, y: float, depth: float, height: float = 190, strength: float = 0.2) -> Animation:
    """A wisp that rises from (x, y), widens and vanishes."""
    disc = soft_disc(room.lit("#ffffff"))
    phase0 = float(room.look.rng.uniform(0, 1))

    def draw(canvas: skia.Canvas, t: float) -> None:
        for i in range(16):
            u = (t * 0.22 + phase0 + i / 16) % 1.0
            sway = math.sin(u * 5.0 + t * 0.8 + phase0 * 6) * 22 * u
            stamp(canvas, disc, x + sway, y - u * height, 12 + 30 * u, strength * math.sin(math.pi * u) ** 1.2)

    return Animation(draw, depth)


def twinkle(room: Room, points: list[tuple[float, float, float]], colour: str, depth: float) -> Animation:
    """Points (x, y, radius) of light that swell and fade, each at its own pace."""
    disc = soft_disc(colour)
    rng = np.random.default_rng(int(room.look.rng.integers(1 << 40)))
    paces, phases = rng.uniform(0.8, 2.6, len(points)), rng.uniform(0, math.tau, len(points))

    def draw(canvas: skia.Canvas, t: float) -> None:
        for (x, y, radius), pace, phase in zip(points, paces, phases, strict=True):
            stamp(canvas, disc, x, y, radius, 0.45 + 0.45 * math.sin(t * pace + phase))

    return Animation(draw, depth)


def bokeh(canvas: skia.Canvas, rng: Rng, room: Room, colours: tuple[str, ...], count: int, strength: float) -> None:
    """Out-of-focus lights towards the edges of the frame, where they hide nothing."""
    for _ in range(count):
        side = -1 if rng.random() < 0.5 else 1
        x = room.side(float(rng.uniform(0.5, 1.15)), side)
        y = float(rng.uniform(0, 0.85)) * room.h
        radius = float(rng.uniform(14, 54))
        colour = colours[int(rng.integers(len(colours)))]
        canvas.drawCircle(x, y, radius, fill(colour, strength * float(rng.uniform(0.3, 1.0))))
