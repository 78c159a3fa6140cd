"""A brief's place as it stands in a sentence: "on a rooftop", "in a neon city", "at the station"."""

import re

from planner.premise import Premise
from planner.tokens import PLACE_PREPOSITIONS

_ON = re.compile(
    r"\b(?:roof|rooftop|hill|hilltop|beach|road|highway|bridge|stage|platform|coast|shore|mountain|summit|ridge|sea|"
    r"ocean|dune|terrace|balcony|island|planet|moon|cliff|pier|boat|ship|train)s?$"
)
_AT = re.compile(r"\b(?:station|crossroads|window|bus stop|edge|counter|airport|table|bar|corner|harbour)s?$")
_TRAIN = re.compile(r"(?:carriage of|seat on) (.+)$")
_WATER = re.compile(r"\bunderwater\b")


def placed(premise: Premise) -> str:
    """Where a film plays, with the preposition that its brief has, else a fitting one; "" where it does not say."""
    setting = premise.setting
    if setting is None:
        return f"{'on' if premise.place == 'Mars' else 'in'} {premise.place}" if premise.place else ""
    if premise.world == "train" and (aboard := _TRAIN.search(setting)):
        return f"on {aboard[1]}"
    bare = setting[:1].lower() + setting[1:] if setting.split()[0].istitle() and " " in setting else setting
    told = re.search(rf"\b(\w+)\s+{re.escape(setting)}", premise.brief.prompt, re.IGNORECASE)
    if told is not None and told[1].lower() in PLACE_PREPOSITIONS and told[1].isascii():
        return f"{told[1].lower()} {setting}"
    if setting.split()[0].lower() in PLACE_PREPOSITIONS:
        return bare
    return f"{preposition(setting)} {setting if setting.split()[-1].istitle() else bare}"


def preposition(place: str) -> str:
    """ "on" a roof, "at" a station, "in" a room."""
    head = re.split(r",| (?:in|of|with|by|under|at|above|between|from|where) ", place.lower())[0]
    return "on" if _ON.search(head) and not _WATER.search(head) else "at" if _AT.search(head) else "in"
