"""How one scene becomes the next."""

from enum import StrEnum


class TransitionKind(StrEnum):
    """The joints."""

    CUT = "cut"
    FADE = "fade"
    DIP_TO_BLACK = "dip to black"
