"""The palettes of hours, weathers, accents and seeds."""

import pytest

from film.shot import TimeOfDay, Weather
from planner.shot import Setting, Shot
from previz.art.light import palette_for
from previz.art.paint import luminance, rgb


def shot(**changes: object) -> Shot:
    return Shot.model_validate({"setting": Setting.HILLS} | changes)


@pytest.mark.parametrize("hour", list(TimeOfDay))
@pytest.mark.parametrize("weather", list(Weather))
def test_every_hour_and_weather_has_a_whole_palette(hour: TimeOfDay, weather: Weather) -> None:
    palette = palette_for(shot(time_of_day=hour, weather=weather))
    assert len(palette.sky) == 6
    assert -1 <= palette.key_x <= 1
    for colour in (*palette.sky, palette.near, palette.window, palette.wall, palette.fabric):
        assert all(0 <= channel <= 255 for channel in rgb(colour))


def test_the_same_shot_has_the_same_palette() -> None:
    assert palette_for(shot(seed=41)) == palette_for(shot(seed=41))


def test_seeds_give_different_moods_of_one_hour() -> None:
    assert len({palette_for(shot(time_of_day="sunset", seed=seed)).sky for seed in range(12)}) == 12


def test_night_is_darker_than_day_and_says_so() -> None:
    day, night = palette_for(shot(time_of_day="day")), palette_for(shot(time_of_day="night"))
    assert night.night and not day.night
    assert luminance(night.sky[2]) < luminance(day.sky[2]) / 2


def test_an_accent_is_used_as_it_is_and_tints_the_cloth() -> None:
    palette = palette_for(shot(accent="#11cc88"))
    plain = palette_for(shot())
    assert palette.accent == "#11cc88"
    assert palette.fabric != plain.fabric and palette.glow != plain.glow


def test_fog_brings_far_and_near_together() -> None:
    clear, fog = palette_for(shot()), palette_for(shot(weather="fog"))
    assert luminance(fog.far) - luminance(fog.mid) < luminance(clear.far) - luminance(clear.mid)
