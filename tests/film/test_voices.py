import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from film.catalogue import Crew, Studio
from film.catalogue_file import CatalogueFile, speakers_of
from film.language import Language
from film.plan import Character
from film.voices import Gender, Rate, Troupe, Voice, cast, troupe_of, voiced
from store.catalogue import load_catalogue, load_voices
from tests.film.plans import plan_of, scene_of

VOICES = load_voices()


def crew(studio: Studio) -> Crew:
    return load_catalogue().crew(studio)


def troupe(language: Language, studio: Studio = Studio.PREVIZ) -> Troupe:
    return troupe_of(VOICES, language, crew(studio))


@pytest.mark.parametrize("language", Language)
def test_the_live_studio_speaks_every_language(language: Language) -> None:
    found = troupe(language, Studio.LIVE)
    assert found.narrator is not None
    assert found.narrator.voice == crew(Studio.LIVE).voice


def test_the_animatic_says_beforehand_that_it_has_no_german_voice() -> None:
    assert troupe(Language.GERMAN).narrator is None
    plan = voiced(plan_of(scene_of(narration="Der Wärter wacht."), language=Language.GERMAN), troupe(Language.GERMAN))
    assert "German" in plan.warnings[0]
    assert plan.scenes[0].said == ""
    assert plan.scenes[0].narration == "Der Wärter wacht."
    assert voiced(plan, troupe(Language.GERMAN)).warnings == plan.warnings


def test_a_narrator_who_is_the_films_own_voice_is_not_named() -> None:
    plan = voiced(plan_of(scene_of(narration="The keeper waits.")), troupe(Language.ENGLISH))
    assert plan.scenes[0].voice is None


def test_a_film_in_another_language_names_a_narrator_who_speaks_it() -> None:
    plan = plan_of(scene_of(narration="El guardián espera."), language=Language.SPANISH)
    (scene,) = voiced(plan, troupe(Language.SPANISH)).scenes
    narrator = troupe(Language.SPANISH).narrator
    assert narrator is not None and narrator.speaks(Language.SPANISH)
    assert narrator.voice == scene.voice


def test_characters_are_cast_by_who_they_are_and_none_sounds_like_another() -> None:
    people = [
        Character(name="Anna", looks="an old woman with grey hair"),
        Character(name="Tom", looks="a man in a blue coat"),
        Character(name="Jim", looks="an elderly fisherman"),
        Character(name="Eve", looks="a young woman", voice="bright and lively"),
    ]
    for studio in Studio:
        given_voices = cast(people, troupe(Language.ENGLISH, studio))
        assert len({voice.voice for voice in given_voices.values()}) == len(people)
        assert [given_voices[name].gender for name in ("Anna", "Tom", "Jim", "Eve")] == [
            Gender.FEMALE, Gender.MALE, Gender.MALE, Gender.FEMALE,
        ]  # fmt: skip
        assert given_voices == cast(people, troupe(Language.ENGLISH, studio))


def test_a_voice_that_is_named_is_kept() -> None:
    people = [Character(name="Ann", looks="a woman", voice="am_fenrir"), Character(name="Bo", looks="a man")]
    given_voices = cast(people, troupe(Language.ENGLISH))
    assert given_voices["Ann"].voice == "am_fenrir"
    assert given_voices["Bo"].voice != "am_fenrir"


def test_a_speakers_lines_are_spoken_by_their_voice_also_when_they_are_not_listed() -> None:
    plan = plan_of(
        scene_of(narration="Who is there?", speaker="Anna"),
        scene_of(number=2, narration="The door opens."),
        scene_of(number=3, narration="It is me.", speaker="Ben", subject="a man with a lantern"),
        characters=(Character(name="Anna", looks="an old woman"), Character(name="Silent", looks="a dog")),
    )
    done = voiced(plan, troupe(Language.ENGLISH))
    first, second, third = done.scenes
    assert first.voice == done.characters[0].voice is not None
    assert (second.voice, done.characters[1].voice) == (None, None)
    assert third.voice not in (None, first.voice)


@given(st.lists(st.builds(Character, name=st.text(max_size=8), looks=st.text(max_size=30)), max_size=40))
def test_everybody_gets_a_voice_of_the_troupe(people: list[Character]) -> None:
    found = cast(people, troupe(Language.ITALIAN))
    assert set(found) == {person.name for person in people}
    assert all(voice.speaks(Language.ITALIAN) for voice in found.values())


def test_a_model_of_ones_own_is_taken_to_speak_with_the_crews_voice() -> None:
    made = crew(Studio.LIVE)
    own = made.model_copy(update={"speech": (made.speech[0].model_copy(update={"slug": "acme/voice"}),)})
    found = troupe_of(VOICES, Language.HINDI, own)
    assert found.narrator is not None
    assert found.narrator.voice == own.voice


def test_a_voice_has_one_rate() -> None:
    with pytest.raises(ValidationError, match="words_per_s or in characters_per_s"):
        Rate(words_per_s=2.0, characters_per_s=5.0, source="both")


def _voice(**changes: object) -> Voice:
    facts = {"voice": "x", "name": "X", "studio": "previz", "models": ["previz/voice"], "languages": {"en": None}}
    return Voice.model_validate(facts | changes)


@pytest.mark.parametrize(
    ("voice", "fault"),
    [
        (_voice(models=["acme/none"]), "no speech model"),
        (_voice(models=["previz/score"]), "no speech model"),
        (_voice(studio="live"), "belongs to the studio previz"),
        (_voice(studio="live", models=["openai/tts-1"]), "does not know it"),
    ],
)
def test_a_voice_its_model_does_not_know_is_refused(voice: Voice, fault: str) -> None:
    with pytest.raises(ValueError, match=f"voice x: .*{fault}"):
        speakers_of(load_catalogue(), [CatalogueFile(speakers=(voice,))])


def test_a_later_layer_replaces_a_voice() -> None:
    base = [CatalogueFile(speakers=(_voice(name="Old"), _voice(voice="y")))]
    found = speakers_of(load_catalogue(), base, [CatalogueFile(speakers=(_voice(name="New"),))])
    assert [voice.name for voice in found] == ["New", "X"]
