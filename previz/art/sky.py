"""The sky: gradient, sun or moon with its bloom, stars and clouds, for every outdoor setting."""

import math

import numpy as np
import skia

from film.shot import TimeOfDay, Weather
from previz.art.layer import Animation, Layer, Look
from previz.art.paint import (
    Point,
    Tint,
    blended,
    blurred,
    box,
    fill,
    glow,
    lighten,
    linear,
    mix,
    radial,
    stroke,
)

_OVERCAST = {Weather.CLOUDY, Weather.RAIN, Weather.STORM, Weather.SNOW, Weather.FOG}
_ALTITUDE = {
    TimeOfDay.DAWN: 0.10,
    TimeOfDay.DAY: 0.44,
    TimeOfDay.SUNSET: 0.085,
    TimeOfDay.DUSK: -0.05,
    TimeOfDay.NIGHT: 0.42,
}
"""How high the sun or moon stands above the horizon, in frame heights."""
_SUN_CLEARANCE = 90.0
"""How far a fair-weather cloud keeps from the middle of the sun, in units."""


def is_overcast(look: Look) -> bool:
    """True when clouds hide the sun."""
    return look.shot.weather in _OVERCAST


def sun_at(look: Look, horizon: float) -> Point:
    """Where the sun or moon stands, in units."""
    stage = look.stage
    rise = _ALTITUDE[look.shot.time_of_day] * min(stage.height, stage.width * 1.3)
    return stage.centre_x + look.palette.key_x * stage.width * 0.62, horizon - rise


def sky(look: Look, horizon: float, *, clouds: bool = True) -> list[Layer | Animation]:
    """The sky above ``horizon``: an opaque first layer over the whole stage, then stars and drifting clouds."""
    parts: list[Layer | Animation] = [Layer(lambda canvas: _dome(canvas, look, horizon), depth=0.03)]
    if look.palette.night and not is_overcast(look):
        parts.append(Animation(TwinklingStars(look, horizon), depth=0.03))
    if clouds:
        high = _cloud_layer(look, horizon)
        parts += high
    return parts


def _dome(canvas: skia.Canvas, look: Look, horizon: float) -> None:
    stage, palette = look.stage, look.palette
    colours = palette.sky
    stops = [0.0, 0.24, 0.50, 0.72, 0.89, 1.0]
    whole = box(stage.left, stage.top, stage.right, stage.bottom)
    canvas.drawRect(whole, linear((0, stage.top * 0.4), (0, horizon + 20), colours, stops[: len(colours)]))
    x, y = sun_at(look, horizon)
    if palette.night and not is_overcast(look):
        _stars(canvas, look, horizon)
        _milky_way(canvas, look, horizon)
    reach = 0.62 * math.hypot(stage.width, stage.height)
    strength = 0.34 if is_overcast(look) else 0.75
    wide: list[Tint] = [
        (palette.glow, 0.8 * strength),
        (palette.glow, 0.34 * strength),
        (palette.glow, 0),
    ]
    canvas.drawRect(whole, blended(radial((x, y), reach, wide, [0.0, 0.34, 1.0]), skia.BlendMode.kScreen))
    band: list[Tint] = [(palette.glow, 0.0), (palette.glow, 0.26), (palette.glow, 0.0)]
    low = box(stage.left, horizon - 240, stage.right, horizon + 160)
    canvas.drawRect(low, blended(linear((0, horizon - 240), (0, horizon + 160), band), skia.BlendMode.kScreen))
    if is_overcast(look):
        if look.shot.weather in (Weather.CLOUDY, Weather.FOG, Weather.SNOW):
            glow(canvas, x, y, 190, palette.sun, 0.5)
        return
    if palette.night:
        _moon(canvas, look, x, y)
    elif look.shot.time_of_day is not TimeOfDay.DUSK:
        _sun(canvas, look, x, y)


