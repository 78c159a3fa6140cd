import numpy as np
import pytest

from film.format import Aspect, FilmFormat, Quality
from film.lettering import BrandColours, Motion
from media.lettering.layout import safe_area
from media.lettering.lower_third import LowerThird, lower_third
from media.lettering.motion import Moving
from media.lettering.plate import plate_for
from media.lettering.text import Align, Face, set_text
from media.planes import filled, planes_of
from media.profile import VideoProfile
from tests.media.material import SMALL

WIDE = VideoProfile.of(FilmFormat(quality=Quality.DRAFT))


def word(text: str = "Typed", align: Align = Align.CENTRE) -> np.ndarray:
    return set_text(text, Face(40), width=280, height=60, max_lines=1, align=align).image


def moving(motion: Motion, **changes: object) -> Moving:
    values = {"x": 60, "y": 60, "first": 4, "last": 40, "enter": motion, "leave": motion, "step_px": 8} | changes
    return Moving(word(), **values)  # type: ignore[arg-type]


def luma(shown: Moving | LowerThird, frame: int, profile: VideoProfile = SMALL) -> np.ndarray:
    canvas = filled(profile.width, profile.height)
    shown.draw(planes_of(canvas), frame)
    return planes_of(canvas)[0].astype(int) - 16


@pytest.mark.parametrize("motion", list(Motion))
def test_every_motion_ends_in_the_same_picture_and_leaves_nothing_behind(motion: Motion) -> None:
    shown = moving(motion)

    assert luma(shown, 3).max() == luma(shown, 40).max() == 0
    assert np.array_equal(luma(shown, 20), luma(moving(Motion.CUT), 20))
    assert luma(shown, 20).max() > 200


@pytest.mark.parametrize("motion", [motion for motion in Motion if motion is not Motion.CUT])
def test_every_motion_takes_its_time_both_ways(motion: Motion) -> None:
    shown, whole = moving(motion), luma(moving(Motion.CUT), 20)

    for frame in (5, 38):
        assert not np.array_equal(luma(shown, frame), whole)


def test_rising_comes_from_below_and_sliding_from_the_side_where_reading_begins() -> None:
    def middle(shown: Moving, axis: int) -> float:
        weights = luma(shown, 4).sum(axis=axis)
        return float((weights * np.arange(len(weights))).sum() / weights.sum())

    rest = moving(Motion.CUT)
    assert middle(moving(Motion.RISE), 1) > middle(rest, 1) + 3
    assert middle(moving(Motion.SLIDE), 0) < middle(rest, 0) - 8
    assert middle(moving(Motion.SLIDE, from_right=True), 0) > middle(rest, 0) + 8


@pytest.mark.parametrize("from_right", [False, True])
def test_a_typewriter_shows_whole_letters_one_by_one(from_right: bool) -> None:
    shown = moving(Motion.TYPEWRITER, enter_frames=10, from_right=from_right)

    whole = luma(moving(Motion.CUT), 20)
    inked = [np.flatnonzero(luma(shown, frame).any(axis=0)) for frame in range(4, 14)]
    counts = [len(columns) for columns in inked]
    assert counts == sorted(counts)
    assert counts[1] < counts[4] < counts[9]
    for columns in inked[2:9]:
        edge = columns[0] - 1 if from_right else columns[-1] + 1
        assert whole[:, edge].max() == 0


def test_a_pop_grows_past_its_size_and_settles() -> None:
    shown = moving(Motion.POP, enter_frames=10)

    widths = [len(np.flatnonzero(luma(shown, frame).any(axis=0))) for frame in range(5, 15)]
    assert widths[0] < widths[-1] < max(widths)


def test_a_wipe_from_the_middle_uncovers_to_both_sides() -> None:
    bar = np.full((4, 100, 4), 255, np.uint8)
    shown = Moving(bar, 100, 80, 0, 30, Motion.WIPE, enter_frames=10, from_middle=True)

    columns = np.flatnonzero(luma(shown, 1).any(axis=0))
    assert columns[0] - 100 == pytest.approx(199 - columns[-1], abs=1)
    assert len(columns) < 60


def test_hebrew_stands_on_the_right_with_its_bar_there_and_its_full_stop_on_the_left() -> None:
    hebrew, english = (
        lower_third(text, profile=WIDE, first=0, last=48) for text in ("המגדלור שלמד לשיר.", "The lighthouse.")
    )

    safe = safe_area(WIDE)
    assert hebrew.area.right == safe.right
    assert english.area.left == safe.left
    image = hebrew.parts[0].image.astype(int)
    accent = (image[..., 0] - image[..., 2] > 100) & (image[..., 3] > 200)
    assert np.flatnonzero(accent.any(axis=0)).min() > image.shape[1] * 0.9
    dotted, bare = (
        set_text(text, Face(40), width=600, height=60, align=Align.START).image[..., 3] for text in ("שיר.", "שיר")
    )
    # The word stands at the right end either way.
    reach = bare.shape[1] - 20
    assert np.array_equal(dotted[:, -reach:], bare[:, -reach:])


@pytest.mark.parametrize("aspect", list(Aspect))
def test_a_typed_lower_third_is_whole_in_the_end(aspect: Aspect) -> None:
    profile = VideoProfile.of(FilmFormat(aspect=aspect, quality=Quality.DRAFT))
    text = "Typed by nobody, in two lines of text, gladly"
    typed = lower_third(text, profile=profile, first=0, last=96, enter=Motion.TYPEWRITER, leave=Motion.FADE)
    still = lower_third(text, profile=profile, first=0, last=96, enter=Motion.CUT, leave=Motion.CUT)

    assert typed.area == still.area
    early, late = luma(typed, 12, profile), luma(typed, 60, profile)
    assert (early > 180).sum() < (late > 180).sum()
    assert np.abs(late - luma(still, 60, profile)).max() <= 3


def test_ink_that_cannot_be_read_on_its_plate_is_changed_and_that_is_said() -> None:
    poor = BrandColours(ink="#ffe08a", plate="#ffd23f")

    shown = lower_third("Sale", profile=WIDE, first=0, last=24, colours=poor)

    assert shown.contrast.changed
    assert shown.contrast.enough
    assert not lower_third("Sale", profile=WIDE, first=0, last=24).contrast.changed


def test_a_plate_is_made_solid_before_its_ink_is_changed() -> None:
    assert plate_for("#ffffff", "#0e1118").opacity < 1
    solid = plate_for("#ffffff", "#b3261e")
    assert solid.opacity > 0.8
    assert solid.ink == "#ffffff"
