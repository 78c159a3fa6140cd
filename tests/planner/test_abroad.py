"""Films in other languages: pictures in English of what their own words say, whole sentences, and their own titles."""

import re
from itertools import pairwise

import pytest

from film.brief import Brief, Mode
from film.language import Language
from film.plan import PlannedFilm, PlannedScene
from film.planning import PlanRequest, plan_request
from film.shot import TimeOfDay, Weather
from planner.brands_abroad import brand_abroad
from planner.foreign import is_foreign
from planner.inference import infer
from planner.planner import Planner
from planner.reader import Reader
from planner.titles import own_title

SCRIPTS = {
    "es": (
        "La vieja farera y la carta",
        "Cada noche, la vieja farera sube los ciento doce escalones. Enciende la lámpara y espera. "
        "Una noche, el mar le "
        "devuelve una botella con una carta. Es su propia letra, de hace cuarenta años. La lee despacio y, por primera "
        "vez, apaga la luz para mirar las estrellas.",
        "lighthouse keeper",
        ("climbing the stairs", "lighting a lamp", "bottle with a letter"),
    ),
    "fr": (
        "Le vieil horloger et l'oiseau",
        "Un vieil horloger répare une petite horloge dans son atelier. La nuit, un oiseau blanc "
        "entre par la fenêtre. Il "
        "pose une lettre sur la table. L'horloger ouvre la lettre et sourit. À l'aube, il sort dans "
        "la rue sous la neige.",
        "clockmaker",
        ("repairing a small clock", "entering", "opening a letter"),
    ),
    "de": (
        "Der Bäcker und der Fuchs",
        "Jeden Morgen backt der alte Bäcker Brot in seiner kleinen Bäckerei. Ein roter Fuchs wartet vor der Tür. Der "
        "Bäcker öffnet die Tür und gibt ihm ein Brot. Im Winter kommt der Fuchs nicht mehr. Im Frühling sitzt er im "
        "Garten.",
        "baker",
        ("baking bread", "waiting", "opening a door"),
    ),
    "pt": (
        "O pescador e a baleia",
        "Um velho pescador sai de barco ao amanhecer. No meio do mar, uma baleia azul aparece ao "
        "lado dele. Ele sorri e "
        "canta uma canção antiga. A baleia responde. Ao entardecer, os dois voltam juntos para o porto.",
        "fisherman",
        ("leaving in a boat", "smiling"),
    ),
    "it": (
        "La pianista e la pioggia",
        "Una giovane pianista suona in un teatro vuoto. Fuori piove sulla città. Un vecchio entra e si siede in "
        "silenzio. Lei lo guarda e ricomincia a suonare. Alla fine, le stelle brillano sopra i tetti.",
        "pianist",
        ("playing", "entering", "looking at the stars"),
    ),
    "hi": (
        "बूढ़ा मछुआरा और समुद्र",
        "एक बूढ़ा मछुआरा सुबह अपनी नाव में बैठता है। समुद्र में तूफ़ान आता है। वह एक छोटी बोतल पाता "
        "है। बोतल में एक पुरानी चिट्ठी है। "
        "रात को वह तारों को देखता है।",
        "fisherman",
        ("sitting in a boat", "finding a small bottle", "looking at the stars"),
    ),
    "ja": (
        "灯台守と手紙",
        "年老いた灯台守が毎晩、階段を登る。ランプを灯し、海を見つめる。ある夜、波が古い瓶を運んでくる。瓶の中には手紙が入っている。"
        "彼女は手紙を読み、静かに微笑む。",
        "lighthouse keeper",
        ("climbing the stairs", "lighting a lamp", "reading a letter"),
    ),
    "zh": (
        "老渔夫和鲸鱼",
        "清晨，老渔夫划着小船出海。一条蓝色的鲸鱼游过他的船边。他看着鲸鱼，微笑着。夜晚，他在海边点燃篝火。鲸鱼在远处的海上唱歌。",
        "fisherman",
        ("sailing in a boat", "looking at a whale", "lighting a fire"),
    ),
}
PROMPTS = {
    "es": ("Una niña y su perro buscan un tesoro en la playa al atardecer", "girl", TimeOfDay.SUNSET, None),
    "fr": ("Une petite fille danse sous la pluie dans les rues de Paris", "girl", None, Weather.RAIN),
    "de": ("Eine Astronautin findet nachts eine Blume auf dem Mond", "astronaut", TimeOfDay.NIGHT, None),
    "pt": ("Um menino empina uma pipa vermelha na praia", "boy", None, Weather.WINDY),
    "it": ("Un robot arrugginito coltiva un giardino su Marte", "robot", None, None),
    "hi": ("एक छोटी लड़की जंगल में अपने कुत्ते के साथ दौड़ती है", "girl", None, None),
    "ja": ("雨の夜、小さなロボットが東京の街を歩く", "robot", TimeOfDay.NIGHT, Weather.RAIN),
    "zh": ("一个小女孩在雪地里和一只狐狸跳舞", "girl", None, Weather.SNOW),
}
PRODUCTS = {
    "es": ("Un anuncio para un café de tueste lento", "cup", "Café de tueste lento"),
    "fr": ("Une publicité pour un savon naturel", "soap", "Savon naturel"),
    "de": ("Werbung für eine neue Armbanduhr", "watch", "Neue Armbanduhr"),
    "pt": ("Anúncio de um sorvete de morango", "strawberry ice cream", "Sorvete de morango"),
    "it": ("Uno spot per un olio d'oliva toscano", "olive oil", "Olio d'oliva toscano"),
    "hi": ("पहाड़ों की चाय का विज्ञापन", "tea", "पहाड़ों की चाय"),
    "ja": ("新しい抹茶アイスのCM", "matcha ice cream", "新しい抹茶アイス"),
    "zh": ("一款新的护肤霜广告", "cream", "一款新的护肤霜"),
}
TITLES = [
    ("es", "La vieja farera y la carta", "La vieja farera y la carta"),
    ("es", "El último tren de la noche hacia el norte del país", "El último tren"),
    ("es", "Un vídeo sobre una niña que busca a su perro", "Niña que busca a su perro"),
    ("fr", "Le gardien du phare et la mer immense qui dort", "Le gardien du phare"),
    ("de", "Ein alter Mann füttert Tauben im Park", "Ein alter Mann"),
    ("de", "Der Bäcker und der Fuchs", "Der Bäcker und der Fuchs"),
    ("pt", "O que o vento levou para longe daqui", "O que o vento levou"),
    ("ja", "雨の夜、小さなロボットが東京の街を歩く", "雨の夜"),
    ("zh", "老渔夫和鲸鱼", "老渔夫和鲸鱼"),
]


