"""What a director would object to: deeds that do not fit, people who are missing, words that do not bend."""

import pytest

from film.archetypes import Archetype
from film.brief import Brief, Mode, SongBrief
from film.plan import PlannedFilm
from film.planning import plan_request
from film.song import SongAnalysis
from planner.inference import infer
from planner.planner import Planner
from planner.reader import Reader
from tests.planner.test_any_brief import a_song

KEY = f"assets/song/ab/{'a' * 64}.mp3"


def video(planner: Planner, prompt: str, song: SongAnalysis | None = None, seconds: int = 40) -> PlannedFilm:
    own = SongBrief(song=KEY) if song is not None else None
    brief = Brief(prompt=prompt, mode=Mode.MUSIC_VIDEO, duration_s=seconds, song=own)
    return planner.plan(plan_request(brief, song=song))


def test_a_noun_beside_a_noun_is_no_deed(planner: Planner) -> None:
    film = video(planner, "Underwater ballet of whales and light", a_song(80, 24, sung=False))
    assert not any("lighting" in scene.action or "standing" in scene.action for scene in film.scenes)
    assert all("whales" in scene.subject for scene in film.scenes)


def test_nobody_is_made_up_to_sing_a_song_without_a_voice(reader: Reader, planner: Planner) -> None:
    brief = Brief(
        prompt="Underwater ballet of whales and light", mode=Mode.MUSIC_VIDEO, duration_s=40, song=SongBrief(song=KEY)
    )
    song = a_song(80, 24, sung=False)
    inferred, said = infer(brief, reader, sung=False)
    request = plan_request(inferred, song=song, inferred=said)
    film = planner.plan(request)
    assert said["character"].startswith("nobody")
    assert inferred.song == brief.song
    assert "singer" not in film.logline
    assert request.structure is not None
    assert "“" not in request.structure.why


def test_somebody_the_prompt_names_is_seen_over_a_song_without_a_voice(planner: Planner) -> None:
    film = video(planner, "A woman walks along the beach", a_song(80, 24, sung=False))
    assert all("woman" in scene.subject for scene in film.scenes)
    assert not any("singing" in scene.action or scene.speaker for scene in film.scenes)


def test_leaving_home_on_a_train_is_about_somebody_with_a_suitcase(planner: Planner) -> None:
    film = video(planner, "A slow country song about leaving home on a train")
    assert film.title == "Leaving Home"
    assert all("suitcase" in scene.subject for scene in film.scenes)
    assert "train" in film.logline
    assert not any("house" in scene.subject or "home" in scene.subject for scene in film.scenes)


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("She is leaving home", False),
        ("He comes home late", False),
        ("A dog waits at home", False),
        ("My home by the sea", True),
        ("An old home on a hill", True),
        ("New home for sale", True),
    ],
)
def test_home_is_a_house_only_with_an_article(reader: Reader, text: str, house: bool) -> None:
    assert any(mention.word == "home" for mention in reader.understand(text).mentions) is house


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        ("A young woman runs through a neon city at night", "A young woman runs through a neon city at night"),
        ("A couple dances in an empty supermarket", "A couple dances in an empty supermarket"),
        ("A rapper on the roof of a parking garage", "A rapper raps on the roof"),
        ("A drummer in an abandoned swimming pool", "A drummer plays in an abandoned swimming pool"),
        ("Desert highway, a red car, an old rock song", "A singer sings of a red car on a desert highway"),
        ("A lonely astronaut dances on the moon", "An astronaut dances on the moon"),
    ],
)
def test_a_logline_says_who_and_where_and_what_for(planner: Planner, prompt: str, says: str) -> None:
    logline = video(planner, prompt).logline
    assert logline.startswith(says)
    assert "on the way to" in logline


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("A rapper on the roof at dawn", "Rapper on the Roof"),
        ("A woman walks along the beach", "Woman on the Beach"),
        ("Rain on windows, lo-fi, no people", "Rain on Windows"),
        ("A ballad about the last summer of the war", "Last Summer of the War"),
    ],
)
def test_a_title_ties_its_words_as_the_brief_does(planner: Planner, prompt: str, title: str) -> None:
    assert video(planner, prompt).title == title


