"""The grammar of a shot: the words that planner, prompts and pictures share."""

from enum import StrEnum


class TimeOfDay(StrEnum):
    """When a scene plays; it decides the light."""

    DAWN = "dawn"
    DAY = "day"
    SUNSET = "sunset"
    DUSK = "dusk"
    NIGHT = "night"


class Weather(StrEnum):
    """What the air does."""

    CLEAR = "clear"
    CLOUDY = "cloudy"
    WINDY = "windy"
    RAIN = "rain"
    STORM = "storm"
    SNOW = "snow"
    FOG = "fog"


class Framing(StrEnum):
    """How much of the subject fills the frame."""

    WIDE = "wide"
    MEDIUM = "medium"
    CLOSE = "close"
    DETAIL = "detail"


class CameraMove(StrEnum):
    """What the camera does during the shot."""

    STATIC = "static"
    PUSH_IN = "push in"
    PULL_OUT = "pull out"
    PAN_LEFT = "pan left"
    PAN_RIGHT = "pan right"
    TILT_UP = "tilt up"
    TILT_DOWN = "tilt down"
    TRACK = "track"
