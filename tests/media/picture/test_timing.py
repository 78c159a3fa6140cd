from fractions import Fraction
from pathlib import Path

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from film.timing import Long, Short, Timing
from media.contract import read_contract
from media.picture import decoding
from media.picture.cadence import Cadence
from media.picture.conform import Target, conform
from media.picture.timing import pace
from tests.media.material import SMALL, contract_clip
from tests.media.picture.numbered import numbered_clip, shown


def played(clip: Path, frames: int, timing: Timing, fps: int = 24) -> list[int]:
    profile = SMALL.model_copy(update={"fps": fps})
    out = clip.parent / "out.mp4"
    conform(clip, [Target(out, profile)], frames=frames, edge_frames=2, timing=timing)
    return shown(out)


def test_a_long_clip_keeps_its_beginning_by_default(tmp_path: Path) -> None:
    assert played(numbered_clip(tmp_path / "clip.mp4", 40), 24, Timing()) == list(range(24))


def test_a_long_clip_can_keep_its_middle(tmp_path: Path) -> None:
    clip = numbered_clip(tmp_path / "clip.mp4", 40)

    assert played(clip, 24, Timing(long=Long.CENTRE)) == list(range(8, 32))


def test_a_slightly_long_clip_can_be_sped_up_to_show_all(tmp_path: Path) -> None:
    numbers = played(numbered_clip(tmp_path / "clip.mp4", 24), 20, Timing(long=Long.SPEED_UP))

    assert (numbers[0], numbers[-1], len(numbers)) == (0, 23, 20)
    assert numbers == sorted(set(numbers))


def test_speed_has_a_limit_and_the_rest_is_trimmed(tmp_path: Path) -> None:
    numbers = played(numbered_clip(tmp_path / "clip.mp4", 48), 20, Timing(long=Long.SPEED_UP, max_speed=1.5))

    assert numbers[-1] == pytest.approx(19 * 1.5, abs=1)
    assert numbers == sorted(numbers)


def test_a_short_clip_holds_its_last_picture_by_default(tmp_path: Path) -> None:
    assert played(numbered_clip(tmp_path / "clip.mp4", 8), 12, Timing()) == [*range(8), 7, 7, 7, 7]


def test_a_short_clip_can_start_again(tmp_path: Path) -> None:
    clip = numbered_clip(tmp_path / "clip.mp4", 8)

    assert played(clip, 20, Timing(short=Short.LOOP)) == [*range(8), *range(8), *range(4)]


def test_a_short_clip_can_run_back_and_forth_without_stuttering(tmp_path: Path) -> None:
    clip = numbered_clip(tmp_path / "clip.mp4", 5)

    assert played(clip, 18, Timing(short=Short.PING_PONG)) == [0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 2, 3, 4, 3, 2, 1, 0, 1]


def test_running_back_holds_only_some_pictures_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_CHUNK_BYTES", 5 * 3 * 320 * 180)
    clip = numbered_clip(tmp_path / "clip.mp4", 23)

    assert played(clip, 45, Timing(short=Short.PING_PONG)) == [*range(23), *range(21, -1, -1)]


@pytest.mark.parametrize("short", [Short.LOOP, Short.PING_PONG])
@pytest.mark.parametrize("count", [1, 2])
def test_clips_of_one_or_two_pictures_can_be_repeated(tmp_path: Path, short: Short, count: int) -> None:
    clip = numbered_clip(tmp_path / "clip.mkv", count)

    assert played(clip, 7, Timing(short=short)) == [number % count for number in range(7)]


def test_a_slightly_short_clip_can_be_slowed_down_to_fill(tmp_path: Path) -> None:
    numbers = played(numbered_clip(tmp_path / "clip.mp4", 20), 24, Timing(short=Short.SLOW_DOWN))

    assert sorted(set(numbers)) == list(range(20))
    assert numbers == sorted(numbers)
    assert numbers.count(19) <= 2


