"""On-screen text in a scene: a plate with an accent bar, low in the picture."""

from dataclasses import dataclass

import numpy as np

from film.colour import Contrast, rgb_of
from film.lettering import BrandColours, Motion
from media.lettering.fonts import Fonts, Weight
from media.lettering.layout import is_upright, safe_area, short_side
from media.lettering.motion import Moving
from media.lettering.plate import Plate, laid_over, plate_for, plate_image
from media.lettering.text import Align, Face, Typeset, set_text
from media.picture.overlay import Rgba, Window
from media.planes import Planes
from media.profile import VideoProfile

_MOTION_S = 0.35
_LETTER_S = 0.04
_LONGEST_TYPING_S = 1.6


@dataclass(frozen=True)
class LowerThird:
    """Text on a plate; ``area`` is where it stands, ``contrast`` how well it can be read and whether it was changed."""

    parts: tuple[Moving, ...]
    area: Window
    contrast: Contrast

    def touches(self, first: int, last: int) -> bool:
        """Whether any frame of ``first`` up to ``last`` (exclusive) shows it."""
        return any(part.touches(first, last) for part in self.parts)

    def draw(self, planes: Planes, frame: int) -> None:
        """Lay it over one frame of the segment, if it shows there."""
        for part in self.parts:
            part.draw(planes, frame)


def lower_third(
    text: str,
    *,
    profile: VideoProfile,
    first: int,
    last: int,
    colours: BrandColours | None = None,
    enter: Motion = Motion.RISE,
    leave: Motion = Motion.RISE,
    fonts: Fonts | None = None,
) -> LowerThird:
    """Text on the frames ``first`` up to ``last`` (exclusive), in at most two lines, always inside the safe area.

    At the side where its script begins in wide and square pictures, centred in upright ones. A typewriter types on a
    plate that fades in.
    """
    colours = colours or BrandColours()
    safe, unit = safe_area(profile), short_side(profile)
    pad_x, pad_y, bar = round(unit * 0.03), round(unit * 0.02), max(2, round(unit * 0.007))
    plate = plate_for(colours.ink, colours.plate)
    wide = profile.width > profile.height
    text_width = round(safe.width * (0.72 if wide else 1)) - 2 * pad_x - bar
    typeset = set_text(
        text,
        Face(unit * 0.052, Weight.BOLD, colour=plate.ink, line_height=1.25),
        width=text_width,
        height=round(unit * 0.2),
        max_lines=2,
        align=Align.START,
        fonts=fonts,
    )
    width, height = typeset.width + 2 * pad_x + bar, typeset.height + 2 * pad_y
    spare = safe.width - width
    left = safe.left + (spare // 2 if is_upright(profile) else spare if typeset.from_right else 0)
    top = safe.bottom - height
    ground = _ground(width, height, plate, bar, colours.accent, pad_y * 0.7, from_right=typeset.from_right)
    letters_at = ((pad_x if typeset.from_right else bar + pad_x) - typeset.margin_px, pad_y - typeset.margin_px)
    frames = max(2, round(profile.fps * _MOTION_S))
    lines: tuple[Moving, ...] = ()
    if Motion.TYPEWRITER in (enter, leave):
        lines = _typed(typeset, (left + letters_at[0], top + letters_at[1]), first, last, profile.fps, enter, leave)
        enter, leave = (Motion.FADE if motion is Motion.TYPEWRITER else motion for motion in (enter, leave))
    else:
        ground = laid_over(ground, typeset.image, *letters_at)
    whole = Moving(
        ground,
        left,
        top,
        first,
        last,
        enter,
        leave,
        frames,
        frames,
        step_px=-round(unit * 0.02),
        from_right=typeset.from_right,
    )
    return LowerThird((whole, *lines), Window(left, top, left + width, top + height), plate.contrast)


def _typed(
    typeset: Typeset, at: tuple[int, int], first: int, last: int, fps: int, enter: Motion, leave: Motion
) -> tuple[Moving, ...]:
    """The lines one after the other, each on its frames; what does not type fades with the plate."""
    seconds = min(_LONGEST_TYPING_S, _LETTER_S * len(typeset.text))
    frames = max(2, min(round(seconds * fps / typeset.lines), (last - first) // (3 * typeset.lines)))
    lines = []
    for number in range(typeset.lines):
        image, row = typeset.line(number)
        lines.append(
            Moving(
                image,
                at[0],
                at[1] + row,
                first + (frames * number if enter is Motion.TYPEWRITER else 0),
                last - (frames * (typeset.lines - 1 - number) if leave is Motion.TYPEWRITER else 0),
                Motion.TYPEWRITER if enter is Motion.TYPEWRITER else Motion.FADE,
                Motion.TYPEWRITER if leave is Motion.TYPEWRITER else Motion.FADE,
                frames,
                frames,
                from_right=typeset.from_right,
            )
        )
    return tuple(lines)


def _ground(width: int, height: int, plate: Plate, bar: int, accent: str, radius: float, *, from_right: bool) -> Rgba:
    image = plate_image(width, height, plate, radius)
    columns = slice(width - bar, width) if from_right else slice(0, bar)
    edge = image[:, columns]
    edge[..., 3] = np.round(edge[..., 3] / plate.opacity).clip(0, 255)
    edge[edge[..., 3] > 0, :3] = rgb_of(accent)
    return image
