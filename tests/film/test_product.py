import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from film.product import Easing, Keyframe, Placement, Pose


@pytest.mark.parametrize("easing", list(Easing))
def test_every_easing_goes_from_start_to_end_without_turning_back(easing: Easing) -> None:
    steps = [easing.at(step / 50) for step in range(51)]

    assert (steps[0], steps[-1]) == (0, 1)
    assert steps == sorted(steps)


def test_before_the_first_and_after_the_last_keyframe_nothing_moves() -> None:
    placement = Placement(keyframes=(Keyframe(time_s=1, x=0.1), Keyframe(time_s=2, x=0.3, easing=Easing.LINEAR)))

    assert [placement.pose_at(t).x for t in (0, 1, 1.5, 2, 9)] == pytest.approx([0.1, 0.1, 0.2, 0.3, 0.3])


def test_held_values_jump() -> None:
    placement = Placement(keyframes=(Keyframe(time_s=0), Keyframe(time_s=1, scale=2, easing=Easing.HOLD)))

    assert [placement.pose_at(t).scale for t in (0, 0.99, 1)] == [1, 1, 2]


def test_without_keyframes_it_stands_in_its_place() -> None:
    assert Placement().pose_at(3) == Pose()


def test_keyframes_out_of_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="follow each other"):
        Placement(keyframes=(Keyframe(time_s=1), Keyframe(time_s=1)))


@given(st.lists(st.floats(0, 20), min_size=1, max_size=6, unique=True), st.floats(0, 25))
def test_a_pose_never_leaves_the_range_of_its_keyframes(times: list[float], at: float) -> None:
    keys = tuple(Keyframe(time_s=time, x=n % 3 - 1, opacity=n % 2) for n, time in enumerate(sorted(times)))

    pose = Placement(keyframes=keys).pose_at(at)

    assert min(key.x for key in keys) - 1e-9 <= pose.x <= max(key.x for key in keys) + 1e-9
    assert 0 <= pose.opacity <= 1
