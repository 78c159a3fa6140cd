import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.language import Language
from planner.language_of import language_of

SHORT = """
en|a lighthouse at dusk
en|coffee ad
en|A robot learns to love in Tokyo
en|Café Lumière, a tiny shop in Paris
en|Nova: tacos al pastor truck in Austin
en|an ad for señor frogs
en|Amore pizza commercial, 20 seconds
en|El Camino road trip
es|un faro al atardecer
es|anuncio de café
es|zapatillas para correr
es|Un perro perdido busca su casa
es|La ciudad duerme
fr|un phare au crépuscule
fr|publicité pour un café
fr|Une vieille dame et son chien
fr|chaussures de course
de|ein Leuchtturm am Abend
de|Werbung für Kaffee
de|Turnschuhe
de|Die Stadt schläft
pt|um farol ao entardecer
pt|anúncio de café
pt|Um menino e seu cachorro na praia
pt|A cidade dorme
it|un faro al tramonto
it|pubblicità per il caffè
it|Un cane perduto cerca casa
it|scarpe da corsa
hi|समुद्र किनारे एक लाइटहाउस
hi|कॉफी का विज्ञापन NOVA
ja|夕暮れの灯台
ja|iPhone 15 の広告
zh|黄昏的灯塔
zh|咖啡广告
""".strip().splitlines()


@pytest.mark.parametrize("line", SHORT)
def test_short_prompts_are_read_in_their_language(line: str) -> None:
    language, prompt = line.split("|")
    assert language_of(prompt) is Language(language)


@pytest.mark.parametrize("nothing", ["", "  ", "123 !!", "🎬🎬", "NOVA"])
def test_english_is_read_where_nothing_speaks_for_another(nothing: str) -> None:
    assert language_of(nothing) is Language.ENGLISH


@given(st.text(max_size=300))
def test_any_text_has_a_language(text: str) -> None:
    assert language_of(text) in Language
