"""Measure how fast the animatic's voices speak, for `film/models/voices_previz.yaml`.

Prints each voice's rate in the units of `film.spoken`, and how far its estimate is off on the lines it was made from.
"""

import sys

from film.language import Language
from film.spoken import UNSPACED, counted, spoken_s
from film.voices import Rate, Voice
from previz.sound.narrator import VOICES, Narrator
from store.catalogue import load_voices

LINES = {
    Language.ENGLISH: (
        "Every night the old keeper climbs the stairs and lights the lamp.",
        "It costs $24.99, and it is made in Austin from 12 simple ingredients.",
        "Nobody comes. Still, he waits, because somewhere out there a ship is looking for the shore.",
        "Small hands, big dreams.",
    ),
    Language.SPANISH: (
        "Cada noche el viejo guardián sube la escalera y enciende la lámpara.",
        "Cuesta 24,99 € y se hace en Sevilla con 12 ingredientes sencillos.",
        "Nadie viene. Aun así espera, porque en algún lugar un barco busca la costa.",
        "Manos pequeñas, grandes sueños.",
    ),
    Language.FRENCH: (
        "Chaque nuit, le vieux gardien monte l'escalier et allume la lampe.",
        "Il coûte 24,99 € et il est fait à Lyon avec 12 ingrédients simples.",
        "Personne ne vient. Pourtant il attend, car quelque part un bateau cherche le rivage.",
        "Petites mains, grands rêves.",
    ),
    Language.PORTUGUESE: (
        "Toda noite o velho faroleiro sobe a escada e acende a lâmpada.",
        "Custa 24,99 € e é feito em Recife com 12 ingredientes simples.",
        "Ninguém vem. Mesmo assim ele espera, porque em algum lugar um barco procura a costa.",
        "Mãos pequenas, sonhos grandes.",
    ),
    Language.ITALIAN: (
        "Ogni notte il vecchio guardiano sale le scale e accende la lampada.",
        "Costa 24,99 € ed è fatto a Torino con 12 ingredienti semplici.",
        "Non viene nessuno. Eppure aspetta, perché da qualche parte una barca cerca la riva.",
        "Piccole mani, grandi sogni.",
    ),
    Language.HINDI: (
        "हर रात बूढ़ा रखवाला सीढ़ियाँ चढ़ता है और दीपक जलाता है।",
        "इसकी कीमत 250 रुपये है और यह 12 चीज़ों से बनता है।",
        "कोई नहीं आता। फिर भी वह इंतज़ार करता है, क्योंकि कहीं एक जहाज़ किनारा खोज रहा है।",
        "छोटे हाथ, बड़े सपने।",
    ),
    Language.JAPANESE: (
        "毎晩、年老いた灯台守は階段を登り、明かりをともします。",
        "値段は2400円、12種類の材料だけで作られています。",
        "誰も来ない。それでも待つのは、どこかで船が岸を探しているから。",
        "小さな手、大きな夢。",
    ),
    Language.CHINESE: (
        "每天晚上，年老的守塔人都会爬上楼梯，点亮灯塔。",
        "它的价格是24元，只用12种简单的材料做成。",
        "没有人来。可他还在等，因为远方有一艘船正在寻找海岸。",
        "小小的手，大大的梦想。",
    ),
}


def main(wanted: list[str]) -> None:
    """Measure the voices named, or all of them."""
    narrator = Narrator(threads=2)
    known = {voice.voice: voice for voice in load_voices()}
    for name, language in VOICES.items():
        if wanted and name not in wanted:
            continue
        lines = LINES[language]
        took = [narrator.speak(line, voice=name).speech.duration_s for line in lines]
        pauses = sum(spoken_s(line, _endlessly_fast(known[name], language), language) for line in lines)
        rate = round(sum(counted(line, language) for line in lines) / (sum(took) - pauses), 2)
        voice = _at(known[name], language, rate)
        off = [spoken_s(line, voice, language) / seconds - 1 for line, seconds in zip(lines, took, strict=True)]
        unit = "characters_per_s" if language in UNSPACED else "words_per_s"
        sys.stdout.write(f"{name}: {unit}: {rate}  # off by {', '.join(f'{share:+.0%}' for share in off)}\n")
        sys.stdout.flush()


def _at(voice: Voice, language: Language, per_s: float) -> Voice:
    spaced = language not in UNSPACED
    rate = Rate.model_construct(
        words_per_s=per_s if spaced else None, characters_per_s=None if spaced else per_s, source="here"
    )
    return voice.model_copy(update={"languages": {language: rate}})


def _endlessly_fast(voice: Voice, language: Language) -> Voice:
    return _at(voice, language, 1e9)


if __name__ == "__main__":
    main(sys.argv[1:])