def _sun(canvas: skia.Canvas, look: Look, x: float, y: float) -> None:
    palette = look.palette
    radius = {TimeOfDay.DAY: 62.0, TimeOfDay.DAWN: 88.0}.get(look.shot.time_of_day, 122.0)
    glow(canvas, x, y, radius * 6.0, palette.glow, 0.55)
    glow(canvas, x, y, radius * 2.6, palette.sun, 0.75)
    core: list[Tint] = [lighten(palette.sun, 0.7), palette.sun, mix(palette.sun, palette.glow, 0.55)]
    canvas.drawCircle(x, y, radius, radial((x, y - radius * 0.15), radius * 1.12, core, [0.0, 0.62, 1.0]))


def _moon(canvas: skia.Canvas, look: Look, x: float, y: float) -> None:
    palette, radius = look.palette, 58.0
    glow(canvas, x, y, radius * 7.0, palette.glow, 0.42)
    glow(canvas, x, y, radius * 2.4, palette.sun, 0.5)
    face: list[Tint] = [lighten(palette.sun, 0.6), palette.sun, mix(palette.sun, palette.glow, 0.35)]
    canvas.drawCircle(x, y, radius, radial((x - 14, y - 16), radius * 1.5, face))
    maria = mix(palette.sun, palette.far, 0.3)
    for dx, dy, size in ((-18, -10, 15), (12, -20, 9), (16, 12, 19), (-12, 22, 8), (-30, 14, 6), (2, 0, 6)):
        canvas.drawCircle(x + dx, y + dy, size, blurred(fill(maria, 0.5), 1.5))


def _stars(canvas: skia.Canvas, look: Look, horizon: float) -> None:
    rng, stage = np.random.default_rng([look.shot.seed, 21]), look.stage
    colours = ("#ffffff", "#cfe0ff", "#ffe9cf")
    for _ in range(330):
        x = float(rng.uniform(stage.left, stage.right))
        y = stage.top + (horizon - stage.top) * float(rng.random()) ** 1.3
        fade = 1.0 - 0.85 * max(0.0, y / horizon)
        size = float(rng.choice([1.0, 1.3, 1.7, 2.4], p=[0.5, 0.28, 0.16, 0.06]))
        alpha = fade * float(rng.uniform(0.35, 1.0))
        canvas.drawCircle(x, y, size, fill(colours[int(rng.integers(3))], alpha))
        if size > 2:
            glow(canvas, x, y, 13, "#dfe8ff", 0.5 * alpha)


def _milky_way(canvas: skia.Canvas, look: Look, horizon: float) -> None:
    rng, stage = np.random.default_rng([look.shot.seed, 22]), look.stage
    side = -1 if look.palette.key_x > 0 else 1
    for _ in range(60):
        along = float(rng.random())
        x = stage.centre_x + side * (along - 0.25) * stage.width * 0.75 + float(rng.normal(0, 46))
        y = horizon * (0.86 - along * 0.9) + float(rng.normal(0, 46))
        tint = mix(look.palette.glow, look.palette.light, float(rng.random()))
        glow(canvas, x, y, float(rng.uniform(60, 170)), tint, 0.055)


