"""Plates under text: how solid one must be for its text to be read over any picture."""

from dataclasses import dataclass

import numpy as np
import skia

from film.colour import SMALL_TEXT, Contrast, mixed, readable, rgb_of
from media.picture.overlay import Rgba

_OPACITIES = (0.74, 0.84, 0.92, 1.0)


@dataclass(frozen=True)
class Plate:
    """A plate's colour and how solid it is, and the ink for it."""

    colour: str
    opacity: float
    contrast: Contrast

    @property
    def ink(self) -> str:
        """The colour of text on it."""
        return self.contrast.ink


def plate_for(ink: str, colour: str, needed: float = SMALL_TEXT) -> Plate:
    """The most transparent plate on which ``ink`` can be read over black and over white.

    If there is none the ink is tinted.
    """
    options = []
    for opacity in _OPACITIES:
        behind = [mixed(colour, picture, 1 - opacity) for picture in ("#000000", "#ffffff")]
        options.append(Plate(colour, opacity, readable(ink, behind, needed)))
    as_asked = [plate for plate in options if plate.contrast.enough and not plate.contrast.changed]
    return next(iter(as_asked or [plate for plate in options if plate.contrast.enough]), options[-1])


def plate_image(width: int, height: int, plate: Plate, radius: float) -> Rgba:
    """The plate alone, its corners round."""
    surface = skia.Surface(width, height)
    with surface as canvas:
        canvas.clear(skia.ColorTRANSPARENT)
        paint = skia.Paint(Color=skia.ColorSetARGB(round(255 * plate.opacity), *rgb_of(plate.colour)), AntiAlias=True)
        canvas.drawRRect(skia.RRect.MakeRectXY(skia.Rect.MakeWH(width, height), radius, radius), paint)
    return np.ascontiguousarray(surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType))


def laid_over(ground: Rgba, picture: Rgba, left: int = 0, top: int = 0) -> Rgba:
    """``picture`` on ``ground``, its corner at (left, top); as large as the ground."""
    surface = skia.Surface(ground.shape[1], ground.shape[0])
    with surface as canvas:
        canvas.clear(skia.ColorTRANSPARENT)
        for image, x, y in ((ground, 0, 0), (picture, left, top)):
            canvas.drawImage(skia.Image.fromarray(image, colorType=skia.kRGBA_8888_ColorType), x, y)
    return np.ascontiguousarray(surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType))
