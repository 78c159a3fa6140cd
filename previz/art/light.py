"""Light: the palette of a shot, from its time of day, its weather, its accent and its seed.

Every hour has several moods, chosen by the seed and turned a little further by it, so that two scenes of one film
at the same hour still differ. Weather greys, dims or whitens; the accent tints what lamps and cloth may tint.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from film.shot import TimeOfDay, Weather
from planner.shot import Shot
from previz.art.paint import lighten, luminance, mix, shift
from previz.art.palette import Palette


def _mood(sky: str, planes: str, light: str, matter: str, home: str, accent: str, *, night: bool = False) -> Palette:
    """A palette from short rows of colours, in the order of ``Palette``'s fields."""
    far, mid, near, ground = planes.split()
    sun, glow, key, rim, shadow, window = light.split()
    foliage, water = matter.split()
    wall, wood, fabric = home.split()
    return Palette(
        sky=tuple(sky.split()), sun=sun, glow=glow, far=far, mid=mid, near=near, ground=ground, light=key, rim=rim,
        shadow=shadow, window=window, foliage=foliage, water=water, wall=wall, wood=wood, fabric=fabric,
        accent=accent, night=night, key_x=0.3,
    )  # fmt: skip


_MOODS: dict[TimeOfDay, tuple[Palette, ...]] = {
    TimeOfDay.DAWN: (
        _mood(
            "#43639f #7b90c6 #bfaed4 #f2bdbd #ffd7b0 #fff0d0",
            "#b9b0d0 #8289b4 #4b5480 #6a6f8e",
            "#fff6dc #ffd2a6 #ffe6c8 #ffcfa0 #2c3158 #ffe0a0",
            "#6a9080 #a9bcd6",
            "#e6d3cc #96705c #b78fa0",
            "#f28b82",
        ),
        _mood(
            "#2f5d86 #5f93ad #a6c3c0 #f0d7b4 #ffd3a0 #fff1cf",
            "#a9c0bf #6f95a0 #3b5f70 #5d7a7c",
            "#fff8e0 #ffdba0 #fff0cf #ffd9a0 #1f3a4a #ffe2a2",
            "#5f9a78 #9cc6c6",
            "#e4dcc8 #9a7a58 #8fae9f",
            "#f0a35e",
        ),
        _mood(
            "#4b4a8c #8168a8 #c486b0 #f3a3a0 #ffc79c #ffe9c6",
            "#c49ab8 #8a6c9c #4f406e #6c5878",
            "#fff1d6 #ffb890 #ffdfc2 #ffb795 #2e2350 #ffd99a",
            "#6c8a70 #c4a3bd",
            "#ead0c8 #8f6455 #a9789a",
            "#ff8f6b",
        ),
    ),
    TimeOfDay.DAY: (
        _mood(
            "#155fb4 #2b84d8 #55a8e8 #8fcbf2 #c6e7f4 #eef7ec",
            "#a5c9df #6ba0bb #34607c #6f8578",
            "#fffbe8 #fff2c4 #fff6df #fff0c8 #1d3a4e #bfe4f2",
            "#4f9a5b #3f9fc4",
            "#f3e4d0 #b07f52 #d98f6c",
            "#ff7a59",
        ),
        _mood(
            "#10709f #2593bf #52b4cf #8dd2d8 #c8e9dc #f6f3d4",
            "#a3d0c8 #62a59d #2e6a68 #7d8a6c",
            "#fffbe0 #fff0b8 #fff7da #fff0b8 #17403f #c9ecdf",
            "#68a548 #34a3ae",
            "#eef0dc #b98a54 #7fb09a",
            "#ffb02e",
        ),
        _mood(
            "#2a5cbe #4a7fd6 #7aa4e8 #abc5f1 #d7dff4 #fdeedd",
            "#b3bfe0 #7c8fc0 #3d4f86 #857f86",
            "#fff8e6 #ffe8c8 #fff3e2 #ffe6c4 #23305c #d3def5",
            "#5b9468 #5a94d0",
            "#f3dfd8 #a87358 #8f9fd0",
            "#f2596f",
        ),
    ),
    TimeOfDay.SUNSET: (
        _mood(
            "#2b1f56 #5b2a77 #b23f7c #f0735a #fdb462 #ffe3a0",
            "#d0708a #7b3a78 #3a1f52 #4a2850",
            "#fff1c2 #ff9f60 #ffdcaa #ffb36b #1c0f30 #ffd98a",
            "#6f6a3c #c4607e",
            "#e8b394 #8a4f3c #b0567a",
            "#ff5f8f",
        ),
        _mood(
            "#33407c #6d5c98 #c87684 #f49a60 #ffc768 #fff0b4",
            "#dd9474 #95566a #482c4c #5c3a4a",
            "#fff5cc #ffb257 #ffe2ac #ffbe68 #22142e #ffdc8c",
            "#7d7a36 #d4896e",
            "#f0c79a #94583a #b86a58",
            "#ff6a4d",
        ),
        _mood(
            "#163a6a #2f5a92 #7f6ca8 #e5868f #ffb48c #ffe4c0",
            "#c88ba0 #6c5f92 #2c3560 #3e3f62",
            "#fff3d8 #ff9a80 #ffdcc0 #ffac88 #121d3e #ffd694",
            "#56785a #b5809e",
            "#e6b9a8 #7e5348 #5f7fa8",
            "#ff7e6b",
        ),
    ),
    TimeOfDay.DUSK: (
        _mood(
            "#0e1842 #1e2b66 #41428c #7d5aa0 #c97a96 #f6ad8c",
            "#7d68a4 #45407c #1f1f4a #262550",
            "#ffe0b8 #ff9a7a #dcc8f0 #ffae92 #0b0d28 #ffd585",
            "#3c5f62 #6a6aa8",
            "#a98fa8 #5e4256 #6c5aa0",
            "#ff7ac0",
        ),
        _mood(
            "#08243e #123f5c #2c6478 #6d8a88 #d7a578 #ffcf8e",
            "#6f8e94 #2f5a6c #10303f #17363f",
            "#ffe2b0 #ffb06a #d8e2dc #ffbe80 #061a24 #ffd27a",
            "#2f6650 #4f8490",
            "#9aa596 #5c4c40 #3f7f86",
            "#ff9b54",
        ),
        _mood(
            "#1b1040 #3a1c62 #6e2f86 #b24c94 #ee7c8c #ffb690",
            "#96589c #55306f #271442 #321a48",
            "#ffd9bc #ff7f92 #f0c4e6 #ff9aa4 #10071f #ffcf88",
            "#4c5a58 #8f4f98",
            "#a8788f #5f3648 #8a4a96",
            "#5fe0ff",
        ),
    ),
    TimeOfDay.NIGHT: (
        _mood(
            "#050a20 #0a1538 #11244f #1b386a #2f5585 #5278a0",
            "#34517f #1d3460 #0d1a38 #12203e",
            "#f4f4e6 #8fb4ff #bccff5 #93b6f2 #030614 #ffd07a",
            "#20404a #2a4a78",
            "#5a6480 #3c3440 #3f5690",
            "#ffb454",
            night=True,
        ),
        _mood(
            "#0c0722 #180d3a #2a1756 #43266f #663c8a #94609e",
            "#553a86 #311f5c #160d32 #1d1238",
            "#fbeeff #b58cff #d6c2f5 #b998f5 #060212 #ffc873",
            "#2f3a54 #48357a",
            "#645678 #43303f #6a4596",
            "#ff5fb0",
            night=True,
        ),
        _mood(
            "#03141c #07252f #0d3a44 #17525a #2d7272 #5a988c",
            "#2a6468 #14424a #082229 #0d2a30",
            "#f0fbe8 #7fe0d0 #b8e6da #86d8c8 #020b10 #ffd382",
            "#1f4f42 #1f5a66",
            "#50706c #3a3a34 #2f7472",
            "#ff8a5c",
            night=True,
        ),
    ),
}

