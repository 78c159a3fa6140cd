"""Hills: meadows that roll to the horizon under a big sky, with wind in the grass."""

import math
from collections.abc import Callable

import numpy as np
import skia

from film.shot import Weather
from previz.art.land import broadleaf, bush, conifer, crest_at, flowers, grass, ground, haze, rolling, soft_spot
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import Point, blended, curve, fill, linear, mix, polygon, shift, stroke
from previz.art.sky import sky, sun_at


def build(look: Look) -> Backdrop:
    """Five rows of hills, each bluer than the one before it; a path winds up to a lone tree."""
    stage, rng = look.stage, look.rng
    horizon = stage.horizon
    rows = [
        rolling(look, rng, horizon - 74, 44, waves=4),
        rolling(look, rng, horizon - 14, 38, waves=3),
        rolling(look, rng, horizon + 40, 34, waves=3),
        rolling(look, rng, horizon + 0.46 * (stage.floor - horizon), 22, waves=2),
    ]
    side = -1 if rng.random() < 0.5 else 1
    tree_x = stage.centre_x + side * stage.width * float(rng.uniform(0.30, 0.38))
    seed = int(rng.integers(1 << 30))
    return Backdrop(
        behind=[
            *sky(look, horizon),
            Layer(lambda c: _distance(c, look, rows[0], seed), depth=0.12),
            Layer(lambda c: _fields(c, look, rows[1], seed), depth=0.24),
            Layer(lambda c: _woods(c, look, rows[2], seed), depth=0.40),
            Layer(lambda c: _meadow(c, look, rows[3], tree_x, seed), depth=0.70),
            Animation(_Waves(look, rows[3]), depth=0.70),
        ],
        front=[
            Layer(lambda c: _verge(c, look, seed), depth=1.3, blur=2.2, sway=(7.0 if _windy(look) else 3.0, 3.1)),
        ],
        floor=stage.floor,
    )


def _windy(look: Look) -> bool:
    return look.shot.weather in (Weather.WINDY, Weather.STORM)


def greens(look: Look) -> tuple[str, str, str]:
    """Far, middle and near grass under this light."""
    palette = look.palette
    leaf = mix(palette.foliage, palette.light, 0.10)
    return mix(leaf, palette.far, 0.55), mix(leaf, palette.mid, 0.22), mix(leaf, palette.near, 0.10)


def _distance(canvas: skia.Canvas, look: Look, crest: list[Point], seed: int) -> None:
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed)
    far = mix(palette.far, palette.sky[-1], 0.30)
    blue = [(x, y - 46 + 22 * math.sin(x / 210 + seed % 7)) for x, y in crest]
    canvas.drawPath(
        ground(look, blue), linear((0, stage.horizon - 190), (0, stage.horizon), [mix(far, palette.sky[-1], 0.35), far])
    )
    canvas.drawPath(
        ground(look, crest),
        linear(
            (0, stage.horizon - 120), (0, stage.horizon + 40), [palette.far, mix(palette.far, greens(look)[0], 0.6)]
        ),
    )
    for _ in range(60):
        x = float(rng.uniform(stage.left, stage.right))
        conifer(canvas, x, crest_at(crest, x) + 4, float(rng.uniform(12, 30)), mix(palette.far, palette.mid, 0.4), rng)
    haze(canvas, look, stage.horizon - 130, stage.horizon + 30, 0.55)