def planned(planner: Planner, reader: Reader, brief: Brief) -> tuple[PlannedFilm, PlanRequest]:
    """The film as the studio plans it: inferred, laid out in its language, planned by rule."""
    inferred, said = infer(brief, reader)
    language = inferred.language or Language(brief.language or "en")
    request = plan_request(inferred, language=language, inferred=said)
    return planner.plan(request), request


def pictures(scene: PlannedScene) -> str:
    return f"{scene.subject} {scene.action} {scene.setting}"


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("duration_s", [24, 30, 34])
def test_a_script_is_told_in_whole_sentences(planner: Planner, reader: Reader, language: str, duration_s: int) -> None:
    title, script, hero, deeds = SCRIPTS[language]
    brief = Brief(prompt=title, script=script, duration_s=duration_s, language=Language(language))
    film, request = planned(planner, reader, brief)
    assert 4 <= len(film.scenes) <= 6 or (duration_s == 24 and len(film.scenes) == 3)
    ends = (".", "。", "।")
    said = [scene.narration for scene in film.scenes if scene.narration]
    assert all(line.endswith(ends) for line in said)
    assert request.structure is not None
    if "find no room" not in request.structure.why:
        assert re.sub(r"\s", "", "".join(said)) == re.sub(r"\s", "", script)
    else:
        assert duration_s == 24
    assert film.title == title
    seen = " / ".join(pictures(scene) for scene in film.scenes)
    assert seen.replace("café", "").isascii()
    assert hero in film.scenes[0].subject
    assert sum(hero in scene.subject for scene in film.scenes) * 2 >= len(film.scenes)
    if duration_s == 30:
        assert [deed for deed in deeds if deed not in seen] == []
    for one, other in pairwise(film.scenes):
        assert one.setting != other.setting or one.framing is not other.framing or one.subject != other.subject


@pytest.mark.parametrize("language", PROMPTS)
@pytest.mark.parametrize("mode", [Mode.STORY, Mode.MUSIC_VIDEO])
def test_a_short_prompt_is_a_story_or_a_song_in_pictures(
    planner: Planner, reader: Reader, language: str, mode: Mode
) -> None:
    prompt, hero, time, weather = PROMPTS[language]
    film, _ = planned(planner, reader, Brief(prompt=prompt, mode=mode, duration_s=30, language=Language(language)))
    assert hero in film.scenes[0].subject
    assert len({scene.action for scene in film.scenes}) >= 3
    assert all(pictures(scene).replace("café", "").isascii() for scene in film.scenes)
    assert time is None or film.scenes[0].time_of_day is time
    assert weather is None or all(scene.weather is weather for scene in film.scenes)
    said = "".join(scene.narration for scene in film.scenes)
    assert said == "" if mode is Mode.MUSIC_VIDEO else re.sub(r"\s", "", said) == re.sub(r"\s", "", prompt)
    assert prompt.startswith(film.title[:3])