_WALLS = ("#f2e2cf", "#dfe3d0", "#d9e2e6", "#f0d6cc", "#e9e4da", "#e8d9e0")
_AIR = {
    Weather.CLOUDY: ("#aab4bf", 0.30, 0.72, 0.97),
    Weather.RAIN: ("#6f8098", 0.40, 0.66, 0.90),
    Weather.STORM: ("#5a7088", 0.50, 0.66, 0.84),
    Weather.SNOW: ("#c3d0de", 0.36, 0.55, 1.04),
    Weather.FOG: ("#b9c0c6", 0.40, 0.55, 0.99),
}
"""For each weather that greys the air: its colour, how much of it is in the sky, saturation and value of all else."""

_SURFACES = ("far", "mid", "near", "ground", "foliage", "water")


def palette_for(shot: Shot) -> Palette:
    """The palette of a shot. The same shot always gives the same colours."""
    rng = np.random.default_rng([shot.seed, 101])
    moods = _MOODS[shot.time_of_day]
    palette = _turned(moods[int(rng.integers(len(moods)))], float(rng.uniform(-0.022, 0.022)))
    side = 1 if rng.random() < 0.5 else -1
    palette = replace(palette, key_x=side * float(rng.uniform(0.28, 0.62)), wall=_wall(palette, rng))
    palette = _weathered(palette, shot.weather)
    return _accented(palette, shot.accent) if shot.accent else palette