def _fields(canvas: skia.Canvas, look: Look, crest: list[Point], seed: int) -> None:
    """Hills in strips of crop, with hedges between them."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 1)
    far, middle, _ = greens(look)
    hill = ground(look, crest)
    canvas.drawPath(hill, linear((0, stage.horizon - 60), (0, stage.horizon + 130), [far, mix(far, middle, 0.6)]))
    canvas.save()
    canvas.clipPath(hill, True)
    x = stage.left
    while x < stage.right:
        wide = float(rng.uniform(120, 300))
        tint = shift(mix(far, palette.glow, float(rng.uniform(0.0, 0.24))), hue=float(rng.uniform(-0.03, 0.02)))
        lean = float(rng.uniform(-160, 160))
        top = stage.horizon - 110
        strip = polygon([(x, top), (x + wide, top), (x + wide + lean, top + 330), (x + lean - 40, top + 330)])
        canvas.drawPath(strip, fill(tint, 0.55))
        for k in range(1, 6):
            u = k / 6
            canvas.drawLine(
                x + wide * u,
                top,
                x + wide * u + lean - 40 * (1 - u),
                top + 330,
                stroke(mix(tint, middle, 0.6), 2, 0.35),
            )
        x += wide
    canvas.restore()
    for _ in range(34):
        x = float(rng.uniform(stage.left, stage.right))
        y = crest_at(crest, x) + float(rng.uniform(2, 60))
        bush(canvas, look, x, y, float(rng.uniform(9, 17)), mix(middle, palette.shadow, 0.10), rng)
    haze(canvas, look, stage.horizon - 40, stage.horizon + 80, 0.34)


def _woods(canvas: skia.Canvas, look: Look, crest: list[Point], seed: int) -> None:
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 2)
    _, middle, near = greens(look)
    canvas.drawPath(
        ground(look, crest),
        linear((0, stage.horizon), (0, stage.horizon + 190), [mix(middle, palette.glow, 0.16), mix(middle, near, 0.7)]),
    )
    for cluster in range(5):
        heart = stage.left + (stage.right - stage.left) * (cluster + float(rng.uniform(0.1, 0.9))) / 5
        for x in sorted(heart + float(rng.normal(0, 90)) for _ in range(9)):
            y = crest_at(crest, x) + float(rng.uniform(2, 18))
            colour = shift(mix(middle, palette.mid, 0.42), hue=float(rng.uniform(-0.02, 0.02)))
            if rng.random() < 0.6:
                conifer(canvas, x, y, float(rng.uniform(44, 92)), colour, rng, (palette.rim, 0.22))
            else:
                broadleaf(canvas, look, x, y, float(rng.uniform(52, 84)), colour, rng)
    haze(canvas, look, stage.horizon + 20, stage.horizon + 150, 0.20)


def _meadow(canvas: skia.Canvas, look: Look, crest: list[Point], tree_x: float, seed: int) -> None:
    """The hill the subject stands on: a lit crest, a path, flowers and one large tree to the side."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 3)
    _, middle, near = greens(look)
    top = min(y for _, y in crest)
    canvas.drawPath(
        ground(look, crest),
        linear(
            (0, top),
            (0, stage.bottom),
            [mix(near, palette.glow, 0.22), near, mix(near, palette.shadow, 0.55)],
            [0.0, 0.32, 1.0],
        ),
    )
    _path(canvas, look, crest)
    light_x, _ = sun_at(look, stage.horizon)
    spot = blended(fill(palette.glow, 0.30), skia.BlendMode.kScreen)
    canvas.save()
    canvas.clipPath(ground(look, crest), True)
    canvas.drawOval(skia.Rect.MakeLTRB(light_x - 620, top - 60, light_x + 620, top + 150), spot_blur(spot))
    canvas.restore()
    grass(
        canvas,
        rng,
        (stage.left, stage.right),
        lambda x: crest_at(crest, x) + 3,
        (10, 26),
        [mix(near, palette.glow, 0.3), near, middle],
        420,
    )
    for _ in range(26):
        y = float(rng.uniform(top + 40, stage.bottom))
        x = float(rng.uniform(stage.left, stage.right))
        deep = (y - top) / (stage.bottom - top)
        tint = mix(near, palette.shadow, 0.1 + 0.3 * deep)
        grass(
            canvas,
            rng,
            (x - 40, x + 40),
            _level(y),
            (16 + 26 * deep, 30 + 44 * deep),
            [tint, mix(tint, palette.light, 0.16)],
            9,
        )
    spots = [
        (float(rng.uniform(stage.left, stage.right)), float(rng.uniform(top + 30, stage.bottom))) for _ in range(110)
    ]
    bright = [
        palette.accent,
        mix(palette.accent, "#ffffff", 0.5),
        mix("#fff6d0", palette.shadow, 0.3 if palette.night else 0.0),
        mix(palette.glow, "#ffffff", 0.3),
    ]
    flowers(canvas, rng, [s for s in spots if s[1] > crest_at(crest, s[0]) + 14], 6.0, bright)
    y = crest_at(crest, tree_x) + 26
    lean = -palette.key_x
    soft_spot(canvas, tree_x + lean * 190, y + 12, (250, 24), palette.shadow, 0.42)
    broadleaf(canvas, look, tree_x, y, 410, mix(near, palette.foliage, 0.5), rng)


