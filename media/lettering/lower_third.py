"""On-screen text in a scene: a dark plate with an accent bar, low in the picture."""

import numpy as np
import skia

from media.lettering.fonts import Fonts, Weight
from media.lettering.layout import safe_area, short_side
from media.lettering.text import Align, Face, Typeset, rgb_of, set_text
from media.picture.overlay import Overlay, Rgba
from media.profile import VideoProfile

_PLATE = (14, 17, 24)
_PLATE_OPACITY = 0.74


def lower_third(
    text: str, *, profile: VideoProfile, first: int, last: int, accent: str = "#ffb347", fonts: Fonts | None = None
) -> Overlay:
    """Text on the frames ``first`` up to ``last`` (exclusive), in at most two lines, always inside the safe area.

    Left in wide and square pictures, centred in upright ones.
    """
    safe, unit = safe_area(profile), short_side(profile)
    pad_x, pad_y, bar = round(unit * 0.03), round(unit * 0.02), max(2, round(unit * 0.007))
    upright = profile.height > profile.width
    face = Face(unit * 0.052, Weight.BOLD, line_height=1.25)
    text_width = (safe.width if upright else min(safe.width, round(safe.width * 0.72))) - 2 * pad_x - bar
    typeset = set_text(
        text, face, width=text_width, height=round(unit * 0.2), max_lines=2, align=Align.LEFT, fonts=fonts
    )
    image = _plate(typeset, pad_x, pad_y, bar, accent)
    height, width = image.shape[:2]
    left = safe.left + (safe.width - width) // 2 if upright else safe.left
    return Overlay(
        image=image,
        x=left,
        y=safe.bottom - height,
        first=first,
        last=last,
        fade_frames=max(2, round(profile.fps * 0.35)),
        rise_px=-round(unit * 0.02),
    )


def _plate(typeset: Typeset, pad_x: int, pad_y: int, bar: int, accent: str) -> Rgba:
    width, height = typeset.width + 2 * pad_x + bar, typeset.height + 2 * pad_y
    surface = skia.Surface(width, height)
    with surface as canvas:
        canvas.clear(skia.ColorTRANSPARENT)
        shape = skia.RRect.MakeRectXY(skia.Rect.MakeWH(width, height), pad_y * 0.7, pad_y * 0.7)
        canvas.clipRRect(shape, doAntiAlias=True)
        canvas.drawPaint(skia.Paint(Color=skia.ColorSetARGB(round(255 * _PLATE_OPACITY), *_PLATE)))
        canvas.drawRect(skia.Rect.MakeWH(bar, height), skia.Paint(Color=skia.ColorSetRGB(*rgb_of(accent))))
        letters = skia.Image.fromarray(typeset.image, colorType=skia.kRGBA_8888_ColorType)
        canvas.drawImage(letters, bar + pad_x - typeset.margin_px, pad_y - typeset.margin_px)
    return np.ascontiguousarray(surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType))
