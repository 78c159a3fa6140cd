"""Light: what pixels stand for, in which colours mix as they do in a lens (IEC 61966-2-1)."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from media.picture.overlay import Rgba

Light = NDArray[np.float32]
"""Linear light, 0 to 1."""

_STEPS = 1 << 16


def light_of(signal: NDArray[np.float32]) -> Light:
    """Signal levels of 0 to 255 (held there) to light."""
    return _curves()[0][_steps(signal / np.float32(255))]


def signal_of(light: Light) -> NDArray[np.float32]:
    """Light, held within 0 to 1, to signal levels of 0 to 255."""
    # Half the table for the darkest hundredth would still be too coarse: the root spreads the dark out.
    return _curves()[1][_steps(np.sqrt(np.maximum(light, 0)))]


def weighted(image: Rgba) -> Light:
    """A picture of straight alpha as (height, width, 4) light, premultiplied."""
    alpha = image[..., 3:].astype(np.float32) / np.float32(255)
    return np.concatenate([light_of(image[..., :3].astype(np.float32)) * alpha, alpha], axis=2)


def _steps(share: NDArray[np.float32]) -> NDArray[np.int32]:
    return (np.clip(share, 0, 1) * np.float32(_STEPS - 1) + np.float32(0.5)).astype(np.int32)


@lru_cache(maxsize=1)
def _curves() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    share = np.arange(_STEPS) / (_STEPS - 1)
    to_light = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    light = share**2
    to_signal = 255 * np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return to_light.astype(np.float32), to_signal.astype(np.float32)