class TwinklingStars:
    """A few bright stars that flicker, and now and then one that falls."""

    def __init__(self, look: Look, horizon: float) -> None:
        rng, stage = np.random.default_rng([look.shot.seed, 23]), look.stage
        self._stars = [
            (
                float(rng.uniform(0, stage.width)),
                horizon * float(rng.uniform(0.02, 0.6)),
                float(rng.uniform(1.8, 3.2)),
                float(rng.uniform(0, math.tau)),
                float(rng.uniform(1.5, 4.0)),
            )
            for _ in range(16)
        ]
        self._fall_s, self._fall = float(rng.uniform(1.2, 2.6)), (stage.width * float(rng.uniform(0.2, 0.6)), 0.16)
        self._height = horizon

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw them at time ``t``."""
        for x, y, size, phase, rate in self._stars:
            alpha = 0.55 + 0.45 * math.sin(phase + rate * t)
            canvas.drawCircle(x, y, size, fill("#ffffff", alpha))
        since = (t - self._fall_s) % 6.0
        if t >= self._fall_s and since < 0.6:
            x = self._fall[0] + since * 620
            y = self._height * self._fall[1] + since * 210
            tail = min(since, 0.25) * 620
            canvas.drawLine(x, y, x - tail, y - tail * 0.34, stroke("#eaf2ff", 2.2, 0.8 * (1 - since / 0.6)))


def _cloud_layer(look: Look, horizon: float) -> list[Layer | Animation]:
    weather, hour = look.shot.weather, look.shot.time_of_day
    if weather is Weather.FOG:
        return []
    if is_overcast(look):
        heavy = weather in (Weather.STORM, Weather.RAIN)
        return [
            Layer(lambda c: _ceiling(c, look, horizon, 31, 0.42), depth=0.05, drift=5.0),
            Layer(lambda c: _cumuli(c, look, horizon, 32, 9, 1.3, heavy), depth=0.09, drift=9.0),
        ]
    if hour in (TimeOfDay.SUNSET, TimeOfDay.DUSK, TimeOfDay.DAWN):
        return [
            Layer(lambda c: _streaks(c, look, horizon, 33), depth=0.05, drift=4.0),
            Layer(lambda c: _cumuli(c, look, horizon, 34, 4, 0.8, False), depth=0.08, drift=7.0),
        ]
    count = 3 if look.palette.night else 6
    speed = 16.0 if weather is Weather.WINDY else 7.0
    return [Layer(lambda c: _cumuli(c, look, horizon, 35, count, 1.0, False), depth=0.08, drift=speed)]


def _streaks(canvas: skia.Canvas, look: Look, horizon: float, salt: int) -> None:
    """Long thin clouds lit from below, paler towards the horizon."""
    rng, stage, palette = np.random.default_rng([look.shot.seed, salt]), look.stage, look.palette
    for i in range(17):
        share = i / 16
        y = horizon * (0.08 + 0.84 * share) + float(rng.uniform(-16, 16))
        x, length = float(rng.uniform(stage.left, stage.right)), float(rng.uniform(260, 900))
        thick = float(rng.uniform(8, 22)) * (1 - 0.4 * share)
        path = skia.Path()
        path.moveTo(x - length / 2, y)
        path.cubicTo(x - length * 0.2, y - thick * 1.7, x + length * 0.1, y - thick, x + length / 2, y)
        path.cubicTo(x + length * 0.2, y + thick * 0.5, x - length * 0.15, y + thick * 0.8, x - length / 2, y)
        body = mix(palette.sky[min(len(palette.sky) - 1, 1 + int(share * 4))], palette.glow, 0.3)
        top, low = mix(body, palette.sky[1], 0.35), mix(body, palette.sun, 0.42)
        canvas.drawPath(path, linear((0, y - thick), (0, y + thick), [(top, 0.55), (low, 0.8)]))


def _ceiling(canvas: skia.Canvas, look: Look, horizon: float, salt: int, alpha: float) -> None:
    """A closed, lumpy cover of cloud, darker above."""
    rng, stage, palette = np.random.default_rng([look.shot.seed, salt]), look.stage, look.palette
    dark = mix(palette.sky[0], palette.shadow, 0.38 if look.shot.weather is Weather.STORM else 0.15)
    for row in range(5):
        y = stage.top + (horizon * 0.66 - stage.top) * row / 5
        tint = mix(dark, palette.sky[3], row / 6)
        x = stage.left - 100
        while x < stage.right + 100:
            size = float(rng.uniform(90, 210)) * (1 - 0.11 * row)
            oval = box(x - size * 1.7, y - size * 0.5, x + size * 1.7, y + size * 0.5)
            canvas.drawOval(oval, blurred(fill(tint, alpha), 26))
            x += size * 1.25


def _cumuli(canvas: skia.Canvas, look: Look, horizon: float, salt: int, count: int, scale: float, heavy: bool) -> None:
    """Heaped clouds with flat feet, bright towards the light; smaller near the horizon."""
    rng, stage = np.random.default_rng([look.shot.seed, salt]), look.stage
    span = (stage.right - stage.left) / count
    for i in sorted(range(count), key=lambda _: float(rng.random())):
        share = float(rng.uniform(0.08, 0.74))
        size = scale * (150 - 95 * share) * float(rng.uniform(0.75, 1.3))
        x = stage.left + span * (i + float(rng.uniform(0.15, 0.85)))
        if not is_overcast(look):
            x = _beside_sun(look, horizon, (x, horizon * share), size)
        cloud(canvas, look, (x, horizon * share), size, rng, heavy=heavy)


def _beside_sun(look: Look, horizon: float, foot: Point, size: float) -> float:
    """Where a cloud stands that would cut into the sun, and make a crescent of it, but for a step aside."""
    sun_x, sun_y = sun_at(look, horizon)
    x, y = foot
    if abs(x - sun_x) > 2 * size + _SUN_CLEARANCE or not -_SUN_CLEARANCE < sun_y - (y - size) < size + _SUN_CLEARANCE:
        return x
    # Clouds drift to the right, so one on the left keeps further off.
    return sun_x + 2 * size + _SUN_CLEARANCE if x > sun_x else sun_x - 2 * size - 2 * _SUN_CLEARANCE


def cloud(
    canvas: skia.Canvas, look: Look, foot: Point, size: float, rng: np.random.Generator, *, heavy: bool = False
) -> None:
    """One heap of cloud, some four times ``size`` wide, standing on ``foot``."""
    palette, (x, y) = look.palette, foot
    hour = look.shot.time_of_day
    body = skia.Path()
    lumps: list[tuple[float, float, float]] = []
    for k in range(7):
        u = (k - 3) / 3.3
        radius = size * (0.62 - 0.34 * abs(u)) * float(rng.uniform(0.85, 1.2))
        lumps.append((x + u * size * 1.75, y - radius * 0.55, radius))
    for cx, cy, radius in lumps:
        body.addCircle(cx, cy, radius)
    body.addRoundRect(box(x - size * 1.95, y - size * 0.24, x + size * 1.95, y + size * 0.08), size * 0.16, size * 0.16)
    air = palette.sky[3]
    if palette.night:
        bright, shade = mix(palette.sky[3], palette.light, 0.22), mix(palette.sky[2], palette.shadow, 0.2)
    elif heavy:
        bright, shade = mix(air, palette.sky[-1], 0.20), mix(palette.sky[1], palette.shadow, 0.18)
    elif hour is TimeOfDay.DAY:
        bright, shade = mix("#ffffff", palette.light, 0.25), mix("#ffffff", palette.sky[1], 0.42)
    else:
        bright, shade = mix(palette.sun, palette.sky[4], 0.45), mix(palette.sky[2], palette.sky[3], 0.35)
    alpha = 0.62 if palette.night else 0.9
    canvas.save()
    canvas.clipPath(body, True)
    area = box(x - size * 2.6, y - size * 1.4, x + size * 2.6, y + size * 0.3)
    canvas.drawRect(area, linear((0, y - size * 0.95), (0, y + size * 0.1), [(bright, alpha), (shade, alpha * 0.85)]))
    side = 1 if palette.key_x > 0 else -1
    for cx, cy, radius in lumps:
        lit: list[Tint] = [(lighten(bright, 0.4), 0.5), (bright, 0.0)]
        spot = (cx + side * radius * 0.3, cy - radius * 0.4)
        canvas.drawCircle(*spot, radius, radial(spot, radius, lit))
    canvas.restore()
