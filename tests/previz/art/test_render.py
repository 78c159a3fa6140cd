"""Frames: size, sameness, difference, life."""

from itertools import pairwise

import numpy as np
import pytest

from film.shot import CameraMove, Framing, TimeOfDay, Weather
from planner.shot import Action, Actor, ActorKind, Setting, Shot
from previz.art.plane import ActorPlane
from previz.art.render import Renderer

ROBOT = Actor(kind=ActorKind.ROBOT)


def shot(**changes: object) -> Shot:
    return Shot.model_validate({"setting": Setting.HILLS, "actors": (ROBOT,)} | changes)


def luma(picture: np.ndarray) -> np.ndarray:
    return picture[: picture.shape[0] * 2 // 3].astype(int)


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (240, 240), (960, 540)])
def test_a_frame_is_i420_of_the_size_asked_for(size: tuple[int, int]) -> None:
    width, height = size
    frame = Renderer(shot(), width, height).frame(0.5, 2.0)
    assert frame.shape == (height * 3 // 2, width) and frame.dtype == np.uint8


@pytest.mark.parametrize("size", [(321, 180), (320, 181), (8, 8)])
def test_an_odd_or_tiny_size_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="even sides"):
        Renderer(shot(), *size)


def test_the_same_shot_gives_the_same_bytes_in_any_order_of_frames() -> None:
    some = shot(weather=Weather.STORM, framing=Framing.CLOSE, seed=5)
    first, second = Renderer(some, 320, 180), Renderer(some, 320, 180)
    early, late = first.frame(0.0, 4.0, 0.3), first.frame(2.5, 4.0, 0.9)
    assert (second.frame(2.5, 4.0, 0.9) == late).all()
    assert (second.frame(0.0, 4.0, 0.3) == early).all()


def test_seeds_change_the_layout_not_only_the_grain() -> None:
    a, b = (luma(Renderer(shot(seed=seed), 320, 180).frame(0.0, 2.0)) for seed in (1, 2))
    assert (np.abs(a - b) > 12).mean() > 0.2


def test_framings_differ() -> None:
    pictures = [luma(Renderer(shot(framing=framing), 320, 180).frame(0.0, 2.0)) for framing in Framing]
    for near, far in pairwise(pictures):
        assert (np.abs(near - far) > 12).mean() > 0.04


def test_the_background_of_a_close_shot_is_softer() -> None:
    def edges(framing: Framing) -> float:
        picture = luma(Renderer(shot(setting="city_street", framing=framing), 960, 540).frame(0.0, 2.0))[
            150:400, 40:260
        ]
        return float(np.abs(np.diff(picture, axis=1)).mean())

    assert edges(Framing.CLOSE) < 0.6 * edges(Framing.WIDE)


@pytest.mark.parametrize("move", list(CameraMove))
def test_every_move_moves(move: CameraMove) -> None:
    renderer = Renderer(shot(setting="mountains", camera=move, actors=()), 320, 180)
    assert (np.abs(luma(renderer.frame(0.0, 4.0)) - luma(renderer.frame(2.6, 4.0))) > 2).mean() > 0.02


@pytest.mark.parametrize("weather", list(Weather))
def test_every_weather_draws(weather: Weather) -> None:
    renderer = Renderer(shot(weather=weather, camera="static"), 320, 180)
    assert luma(renderer.frame(1.0, 4.0)).std() > 8


def test_falling_weather_moves_and_stays_out_of_rooms() -> None:
    def change(setting: str, weather: str) -> float:
        renderer = Renderer(shot(setting=setting, weather=weather, actors=(), camera="static"), 320, 180)
        return float(np.abs(luma(renderer.frame(1.0, 4.0)) - luma(renderer.frame(1.2, 4.0))).mean())

    assert change("hills", "snow") > 1.5 * change("hills", "clear")
    assert change("kitchen", "snow") <= change("kitchen", "clear") + 0.05


def test_the_subject_is_seen() -> None:
    with_robot, empty = (luma(Renderer(shot(actors=cast), 320, 180).frame(0.0, 2.0)) for cast in ((ROBOT,), ()))
    middle = np.s_[40:160, 110:210]
    assert (np.abs(with_robot[middle] - empty[middle]) > 10).mean() > 0.15


def test_the_mouth_opens_for_the_subject_only() -> None:
    renderer = Renderer(shot(framing=Framing.CLOSE, camera="static"), 480, 270)
    assert (renderer.frame(0.5, 2.0, 0.0) != renderer.frame(0.5, 2.0, 1.0)).any()


def test_a_walker_crosses_the_frame_and_stays_inside() -> None:
    walker = shot(actors=(Actor(kind=ActorKind.ROBOT, action=Action.WALK),), camera="static", setting="desert")
    empty = shot(actors=(), camera="static", setting="desert")
    drawn, bare = Renderer(walker, 320, 180), Renderer(empty, 320, 180)
    assert drawn.frame(0.0, 5.0).shape == bare.frame(0.0, 5.0).shape
    early, late = drawn.frame(0.2, 5.0), drawn.frame(4.8, 5.0)
    assert (np.abs(luma(early) - luma(late)) > 10).mean() > 0.05


def test_night_is_dark_and_day_is_bright() -> None:
    day, night = (
        luma(Renderer(shot(time_of_day=hour), 320, 180).frame(0, 2)).mean() for hour in (TimeOfDay.DAY, TimeOfDay.NIGHT)
    )
    assert night < 0.6 * day


def test_an_arm_alone_never_reaches_into_a_close_shot() -> None:
    dancer = Actor(kind=ActorKind.PERSON, action=Action.DANCE)
    alone, together = (
        Renderer(shot(actors=cast, framing=Framing.CLOSE, camera="static"), 180, 320)
        for cast in ((dancer,), (dancer,) * 3)
    )
    assert sum(isinstance(plane, ActorPlane) for plane in alone._planes) == 1
    assert sum(isinstance(plane, ActorPlane) for plane in together._planes) == 1
