"""Every outdoor setting at every hour makes a picture worth looking at."""

import numpy as np
import pytest

from film.shot import TimeOfDay
from planner.shot import Setting, Shot
from previz.art.landmarks import landmarks_of
from previz.art.render import Renderer

OUTDOORS = [
    Setting.CITY_STREET,
    Setting.ROOFTOP,
    Setting.FOREST,
    Setting.HILLS,
    Setting.MOUNTAINS,
    Setting.BEACH,
    Setting.ROCKY_COAST,
    Setting.OPEN_SEA,
    Setting.DESERT,
    Setting.ROAD,
    Setting.VILLAGE,
]


@pytest.mark.parametrize("hour", list(TimeOfDay))
@pytest.mark.parametrize("setting", OUTDOORS)
def test_a_setting_is_neither_flat_nor_black(setting: Setting, hour: TimeOfDay) -> None:
    frame = Renderer(Shot(setting=setting, time_of_day=hour, seed=len(hour.value)), 192, 108).frame(0.5, 2.0)
    luma, chroma = frame[:108].astype(int), frame[108:].astype(int)
    assert 30 < luma.mean() < 215
    assert luma.std() > 9
    assert np.percentile(luma, 99) - np.percentile(luma, 1) > 45
    assert np.abs(chroma - 128).mean() > 3


@pytest.mark.parametrize("setting", OUTDOORS)
@pytest.mark.parametrize("size", [(144, 256), (160, 160)])
def test_a_setting_fills_tall_and_square_frames(setting: Setting, size: tuple[int, int]) -> None:
    frame = Renderer(Shot(setting=setting, seed=3), *size).frame(0.5, 2.0)
    luma = frame[: size[1]].astype(int)
    rows = luma.mean(axis=1)
    assert rows.min() > 20
    assert luma.std() > 9


def test_a_place_changes_the_skyline() -> None:
    plain, paris = (
        Renderer(Shot(setting=Setting.CITY_STREET, place=place, seed=3), 320, 180).frame(0.0, 2.0)[:180].astype(int)
        for place in (None, "Paris")
    )
    assert (np.abs(plain - paris) > 10).mean() > 0.01


@pytest.mark.parametrize(
    "place", ["austin", "Paris", " london ", "tokyo", "new york", "san francisco", "sydney", "rome"]
)
def test_known_places_have_landmarks(place: str) -> None:
    assert landmarks_of(place)


def test_an_unknown_place_has_none() -> None:
    assert landmarks_of("atlantis") == landmarks_of(None) == ()
