"""Light as colour: what every layer and actor paints with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """The colours of one shot, ``#rrggbb`` each, derived from its time of day, weather and accent.

    ``sky`` runs from the zenith to the horizon. ``far``, ``mid``, ``near`` and ``ground`` are the silhouette
    tones by distance. ``light`` is the key light, ``rim`` its edge on things, ``shadow`` its absence,
    ``glow`` its bloom. ``window`` is a lit window, ``foliage`` a leaf, ``water`` its surface, ``wall`` and
    ``wood`` and ``fabric`` are for interiors. ``key_x`` is where the light stands, -1 (left) to 1 (right).
    """

    sky: tuple[str, ...]
    sun: str
    glow: str
    far: str
    mid: str
    near: str
    ground: str
    light: str
    rim: str
    shadow: str
    window: str
    foliage: str
    water: str
    wall: str
    wood: str
    fabric: str
    accent: str
    night: bool
    key_x: float
