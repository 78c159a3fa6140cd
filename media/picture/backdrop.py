"""What a card stands on: a still out of focus and in the dark, or a soft light on nothing."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from film.colour import luminance, rgb_of
from film.lettering import BrandColours
from media.lettering.layout import short_side
from media.picture.overlay import yuv_of
from media.picture.still import load_still
from media.planes import Plane, Planes
from media.profile import VideoProfile

_Light = NDArray[np.float32]

_MARGIN = 1.12
"""How much larger than the frame it is, so that it can move."""

_LIGHT = 0.62
_BRIGHTEST_MEAN = 82.0
"""White letters stay readable on a picture of this mean luma; snow and white studios are darkened further."""

_BRIGHTEST = 118.0
"""The luma on which white still has a contrast of 4.5; all but 2 % of a picture is made darker."""

_COLOUR = 0.85


def backdrop(profile: VideoProfile, still: Path | None, colours: BrandColours) -> Planes:
    """A picture larger than the frame to move behind text; raises ``UnreadableError`` if ``still`` is no picture."""
    width, height = _even(profile.width * _MARGIN), _even(profile.height * _MARGIN)
    if still is None:
        return _glow(width, height, colours)
    planes = load_still(still, width, height)
    blur = short_side(profile) * 0.018
    falloff = _vignette(width, height)
    y, u, v = (cv2.GaussianBlur(plane, (0, 0), blur / scale) for scale, plane in zip((1, 2, 2), planes, strict=True))
    small = cv2.resize(falloff, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    mean, bright = float(y.mean()), float(np.percentile(y, 98))
    light = min(_LIGHT, (_BRIGHTEST_MEAN - 16) / max(1.0, mean - 16), (_BRIGHTEST - 16) / max(1.0, bright - 16))
    return (
        _dithered(16 + (y.astype(np.float32) - 16) * light * falloff),
        _dithered(128 + (u.astype(np.float32) - 128) * _COLOUR * small),
        _dithered(128 + (v.astype(np.float32) - 128) * _COLOUR * small),
    )


def levels(picture: Planes) -> tuple[str, str]:
    """The darkest and the brightest grey of a picture, 2 % at either end left out, as ``#rrggbb``."""
    dark, bright = (round((float(np.percentile(picture[0], share)) - 16) * 255 / 219) for share in (2, 98))
    dark, bright = (min(max(level, 0), 255) for level in (dark, bright))
    return f"#{dark:02x}{dark:02x}{dark:02x}", f"#{bright:02x}{bright:02x}{bright:02x}"


def _glow(width: int, height: int, colours: BrandColours) -> Planes:
    """The plate's colour, lit from above by a little of the primary one; a dark plate has a cool light below too."""
    x, y = np.meshgrid(np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32))
    base, tint = (np.array(rgb_of(colour), np.float32) for colour in (colours.plate, colours.primary))
    light = np.exp(-(((x + 0.25) / 0.9) ** 2 + ((y + 0.7) / 1.1) ** 2))[..., None] * 0.2
    cool = np.exp(-(((x - 0.8) / 0.8) ** 2 + ((y - 0.9) / 0.9) ** 2))[..., None]
    dark = max(0.0, 1 - 4 * luminance(colours.plate))
    mixed = base + light * (tint - base) + cool * np.array([14, 27, 53], np.float32) * dark
    rgb: _Light = mixed.astype(np.float32)
    luma, cb, cr = yuv_of(rgb)
    half = (width // 2, height // 2)
    u, v = (cv2.resize(plane, half, interpolation=cv2.INTER_AREA) for plane in (cb, cr))
    return _dithered(luma), _dithered(u), _dithered(v)


def _vignette(width: int, height: int) -> _Light:
    x, y = np.meshgrid(np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32))
    return np.clip(1.0 - 0.28 * (x * x + y * y), 0.0, 1.0).astype(np.float32)


def _dithered(plane: _Light) -> Plane:
    """Rounded with a fixed noise of one level, without which a dark gradient shows as bands."""
    noise = np.random.default_rng(709).random(plane.shape, dtype=np.float32)
    rounded: Plane = np.clip(np.floor(plane + noise), 0, 255).astype(np.uint8)
    return rounded


def _even(size: float) -> int:
    return 2 * round(size / 2)
