"""The voices of the catalogue: who can speak which language, how fast, and who speaks for whom in a film."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from film.catalogue import Crew, Studio
from film.language import Language
from film.model import Value
from film.plan import Character, Plan, PlannedCharacter, Scene


class Gender(StrEnum):
    """Whom a voice is heard as."""

    FEMALE = "female"
    MALE = "male"
    NEUTRAL = "neutral"


class Age(StrEnum):
    """How old a voice sounds."""

    CHILD = "child"
    YOUNG = "young"
    ADULT = "adult"
    OLD = "old"


class Rate(Value):
    """How fast a voice speaks at its natural speed, between pauses: ``words_per_s``, or ``characters_per_s`` in
    languages without spaces between words. ``source`` is where the figure is from.
    """

    words_per_s: float | None = Field(default=None, gt=0, le=8)
    characters_per_s: float | None = Field(default=None, gt=0, le=20)
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _counts_one_thing(self) -> Self:
        if (self.words_per_s is None) == (self.characters_per_s is None):
            raise ValueError("a rate is in words_per_s or in characters_per_s")
        return self

    @property
    def per_s(self) -> float:
        """Units a second, words or characters."""
        return self.words_per_s or self.characters_per_s or 1.0


_USUAL = "what narrators usually do"
USUAL_RATES: dict[Language, Rate] = {
    Language.ENGLISH: Rate(words_per_s=2.8, source=_USUAL),
    Language.SPANISH: Rate(words_per_s=2.8, source=_USUAL),
    Language.FRENCH: Rate(words_per_s=2.9, source=_USUAL),
    Language.GERMAN: Rate(words_per_s=2.2, source=_USUAL),
    Language.PORTUGUESE: Rate(words_per_s=2.5, source=_USUAL),
    Language.ITALIAN: Rate(words_per_s=2.6, source=_USUAL),
    Language.HINDI: Rate(words_per_s=2.4, source=_USUAL),
    Language.JAPANESE: Rate(characters_per_s=7.0, source=_USUAL),
    Language.CHINESE: Rate(characters_per_s=4.4, source=_USUAL),
}
"""For voices nobody has measured, in the units of ``film.spoken``."""


class Voice(Value):
    """One voice. ``voice`` is what its models are told; ``models`` are the slugs of those that know it.

    ``languages`` are those it speaks without a foreign accent, each with its rate; ``null`` stands for the usual one.
    ``reads_ipa`` says that its models read a bracketed pronunciation (``Reelwright[ˈɹiːlɹaɪt]``).
    """

    voice: str = Field(min_length=1)
    name: str = Field(min_length=1)
    studio: Studio
    models: tuple[str, ...] = Field(min_length=1)
    languages: dict[Language, Rate | None] = Field(min_length=1)
    gender: Gender = Gender.NEUTRAL
    age: Age = Age.ADULT
    timbre: tuple[str, ...] = ()
    reads_ipa: bool = False

    def speaks(self, language: Language) -> bool:
        """Whether it speaks this language."""
        return language in self.languages

    def rate(self, language: Language) -> Rate:
        """How fast it speaks this language: as measured, or as is usual."""
        return self.languages.get(language) or USUAL_RATES[language]


class Troupe(Value):
    """The voices of one film: those its speech model knows that speak its language, in the catalogue's order.

    ``film_voice`` is what the production's models are told when a scene names no voice. ``narrator`` is ``None`` when
    nobody speaks the language: then the film stays silent, with captions.
    """

    language: Language
    film_voice: str
    narrator: Voice | None
    voices: tuple[Voice, ...] = ()

    def voice(self, named: str | None) -> Voice | None:
        """The voice of this name, the narrator where none is named; ``None`` when the film stays silent."""
        found = next((voice for voice in self.voices if voice.voice == named), None)
        return found or self.narrator

    @property
    def warning(self) -> str | None:
        """What is said before anything is made when nobody speaks the film's language."""
        if self.narrator is not None:
            return None
        return (
            f"No voice of this studio speaks {self.language.english_name}: the film will have music and captions, "
            "but nobody is heard. The live studio, or another language, gives it a voice."
        )