@pytest.mark.parametrize("language", PRODUCTS)
def test_an_advertisement_shows_its_product(planner: Planner, reader: Reader, language: str) -> None:
    prompt, product, title = PRODUCTS[language]
    film, _ = planned(planner, reader, Brief(prompt=prompt, mode=Mode.AD, duration_s=20, language=Language(language)))
    assert sum(product in scene.subject for scene in film.scenes) >= 2
    assert film.title == title


def test_an_unknown_text_shows_a_place_and_its_light(planner: Planner, reader: Reader) -> None:
    brief = Brief(prompt="La xirga murmolea trespintas", duration_s=12, language=Language.SPANISH)
    film, _ = planned(planner, reader, brief)
    assert all(scene.subject == "" and scene.setting for scene in film.scenes)


def test_an_asked_for_film_is_not_read_out(planner: Planner, reader: Reader) -> None:
    brief = Brief(prompt="Un vídeo sobre un perro en la playa", duration_s=12, language=Language.SPANISH)
    film, _ = planned(planner, reader, brief)
    assert "dog" in film.scenes[0].subject
    assert all(scene.narration == "" for scene in film.scenes)


def test_an_english_prompt_in_another_language_is_read_as_english(planner: Planner, reader: Reader) -> None:
    brief = Brief(prompt="an old robot in the rain with a red kite", duration_s=12, language=Language.GERMAN)
    film, _ = planned(planner, reader, brief)
    assert "robot" in film.scenes[0].subject
    assert film.scenes[0].weather is Weather.RAIN


@pytest.mark.parametrize(("language", "text", "title"), TITLES, ids=[text for _, text, _ in TITLES])
def test_a_title_ends_on_a_word_that_says_something(language: str, text: str, title: str) -> None:
    assert own_title(text, Language(language)) == title


@pytest.mark.parametrize("prompt", [prompt for prompt, *_ in PROMPTS.values()] + ["O pescador e a baleia"])
def test_a_text_abroad_is_told_from_english(prompt: str) -> None:
    assert is_foreign(prompt)


@pytest.mark.parametrize(
    ("prompt", "language", "name"),
    [
        ("Werbung für das neue Fahrrad Velora, leicht und schnell", Language.GERMAN, "Velora"),
        ("Werbung für eine neue Armbanduhr aus der Schweiz", Language.GERMAN, None),
        ("Publicité pour la boulangerie Dupont, du pain frais", Language.FRENCH, "Dupont"),
        ("Anuncio de turrón artesano Almendrina", Language.SPANISH, "Almendrina"),
        ("Un anuncio de café en Madrid", Language.SPANISH, None),
        ("新しいGlowの美容液のCM", Language.JAPANESE, "Glow"),
        ("चाय का विज्ञापन", Language.HINDI, None),
    ],
)
def test_a_brand_is_told_by_its_capital(prompt: str, language: Language, name: str | None) -> None:
    assert brand_abroad(prompt, language) == name


RAIN = """EXT. ANDÉN - NOCHE

Llueve. LUCÍA espera con una maleta.

LUCÍA
Llegas tarde.

MATEO
El tren también.

EXT. CALLE - MÁS TARDE

MATEO
¿Vas a volver?

LUCÍA
Eso depende del mar.
"""


@pytest.mark.parametrize("english", [False, True])
def test_later_it_still_rains(planner: Planner, reader: Reader, *, english: bool) -> None:
    script = RAIN
    if english:
        for one, other in (("ANDÉN - NOCHE", "PLATFORM - NIGHT"), ("Llueve.", "Rain falls."), ("CALLE", "STREET")):
            script = script.replace(one, other)
        script = script.replace("MÁS TARDE", "LATER").replace("espera con una maleta", "waits with a suitcase")
        for one, other in (
            ("Llegas tarde.", "You are late."),
            ("El tren también.", "So is the train."),
            ("¿Vas a volver?", "Will you come back?"),
            ("Eso depende del mar.", "That depends on the sea."),
        ):
            script = script.replace(one, other)
    language = Language.ENGLISH if english else Language.SPANISH
    film, _ = planned(planner, reader, Brief(prompt="A farewell", script=script, duration_s=30, language=language))
    assert {scene.weather for scene in film.scenes} == {Weather.RAIN}
    assert {scene.time_of_day for scene in film.scenes} == {TimeOfDay.NIGHT}
    assert any("street" in scene.setting for scene in film.scenes)
    assert all(scene.setting.isascii() for scene in film.scenes)
