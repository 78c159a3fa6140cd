"""A music video in a sentence: who is where, in what light, and what it moves towards."""

import re
from collections.abc import Sequence

from film.plan import MusicMood, PlannedScene
from film.shot import TimeOfDay
from planner.hero import Hero
from planner.people import BEINGS
from planner.places import placed
from planner.premise import Premise
from planner.song_pictures import way_of
from planner.tokens import present_participle, third_person

_TOWARDS = {
    MusicMood.WARM: "an evening that nobody wants to end",
    MusicMood.HOPEFUL: "a light that is worth the way",
    MusicMood.PLAYFUL: "a dance that nobody can refuse",
    MusicMood.DREAMY: "the hour when nothing weighs anything",
    MusicMood.EPIC: "the moment when the whole sky answers",
    MusicMood.TENSE: "whatever waits where the music stops",
    MusicMood.MELANCHOLIC: "a goodbye that is overdue",
    MusicMood.ENERGETIC: "a chorus that lights up everything",
}
_HOURS = {
    TimeOfDay.DAWN: "dawn",
    TimeOfDay.DAY: "broad day",
    TimeOfDay.SUNSET: "sunset",
    TimeOfDay.DUSK: "dusk",
    TimeOfDay.NIGHT: "night",
}
_AT = {
    TimeOfDay.DAWN: "at dawn",
    TimeOfDay.DAY: "by day",
    TimeOfDay.SUNSET: "at sunset",
    TimeOfDay.DUSK: "at dusk",
    TimeOfDay.NIGHT: "at night",
}


def song_logline(premise: Premise, performer: Hero | None, scenes: Sequence[PlannedScene], mood: MusicMood) -> str:
    """The film in a sentence."""
    first, last = scenes[0].time_of_day, scenes[-1].time_of_day
    hours = f" {_AT[first]}" if first is last else f", from {_HOURS[first]} to {_HOURS[last]}"
    return f"{_capital(_who(premise, performer, scenes[0].setting))}{hours}, on the way to {_TOWARDS[mood]}."


def _who(premise: Premise, performer: Hero | None, opening: str) -> str:
    where = placed(premise)
    hero = premise.hero
    there = f" {where}" if where else ""
    if hero.role in BEINGS and premise.deed and performer is not None:
        done = _finite(premise.deed, premise, hero)
        inside = premise.setting or premise.place or ""
        return f"{hero.plain} {done}{'' if inside and inside in done else there}"
    if performer is None:
        shown = premise.setting or premise.place or opening
        return shown if hero.role in {"place", "orb"} else f"{hero.plain}{there}"
    does = {"plays": "play", "raps": "rap", "sings": "sing"}[way_of(performer)]
    verb = does if performer.pronoun == "they" else third_person(does)
    beside = "" if hero.role in BEINGS | {"place", "orb"} else f" of {hero.plain}"
    return f"{performer.plain} {verb}{beside}{there}"


def _finite(deed: str, premise: Premise, hero: Hero) -> str:
    """A participle phrase as what somebody does: "running through the city" of a woman is "runs through the city"."""
    verbs = [found.verb.split()[0] for found in premise.reading.deeds]
    for verb in verbs:
        participle = present_participle(verb)
        if re.match(rf"{re.escape(participle)}\b", deed):
            several = hero.pronoun == "they" and not hero.plain.startswith(("a ", "an "))
            return (verb if several else third_person(verb)) + deed[len(participle) :]
    return deed


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
