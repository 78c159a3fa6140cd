from itertools import product
from random import Random

import pytest

from film.brief import AdBrief, Brief, Mode
from film.lettering import BrandColours
from film.plan import MusicMood
from film.shot import TimeOfDay, Weather
from film.style import StyleSpec
from planner.planner import Planner
from planner.reader import Reader
from planner.style import choose_style, looks

STORY = Brief(prompt="a fox on a hill")


def chosen(brief: Brief, mood: MusicMood = MusicMood.WARM, *, seed: int = 1, world: str = "country",
           time: TimeOfDay = TimeOfDay.DAY, weather: Weather = Weather.CLEAR) -> StyleSpec:  # fmt: skip
    return choose_style(brief, mood, world=world, time=time, weather=weather, rng=Random(seed))


def test_the_bank_is_rich_and_every_look_complete() -> None:
    assert len(looks()) >= 12
    for look in looks():
        style = look.style
        assert all((style.lighting, style.camera, style.lens, style.texture, style.grade))
        assert 3 <= len(style.palette) <= 5


@pytest.mark.parametrize(("time", "weather"), list(product(TimeOfDay, Weather)))
def test_no_look_contradicts_its_light(time: TimeOfDay, weather: Weather) -> None:
    for mood, mode in product(MusicMood, Mode):
        style = chosen(STORY.model_copy(update={"mode": mode}), mood, time=time, weather=weather)
        if time is TimeOfDay.NIGHT:
            assert "sun" not in style.lighting
            assert "daylight" not in style.lighting
        if weather in {Weather.RAIN, Weather.STORM, Weather.SNOW}:
            assert "sun" not in style.lighting


def test_the_same_seed_chooses_the_same_look() -> None:
    assert chosen(STORY, seed=3) == chosen(STORY, seed=3)
    assert len({chosen(STORY, seed=seed).texture for seed in range(20)}) > 1


def test_words_of_the_prompt_choose_a_look() -> None:
    brief = Brief(prompt="a watercolour film about a fox")
    assert "watercolour" in chosen(brief, MusicMood.TENSE).texture


def test_a_style_that_was_given_wins_whole() -> None:
    own = StyleSpec(lighting="candles", camera="", lens="", texture="", mood="", palette=(), grade="")
    assert chosen(STORY.model_copy(update={"style": own})) == own


def test_the_colours_of_a_brand_lead_the_palette(planner: Planner, reader: Reader) -> None:
    colours = BrandColours(primary="#1f8a8f", accent="#f07f66")
    brief = Brief(prompt="a serum", mode=Mode.AD, ad=AdBrief(colours=colours))
    style = chosen(brief)
    assert style.palette[:2] == ("#1f8a8f", "#f07f66")
    shot = reader.read(f"Wide shot, static. A white cup. Setting: a table. Day, clear. Look: {style.sentence}.", seed=1)
    assert shot.accent == "#1f8a8f"


def test_the_look_never_paints_the_hero(reader: Reader) -> None:
    for look in looks():
        prompt = f"Wide shot, static. A fox walking. Setting: a hill. Day, clear. Look: {look.style.sentence}."
        shot = reader.read(prompt, seed=1)
        assert shot.actors[0].colour is None
        assert shot.accent is not None
