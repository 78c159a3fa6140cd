"""Moods: proposed by the words of a brief, unlike each other, and the same for the same seed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from film.mood import FEWEST_MOODS, MOST_MOODS, propose
from film.mood_bank import BANK
from film.style import StyleSpec
from film.style_hints import StyleHints

NO_HINTS = StyleHints()


@settings(max_examples=40)
@given(asked=st.text(max_size=80), count=st.integers(FEWEST_MOODS, MOST_MOODS), seed=st.integers(0, 2**31 - 1))
def test_any_brief_gets_as_many_different_moods_as_it_wants(asked: str, count: int, seed: int) -> None:
    moods = propose(asked, count, hints=NO_HINTS, seed=seed)
    assert [mood.mood_id for mood in moods] == [f"m{place}" for place in range(1, count + 1)]
    assert len({mood.name for mood in moods}) == count
    families = [known.family for mood in moods for known in BANK if known.name == mood.name]
    assert len(set(families)) == count, "no two of a kind while there are others"
    assert propose(asked, count, hints=NO_HINTS, seed=seed) == moods


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("A neon street in Tokyo at night, in the rain", "Neon rain"),
        ("A whale swims under the ocean", "Underwater glow"),
        ("An ad for a minimal phone and its design", "White space"),
        ("A detective follows a secret murder case", "Chiaroscuro"),
        ("Two potters and their workshop, all by hand", "Workshop daylight"),
        ("foxes and deer in the forest", "Forest floor"),
    ],
)
def test_the_words_of_a_brief_come_first(asked: str, first: str) -> None:
    assert propose(asked, 3, hints=NO_HINTS)[0].name == first


def test_a_short_word_does_not_speak_for_what_begins_like_it() -> None:
    """ "sea" is no beginning of "search", nor "ice" of "iced"."""
    by_lot = [mood.name for mood in propose("zzz", 6, hints=NO_HINTS)]
    assert [mood.name for mood in propose("searched seat iced appalling", 6, hints=NO_HINTS)] == by_lot


def test_another_seed_proposes_others_where_the_words_leave_a_choice() -> None:
    assert len({tuple(m.name for m in propose("zzz", 3, hints=NO_HINTS, seed=seed)) for seed in range(10)}) > 3


def test_a_flavour_keeps_what_it_is_made_of_and_leaves_the_light_to_the_mood() -> None:
    hints = StyleHints(texture="clay", lighting="one lamp", mood="dry", palette=("oat", "rust"))
    moods, free = propose("a robot", 4, hints=hints), propose("a robot", 4, hints=NO_HINTS)
    assert {mood.style.texture for mood in moods} == {"clay"}
    assert {mood.style.palette for mood in moods} == {("oat", "rust")}
    assert [(m.style.lighting, m.style.mood) for m in moods] == [(m.style.lighting, m.style.mood) for m in free]


def test_the_brands_colours_lead_every_palette() -> None:
    for mood in propose("a lamp", 3, hints=NO_HINTS, colours=("#ff6600", "#102030")):
        assert mood.style.palette[:2] == ("#ff6600", "#102030") and 3 <= len(mood.style.palette) <= 5


def test_every_look_of_the_bank_is_whole_and_unlike_the_others() -> None:
    assert len(BANK) >= 12 and len({known.name for known in BANK}) == len(BANK)
    for known in BANK:
        assert all(getattr(known.style, part) for part in StyleSpec.model_fields) and len(known.style.palette) >= 3
    assert len({known.style.lighting for known in BANK}) == len({known.style.palette for known in BANK}) == len(BANK)


def test_the_hour_of_a_brief_is_not_changed_by_a_mood() -> None:
    assert {mood.hour for mood in propose("a robot walks at sunset", 4, hints=NO_HINTS)} == {""}
    assert all(mood.hour for mood in propose("a robot walks", 4, hints=NO_HINTS))