def troupe_of(voices: Sequence[Voice], language: Language, crew: Crew) -> Troupe:
    """Who can speak in a film of this language with this crew's first speech model.

    A model that the catalogue lists no voices of, such as one of a person's own, is taken to speak every language with
    the voice that the crew names.
    """
    slug = crew.speech[0].slug
    known = [voice for voice in voices if slug in voice.models]
    if not known:
        unlisted = Voice(
            voice=crew.voice, name=crew.voice, studio=Studio.LIVE, models=(slug,), languages=dict.fromkeys(Language)
        )
        return Troupe(language=language, film_voice=crew.voice, narrator=unlisted, voices=(unlisted,))
    able = tuple(voice for voice in known if voice.speaks(language))
    narrator = next((voice for voice in able if voice.voice == crew.voice), able[0] if able else None)
    return Troupe(language=language, film_voice=crew.voice, narrator=narrator, voices=able)


def cast(characters: Sequence[Character | PlannedCharacter], troupe: Troupe) -> dict[str, Voice]:
    """A voice for each character, by name: as their looks and the hint of their voice say, no two alike while there
    are enough, and not the narrator's unless there is no other. Empty when nobody speaks the language.
    """
    given: dict[str, Voice] = {}
    for character in characters:
        named = next((voice for voice in troupe.voices if voice.voice == character.voice), None)
        if named is not None:
            given[character.name] = named
            continue
        taken = [voice.voice for voice in given.values()]
        best = max(
            enumerate(troupe.voices),
            key=lambda each: (_suits(each[1], character, taken, troupe), -each[0]),
            default=None,
        )
        if best is not None:
            given[character.name] = best[1]
    return given


def voiced(plan: Plan, troupe: Troupe) -> Plan:
    """The plan with a voice for everybody who speaks: characters and their lines, and the narrator where the film's
    own voice does not speak the language. Where nobody does, lines are left unsaid (``Scene.said`` is empty) and the
    plan warns of it.
    """
    if troupe.narrator is None:
        scenes = tuple(scene.model_copy(update={"voice": None, "said": ""}) for scene in plan.scenes)
        warning = troupe.warning or ""
        warnings = plan.warnings if warning in plan.warnings else (*plan.warnings, warning)
        return plan.model_copy(update={"scenes": scenes, "warnings": warnings})
    speakers = {scene.speaker for scene in plan.scenes if scene.speaker and scene.narration}
    given = cast([character for character in plan.characters if character.name in speakers], troupe)
    # Somebody may speak without being listed: their looks are what the scene shows.
    extra = {
        scene.speaker: Character(name=scene.speaker, looks=scene.subject)
        for scene in reversed(plan.scenes)
        if scene.speaker and scene.narration and scene.speaker not in given
    }
    cast_of_listed = [Character(name=name, looks="", voice=voice.voice) for name, voice in given.items()]
    given |= cast([*cast_of_listed, *(extra[name] for name in sorted(extra))], troupe)
    characters = tuple(
        character.model_copy(update={"voice": given[character.name].voice if character.name in given else None})
        for character in plan.characters
    )
    scenes = tuple(scene.model_copy(update={"voice": _voice_of(scene, given, troupe)}) for scene in plan.scenes)
    return plan.model_copy(update={"characters": characters, "scenes": scenes})


def _voice_of(scene: Scene, given: dict[str, Voice], troupe: Troupe) -> str | None:
    if not scene.narration:
        return None
    if scene.speaker in given:
        return given[scene.speaker].voice
    narrator = troupe.narrator
    return None if narrator is None or narrator.voice == troupe.film_voice else narrator.voice


