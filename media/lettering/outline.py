"""What makes bare letters readable on any picture: a rim around them and a soft shadow below."""

import cv2
import numpy as np

from film.colour import contrast_ratio, rgb_of
from media.picture.overlay import Rgba

_RIM = 0.07
_BLUR = 0.13
_DROP = 0.04
_SHADOW = 0.6
_RIMS = ("#0b0d12", "#f6f7fa")


def rim_for(ink: str) -> str:
    """Near black or near white, whichever ``ink`` stands out from better."""
    return max(_RIMS, key=lambda rim: contrast_ratio(rim, ink))


def rim_of(image: Rgba, size_px: float, colour: str) -> Rgba:
    """The rim and the shadow of what is drawn in ``image``, without it; both grow with the letter size."""
    alpha = image[..., 3].astype(np.float32)
    reach = max(1.0, size_px * _RIM)
    side = 2 * int(np.ceil(reach)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    # Dilating leaves steps at the edge; a blur of under a pixel makes them smooth again.
    rim = cv2.GaussianBlur(cv2.dilate(alpha, disc), (0, 0), 0.6)
    drop = np.array([[1, 0, 0], [0, 1, size_px * _DROP]], np.float32)
    shadow = cv2.warpAffine(cv2.GaussianBlur(rim, (0, 0), size_px * _BLUR), drop, (alpha.shape[1], alpha.shape[0]))
    together = rim + shadow * _SHADOW * (1 - rim / 255)
    under = np.empty_like(image)
    under[..., :3] = rgb_of(colour)
    under[..., 3] = np.clip(together + 0.5, 0, 255).astype(np.uint8)
    return under
