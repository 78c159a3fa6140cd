"""Colour and paint: the small vocabulary every setting and actor draws with, over Skia.

Colours are ``#rrggbb`` strings everywhere; opacity is 0..1; lengths are stage units. Paints are made fresh by each
call, so they may be changed by the caller.
"""

import colorsys
import math
from collections.abc import Sequence

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

Point = tuple[float, float]
Tint = str | tuple[str, float]
"""A colour, or a colour with its opacity."""


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0..255, of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hex_of(red: float, green: float, blue: float) -> str:
    """``#rrggbb`` of three channels 0..255, clipped."""
    return "#" + "".join(f"{round(min(255.0, max(0.0, v))):02x}" for v in (red, green, blue))


def mix(a: str, b: str, t: float) -> str:
    """The colour ``t`` of the way from ``a`` to ``b``."""
    return hex_of(*(x + (y - x) * t for x, y in zip(rgb(a), rgb(b), strict=True)))


def lighten(colour: str, t: float) -> str:
    """``colour`` moved ``t`` of the way to white."""
    return mix(colour, "#ffffff", t)


def darken(colour: str, t: float) -> str:
    """``colour`` moved ``t`` of the way to black."""
    return mix(colour, "#000000", t)


def shift(colour: str, *, hue: float = 0.0, saturation: float = 1.0, value: float = 1.0) -> str:
    """Turn the hue by ``hue`` (1.0 is the whole circle) and scale saturation and value (HSV)."""
    h, s, v = colorsys.rgb_to_hsv(*(channel / 255 for channel in rgb(colour)))
    turned = colorsys.hsv_to_rgb((h + hue) % 1.0, min(1.0, s * saturation), min(1.0, v * value))
    return hex_of(*(channel * 255 for channel in turned))


def luminance(colour: str) -> float:
    """Perceived lightness 0..1 (BT.709 weights on the coded values)."""
    red, green, blue = rgb(colour)
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def argb(tint: Tint, alpha: float = 1.0) -> int:
    """Skia's integer colour of a tint, its opacity scaled by ``alpha``."""
    colour, own = tint if isinstance(tint, tuple) else (tint, 1.0)
    red, green, blue = rgb(colour)
    return int(skia.Color(red, green, blue, round(255 * min(1.0, max(0.0, own * alpha)))))


def fill(colour: str, alpha: float = 1.0) -> skia.Paint:
    """A flat, antialiased fill."""
    return skia.Paint(Color=argb(colour, alpha), AntiAlias=True)


def stroke(colour: str, width: float, alpha: float = 1.0) -> skia.Paint:
    """A line of ``width`` units with round caps and joins."""
    paint = fill(colour, alpha)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(width)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    return paint


def outlined(paint: skia.Paint, width: float) -> skia.Paint:
    """The same paint (a gradient, say) as a round line of ``width`` units."""
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(width)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    return paint


def linear(start: Point, end: Point, tints: Sequence[Tint], stops: Sequence[float] | None = None) -> skia.Paint:
    """A gradient from ``start`` to ``end``; ``stops`` (0..1, one per tint) default to even steps."""
    shader = skia.GradientShader.MakeLinear(
        [skia.Point(*start), skia.Point(*end)], [argb(t) for t in tints], list(stops) if stops else None
    )
    return skia.Paint(AntiAlias=True, Dither=True, Shader=shader)


def radial(centre: Point, radius: float, tints: Sequence[Tint], stops: Sequence[float] | None = None) -> skia.Paint:
    """A gradient from ``centre`` outwards, its last tint at ``radius`` units."""
    shader = skia.GradientShader.MakeRadial(
        skia.Point(*centre), max(radius, 0.01), [argb(t) for t in tints], list(stops) if stops else None
    )
    return skia.Paint(AntiAlias=True, Dither=True, Shader=shader)


def blended(paint: skia.Paint, mode: skia.BlendMode) -> skia.Paint:
    """The same paint with a blend mode: ``kScreen`` for light, ``kMultiply`` for shade, ``kSoftLight`` for tone."""
    paint.setBlendMode(mode)
    return paint


def blurred(paint: skia.Paint, sigma: float) -> skia.Paint:
    """The same paint with soft edges, ``sigma`` units wide."""
    if sigma > 0:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, sigma))
    return paint


