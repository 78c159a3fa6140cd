"""A dialogue has one shot for each line, whole, in order, with time to be said."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.archetypes import Archetype
from film.beats import BeatKind
from film.brief import MAX_DURATION_S, MIN_DURATION_S, Brief
from film.format import FRAME_RATES, FilmFormat
from film.fountain import PartKind, read_screenplay
from film.grid import MAX_SCENES
from film.planning import finish_plan, narration_slot_s, plan_request
from film.structure import BeatSlot
from film.timeline import timeline_of
from tests.film.test_planning import planned_film, planned_scene

SCRIPT = """INT. STATION CAFE - NIGHT

Rain on the windows. MARTA, 60s, stirs a coffee that has gone cold.

TOM
You always order two.

MARTA
(without looking up)
One of them is for the view.

TOM
Mum. The last train left an hour ago.

Tom takes her hand. Outside, a light moves along the platform.

TOM
Come home.

EXT. PLATFORM - NIGHT

A guard swings a lantern, turns, and is gone.

MARTA
There. You see? He waved.
"""
LINES = ["You always order two.", "One of them is for the view.", "Mum. The last train left an hour ago.", "Come home."]


def slots(script: str, duration_s: int) -> tuple[BeatSlot, ...]:
    request = plan_request(Brief(prompt="a mother and a son wait", script=script, duration_s=duration_s))
    assert request.structure is not None
    assert request.structure.archetype is Archetype.DIALOGUE
    return request.structure.beats


def test_every_line_is_one_shot_of_whoever_says_it() -> None:
    said = [(slot.speaker, slot.heard) for slot in slots(SCRIPT, 40) if slot.heard]
    assert [line for _, line in said] == [*LINES, "There. You see? He waved."]
    assert [speaker for speaker, _ in said] == ["Tom", "Marta", "Tom", "Tom", "Marta"]


def test_places_and_deeds_are_seen_where_the_script_has_them() -> None:
    beats = slots(SCRIPT, 40)
    kinds = [slot.beat for slot in beats]
    assert kinds[0] is BeatKind.ESTABLISH
    assert kinds.count(BeatKind.ESTABLISH) == 2
    assert beats[kinds.index(BeatKind.DETAIL) + 1].heard == "Come home."


def test_a_roomy_film_shows_who_listens() -> None:
    beats = slots(SCRIPT, 90)
    listening = [i for i, slot in enumerate(beats) if slot.beat is BeatKind.CHANGE]
    assert listening
    assert all(beats[i].speaker != beats[i - 1].speaker and not beats[i].heard for i in listening)


def test_what_finds_no_room_is_said_and_the_ending_stays() -> None:
    request = plan_request(Brief(prompt="a mother and a son wait", script=SCRIPT, duration_s=8))
    assert request.structure is not None
    assert "find no room" in request.structure.why
    assert request.structure.beats[-1].heard == "There. You see? He waved."


names = st.sampled_from(["ANNA", "BEN", "CHLOÉ", "NARRATOR", "DR. WU"])
lines = st.lists(st.sampled_from(["Go.", "Never, and you know it.", "word " * 30, "Ja?", "(sighs) No"]), min_size=1)
blocks = st.one_of(
    st.tuples(names, lines).map(lambda block: f"{block[0]}\n{' '.join(block[1])}"),
    st.sampled_from(["INT. CAFE - DAY", "EXT. ROAD - NIGHT", "It rains.", "CUT TO:", "Tom waves. A dog barks."]),
)
scripts = st.lists(blocks, max_size=40).map(lambda told: "\n\n".join(["ANNA\nHi.", "BEN\nHello.", *told]))


@given(
    script=scripts.filter(lambda script: len(script) < 20_000),
    duration_s=st.integers(MIN_DURATION_S, MAX_DURATION_S),
    fps=st.sampled_from(FRAME_RATES),
)
def test_any_dialogue_fits_its_film_to_the_frame(script: str, duration_s: int, fps: int) -> None:
    film_format = FilmFormat(fps=fps)
    request = plan_request(Brief(prompt="two people", script=script, duration_s=duration_s), film_format)
    assert request.structure is not None
    beats = request.structure.beats
    assert 2 <= len(beats) <= MAX_SCENES
    plan = finish_plan(planned_film([planned_scene(slot.heard or "") for slot in beats]), request, film_format)
    assert timeline_of(plan).frames == duration_s * fps
    at = 0
    spoken = "".join(part.text for part in read_screenplay(script).parts if part.kind is PartKind.SPEECH)
    squeezed = "".join(spoken.split())
    for scene in plan.scenes:
        if scene.narration:
            assert len(scene.narration.split()) / 2.4 <= narration_slot_s(scene, film_format) + 1e-6
            at = squeezed.index("".join(scene.narration.split()), at)


@pytest.mark.parametrize("duration_s", [8, 24, 60, 180])
def test_neighbouring_shots_are_framed_differently(duration_s: int) -> None:
    framings = [slot.framings[0] for slot in slots(SCRIPT, duration_s)]
    assert all(one is not other for one, other in itertools.pairwise(framings))
