"""Scenes that are longer than a model's clips are shot in chunks that add up."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.brief import Brief
from film.catalogue import Capability, Model
from film.chunks import Opening, chunk_frames, chunked, chunks_of
from film.format import FRAME_RATES, FilmFormat
from film.planning import finish_plan, plan_request
from film.recipe import Recipe
from tests.film.models import ALL, named
from tests.film.test_planning import planned_film, planned_scene

MOTION = [model for model in ALL if model.capability is Capability.MOTION]
models = st.sampled_from(MOTION)


def longest_s(model: Model, fps: int) -> float:
    rule = model.takes.rules.get(model.inputs.get("frames", ""))
    most = rule.most / fps if rule is not None and rule.most is not None else math.inf
    return min(most, model.seconds_for(3600))


@given(
    model=models, frames=st.integers(1, 60 * 180), fps=st.sampled_from(FRAME_RATES), cap=st.none() | st.floats(1, 12)
)
def test_chunks_add_up_to_the_scene_and_fit_into_real_clips(
    model: Model, frames: int, fps: int, cap: float | None
) -> None:
    chunks = chunks_of(frames, fps, model, longest_s=cap)
    assert sum(chunk.frames for chunk in chunks) == frames
    assert [chunk.start for chunk in chunks] == [sum(c.frames for c in chunks[:i]) for i in range(len(chunks))]
    for chunk in chunks:
        assert chunk.frames / fps <= chunk.asked_s + 1e-6
        assert chunk.trimmed_s == pytest.approx(chunk.asked_s - chunk.frames / fps, abs=1e-3)
    if cap is None:
        assert len(chunks) == math.ceil(frames / math.floor(longest_s(model, fps) * fps + 1e-6))


@pytest.mark.parametrize(
    ("slug", "seconds", "asked"),
    [
        ("google/veo-3.1", 8.0, [8]),
        ("google/veo-3.1", 9.0, [6, 4]),
        ("google/veo-3.1", 17.0, [8, 6, 4]),
        ("wan-video/wan-2.5-i2v", 11.0, [10, 5]),
    ],
)
def test_no_more_is_asked_than_the_scene_needs(slug: str, seconds: float, asked: list[int]) -> None:
    assert [chunk.asked_s for chunk in chunks_of(round(seconds * 24), 24, named(slug))] == asked


def test_the_first_chunk_opens_on_the_storyboard_frame_and_the_next_on_the_last_picture() -> None:
    chunks = chunks_of(24 * 12, 24, named("google/veo-3.1"))
    assert [chunk.opening for chunk in chunks] == [Opening.STORYBOARD, Opening.LAST_FRAME]
    assert [chunk.still for chunk in chunks] == [0, None]


@given(model=models, fps=st.sampled_from(FRAME_RATES), beats=st.lists(st.integers(0, 1500), max_size=12))
def test_any_number_of_stills_is_mapped_to_chunks(model: Model, fps: int, beats: list[int]) -> None:
    stills, frames = sorted(beats), 1400
    chunks = chunks_of(frames, fps, model, stills=stills)
    assert sum(chunk.frames for chunk in chunks) == frames
    assert {chunk.start for chunk in chunks if chunk.opening is Opening.STORYBOARD} == {b for b in stills if b < frames}
    for chunk in chunks:
        assert (chunk.still is not None) == (chunk.opening is Opening.STORYBOARD)
        assert chunk.still is None or stills[chunk.still] == chunk.start
        assert (chunk.opening is Opening.WORDS) == (chunk.start == 0 and 0 not in stills)


def test_a_plan_states_chunks_only_for_scenes_longer_than_a_clip() -> None:
    film_format = FilmFormat(fps=24)
    request = plan_request(Brief(prompt="a robot", duration_s=24))
    plan = finish_plan(planned_film([planned_scene()] * request.scene_count), request, film_format)
    veo = chunked(plan, named("google/veo-3.1"), film_format, Recipe())
    assert all(scene.chunks == () for scene in veo.scenes)
    short = chunked(plan, named("google/veo-3.1"), film_format, Recipe(longest_clip_s=4))
    assert any(scene.chunks for scene in short.scenes)
    for scene in short.scenes:
        assert sum(scene.chunks or (scene.frames,)) == scene.frames
        assert all(frames <= 4 * 24 for frames in scene.chunks)


def test_a_scene_without_frames_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        chunk_frames(0, 24, named("google/veo-3.1"))
