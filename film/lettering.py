"""Lettering on the picture: a brand's colours, how text comes and goes, how captions look."""

from enum import StrEnum

from film.colour import Colour
from film.model import Value


class BrandColours(Value):
    """What lettering is coloured with.

    ``primary`` lights the backdrop of a card, ``accent`` marks (a rule, a bar, the spoken word), ``ink`` is for
    letters, ``plate`` for what they stand on. An ink that can't be read is tinted until it can.
    """

    primary: Colour = "#ffb347"
    accent: Colour = "#ffb347"
    ink: Colour = "#ffffff"
    plate: Colour = "#0e1118"


class Motion(StrEnum):
    """How text comes in, and in reverse how it goes."""

    CUT = "cut"
    FADE = "fade"
    RISE = "rise"
    SLIDE = "slide"
    WIPE = "wipe"
    POP = "pop"
    TYPEWRITER = "typewriter"


class CaptionStyle(StrEnum):
    """How spoken words stand in the picture."""

    PLAIN = "plain"
    BOX = "box"
    KARAOKE = "karaoke"
    POP = "pop"
    UNDERLINE = "underline"