_FEMALE = re.compile(
    r"\b(?:wom[ae]n|female|girls?|lady|ladies|mother|mum|mom|grandmother|granny|grandma|daughter|sister|queen|wife|aunt|"
    r"actress|princess|bride|she|her|mujer|señora|chica|niña|madre|abuela|hermana|femme|fille|mère|dame|soeur|sœur|frau|"
    r"mädchen|mutter|oma|schwester|mulher|menina|mãe|avó|senhora|moça|donna|ragazza|bambina|nonna|signora)\b"
    r"|महिला|औरत|लड़की|माँ|दादी|女|母|娘|姉|妹|妈妈|奶奶",
    re.IGNORECASE,
)
_MALE = re.compile(
    r"\b(?:m[ae]n|male|boys?|gentleman|father|dad|grandfather|grandpa|son|brother|king|husband|uncle|actor|prince|groom|"
    r"he|his|him|hombre|señor|chico|niño|padre|abuelo|hermano|homme|garçon|père|monsieur|frère|mann|junge|vater|opa|"
    r"bruder|homem|menino|pai|avô|senhor|rapaz|uomo|ragazzo|bambino|nonno|signore|fisherman|fishermen)\b"
    r"|आदमी|पुरुष|लड़का|पिता|दादा|男|父|兄|弟|爸爸|爷爷",
    re.IGNORECASE,
)
_AGES = {
    Age.CHILD: re.compile(
        r"\b(?:child|kid|boys?|girls?|toddler|(?:little|small) (?:boy|girl)|[5-9] years?|1[0-2] years?|niñ[oa]|enfant|"
        r"petite? (?:garçon|fille)|kind|mädchen|junge|menin[oa]|bambin[oa])\b|बच्चा|बच्ची|子供|少年|少女|孩子",
        re.IGNORECASE,
    ),
    Age.OLD: re.compile(
        r"\b(?:old|elderly|aged|ageing|aging|grey|gray|white-haired|retired|grand(?:mother|father|ma|pa)|granny|[6-9]0s|"
        r"wise|viej[oa]|ancian[oa]|abuel[oa]|vieux|vieille|alte[rn]?|oma|opa|velh[oa]|idos[oa]|avó|avô|vecchi[oa]|"
        r"anzian[oa]|nonn[oa])\b|बूढ़ा|बूढ़ी|दादा|दादी|老|爷爷|奶奶",
        re.IGNORECASE,
    ),
    Age.YOUNG: re.compile(
        r"\b(?:young|youthful|teen(?:ager)?|student|20s|twenties|twenty|joven|jeune|jung[er]?|jovem|giovane)\b|युवा|若|年轻",
        re.IGNORECASE,
    ),
}
_WORD = re.compile(r"[^\W\d_]{3,}")


def _suits(
    voice: Voice, character: Character | PlannedCharacter, taken: Sequence[str], troupe: Troupe
) -> tuple[int, int]:
    """How well a voice goes with a character: who it is comes first, then that no two sound alike, then timbre."""
    text = f"{character.voice or ''} {character.looks} {character.name}"
    gender, age = _gender(text), _age(text)
    fit = 0
    if gender is not None:
        fit += 40 if voice.gender is gender else 15 if voice.gender is Gender.NEUTRAL else 0
    if age is not None:
        fit += {0: 12, 1: 6}.get(_apart(voice.age, age), 0)
    elif voice.age is Age.ADULT:
        fit += 2
    fit -= 30 * taken.count(voice.voice)
    if troupe.narrator is not None and voice.voice == troupe.narrator.voice:
        fit -= 8
    words = {word.lower() for word in _WORD.findall(text)}
    return fit, len(words.intersection(word.lower() for word in voice.timbre))


def _gender(text: str) -> Gender | None:
    female, male = len(_FEMALE.findall(text)), len(_MALE.findall(text))
    if female == male:
        return None
    return Gender.FEMALE if female > male else Gender.MALE


def _age(text: str) -> Age | None:
    return next((age for age, words in _AGES.items() if words.search(text)), None)


def _apart(one: Age, other: Age) -> int:
    ages = list(Age)
    return abs(ages.index(one) - ages.index(other))