def test_nobody_walks_on_the_open_sea(planner: Planner) -> None:
    for prompt in ("A woman walks along the beach", "A dog on a rocky coast"):
        settings = {scene.setting for scene in video(planner, prompt, seconds=120).scenes}
        assert not any("open sea" in setting for setting in settings)


@pytest.mark.parametrize(
    ("prompt", "subject"),
    [
        ("An old woman teaches her grandson to bake bread", "grandson"),
        ("A couple waits at the station", "a couple in"),
        ("The last bookshop in town", "the last"),
        ("Grandmother's garden, summer", "a grandmother in"),
    ],
)
def test_a_subject_is_whole_and_well_formed(planner: Planner, prompt: str, subject: str) -> None:
    film = planner.plan(plan_request(Brief(prompt=prompt)))
    assert all(subject in scene.subject for scene in film.scenes)


def test_who_sets_out_for_something_is_seen_doing_it_in_the_end(planner: Planner) -> None:
    film = planner.plan(plan_request(Brief(prompt="A small robot learns to paint in an empty museum", duration_s=30)))
    assert film.scenes[-1].action == "painting in an empty museum"
    assert "paint in an empty museum" in film.logline


def test_a_boat_is_repaired_by_the_sea(planner: Planner) -> None:
    film = planner.plan(plan_request(Brief(prompt="Two brothers repair an old boat before the storm", duration_s=30)))
    assert film.scenes[0].action == "repairing an old boat"
    assert "coast" in film.scenes[0].setting


@pytest.mark.parametrize(
    ("prompt", "brand"),
    [
        ("Noise-cancelling headphones for open-plan offices called Hush", "Hush"),
        ("Waterproof hiking boots by Fjell", "Fjell"),
        ("A family holiday on Crete with Helios Travel, book before June", "Helios Travel"),
        ("Oat milk that tastes like ice cream", None),
        ("A gym in Leeds, first month free", None),
        ("Glow serum by Lumière", "Lumière"),
    ],
)
def test_a_brand_is_a_name_and_no_place_or_ingredient(reader: Reader, prompt: str, brand: str | None) -> None:
    inferred, _ = infer(Brief(prompt=prompt, mode=Mode.AD), reader)
    assert inferred.ad is not None
    assert inferred.ad.brand == brand


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        ("An electric car for families, from €399 a month", "car"),
        ("A dog food made from insects", "bag of dog food"),
        ("A mobile game about bees", "phone"),
    ],
)
def test_the_product_is_there_to_the_end_of_its_film(planner: Planner, prompt: str, shown: str) -> None:
    brief = Brief(prompt=prompt, mode=Mode.AD, duration_s=60, archetype=Archetype.PROBLEM_SOLUTION)
    scenes = planner.plan(plan_request(brief)).scenes
    half = scenes[len(scenes) // 2 :]
    assert any(shown in scene.subject or shown in scene.action for scene in half)
    assert shown in scenes[-1].subject
    assert not any("laces" in scene.action or "Lace" in scene.narration for scene in scenes)


def test_a_story_that_opens_with_a_name_is_about_its_bearer(planner: Planner) -> None:
    prompt = (
        "Mara has driven the last tram for twenty years. She knows every stop. One night a boy gets on without a "
        "ticket. He asks for the sea. Mara looks at the empty rails. Then she rings the bell."
    )
    film = planner.plan(plan_request(Brief(prompt=prompt, duration_s=40)))
    by_line = {scene.narration: scene.subject for scene in film.scenes}
    assert film.title == "Mara"
    assert film.characters[0].name == "Mara"
    assert by_line["Mara looks at the empty rails."].startswith("Mara, a woman")
    assert "boy" in by_line["One night a boy gets on without a ticket."]


def test_whoever_the_brief_names_is_one_of_those_who_talk(planner: Planner) -> None:
    brief = Brief(prompt="A detective waits at a diner", duration_s=30, archetype=Archetype.DIALOGUE)
    film = planner.plan(plan_request(brief))
    looks = [character.looks for character in film.characters]
    assert "Detective" in [character.name for character in film.characters]
    assert len({one.partition(" in ")[2].partition(" ")[2] for one in looks}) == len(looks)