def _level(y: float) -> Callable[[float], float]:
    return lambda _: y


def spot_blur(paint: skia.Paint) -> skia.Paint:
    """A paint soft enough to be sunlight on grass."""
    paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 60))
    return paint


def _path(canvas: skia.Canvas, look: Look, crest: list[Point]) -> None:
    """A footpath from the foreground over the crest."""
    palette, stage = look.palette, look.stage
    head_x = stage.centre_x - look.palette.key_x * stage.width * 0.16
    head_y = crest_at(crest, head_x) - 2
    earth = mix(mix(palette.wood, palette.ground, 0.45), palette.light, 0.30)
    foot_x, low = stage.centre_x + stage.width * 0.05, stage.bottom
    middle_y = head_y + (low - head_y) * 0.4
    left = [(head_x - 7, head_y), (head_x + 40, head_y + 40), (stage.centre_x - 120, middle_y), (foot_x - 420, low)]
    right = [(foot_x + 320, low), (stage.centre_x + 70, middle_y), (head_x + 72, head_y + 40), (head_x + 9, head_y)]
    path = curve(left)
    back = curve(right)
    path.lineTo(*right[0])
    path.addPath(back, skia.Path.AddPathMode.kExtend_AddPathMode)
    path.close()
    canvas.drawPath(path, linear((0, head_y), (0, low), [(earth, 0.95), (mix(earth, palette.shadow, 0.45), 0.85)]))


class _Waves:
    """Wind in the meadow: bright strokes that run over the grass with the gusts."""

    def __init__(self, look: Look, crest: list[Point]) -> None:
        rng = np.random.default_rng([look.shot.seed, 51])
        stage = look.stage
        self._width, self._speed = stage.width, 190.0 if _windy(look) else 80.0
        self._paint = stroke(mix(greens(look)[2], look.palette.light, 0.45), 3.0, 0.40 if _windy(look) else 0.26)
        count = 46 if _windy(look) else 26
        self._marks = [
            (float(rng.uniform(0, stage.width + 300)), float(rng.random()), float(rng.uniform(0, math.tau)))
            for _ in range(count)
        ]
        self._crest, self._low = crest, stage.height

    def __call__(self, canvas: skia.Canvas, t: float) -> None:
        """Draw the gusts at time ``t``."""
        for x, deep, phase in self._marks:
            left = (x + self._speed * (0.6 + deep) * t) % (self._width + 300) - 150
            top = crest_at(self._crest, left)
            y = top + 22 + (self._low - top) * deep
            size = 9 + 22 * deep
            sway = math.sin(t * 2.4 + phase)
            canvas.drawLine(left, y, left + size * (0.5 + 0.4 * sway), y - size, self._paint)


def _verge(canvas: skia.Canvas, look: Look, seed: int) -> None:
    """Tall grass and flowers before the lens, at the corners only."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 4)
    dark = mix(greens(look)[2], palette.shadow, 0.55)
    tints = [dark, mix(dark, palette.foliage, 0.35), mix(dark, palette.rim, 0.18)]
    reach = stage.width * 0.24
    for edge, inner in ((stage.left, reach), (stage.right, stage.width - reach)):
        for _ in range(90):
            u = float(rng.random()) ** 1.7
            x = edge + (inner - edge) * u
            grass(
                canvas,
                rng,
                (x - 2, x + 2),
                lambda _: stage.height + 110,
                (150 + 60 * (1 - u), 240 + 170 * (1 - u)),
                tints,
                1,
            )
        for _ in range(8):
            u = float(rng.random()) ** 1.4
            x, y = edge + (inner - edge) * u, stage.height + 40 - 230 * (1 - u) * float(rng.uniform(0.4, 1))
            canvas.drawLine(x, y, x + 8, stage.height + 120, stroke(dark, 5))
            flowers(
                canvas,
                rng,
                [(x, y)],
                24,
                [mix(palette.accent, palette.shadow, 0.18), mix(palette.glow, palette.accent, 0.4)],
            )