def _turned(palette: Palette, hue: float) -> Palette:
    """Turn every hue of the light and the land by the same small angle; matter keeps its own."""
    names = ("far", "mid", "near", "ground", "rim", "shadow", "glow", "wood", "fabric", "accent")
    turned: dict[str, Any] = {name: shift(getattr(palette, name), hue=hue) for name in names}
    return replace(palette, sky=tuple(shift(colour, hue=hue) for colour in palette.sky), **turned)


def _wall(palette: Palette, rng: np.random.Generator) -> str:
    """One of the wall paints, under this hour's light."""
    paint = _WALLS[int(rng.integers(len(_WALLS)))]
    lit = mix(paint, palette.wall, 0.55)
    return mix(lit, palette.shadow, 0.28) if palette.night else lit


def _weathered(palette: Palette, weather: Weather) -> Palette:
    """The same hour under this weather."""
    if weather not in _AIR:
        return palette
    air, share, saturation, value = _AIR[weather]
    dim = 0.42 + 0.58 * luminance(palette.sky[-1])
    air = shift(air, value=dim)
    sky = tuple(shift(mix(colour, air, share), saturation=saturation, value=value) for colour in palette.sky)
    surfaces: dict[str, Any] = {
        name: shift(mix(getattr(palette, name), air, share * 0.35), saturation=saturation, value=value)
        for name in _SURFACES
    }
    if weather is Weather.SNOW:
        white = shift("#f4f8fc", value=0.35 + 0.65 * dim)
        surfaces |= {"ground": mix(surfaces["ground"], white, 0.72), "foliage": mix(surfaces["foliage"], white, 0.34)}
    if weather is Weather.FOG:
        surfaces |= {"far": mix(surfaces["far"], sky[-1], 0.55), "mid": mix(surfaces["mid"], sky[-1], 0.35)}
    faint = 0.5 if weather in (Weather.RAIN, Weather.STORM, Weather.FOG) else 0.25
    return replace(
        palette,
        sky=sky,
        sun=mix(palette.sun, sky[-1], faint),
        glow=mix(palette.glow, air, faint * 0.6),
        light=mix(palette.light, air, faint * 0.5),
        rim=mix(palette.rim, air, faint * 0.6),
        **surfaces,
    )


def _accented(palette: Palette, accent: str) -> Palette:
    """The same light with the prompt's colour in lamps, cloth and the air near the horizon."""
    sky = tuple(mix(colour, accent, 0.16 * i / (len(palette.sky) - 1)) for i, colour in enumerate(palette.sky))
    return replace(
        palette,
        sky=sky,
        glow=mix(palette.glow, accent, 0.28),
        far=mix(palette.far, accent, 0.12),
        mid=mix(palette.mid, accent, 0.08),
        fabric=mix(palette.fabric, accent, 0.6),
        wall=mix(palette.wall, lighten(accent, 0.5), 0.18),
        accent=accent,
    )