def glow(canvas: skia.Canvas, x: float, y: float, radius: float, colour: str, strength: float = 0.7) -> None:
    """Light around a lamp, a screen, a star: brightest at the point, gone at ``radius``."""
    tints: list[Tint] = [(colour, strength), (colour, strength * 0.42), (colour, strength * 0.13), (colour, 0.0)]
    paint = blended(radial((x, y), radius, tints, [0.0, 0.25, 0.58, 1.0]), skia.BlendMode.kScreen)
    canvas.drawCircle(x, y, radius, paint)


def shadow(canvas: skia.Canvas, x: float, y: float, half_width: float, colour: str, strength: float = 0.55) -> None:
    """A contact shadow: a flat, blurred oval on the ground around (x, y)."""
    oval = skia.Rect.MakeLTRB(x - half_width, y - half_width * 0.13, x + half_width, y + half_width * 0.15)
    canvas.drawOval(oval, blurred(fill(colour, strength), half_width * 0.07))


def shaft(canvas: skia.Canvas, source: Point, target: Point, widths: Point, colour: str, strength: float) -> None:
    """A beam of light: from ``source`` (``widths[0]`` wide) to ``target`` (``widths[1]`` wide), fading on its way."""
    dx, dy = target[0] - source[0], target[1] - source[1]
    length = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / length / 2, dx / length / 2
    beam = polygon(
        [
            (source[0] + nx * widths[0], source[1] + ny * widths[0]),
            (target[0] + nx * widths[1], target[1] + ny * widths[1]),
            (target[0] - nx * widths[1], target[1] - ny * widths[1]),
            (source[0] - nx * widths[0], source[1] - ny * widths[0]),
        ]
    )
    paint = linear(source, target, [(colour, strength), (colour, strength * 0.5), (colour, 0.0)])
    canvas.drawPath(beam, blended(blurred(paint, max(widths) * 0.08), skia.BlendMode.kScreen))


def polygon(points: Sequence[Point]) -> skia.Path:
    """A closed path with straight sides."""
    path = skia.Path()
    path.addPoly([skia.Point(*p) for p in points], True)
    return path


def polyline(points: Sequence[Point]) -> skia.Path:
    """An open path with straight sides."""
    path = skia.Path()
    path.addPoly([skia.Point(*p) for p in points], False)
    return path


def curve(points: Sequence[Point], *, closed: bool = False) -> skia.Path:
    """A smooth path through all points (Catmull-Rom as cubics)."""
    count = len(points)
    path = skia.Path()
    path.moveTo(*points[0])
    for i in range(count if closed else count - 1):
        if closed:
            before, here, there, after = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            before, here, there, after = (points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2))
        path.cubicTo(
            here[0] + (there[0] - before[0]) / 6,
            here[1] + (there[1] - before[1]) / 6,
            there[0] - (after[0] - here[0]) / 6,
            there[1] - (after[1] - here[1]) / 6,
            *there,
        )
    if closed:
        path.close()
    return path


def box(left: float, top: float, right: float, bottom: float) -> skia.Rect:
    """A rectangle by its edges."""
    return skia.Rect.MakeLTRB(left, top, right, bottom)


def noise(
    width: int, height: int, rng: np.random.Generator, *, octaves: int = 5, cells: tuple[int, int] = (6, 4)
) -> NDArray[np.float32]:
    """Smooth noise 0..1, ``(height, width)`` float32: ``octaves`` of cubic value noise, from ``cells`` across."""
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        grid = rng.random((max(2, cells[1] << octave), max(2, cells[0] << octave)), np.float32)
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) * 0.5**octave
    low, high = float(total.min()), float(total.max())
    return (total - low) / max(high - low, 1e-6)


def image_of(rgba: NDArray[np.uint8]) -> skia.Image:
    """A Skia image that owns a copy of straight-alpha ``(height, width, 4)`` RGBA pixels."""
    pixels = np.ascontiguousarray(rgba)
    info = skia.ImageInfo.Make(pixels.shape[1], pixels.shape[0], skia.kRGBA_8888_ColorType, skia.kUnpremul_AlphaType)
    return skia.Image.MakeRasterCopy(skia.Pixmap(info, pixels, pixels.shape[1] * 4))


def texture(
    canvas: skia.Canvas, area: skia.Rect, grain: NDArray[np.float32], colour: str, strength: float = 0.3
) -> None:
    """Stretch noise over ``area`` as ``colour``, as opaque as the noise (0..1) times ``strength``."""
    rgba = np.empty((*grain.shape, 4), np.uint8)
    rgba[..., :3] = rgb(colour)
    rgba[..., 3] = np.clip(grain * (255 * strength), 0, 255)
    canvas.drawImageRect(image_of(rgba), area, skia.SamplingOptions(skia.FilterMode.kLinear), skia.Paint())
