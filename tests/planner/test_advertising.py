import re

import pytest

from film.brief import Brief, Mode
from film.format import Aspect, FilmFormat, Quality
from film.plan import Plan
from film.planning import finish_plan, plan_request
from film.prompts import scene_prompt
from planner.names import find_names
from planner.offers import find_offer
from planner.planner import Planner
from planner.reader import Reader
from planner.shot import ActorKind

K = ActorKind
FORMAT = FilmFormat(aspect=Aspect.PORTRAIT, quality=Quality.FINAL, fps=30)

# Each brief with its name, what is drawn for it, and what its last scene shows (None: a call of our own).
ADS = [
    (
        "Introducing Glow, a vitamin C serum by Lumière for tired skin. Buy now for $24.99",
        "Glow",
        K.DROPPER_BOTTLE,
        "Buy now for $24.99",
    ),
    ("Meet Nova 3, a phone that folds. Pre-order today", "Nova 3", K.PHONE, "Pre-order today"),
    ("Crumb & Co – the bakery on the corner. Open every Saturday", "Crumb & Co", K.BOX, "Open every Saturday"),
    ("An ad for my bakery Crumb & Co", "Crumb & Co", K.BOX, None),
    ("The Bloom app helps you sleep. Download free at bloom.app", "Bloom", K.PHONE, "Download free at bloom.app"),
    ("Lumière's new Glow serum, 30 ml, 20% off until Sunday", "Glow", K.DROPPER_BOTTLE, "20% off · until Sunday"),
    ("ZING, the energy drink with no sugar", "ZING", K.CAN, None),
    ("A commercial for 'Hush' headphones with USB-C. Free shipping", "Hush", K.HEADPHONES, "Free shipping"),
    ("Glow by Lumière. A face cream with 2% retinol", "Glow", K.JAR, None),
    ("A face cream called Étoile from Maison Véra", "Étoile", K.JAR, None),
    ("Aura smart lamp, 20% off this week", "Aura", K.LANTERN, "20% off · this week"),
    (
        "Nordlys, a music festival in the north, 21 June. Tickets at nordlys.no",
        "Nordlys",
        K.PERSON,
        "Tickets at nordlys.no · 21 June",
    ),
    (
        "Insurance for start-ups by Fernwood. Get a quote in two minutes",
        "Fernwood",
        K.PERSON,
        "Get a quote",
    ),
    ("Northwind insurance: cover for your bike from £4 a month", "Northwind", K.PERSON, "From £4 a month"),
    ("Café Lune, a quiet café in Paris with the best croissants", "Café Lune", K.CUP, None),
    ("a coffee shop named Slow Hours, happy hour from 3 to 5 pm", "Slow Hours", K.CUP, "Happy hour 3–5 pm"),
    ("running shoes by Kestrel, light as air, $89", "Kestrel", K.SHOE, "$89"),
    ("H2O filter bottle from the brand PURA", "PURA", K.BOTTLE, None),
    ("Promo for Ember, the candle that smells like rain", "Ember", K.JAR, None),
    ("Try Hearth oat milk. Now in stores", "Hearth", K.BOTTLE, "Now in stores"),
    (
        "Fern & Fable bookshop reading night, Friday 7 pm, free entry",
        "Fern & Fable",
        K.BOOK,
        "Friday 7 pm · free entry",
    ),
    ("the Pip smartwatch from Orbit. Order now and save $50", "Pip", K.WATCH, "Order now and save $50"),
    ("Introducing the all-new Volt 2 electric bike. Test ride today", "Volt 2", K.BICYCLE, "Test ride today"),
    ("A dentist ad: Bright Smile Clinic, call 555-0199", "Bright Smile Clinic", K.PERSON, "Call 555-0199"),
    ('"Salt" – a ceramic watch', "Salt", K.WATCH, None),
    (
        "EcoWash detergent sheets, plastic-free, subscribe and save 15%",
        "EcoWash",
        K.BOTTLE,
        "Subscribe and save 15%",
    ),
    ("Visit Lisbon with AirNova, flights from €39", "AirNova", K.ROCKET, "From €39"),
    ("Crumb is a sourdough bakery. Come by for a loaf", "Crumb", K.BOX, "Come by for a loaf"),
    (
        "Rosa's Kitchen, homemade lasagne delivered. Order at rosaskitchen.com",
        "Rosa's Kitchen",
        K.CUP,
        "Order at rosaskitchen.com",
    ),
    ("A serum with vitamin C for dry skin", None, K.DROPPER_BOTTLE, None),
]
IDS = [brief for brief, *_ in ADS]


def plan_ad(planner: Planner, prompt: str) -> Plan:
    request = plan_request(Brief(prompt=prompt, mode=Mode.AD, duration_s=24))
    return finish_plan(planner.plan(request), request, FORMAT)


def says(line: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line) is not None


@pytest.mark.parametrize(("prompt", "name", "kind", "shown"), ADS, ids=IDS)
def test_finds_the_name(prompt: str, name: str | None, kind: ActorKind, shown: str | None) -> None:
    names = find_names(prompt, advertised=True)
    assert (names.product or names.maker) == name


