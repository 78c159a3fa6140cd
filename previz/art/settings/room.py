"""A room: its geometry on any stage, and what the hour does to the colours inside it.

Settings paint with functions ``paint(canvas, rng)``. Each layer gets a generator of its own, seeded once when the
setting is built, so that a layer looks the same however often and in whatever order it is drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import skia

from film.shot import TimeOfDay, Weather
from planner.shot import ActorKind
from previz.art.layer import Animation, Layer, Look
from previz.art.paint import hex_of, mix, rgb, shift
from previz.art.palette import Palette
from previz.art.stage import Stage

Rng = np.random.Generator
Painter = Callable[[skia.Canvas, Rng], None]

_SCHEMES = (
    ("#e07a5f", "#3d405b", "#81b29a", "#f2cc8f", "#f4f1de"),
    ("#2a9d8f", "#e9c46a", "#f4a261", "#e76f51", "#264653"),
    ("#6d597a", "#b56576", "#eaac8b", "#e56b6f", "#355070"),
    ("#335c67", "#f0e3a6", "#e09f3e", "#9e2a2b", "#d5c7ae"),
    ("#8a5a83", "#f6bd60", "#84a59d", "#f28482", "#f5ebd8"),
    ("#457b9d", "#a8dadc", "#e36471", "#f1faee", "#1d3557"),
    ("#7f8b4a", "#dda15e", "#f3ead0", "#bc6c25", "#55632f"),
    ("#3f7d83", "#f7b6a3", "#fbe3c0", "#d9596a", "#5b5f97"),
)
"""Local colours that go together: cloth, crockery, book spines, awnings."""

_LAMPS = {TimeOfDay.DAWN: 0.38, TimeOfDay.DAY: 0.10, TimeOfDay.SUNSET: 0.42, TimeOfDay.DUSK: 0.85, TimeOfDay.NIGHT: 1.0}
_SUN = {TimeOfDay.DAWN: 0.62, TimeOfDay.DAY: 0.72, TimeOfDay.SUNSET: 0.88, TimeOfDay.DUSK: 0.30, TimeOfDay.NIGHT: 0.26}
_DIM = {TimeOfDay.DAWN: 0.10, TimeOfDay.DAY: 0.0, TimeOfDay.SUNSET: 0.14, TimeOfDay.DUSK: 0.31, TimeOfDay.NIGHT: 0.32}
_OVERCAST = {Weather.CLOUDY: 0.55, Weather.SNOW: 0.5, Weather.RAIN: 0.3, Weather.FOG: 0.3, Weather.STORM: 0.18}

SMALL_THINGS = frozenset(
    {
        ActorKind.BOTTLE,
        ActorKind.DROPPER_BOTTLE,
        ActorKind.JAR,
        ActorKind.BOX,
        ActorKind.CAN,
        ActorKind.CUP,
        ActorKind.PHONE,
        ActorKind.LAPTOP,
        ActorKind.HEADPHONES,
        ActorKind.SHOE,
        ActorKind.WATCH,
        ActorKind.PLANT,
        ActorKind.BOOK,
        ActorKind.CAMERA,
        ActorKind.LANTERN,
    }
)
"""What stands on a table rather than on the floor."""


@dataclass(frozen=True)
class Room:
    """A look, read as an interior. ``scheme`` holds five local colours, already in this hour's light."""

    look: Look
    scheme: tuple[str, ...]

    @property
    def stage(self) -> Stage:
        """The coordinate system."""
        return self.look.stage

    @property
    def palette(self) -> Palette:
        """The hour's colours."""
        return self.look.palette

    @property
    def w(self) -> float:
        """Frame width in units."""
        return self.look.stage.width

    @property
    def h(self) -> float:
        """Frame height in units."""
        return self.look.stage.height

    @property
    def tall(self) -> bool:
        """True for portrait frames."""
        return self.h > self.w * 1.2

    @property
    def k(self) -> float:
        """Size of furniture: larger in portrait, where actors are larger too."""
        return 1.28 if self.tall else 1.0

    @property
    def line(self) -> float:
        """Where the wall meets the floor."""
        return self.h * (0.66 if self.tall else 0.715)

    @property
    def table_line(self) -> float:
        """The back edge of a table top in front of the camera."""
        return self.h * (0.60 if self.tall else 0.645)

    @property
    def table_floor(self) -> float:
        """Where a thing stands on that table."""
        return self.h * (0.755 if self.tall else 0.865)

    @property
    def sun_side(self) -> int:
        """-1 when daylight comes from the left, 1 from the right."""
        return 1 if self.palette.key_x >= 0 else -1

    @property
    def lamp(self) -> float:
        """How much the lamps give, 0 (noon) to 1 (night)."""
        grey = 1 - _OVERCAST.get(self.look.shot.weather, 1.0)
        return max(_LAMPS[self.look.shot.time_of_day], 0.6 * grey)

    @property
    def sun(self) -> float:
        """How strongly sun or moon come through the window, 0..1."""
        return _SUN[self.look.shot.time_of_day] * _OVERCAST.get(self.look.shot.weather, 1.0)

    @property
    def tabletop(self) -> bool:
        """True when the subject is a thing that stands on a table."""
        actors = self.look.shot.actors
        return bool(actors) and actors[0].kind in SMALL_THINGS

    @property
    def wall(self) -> str:
        """The wall paint in this hour's mixture of daylight and lamplight."""
        amber = lit(self.look, mix(self.scheme[4], "#f3c29c", 0.72))
        return mix(mix(self.palette.wall, amber, 0.66 * self.lamp**2), self.palette.shadow, 0.18 * self.lamp**2)

    @property
    def sunbeam(self) -> str:
        """The colour of what comes through the window: white at noon, golden or rosy when the sun is low."""
        low = {TimeOfDay.DAY: 0.0, TimeOfDay.NIGHT: 0.25}.get(self.look.shot.time_of_day, 0.62)
        return mix(self.palette.light, self.palette.glow, low)

    @property
    def wood(self) -> str:
        """Wood in this hour's mixture of daylight and lamplight."""
        return mix(self.palette.wood, lit(self.look, "#a8693f"), 0.70 * self.lamp * self.lamp)

    @property
    def warm(self) -> str:
        """What lamps shine with: the palette's window light, deeper."""
        return mix(self.palette.window, "#ff8a3c", 0.46)

    def side(self, share: float, side: int) -> float:
        """An x ``share`` (0 middle, 1 edge) of the half frame to the ``side`` (-1 left, 1 right)."""
        return self.w / 2 + side * share * self.w / 2

    def lit(self, colour: str) -> str:
        """A local colour in the light of this hour: filtered by the key light, then dimmed towards shadow."""
        return lit(self.look, colour)

    def layer(self, paint: Painter, depth: float, blur: float = 0.0, sway: tuple[float, float] | None = None) -> Layer:
        """A layer whose painter gets its own generator."""
        seed = int(self.look.rng.integers(1 << 40))
        return Layer(lambda canvas: paint(canvas, np.random.default_rng(seed)), depth, blur=blur, sway=sway)

    def live(self, draw: Callable[[skia.Canvas, float], None], depth: float) -> Animation:
        """An animation."""
        return Animation(draw, depth)


def lit(look: Look, colour: str) -> str:
    """``colour`` under the light of this hour."""
    hour = look.shot.time_of_day
    dim = _DIM[hour]
    light = mix(shift(look.palette.light, saturation=1.35), "#ffc78a", 0.85 * _LAMPS[hour] ** 2)
    key = rgb(mix("#ffffff", light, 0.35 + dim))
    filtered = hex_of(*(c * f / 255 for c, f in zip(rgb(colour), key, strict=True)))
    shaded = mix(filtered, mix(look.palette.shadow, look.palette.near, 0.5), dim)
    return shift(shaded, saturation=1.0 + 0.7 * dim)


def room_of(look: Look) -> Room:
    """The room of a look; takes its colour scheme from the look's generator, and the accent if there is one."""
    scheme = list(_SCHEMES[int(look.rng.integers(len(_SCHEMES)))])
    turn = int(look.rng.integers(len(scheme)))
    scheme = scheme[turn:] + scheme[:turn]
    if look.shot.accent:
        scheme[0] = look.shot.accent
    return Room(look, tuple(lit(look, colour) for colour in scheme))


def pick(rng: Rng, colours: tuple[str, ...]) -> str:
    """One of the colours."""
    return colours[int(rng.integers(len(colours)))]