def test_slowness_has_a_limit_and_the_last_picture_is_held(tmp_path: Path) -> None:
    numbers = played(numbered_clip(tmp_path / "clip.mp4", 8), 24, Timing(short=Short.SLOW_DOWN, min_speed=0.5))

    assert numbers.index(7) == pytest.approx(14, abs=1)
    assert numbers[15:] == [7] * 9


def test_looping_follows_the_clip_not_the_film_in_time(tmp_path: Path) -> None:
    clip = numbered_clip(tmp_path / "clip.mp4", 6, fps=12)

    assert played(clip, 24, Timing(short=Short.LOOP)) == [n // 2 % 6 for n in range(24)]


def test_a_contract_clip_is_copied_only_where_time_is_left_alone(tmp_path: Path) -> None:
    clip = contract_clip(tmp_path / "clip.mp4", 30)

    def copied(frames: int, timing: Timing) -> int:
        made = conform(clip, [Target(tmp_path / "out.mp4", SMALL)], frames=frames, edge_frames=2, timing=timing)
        return made[0].copied_frames

    assert copied(26, Timing(long=Long.TRIM)) > 0
    assert copied(26, Timing(long=Long.SPEED_UP)) == 0
    assert copied(24, Timing(long=Long.CENTRE)) == 0
    assert copied(40, Timing(short=Short.LOOP)) == 0
    assert copied(30, Timing(short=Short.LOOP, long=Long.SPEED_UP)) > 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    count=st.integers(1, 30),
    clip_fps=st.sampled_from([10, 24, 30]),
    frames=st.integers(6, 60),
    short=st.sampled_from(Short),
    long=st.sampled_from(Long),
    fps=st.sampled_from([24, 30]),
)
def test_every_policy_gives_exactly_the_frames_asked_for(
    tmp_path: Path, count: int, clip_fps: int, frames: int, short: Short, long: Long, fps: int
) -> None:
    clip = numbered_clip(tmp_path / "clip.mp4", count, fps=clip_fps)

    numbers = played(clip, frames, Timing(short=short, long=long), fps)

    assert len(numbers) == frames
    assert set(numbers) <= set(range(count))
    index = read_contract(tmp_path / "out.mp4", SMALL.model_copy(update={"fps": fps}))
    assert index is not None
    assert {0, 2, frames - 2} <= set(index.gops)


@given(
    length=st.fractions(Fraction(1, 100), 1000, max_denominator=30_000),
    frames=st.integers(1, 5000),
    fps=st.sampled_from([24, 25, 30, 60]),
    short=st.sampled_from(Short),
    long=st.sampled_from(Long),
)
def test_speed_stays_in_the_stated_range(length: Fraction, frames: int, fps: int, short: Short, long: Long) -> None:
    way = pace(Timing(short=short, long=long), length, frames, fps)

    assert Fraction(4, 5) <= way.speed <= Fraction(5, 4)
    assert 0 <= way.offset <= length
    assert way.untouched == (way.speed == 1 and way.offset == 0 and not way.repeats)


@pytest.mark.parametrize("wrong", [{"max_speed": 0.9}, {"max_speed": 9}, {"min_speed": 1.1}, {"min_speed": 0}])
def test_speeds_that_are_none_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Timing.model_validate(wrong)


@given(times=st.lists(st.fractions(0, 10), min_size=1, max_size=20).map(sorted), count=st.integers(1, 60))
def test_a_cadence_gives_every_frame_once_and_in_order(times: list[Fraction], count: int) -> None:
    cadence = Cadence[int](24, count)
    given_out = [cadence.see(time, number) for number, time in enumerate(times)] + [cadence.rest()]

    frames = [frame for shown in given_out if shown for frame in range(shown[1], shown[2])]

    assert frames == list(range(count))
    assert cadence.complete


def test_numbered_pictures_are_told_apart(tmp_path: Path) -> None:
    assert shown(numbered_clip(tmp_path / "clip.mp4", 48)) == list(range(48))
    with av.open(str(tmp_path / "clip.mp4")) as container:
        assert container.streams.video[0].frames == 48
