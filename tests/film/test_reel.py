"""A scene's clips as they come in: always covered to the frame, with no more clips than their lengths ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.assets import Asset, AssetKind
from film.reel import Reel
from film.timing import Short, Timing

FPS = 30


def clip(seconds: float | None) -> Asset:
    return Asset(
        key=f"assets/clip/{seconds}",
        kind=AssetKind.CLIP,
        sha256="0" * 64,
        size_bytes=1,
        content_type="video/mp4",
        duration_s=seconds,
    )


def shot(frames: int, planned: tuple[int, ...], *seconds: float | None, timing: Timing | None = None) -> Reel:
    """A reel after clips of these lengths; the last length is that of all further ones."""
    reel = Reel(frames, planned, FPS, timing or Timing())
    lengths = list(seconds)
    while reel.wanted:
        reel.add(clip(lengths.pop(0) if len(lengths) > 1 else lengths[0]))
    return reel


def used(reel: Reel) -> list[tuple[int, int]]:
    return [(chunk.frames, chunk.skip) for chunk in reel.chunks]


def test_a_scene_of_one_clip_is_that_clip() -> None:
    assert used(shot(120, (), 5.0)) == [(120, 0)]


def test_planned_clips_are_used_as_planned_without_the_picture_they_repeat() -> None:
    assert used(shot(270, (135, 135), 5.0)) == [(135, 0), (135, 1)]


def test_a_clip_without_a_picture_to_spare_keeps_its_first() -> None:
    assert used(shot(240, (120, 120), 4.0)) == [(120, 0), (120, 0)]


def test_a_model_of_shorter_clips_needs_more_of_them() -> None:
    """Nine seconds planned as five and four, by a model that makes three: as many as nine by three."""
    assert used(shot(270, (150, 120), 3.0)) == [(90, 0), (90, 0), (90, 0)]


def test_a_clip_that_covers_all_that_is_left_spares_the_others() -> None:
    assert used(shot(270, (150, 120), 10.0)) == [(270, 0)]


def test_a_clip_that_is_short_by_a_little_has_its_end_held() -> None:
    assert used(shot(240, (120, 120), 3.9)) == [(120, 0), (120, 0)]


def test_a_clip_of_unknown_length_is_taken_for_what_was_ordered() -> None:
    assert used(shot(240, (120, 120), None)) == [(120, 0), (120, 0)]


@pytest.mark.parametrize(
    ("timing", "clips"),
    [(Timing(), 2), (Timing(short=Short.SLOW_DOWN), 1), (Timing(short=Short.PING_PONG), 1)],
    ids=["hold", "slow down", "ping-pong"],
)
def test_an_only_clip_may_be_stretched_as_the_film_wants(timing: Timing, clips: int) -> None:
    assert len(shot(150, (), 4.5, timing=timing).chunks) == clips


def test_what_could_not_be_shot_lengthens_the_last_clip() -> None:
    reel = Reel(270, (90, 90, 90), FPS, Timing())
    reel.add(clip(3.0))
    assert (reel.wanted, used(reel)) == (90, [(270, 0)])


def test_clips_of_next_to_no_length_are_not_bought_for_ever() -> None:
    assert used(shot(270, (135, 135), 0.2)) == [(270, 0)]


@given(
    planned=st.lists(st.integers(12, 300), min_size=1, max_size=6),
    lengths=st.lists(st.one_of(st.none(), st.floats(0.04, 20)), min_size=1, max_size=8),
)
def test_any_clips_cover_any_scene_to_the_frame(planned: list[int], lengths: list[float | None]) -> None:
    frames = sum(planned)
    reel = shot(frames, tuple(planned), *lengths)
    assert sum(chunk.frames for chunk in reel.chunks) == frames
    assert len(reel.chunks) <= 40 and all(chunk.frames > 0 for chunk in reel.chunks)


@given(frames=st.integers(30, 3000), seconds=st.integers(2, 12))
def test_no_more_clips_are_shot_than_their_length_asks_for(frames: int, seconds: int) -> None:
    assert len(shot(frames, (), float(seconds)).chunks) <= -(-frames // (seconds * FPS - 1)) + 1
