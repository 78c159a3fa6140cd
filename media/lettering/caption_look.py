"""How captions are set in each shape of picture: letter size, room, line length, and colours that can be read."""

from dataclasses import dataclass

from film.colour import LARGE_TEXT, Contrast, readable
from film.lettering import BrandColours, CaptionStyle
from media.lettering.captions import MAX_LINE, MAX_LINES
from media.lettering.fonts import Weight
from media.lettering.layout import is_upright, safe_area, short_side
from media.lettering.outline import rim_for
from media.lettering.plate import Plate, plate_for
from media.lettering.text import Face
from media.picture.overlay import Window
from media.profile import VideoProfile

_WIDE, _SQUARE, _UPRIGHT = 0.05, 0.058, 0.066
_BIG = 1.9
_LETTER_EM = 0.58
"""How wide a letter is on average, bold, with its share of the spaces."""

_LINE_HEIGHT = 1.28


@dataclass(frozen=True)
class CaptionLook:
    """The typography of one caption style in one shape of picture."""

    style: CaptionStyle
    face: Face
    width: int
    height: int
    max_lines: int
    max_line: int
    plate: Plate
    accent: str
    rim: str
    contrast: Contrast

    @classmethod
    def of(cls, style: CaptionStyle, profile: VideoProfile, colours: BrandColours) -> "CaptionLook":
        """The look of ``style``: on a plate where it has one, else in ink with a rim."""
        big = style is CaptionStyle.POP
        share = _UPRIGHT if is_upright(profile) else _SQUARE if profile.width == profile.height else _WIDE
        size = short_side(profile) * share * (_BIG if big else 1)
        plate = plate_for(colours.ink, colours.plate)
        rim = rim_for(colours.ink)
        contrast = plate.contrast if style is CaptionStyle.BOX else readable(colours.ink, [rim])
        weight = Weight.EXTRABOLD if big else Weight.BOLD
        face = Face(size, weight, colour=contrast.ink, tracking_em=-0.01 if big else 0.0, line_height=_LINE_HEIGHT)
        width = safe_area(profile).width - 2 * round(size * 0.35)
        lines = 1 if big else MAX_LINES
        return cls(
            style=style,
            face=face,
            width=width,
            height=lines * round(size * _LINE_HEIGHT),
            max_lines=lines,
            max_line=min(MAX_LINE, int(width / (size * _LETTER_EM))),
            plate=plate,
            accent=readable(colours.accent, [rim], LARGE_TEXT).ink,
            rim=rim,
            contrast=contrast,
        )

    @property
    def pad(self) -> tuple[int, int]:
        """Columns and rows of plate or rim around the letters."""
        return round(self.face.size_px * 0.35), round(self.face.size_px * 0.18)

    def place(self, profile: VideoProfile, size: tuple[int, int], clear_of: Window | None) -> tuple[int, int]:
        """Where the top left corner of a block of this size stands: low in the safe area, big words below its middle.

        A block that would lie on ``clear_of`` stands above it, or below where there is no room above.
        """
        safe, (width, height) = safe_area(profile), size
        left = safe.left + (safe.width - width) // 2
        # Faces are mostly in the upper half.
        lower = safe.top + round((safe.height - height) * 0.66)
        top = lower if self.style is CaptionStyle.POP else safe.bottom - height
        if clear_of is None:
            return left, top
        highest = self.height + 2 * self.pad[1]
        # By the room that the tallest caption takes, so that one-line captions do not jump to and fro.
        reach = Window(safe.left, min(top, safe.bottom - highest), safe.right, top + height).shared(clear_of)
        if reach.top < reach.bottom and reach.left < reach.right:
            above = clear_of.top - round(self.face.size_px * 0.4) - height
            top = above if above >= safe.top else clear_of.bottom + round(self.face.size_px * 0.4)
        return left, top
