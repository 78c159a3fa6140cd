"""Texts are dealt out over scenes verbatim, whole sentences first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.brief import Brief
from film.fountain import read_screenplay
from film.pace import Pace
from film.planning import plan_request
from planner.screenwriting import Dealer, Passage, follow, passages_of
from tests.film.test_script_beats import SCRIPT

CHARACTERS = Pace(per_s=6.5, characters=True)


def dealt(text: str, rooms: list[int], pace: Pace | None = None) -> list[str]:
    return [passage.text for passage in Dealer(rooms, pace or Pace()).deal(passages_of(read_screenplay(text)))]


def test_scenes_end_where_sentences_do() -> None:
    text = "An old clockmaker forgets. His granddaughter winds the clocks. One night a clock sings. He remembers her."
    assert dealt(text, [6, 6, 6, 6]) == text.replace(". ", ".|").split("|")


def test_a_long_sentence_goes_on_in_the_next_scene_at_its_clause() -> None:
    text = "She tries every door, one by one, while the winter comes and stays."
    assert dealt(text, [7, 7]) == ["She tries every door, one by one,", "while the winter comes and stays."]


def test_what_is_too_much_leaves_the_beginning_and_the_end() -> None:
    text = "It begins here. " + "Much more happens then, of which nothing can be told. " * 4 + "It ends there."
    said = dealt(text, [6, 6, 6])
    assert said[0].startswith("It begins")
    assert said[-1].endswith("It ends there.")


def test_a_short_text_leaves_scenes_that_show_what_comes() -> None:
    passages = Dealer([9] * 4, Pace()).deal(passages_of(read_screenplay("The sea waits. A boat comes home.")))
    silent = [passage for passage in passages if not passage.text]
    assert silent
    assert all(passage.context for passage in silent)


def test_two_voices_never_share_a_scene() -> None:
    play = read_screenplay("ANNA: Hi.\nBEN: Hello.\nANNA: Bye.")
    assert [p.speaker for p in Dealer([9, 9, 9], Pace()).deal(passages_of(play))] == ["Anna", "Ben", "Anna"]


@given(
    text=st.lists(st.sampled_from(["Go.", "a", "sea,", "and", "light", "猫、", "why?", "home."]), max_size=80).map(
        " ".join
    ),
    rooms=st.lists(st.integers(1, 17), min_size=1, max_size=12),
    pace=st.sampled_from([Pace(), CHARACTERS]),
)
def test_any_text_fits_its_rooms_in_its_own_order(text: str, rooms: list[int], pace: Pace) -> None:
    said = dealt(text, rooms, pace)
    assert len(said) == len(rooms)
    squeezed, at = "".join(text.split()), 0
    for line, room in zip(said, rooms, strict=True):
        assert pace.count(line) <= room
        # What is written without spaces is joined without them, also where something between is left out.
        for unit in "".join(line.split()) if pace.characters else line.split():
            at = squeezed.index(unit, at) + len(unit)


@pytest.mark.parametrize("duration_s", [20, 40, 90])
def test_a_structure_made_of_the_script_is_followed_line_by_line(duration_s: int) -> None:
    request = plan_request(Brief(prompt="a mother and a son wait", script=SCRIPT, duration_s=duration_s))
    assert request.structure is not None
    followed = follow(read_screenplay(SCRIPT), request.structure.beats)
    assert [(p.text or None) for p in followed] == [slot.heard for slot in request.structure.beats]
    assert followed[-1].heading == "EXT. PLATFORM - NIGHT"
    assert all(isinstance(passage, Passage) and passage.context for passage in followed)
