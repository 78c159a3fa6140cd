"""The indoor settings, the market, space and the sea floor: every hour, every shape of picture."""

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from film.shot import TimeOfDay, Weather
from planner.shot import Actor, ActorKind, Setting, Shot
from previz.art import settings
from previz.art.layer import Animation, Backdrop, Layer, Look
from previz.art.light import palette_for
from previz.art.stage import Stage

SETTINGS = (
    Setting.KITCHEN,
    Setting.LIVING_ROOM,
    Setting.OFFICE,
    Setting.WORKSHOP,
    Setting.MARBLE_COUNTER,
    Setting.STUDIO,
    Setting.STAGE,
    Setting.CAFE,
    Setting.MARKET,
    Setting.SPACE,
    Setting.UNDERWATER,
)
TABLED = (
    Setting.KITCHEN,
    Setting.LIVING_ROOM,
    Setting.OFFICE,
    Setting.WORKSHOP,
    Setting.MARBLE_COUNTER,
    Setting.CAFE,
    Setting.MARKET,
)
SIZES = ((192, 108), (108, 192), (108, 108))


def look_at(shot: Shot, size: tuple[int, int] = SIZES[0]) -> Look:
    return Look(Stage(*size), palette_for(shot), shot, np.random.default_rng([shot.seed, 1]))


def picture(backdrop: Backdrop, stage: Stage, t: float = 0.0, *, front: bool = True) -> NDArray[np.uint8]:
    """The backdrop without blur or camera, ``(height, width, 4)`` RGBA."""
    surface = skia.Surface(stage.width_px, stage.height_px)
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.scale(stage.scale, stage.scale)
    planes = [*backdrop.behind, *backdrop.props, *(backdrop.front if front else [])]
    for plane in planes:
        canvas.saveLayer(None, None)
        if isinstance(plane, Animation):
            plane.draw(canvas, t)
        else:
            plane.draw(canvas)
        canvas.restore()
    return np.array(surface.toarray(colorType=skia.kRGBA_8888_ColorType))


def pictured(shot: Shot, size: tuple[int, int] = SIZES[0], t: float = 0.0) -> NDArray[np.uint8]:
    look = look_at(shot, size)
    return picture(settings.build(look), look.stage, t)


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_hour_and_shape_gives_a_full_picture_with_depth(setting: Setting) -> None:
    for index, hour in enumerate(TimeOfDay):
        look = look_at(Shot(setting=setting, time_of_day=hour), SIZES[index % len(SIZES)])
        backdrop = settings.build(look)
        pixels = picture(backdrop, look.stage)
        assert (pixels[..., 3] == 255).all(), f"{hour}: see-through"
        assert pixels[..., :3].astype(float).std() > 12, f"{hour}: flat"
        depths = {plane.depth for plane in [*backdrop.behind, *backdrop.front] if isinstance(plane, Layer)}
        assert len(depths) >= 5


@pytest.mark.parametrize("setting", SETTINGS)
def test_same_shot_gives_same_picture(setting: Setting) -> None:
    shot = Shot(setting=setting, seed=11)
    assert np.array_equal(pictured(shot, t=1.5), pictured(shot, t=1.5))


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_layer_looks_the_same_however_often_it_is_drawn(setting: Setting) -> None:
    look = look_at(Shot(setting=setting))
    backdrop = settings.build(look)
    assert np.array_equal(picture(backdrop, look.stage), picture(backdrop, look.stage))


@pytest.mark.parametrize("setting", SETTINGS)
def test_seeds_differ(setting: Setting) -> None:
    one, other = (pictured(Shot(setting=setting, seed=seed)).astype(float) for seed in (1, 2))
    assert np.abs(one - other).mean() > 6


@pytest.mark.parametrize("setting", SETTINGS)
def test_day_and_night_differ(setting: Setting) -> None:
    day, night = (
        pictured(Shot(setting=setting, time_of_day=hour)).astype(float) for hour in (TimeOfDay.DAY, TimeOfDay.NIGHT)
    )
    assert np.abs(day - night).mean() > 6


@pytest.mark.parametrize("setting", SETTINGS)
def test_something_moves(setting: Setting) -> None:
    look = look_at(Shot(setting=setting), (480, 270))
    backdrop = settings.build(look)
    assert any(isinstance(plane, Animation) for plane in [*backdrop.behind, *backdrop.front])
    assert not np.array_equal(picture(backdrop, look.stage, 0.2), picture(backdrop, look.stage, 1.4))


@pytest.mark.parametrize("size", SIZES, ids=["16:9", "9:16", "1:1"])
@pytest.mark.parametrize("setting", SETTINGS)
def test_nothing_in_front_hides_the_middle(setting: Setting, size: tuple[int, int]) -> None:
    look = look_at(Shot(setting=setting, actors=(Actor(kind=ActorKind.ROBOT),)), size)
    backdrop = settings.build(look)
    front = Backdrop(behind=backdrop.front, front=[], floor=backdrop.floor)
    alpha = picture(front, look.stage)[..., 3]
    height, width = alpha.shape
    middle = alpha[int(0.1 * height) : int(0.82 * height), int(0.275 * width) : int(0.725 * width)]
    assert (middle > 150).mean() < 0.01


@pytest.mark.parametrize("setting", TABLED)
def test_a_thing_gets_a_table_and_a_person_the_floor(setting: Setting) -> None:
    thing = settings.build(look_at(Shot(setting=setting, actors=(Actor(kind=ActorKind.BOTTLE),))))
    person_look = look_at(Shot(setting=setting, actors=(Actor(kind=ActorKind.PERSON),)))
    person = settings.build(person_look)
    assert thing.floor < person.floor
    assert thing.floor < person_look.stage.height


@pytest.mark.parametrize("setting", SETTINGS)
def test_accent_and_weather_change_the_picture_without_error(setting: Setting) -> None:
    plain = pictured(Shot(setting=setting))
    tinted = pictured(Shot(setting=setting, accent="#d02060", weather=Weather.RAIN))
    assert not np.array_equal(plain, tinted)
