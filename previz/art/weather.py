"""Weather: what falls, drifts or flashes, over any outdoor setting. All of it in frame units (depth 0)."""

import math
from collections.abc import Callable

import numpy as np
import skia

from film.shot import Weather
from planner.shot import Setting
from previz.art.layer import Animation, Layer, Look
from previz.art.paint import box, fill, mix, noise, polyline, shift, stroke, texture

_INDOORS = {
    Setting.CAFE,
    Setting.KITCHEN,
    Setting.LIVING_ROOM,
    Setting.OFFICE,
    Setting.WORKSHOP,
    Setting.MARBLE_COUNTER,
    Setting.STUDIO,
    Setting.STAGE,
    Setting.UNDERWATER,
    Setting.SPACE,
}

Drawing = Callable[[skia.Canvas, float], None]


def weather_behind(look: Look) -> list[Layer | Animation]:
    """What happens in the sky, behind everything else."""
    if look.shot.setting in _INDOORS or look.shot.weather is not Weather.STORM:
        return []
    return [Animation(_lightning(look), depth=0.0)]


def weather_among(look: Look) -> list[Layer | Animation]:
    """What hangs between the scenery and the actors."""
    if look.shot.setting in _INDOORS or look.shot.weather is not Weather.FOG:
        return []
    stage = look.stage
    return [_bank(look, 11, stage.horizon, 0.26 * stage.height, 0.6, depth=0.3, drift=7.0)]


def weather_before(look: Look) -> list[Layer | Animation]:
    """What falls or drifts between the actors and the lens. It never hides a face: thin, small or low."""
    if look.shot.setting in _INDOORS:
        return []
    match look.shot.weather:
        case Weather.RAIN:
            return _rain(look, density=1.0, slant=0.10)
        case Weather.STORM:
            return [*_rain(look, density=1.5, slant=0.34), Animation(_flash(look), depth=0.0)]
        case Weather.SNOW:
            return [Animation(_snow(look, n, size, speed), depth=0.0) for n, size, speed in _SNOW]
        case Weather.FOG:
            stage = look.stage
            return [_bank(look, 12, stage.floor + 40, 0.20 * stage.height, 0.62, depth=1.1, drift=-12.0)]
        case Weather.WINDY:
            return [Animation(_leaves(look), depth=0.0), Animation(_gusts(look), depth=0.0)]
        case _:
            return []


_SNOW = ((90, 5.0, 62.0), (55, 9.0, 96.0), (16, 17.0, 150.0))


def _rng(look: Look, salt: int) -> np.random.Generator:
    return np.random.default_rng([look.shot.seed, 40, salt])


def _rain(look: Look, *, density: float, slant: float) -> list[Layer | Animation]:
    area = look.stage.width * look.stage.height / (1920 * 1080)
    far, near = round(150 * density * area), round(46 * density * area)
    colour = mix(look.palette.light, "#ffffff", 0.35)
    return [
        Animation(_streaks(look, far, (26, 44), 1250, 1.5, slant, colour, 0.26, 1), depth=0.0),
        Animation(_streaks(look, near, (70, 120), 2100, 2.6, slant, colour, 0.34, 2), depth=0.0),
        Animation(_splashes(look, round(22 * density * area), colour), depth=0.0),
    ]


