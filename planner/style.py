"""One look for a film, chosen from a bank of looks that each hang together."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from film.brief import Brief
from film.lettering import BrandColours
from film.plan import MusicMood
from film.shot import TimeOfDay, Weather
from film.style import StyleSpec

_HARD_AIR = frozenset({Weather.RAIN, Weather.STORM, Weather.SNOW, Weather.FOG})
_MAX_COLOURS = 5
_UNSET = BrandColours()


@dataclass(frozen=True)
class Look:
    """A look and where it is at home; an empty set means anywhere."""

    name: str
    style: StyleSpec
    moods: frozenset[str]
    light: frozenset[str]
    air: frozenset[str]
    modes: frozenset[str]
    worlds: frozenset[str]
    asked: frozenset[str]
    bound: bool

    def suits(self, *, mode: str, world: str, time: TimeOfDay, weather: Weather) -> bool:
        """Whether nothing about the film speaks against it."""
        return (
            (not self.modes or mode in self.modes)
            and (not self.bound or world in self.worlds)
            and (not self.light or time.value in self.light)
            and (not self.air or weather.value in self.air)
        )

    def fit(self, *, mood: MusicMood, world: str, time: TimeOfDay, weather: Weather) -> float:
        """How much speaks for it: the mood most, then the world, then the light and the air."""
        told = mood.value in self.moods
        return (
            4.0 * told
            + 2.0 * (world in self.worlds)
            - 1.0 * (bool(self.worlds) and world not in self.worlds)
            + 0.8 * (time.value in self.light)
            + 2.5 * (weather in _HARD_AIR and weather.value in self.air)
        )


@cache
def looks() -> tuple[Look, ...]:
    """The bank of looks."""
    entries = yaml.safe_load((Path(__file__).parent / "words" / "styles.yaml").read_text(encoding="utf-8"))
    return tuple(_look(name, entry) for name, entry in entries.items())


def choose_style(
    brief: Brief, mood: MusicMood, *, world: str, time: TimeOfDay, weather: Weather, rng: Random
) -> StyleSpec:
    """The brief's own style if it has one, else the look that suits mood, place and light best.

    Words of the prompt that name a look ("noir", "watercolour") choose it outright. The colours of a brand lead the
    palette of its advertisement. ``time`` and ``weather`` are those of the film's first scene.
    """
    if brief.style is not None:
        return brief.style
    words = set(re.findall(r"[\w-]+", brief.prompt.lower()))
    asked = [look for look in looks() if look.asked & words]
    able = [look for look in looks() if look.suits(mode=brief.mode.value, world=world, time=time, weather=weather)]
    pool = asked or able or list(looks())
    best = max(look.fit(mood=mood, world=world, time=time, weather=weather) for look in pool)
    near = [look for look in pool if look.fit(mood=mood, world=world, time=time, weather=weather) >= best - (not asked)]
    style = rng.choice(near).style.model_copy(update={"mood": mood.value})
    colours = brand_palette(brief)
    if not colours:
        return style
    return style.model_copy(
        update={"palette": (*colours, *style.palette)[: max(3, min(_MAX_COLOURS, len(colours) + 2))]}
    )


def brand_palette(brief: Brief) -> tuple[str, ...]:
    """The colours a brand gave, as ``#rrggbb``: those it set itself, without the black and white of lettering."""
    colours = brief.ad.colours if brief.ad is not None else None
    if colours is None:
        return ()
    given = [
        value
        for name, value in (("primary", colours.primary), ("accent", colours.accent))
        if name in colours.model_fields_set or value != getattr(_UNSET, name)
    ]
    return tuple(dict.fromkeys(given))


def _look(name: str, entry: dict[str, Any]) -> Look:
    style = StyleSpec(
        mood=entry["for"][0],
        palette=tuple(entry["palette"]),
        **{part: entry[part] for part in ("lighting", "camera", "lens", "texture", "grade")},
    )
    sets = {key: frozenset(entry.get(key, ())) for key in ("light", "air", "modes", "worlds", "asked")}
    return Look(name=name, style=style, moods=frozenset(entry["for"]), bound=entry.get("bound", False), **sets)
