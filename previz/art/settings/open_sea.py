"""The open sea: swell to the horizon, a far coast, and the water the subject rides on."""

import numpy as np
import skia

from film.shot import Weather
from previz.art.birds import Flock
from previz.art.land import crags, ground, haze
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import linear, mix
from previz.art.sky import sky
from previz.art.water import Glints, Spray, sea, wave_row


def build(look: Look) -> Backdrop:
    """Four rows of swell, higher in wind and storm; one of them passes before the hull."""
    stage, palette = look.stage, look.palette
    horizon = stage.horizon - 40
    floor = horizon + 0.66 * (stage.floor - horizon)
    rough = {Weather.STORM: 2.3, Weather.WINDY: 1.5, Weather.RAIN: 1.25}.get(look.shot.weather, 0.8)
    foam = min(1.0, 0.42 * rough)
    seed = int(look.rng.integers(1 << 30))
    near = mix(palette.water, palette.shadow, 0.16)
    return Backdrop(
        behind=[
            *sky(look, horizon),
            Layer(lambda c: _coast(c, look, horizon, seed), depth=0.08),
            Animation(Flock(look, stage.height * 0.24, count=4, size=18), depth=0.12),
            Layer(lambda c: sea(c, look, horizon, stage.height), depth=0.16),
            Animation(Glints(look, horizon, floor), depth=0.16),
            *_swell(look, horizon, floor, rough, foam),
        ],
        front=[
            wave_row(
                look, floor + 44 + 8 * rough, depth=1.0, height=24 * rough, length=640, colour=near, foam=foam, salt=4
            ),
            *_spray(look, floor, rough),
            wave_row(
                look,
                stage.height - 26,
                depth=1.3,
                height=24 * rough,
                length=860,
                colour=mix(near, palette.shadow, 0.35),
                foam=foam * 0.7,
                salt=5,
            ),
        ],
        floor=floor,
        waterline=floor + 40,
    )


def _swell(look: Look, horizon: float, floor: float, rough: float, foam: float) -> list[Layer]:
    """The rows behind the subject, larger and darker as they come nearer."""
    palette = look.palette
    far, near = mix(palette.water, palette.sky[-1], 0.28), mix(palette.water, palette.shadow, 0.16)
    rows = ((0.10, 0.26, 5.0, 120.0), (0.32, 0.36, 11.0, 210.0), (0.63, 0.56, 21.0, 340.0), (0.99, 0.86, 31.0, 520.0))
    return [
        wave_row(
            look,
            horizon + (floor - horizon) * share,
            depth=depth,
            height=height * rough,
            length=length,
            colour=mix(far, near, share),
            foam=foam * share,
            salt=k + 1,
            pace=0.75 + 0.25 * share,
        )
        for k, (share, depth, height, length) in enumerate(rows)
    ]


def _spray(look: Look, floor: float, rough: float) -> list[Animation]:
    if rough < 1.2:
        return []
    rng = np.random.default_rng([look.shot.seed, 66])
    places = [(float(rng.uniform(0.05, 0.95)) * look.stage.width, floor + 40.0, 150 * rough) for _ in range(4)]
    return [Animation(Spray(look, places), depth=1.0)]


def _coast(canvas: skia.Canvas, look: Look, horizon: float, seed: int) -> None:
    """A far headland on one side, half in haze."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed)
    away = mix(palette.far, palette.sky[-1], 0.35)
    side = -1 if palette.key_x > 0 else 1
    crest = []
    for x, y in crags(look, rng, horizon, 120, rough=0.5):
        share = max(0.0, side * (x - stage.centre_x) / (stage.width * 0.62) - 0.12)
        crest.append((x, horizon + 12 - (horizon - y) * min(1.0, share)))
    canvas.drawPath(
        ground(look, crest, smooth=False), linear((0, horizon - 110), (0, horizon), [mix(away, palette.mid, 0.3), away])
    )
    haze(canvas, look, horizon - 70, horizon + 4, 0.6)