@pytest.mark.parametrize(("prompt", "name", "kind", "shown"), ADS, ids=IDS)
def test_the_product_is_drawn_with_its_label_where_it_is_revealed_and_at_the_end(
    planner: Planner, reader: Reader, prompt: str, name: str | None, kind: ActorKind, shown: str | None
) -> None:
    plan = plan_ad(planner, prompt)
    actors = [reader.read(scene_prompt(plan, scene), seed=scene.seed).actors for scene in plan.scenes]
    with_product = [seen[0] for seen in actors if seen and seen[0].kind is kind]
    assert actors[-1][0].kind is kind
    assert len(with_product) >= 2
    if name and kind not in {K.PERSON, K.LANTERN, K.BICYCLE}:
        assert {actor.label for actor in with_product} == {name}


@pytest.mark.parametrize(("prompt", "name", "kind", "shown"), ADS, ids=IDS)
def test_every_scene_of_an_advertisement_shows_somebody_or_the_product(
    planner: Planner, reader: Reader, prompt: str, name: str | None, kind: ActorKind, shown: str | None
) -> None:
    plan = plan_ad(planner, prompt)
    for scene in plan.scenes:
        seen = reader.read(scene_prompt(plan, scene), seed=scene.seed).actors
        assert seen
        assert seen[0].kind in {kind, K.PERSON, K.CHILD}


@pytest.mark.parametrize(("prompt", "name", "kind", "shown"), ADS, ids=IDS)
def test_the_name_is_said_sparingly_and_shown_once(
    planner: Planner, prompt: str, name: str | None, kind: ActorKind, shown: str | None
) -> None:
    plan = plan_ad(planner, prompt)
    if name is None:
        assert all("this" not in (scene.on_screen_text or "") for scene in plan.scenes)
        return
    assert name in plan.title
    assert 1 <= sum(says(scene.narration, name) for scene in plan.scenes) <= 3
    assert any(name in (scene.on_screen_text or "") for scene in plan.scenes[:-1])


@pytest.mark.parametrize(("prompt", "name", "kind", "shown"), ADS, ids=IDS)
def test_the_film_ends_with_the_offer_and_a_call(
    planner: Planner, prompt: str, name: str | None, kind: ActorKind, shown: str | None
) -> None:
    scenes = plan_ad(planner, prompt).scenes
    texts = [scene.on_screen_text for scene in scenes if scene.on_screen_text]
    assert scenes[-1].on_screen_text is not None
    assert all(len(text.replace("·", " ").split()) <= 5 for text in texts)
    if shown is not None:
        assert shown.lower() in " / ".join(texts[-2:]).lower()


@pytest.mark.parametrize(("prompt", "name", "kind", "shown"), ADS, ids=IDS)
def test_prices_and_discounts_are_said(
    planner: Planner, prompt: str, name: str | None, kind: ActorKind, shown: str | None
) -> None:
    said = " ".join(scene.narration for scene in plan_ad(planner, prompt).scenes)
    for figure in re.findall(r"[$€£]\d[\d.]*\d|\d+%", shown or ""):
        assert figure in said


def test_the_maker_signs_the_product(planner: Planner) -> None:
    texts = [scene.on_screen_text for scene in plan_ad(planner, ADS[0][0]).scenes]
    assert "Glow by Lumière" in texts


@pytest.mark.parametrize(
    "prompt",
    ["vitamin C serum", "A bottle of H2O", "30 ml of serum", "a USB-C cable", "cream with 2% retinol", "SPF 50"],
)
def test_letters_units_and_substances_are_no_names(prompt: str) -> None:
    names = find_names(prompt, advertised=True)
    assert (names.labels, names.maker) == ((), None)


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("Otto, a robot who waters plants", "Otto"),
        ("A girl named Mia flies a kite", "Mia"),
        ("Meet Nova 3, a rocket", "Nova 3"),
        ("A letter from Paris", None),
        ("Night, a lighthouse in a storm", None),
        ("A silver robot walks through downtown Austin at sunset", None),
        ("A robot named R2 dances", "R2"),
        ("Modern kitchen with a lamp", None),
        ("Slow Sunday morning in the city", None),
    ],
)
def test_a_story_has_names_only_where_it_gives_them(prompt: str, name: str | None) -> None:
    assert find_names(prompt).product == name


def test_a_word_that_is_the_name_is_not_read_as_a_word(reader: Reader) -> None:
    actor = reader.read("the Glow serum on a marble counter", seed=1).actors[0]
    assert (actor.label, actor.action.value) == ("Glow", "idle")


@pytest.mark.parametrize(
    ("prompt", "call"),
    [
        ("A tea. Order now", "Order now"),
        ("A tea. Sign up for our slow and quiet letter", "Sign up"),
        ("A tea for slow people", None),
        ("Buy nothing day, an essay film", None),
    ],
)
def test_finds_what_the_brief_asks_people_to_do(prompt: str, call: str | None) -> None:
    assert find_offer(prompt).call == call


def test_a_slogan_does_not_stumble_over_the_name(planner: Planner) -> None:
    for seed in range(12):
        brief = Brief(prompt=ADS[0][0], mode=Mode.AD, seed=seed)
        last = planner.plan(plan_request(brief)).scenes[-1].narration
        assert last.lower().count("glow") <= 1
