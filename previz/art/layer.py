"""What a picture is made of: still layers baked once, and light animation drawn per frame."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import skia

from planner.shot import Shot
from previz.art.palette import Palette
from previz.art.stage import Stage


@dataclass(frozen=True)
class Look:
    """Everything a setting or an actor may draw from. ``rng`` is seeded by the shot: same shot, same picture.

    ``twin`` tells apart actors of one shot that are described alike: 0 for the first, 1 for the second, and so on.
    """

    stage: Stage
    palette: Palette
    shot: Shot
    rng: np.random.Generator
    twin: int = 0


@dataclass(frozen=True)
class Layer:
    """A still layer: drawn once in stage units, then moved by the camera.

    ``depth`` 0 is infinity, 1 the subject's plane, above 1 the foreground. ``blur`` is in units.
    ``drift`` moves it by units per second (clouds). ``sway`` is (amplitude in units, period in seconds)
    of a gentle horizontal swing, ``bob`` the same vertically. Paint well below where the next layer hides it:
    when the camera comes nearer, near layers sink further than far ones and a gap would open.
    """

    draw: Callable[[skia.Canvas], None]
    depth: float
    blur: float = 0.0
    drift: float = 0.0
    sway: tuple[float, float] | None = None
    bob: tuple[float, float] | None = None


@dataclass(frozen=True)
class Animation:
    """Light drawing done for every frame, in stage units: rain, birds, sparkle. ``draw(canvas, t)``, t in seconds.

    It has some two milliseconds a frame at 1080p: dozens of simple shapes, no blur, no gradients over the frame.
    """

    draw: Callable[[skia.Canvas, float], None]
    depth: float


@dataclass(frozen=True)
class Backdrop:
    """A setting, ready to bake: what stands behind the actors and what passes before them.

    ``floor`` is the y in units where actors touch the ground; ``actor_scale`` fits them to the place
    (1.0 = a person 620 units tall in a medium shot; small things on a counter are scaled by the actor itself).
    ``waterline`` is where swimmers lie in the water, in units; ``None`` where there is none, or water all around.
    ``props`` stand right behind the actors. The first of ``behind`` is the sky or the wall: opaque, over the whole
    stage.
    """

    behind: list[Layer | Animation]
    front: list[Layer | Animation]
    floor: float
    actor_scale: float = 1.0
    props: list[Layer | Animation] = field(default_factory=list)
    waterline: float | None = None
