"""The beats of a film: right number, order and room, for any brief."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.archetypes import Archetype
from film.beats import BEATS, BeatKind
from film.brief import MAX_DURATION_S, MIN_DURATION_S, Brief, Mode, StoryBrief, Telling
from film.choosing import choose
from film.format import FilmFormat
from film.grid import MAX_SCENES
from film.pace import Pace
from film.shapes import SHAPES
from film.structure import structure_of

SCRIPT = """INT. KITCHEN - NIGHT

ANNA
You came back.

BEN
(quietly)
I never left.
"""


def test_every_kind_of_beat_and_every_archetype_is_described() -> None:
    assert set(BEATS) == set(BeatKind)
    assert set(SHAPES) == set(Archetype)
    assert all(0 < beat.share < 2 for beat in BEATS.values())


@pytest.mark.parametrize("archetype", Archetype)
@pytest.mark.parametrize("mode", Mode)
def test_every_archetype_works_at_every_length(archetype: Archetype, mode: Mode) -> None:
    for count in range(2, MAX_SCENES + 1):
        beats = SHAPES[archetype].arrange(count, mode)
        assert len(beats) == count
        assert (BeatKind.CALL_TO_ACTION in beats) == (beats[-1] is BeatKind.CALL_TO_ACTION)
        assert mode is Mode.AD or BeatKind.CALL_TO_ACTION not in beats


@pytest.mark.parametrize("mode", Mode)
def test_every_mode_has_shapes_of_its_own(mode: Mode) -> None:
    assert len([shape for shape in SHAPES.values() if mode in shape.modes]) >= 4


@given(
    duration=st.integers(MIN_DURATION_S, MAX_DURATION_S),
    mode=st.sampled_from(Mode),
    archetype=st.none() | st.sampled_from(Archetype),
    scene_s=st.none() | st.floats(1.5, 20),
    per_s=st.floats(1, 8),
)
def test_any_brief_has_a_structure_within_bounds(
    duration: int, mode: Mode, archetype: Archetype | None, scene_s: float | None, per_s: float
) -> None:
    brief = Brief(prompt="a robot", duration_s=duration, mode=mode, archetype=archetype)
    structure = structure_of(brief, FilmFormat(), scene_s=scene_s, pace=Pace(per_s=per_s))
    assert 2 <= len(structure.beats) <= MAX_SCENES
    assert structure.why
    for slot in structure.beats:
        assert slot.seconds >= 2.4
        assert 1 <= slot.max_words <= slot.seconds * per_s
    for one, other in pairwise(structure.beats):
        assert one.framings[0] is not other.framings[0]


def test_longer_films_have_more_scenes_and_flavours_decide_how_long_they_are() -> None:
    brief = Brief(prompt="a robot", duration_s=60)
    counts = [len(structure_of(brief, FilmFormat(), scene_s=s).beats) for s in (3.0, 5.0, 8.0)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_japanese_counts_characters() -> None:
    pace = Pace(per_s=6.5, characters=True)
    assert pace.count("猫が、歩く。") == 4
    assert pace.seconds("猫が、歩く。") == pytest.approx(4 / 6.5)


@pytest.mark.parametrize(
    ("mode", "prompt", "archetype"),
    [
        (
            Mode.AD,
            "a cleaning app for messy homes and people who hate chores",
            Archetype.PROBLEM_SOLUTION,
        ),
        (Mode.AD, "an elegant serum bottle on marble", Archetype.PRODUCT_HERO),
        (Mode.AD, "customers say how our bakery changed their mornings, testimonial", Archetype.TESTIMONIAL),
        (Mode.AD, "unboxing the new drone", Archetype.UNBOXING),
        (Mode.AD, "a kitchen makeover, before and after", Archetype.BEFORE_AFTER),
        (Mode.AD, "5 reasons to ride an e-bike", Archetype.LISTICLE),
        (Mode.AD, "teaser for the launch of a new car", Archetype.CINEMATIC_TEASER),
        (Mode.STORY, "a teapot that wants to see the ocean", Archetype.QUEST),
        (Mode.STORY, "a day in the life of a postman", Archetype.DAY_IN_THE_LIFE),
        (Mode.STORY, "a quiet moment: an old man waits for rain", Archetype.VIGNETTE),
        (Mode.MUSIC_VIDEO, "a rock band on a stage", Archetype.PERFORMANCE),
        (Mode.MUSIC_VIDEO, "abstract clouds, ambient", Archetype.VISUAL_POEM),
    ],
)
def test_the_brief_decides_the_archetype_and_is_quoted(mode: Mode, prompt: str, archetype: Archetype) -> None:
    chosen, why = choose(Brief(prompt=prompt, mode=mode, duration_s=30))
    assert chosen is archetype
    assert why.startswith(f"{archetype.value}: the brief")
    assert "“" in why


def test_what_the_brief_asks_for_wins() -> None:
    brief = Brief(prompt="5 reasons to ride", mode=Mode.AD, archetype=Archetype.UNBOXING)
    assert choose(brief)[0] is Archetype.UNBOXING


def test_a_script_with_two_voices_is_a_dialogue_unless_it_is_to_be_narrated() -> None:
    assert choose(Brief(prompt="two people", script=SCRIPT))[0] is Archetype.DIALOGUE
    narrated = Brief(prompt="two people", script=SCRIPT, story=StoryBrief(telling=Telling.NARRATED))
    assert choose(narrated)[0] is not Archetype.DIALOGUE


def test_another_seed_can_be_another_telling() -> None:
    chosen = {choose(Brief(prompt="a new lamp", mode=Mode.AD, seed=seed))[0] for seed in range(20)}
    assert len(chosen) > 1
