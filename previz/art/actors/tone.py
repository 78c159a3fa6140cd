"""Colour under the light of a shot: how bright, how shaded and how rimmed a surface looks."""

from dataclasses import dataclass
from functools import lru_cache

from film.shot import TimeOfDay, Weather
from planner.shot import Setting
from previz.art.layer import Look
from previz.art.paint import hex_of, mix, rgb

# How far a surface falls towards the shadow colour before any form shading, by time of day.
_DIMNESS = {
    TimeOfDay.DAWN: 0.10,
    TimeOfDay.DAY: 0.02,
    TimeOfDay.SUNSET: 0.12,
    TimeOfDay.DUSK: 0.21,
    TimeOfDay.NIGHT: 0.30,
}
_GREY_AIR = {Weather.STORM: 0.10, Weather.RAIN: 0.06, Weather.FOG: 0.04, Weather.CLOUDY: 0.03}
INDOORS = {
    Setting.CAFE,
    Setting.KITCHEN,
    Setting.LIVING_ROOM,
    Setting.OFFICE,
    Setting.WORKSHOP,
    Setting.MARBLE_COUNTER,
    Setting.STUDIO,
    Setting.STAGE,
}
"""The settings lit by lamps and windows."""


@lru_cache(maxsize=4096)
def filtered(colour: str, light: str) -> str:
    """``colour`` seen through coloured light (multiplied)."""
    return hex_of(*(a * b / 255 for a, b in zip(rgb(colour), rgb(light), strict=True)))


@dataclass(frozen=True)
class Tone:
    """The light of a shot as surfaces receive it. ``key`` is the horizontal side of the light, -1..1."""

    light: str
    rim: str
    shadow: str
    glow: str
    accent: str
    night: bool
    key: float
    dimness: float

    def base(self, colour: str) -> str:
        """The colour where the form turns neither to the light nor away from it."""
        tinted = mix(colour, filtered(colour, self.light), 0.35)
        return mix(tinted, self.shadow, self.dimness)

    def lit(self, colour: str) -> str:
        """The colour where the form faces the key light."""
        return mix(self.base(colour), self.light, 0.36 if self.night else 0.26)

    def shade(self, colour: str) -> str:
        """The colour where the form turns away."""
        return mix(self.base(colour), self.shadow, 0.36)

    def deep(self, colour: str) -> str:
        """The colour in a fold or under an overhang."""
        return mix(self.base(colour), self.shadow, 0.62)

    @property
    def side(self) -> float:
        """-1 when the light stands on the left, 1 on the right."""
        return 1.0 if self.key > 0 else -1.0


def tone_of(look: Look) -> Tone:
    """The light an actor of this shot stands in; rooms are lit by lamps, so night falls softer there."""
    palette, shot = look.palette, look.shot
    dimness = _DIMNESS[shot.time_of_day] + _GREY_AIR.get(shot.weather, 0.0)
    if shot.setting in INDOORS:
        dimness *= 0.45
    return Tone(
        light=palette.light,
        rim=palette.rim,
        shadow=palette.shadow,
        glow=palette.glow,
        accent=palette.accent,
        night=palette.night,
        key=palette.key_x,
        dimness=dimness,
    )
