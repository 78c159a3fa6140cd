"""The open sea: swell to the horizon, a far coast, and the water the subject rides on."""

import numpy as np
import skia

from film.shot import Weather
from planner.shot import Action, ActorKind
from previz.art.birds import Flock
from previz.art.land import crags, ground, haze
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.paint import box, curve, darken, fill, linear, mix, polygon, stroke
from previz.art.sky import sky
from previz.art.water import Glints, Spray, sea, wave_row

_SEAFARERS = {
    ActorKind.BOAT,
    ActorKind.WHALE,
    ActorKind.FISH,
    ActorKind.BIRD,
    ActorKind.BALLOON,
    ActorKind.KITE,
    ActorKind.ROCKET,
    ActorKind.ORB,
    ActorKind.LIGHTHOUSE,
}
_ALOFT = {Action.SWIM, Action.FLY}


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
            *_between(look, floor, rough, foam),
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
        props=[] if _belongs_at_sea(look) else [Layer(lambda c: _jetty(c, look, floor, seed), depth=1.0)],
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


def _belongs_at_sea(look: Look) -> bool:
    """True when the subject swims, sails or flies; anyone else needs something to stand on."""
    return not look.shot.actors or look.shot.actors[0].kind in _SEAFARERS or look.shot.actors[0].action in _ALOFT


def _between(look: Look, floor: float, rough: float, foam: float) -> list[Layer]:
    """In a tall frame, the rows that fill the water between the subject and the lens."""
    stage = look.stage
    room = stage.height - 26 - floor
    if room < 320:
        return []
    near = mix(look.palette.water, look.palette.shadow, 0.24)
    return [
        wave_row(
            look,
            floor + room * share,
            depth=1.0 + 0.3 * share,
            height=26 * rough,
            length=600 + 200 * share,
            colour=mix(near, look.palette.shadow, 0.3 * share),
            foam=foam * 0.8,
            salt=6 + k,
        )
        for k, share in enumerate((0.36, 0.68))
    ]


def _jetty(canvas: skia.Canvas, look: Look, floor: float, seed: int) -> None:
    """A weathered wooden jetty across the middle, posts and mooring rope included."""
    palette, stage = look.palette, look.stage
    rng = np.random.default_rng(seed + 1)
    wood = mix(mix(palette.wood, palette.ground, 0.25), palette.light, 0.12)
    wood = mix(wood, palette.shadow, 0.42) if palette.night else wood
    left, right = stage.centre_x - stage.width * 0.40, stage.centre_x + stage.width * 0.40
    back, front = floor - 34, floor + 40
    for share in (0.03, 0.27, 0.73, 0.97):
        x = left + (right - left) * share
        post = box(x - 13, back - (78 if share in (0.03, 0.97) else 10), x + 13, floor + 150)
        canvas.drawRoundRect(
            post, 5, 5, linear((x - 13, 0), (x + 13, 0), [darken(wood, 0.5), mix(wood, palette.shadow, 0.25)])
        )
    count = 30
    for k in range(count):
        a, b = left + (right - left) * k / count, left + (right - left) * (k + 1) / count
        skew = [(x - stage.centre_x) * 0.045 for x in (a, b)]
        plank = mix(wood, palette.light if k % 2 else palette.shadow, float(rng.uniform(0.02, 0.14)))
        shape = polygon([(a, back), (b - 1.5, back), (b + skew[1] - 1.5, front), (a + skew[0], front)])
        canvas.drawPath(
            shape, linear((0, back), (0, front), [mix(plank, palette.glow, 0.22), mix(plank, palette.shadow, 0.16)])
        )
    edge = (right - left) * 0.0225
    canvas.drawRect(box(left - edge, front, right + edge, front + 24), fill(darken(wood, 0.42)))
    canvas.drawRect(box(left - edge, front, right + edge, front + 4), fill(palette.rim, 0.55))
    rope = curve([(left + 20, back - 50), (left - 60, floor + 10), (left - 170, floor + 52)])
    canvas.drawPath(rope, stroke(mix("#d9c49a", palette.shadow, 0.35), 5))


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
