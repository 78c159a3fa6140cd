"""From scenes to a film: one look, one tempo, and the lists of who and what returns."""

from dataclasses import dataclass, field
from random import Random

from film.plan import MusicMood, PlannedCharacter, PlannedFilm, PlannedScene
from film.reference import ReferenceKind
from planner.hero import Hero
from planner.people import LIVING, called, listed, reference_of, voice_of
from planner.premise import Premise
from planner.style import choose_style

_TEMPOS = {
    MusicMood.WARM: (78, 92),
    MusicMood.HOPEFUL: (88, 104),
    MusicMood.PLAYFUL: (104, 122),
    MusicMood.DREAMY: (66, 80),
    MusicMood.EPIC: (84, 100),
    MusicMood.TENSE: (94, 112),
    MusicMood.MELANCHOLIC: (60, 74),
    MusicMood.ENERGETIC: (118, 136),
}


@dataclass(frozen=True)
class Draft:
    """A film without its look. ``people`` are those in it, ``characters`` who is listed already."""

    title: str
    logline: str
    mood: MusicMood
    scenes: list[PlannedScene]
    people: list[Hero] = field(default_factory=list)
    characters: list[PlannedCharacter] = field(default_factory=list)

    def film(self, premise: Premise, rng: Random) -> PlannedFilm:
        """The whole film; nobody is listed twice, and only those whom some scene shows."""
        low, high = _TEMPOS[self.mood]
        place = reference_of(premise.brief, ReferenceKind.LOCATION)
        scenes, characters, locations = listed(self.scenes, self._cast(), place)
        opening = scenes[0]
        return PlannedFilm(
            title=self.title,
            logline=self.logline,
            style=choose_style(
                premise.brief,
                self.mood,
                world=premise.world,
                time=opening.time_of_day,
                weather=opening.weather,
                rng=rng,
            ),
            characters=characters,
            locations=locations,
            music_mood=self.mood,
            music_tempo_bpm=rng.randint(low, high),
            scenes=scenes,
        )

    def _cast(self) -> list[PlannedCharacter]:
        taken = {character.name.lower() for character in self.characters}
        own = [
            PlannedCharacter(name=called(hero), looks=hero.looks, voice=voice_of(hero, self.mood))
            for hero in self.people
            if hero.looks and hero.role in LIVING | {"fish", "whale"} and called(hero).lower() not in taken
        ]
        return [*self.characters, *{character.name: character for character in own}.values()]