def _streaks(
    look: Look,
    count: int,
    length: tuple[float, float],
    speed: float,
    width: float,
    slant: float,
    colour: str,
    alpha: float,
    salt: int,
) -> Drawing:
    """Slanted lines falling at ``speed`` units a second; one draw call a frame."""
    rng, stage = _rng(look, salt), look.stage
    tall, wide = stage.height + 260, stage.width + 600
    x, y = rng.random(count) * wide, rng.random(count) * tall
    own, lengths = rng.uniform(0.85, 1.15, count) * speed, rng.uniform(*length, count)
    paint = stroke(colour, width, alpha)

    def draw(canvas: skia.Canvas, t: float) -> None:
        fallen = y + own * t
        bottom = fallen % tall - 100
        left = (x - (bottom + 100) * slant + 37.0 * (fallen // tall)) % wide - 100
        points: list[skia.Point] = []
        for px, py, reach in zip(left.tolist(), bottom.tolist(), lengths.tolist(), strict=True):
            points += (skia.Point(px, py), skia.Point(px + reach * slant, py - reach))
        canvas.drawPoints(skia.Canvas.PointMode.kLines_PointMode, points, paint)

    return draw


def _splashes(look: Look, count: int, colour: str) -> Drawing:
    """Rings where drops meet the ground."""
    rng, stage = _rng(look, 3), look.stage
    x, start = rng.random(count) * stage.width, rng.random(count)
    y = stage.floor - 60 + rng.random(count) * (stage.height - stage.floor + 50)

    def draw(canvas: skia.Canvas, t: float) -> None:
        for i in range(count):
            turn, life = divmod(start[i] + t * 2.1, 1.0)
            px = (x[i] + turn * 377.0) % stage.width
            reach = 3 + 15 * life
            ring = box(px - reach, y[i] - reach * 0.3, px + reach, y[i] + reach * 0.3)
            canvas.drawOval(ring, stroke(colour, 1.6, 0.42 * (1 - life)))

    return draw


def _snow(look: Look, count: int, size: float, speed: float) -> Drawing:
    """Flakes of one size, swaying as they fall; one draw call a frame."""
    rng, stage = _rng(look, int(size)), look.stage
    count = round(count * stage.width * stage.height / (1920 * 1080))
    tall, wide = stage.height + 60, stage.width + 160
    x, y, phase = rng.random(count) * wide, rng.random(count) * tall, rng.random(count) * math.tau
    own = rng.uniform(0.8, 1.25, count) * speed
    paint = stroke(mix("#ffffff", look.palette.light, 0.25), size, 0.85 if size < 12 else 0.5)

    def draw(canvas: skia.Canvas, t: float) -> None:
        px = (x + 26 * np.sin(phase + t * 0.9) + t * speed * 0.22) % wide - 80
        py = (y + own * t) % tall - 30
        points = [skia.Point(a, b) for a, b in zip(px.tolist(), py.tolist(), strict=True)]
        canvas.drawPoints(skia.Canvas.PointMode.kPoints_PointMode, points, paint)

    return draw


def _bank(look: Look, salt: int, middle: float, half: float, strength: float, *, depth: float, drift: float) -> Layer:
    """A bank of fog that drifts along the ground around height ``middle``."""
    stage, colour = look.stage, mix(look.palette.sky[-1], "#ffffff", 0.12)

    def draw(canvas: skia.Canvas) -> None:
        grain = noise(220, 60, _rng(look, salt), octaves=4, cells=(4, 2))
        fade = np.sin(np.linspace(0, math.pi, 60))[:, None] ** 1.5
        density = ((0.25 + 0.75 * grain) * fade).astype(np.float32)
        texture(canvas, box(stage.left, middle - half, stage.right, middle + half), density, colour, strength)

    return Layer(draw, depth=depth, drift=drift)


def _leaves(look: Look) -> Drawing:
    """Leaves carried across the frame, tumbling."""
    rng, stage, palette = _rng(look, 5), look.stage, look.palette
    count = 22
    autumn = ["#d98a3d", "#c9603a", "#e0b04a", palette.foliage, shift(palette.foliage, hue=-0.06)]
    colours = [mix(autumn[int(i)], palette.shadow, 0.35 if palette.night else 0.08) for i in rng.integers(0, 5, count)]
    x, y, phase = rng.random(count), rng.random(count), rng.random(count) * math.tau
    speed, size = rng.uniform(260, 520, count), rng.uniform(9, 20, count)

    def draw(canvas: skia.Canvas, t: float) -> None:
        wide = stage.width + 200
        for i in range(count):
            turn, across = divmod(x[i] * wide + speed[i] * t, wide)
            height = (y[i] + 0.37 * turn) % 1.0 * stage.height * 0.86
            lift = 46 * math.sin(phase[i] + t * 2.2) + 18 * math.sin(phase[i] * 2 + t * 5.1)
            canvas.save()
            canvas.translate(across - 100, height + lift)
            canvas.rotate(math.degrees(phase[i] + t * 3.4))
            canvas.scale(1, 0.25 + 0.75 * abs(math.sin(phase[i] + t * 4.3)))
            canvas.drawOval(box(-size[i], -size[i] * 0.45, size[i], size[i] * 0.45), fill(colours[i], 0.95))
            canvas.restore()

    return draw


def _gusts(look: Look) -> Drawing:
    """Fine curved lines of wind that sweep by and fade."""
    rng, stage = _rng(look, 6), look.stage
    x, y, start = rng.random(5), rng.uniform(0.12, 0.7, 5), rng.random(5)

    def draw(canvas: skia.Canvas, t: float) -> None:
        for i in range(5):
            turn, life = divmod(start[i] + t * 0.45, 1.0)
            left = ((x[i] + 0.618 * turn) % 1.0 - 0.3) * stage.width + life * 520
            top = y[i] * stage.height
            path = skia.Path()
            path.moveTo(left, top)
            path.cubicTo(left + 120, top - 34, left + 240, top + 30, left + 380, top - 8)
            canvas.drawPath(path, stroke("#ffffff", 2.4, 0.30 * math.sin(math.pi * life)))

    return draw


def _strikes(look: Look) -> tuple[float, float]:
    """The first flash and the time between flashes, in seconds."""
    rng = _rng(look, 7)
    return float(rng.uniform(0.5, 1.3)), float(rng.uniform(2.4, 3.3))


def _brightness(look: Look) -> Callable[[float], tuple[float, int]]:
    """How bright the lightning is at a time (0..1, two pulses), and which strike it is."""
    first, period = _strikes(look)

    def at(t: float) -> tuple[float, int]:
        strike, since = divmod(t - first, period)
        if t < first or since > 0.42:
            return 0.0, int(strike)
        pulse = math.exp(-since * 16) + (0.8 * math.exp(-(since - 0.14) * 12) if since > 0.14 else 0.0)
        return min(1.0, pulse), int(strike)

    return at


def _flash(look: Look) -> Drawing:
    """The whole frame lit for a moment."""
    at, stage = _brightness(look), look.stage

    def draw(canvas: skia.Canvas, t: float) -> None:
        strength, _ = at(t)
        if strength > 0.03:
            frame = box(-200, -200, stage.width + 200, stage.height + 200)
            canvas.drawRect(frame, fill("#dfe8ff", 0.30 * strength))

    return draw


def _lightning(look: Look) -> Drawing:
    """A forked bolt in the sky, another one each time."""
    at, stage = _brightness(look), look.stage

    def draw(canvas: skia.Canvas, t: float) -> None:
        strength, strike = at(t)
        if strength < 0.05:
            return
        rng = _rng(look, 100 + strike)
        x, y = stage.width * float(rng.uniform(0.15, 0.85)), -20.0
        points = [(x, y)]
        while y < stage.horizon:
            x += float(rng.uniform(-46, 46))
            y += float(rng.uniform(24, 62))
            points.append((x, y))
        fork = points[len(points) // 3]
        side = [fork]
        for _ in range(5):
            side.append((side[-1][0] + float(rng.uniform(8, 58)), side[-1][1] + float(rng.uniform(20, 46))))
        for line, width in ((points, 5.0), (side, 2.6)):
            path = polyline(line)
            canvas.drawPath(path, stroke("#9fb8ff", width * 4.5, 0.22 * strength))
            canvas.drawPath(path, stroke("#f4f7ff", width, strength))

    return draw
