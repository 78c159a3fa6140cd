"""What a message says of a film by the way: its kind, length, shape, language, who speaks, what is for sale."""

import re
from dataclasses import dataclass, replace

from film.archetypes import Archetype
from film.brief import MAX_DURATION_S, MIN_DURATION_S, Mode, Telling
from film.format import Aspect
from film.language import Language
from planner.names import find_names
from planner.offers import find_offer

_I = re.IGNORECASE
_MODES = (
    (
        Mode.MUSIC_VIDEO,
        re.compile(
            r"\b(?:music[ -]?videos?|video ?clips?|clip musical|musikvideo|v[ií]deo musical|videoclipe|lyrics?|"
            r"(?:my|our|this|the) (?:song|single|track))\b|ミュージック|音楽ビデオ|\bMV\b|音乐视频|歌曲|"
            r"म्यूज़िक|संगीत वीडियो|गाने",
            _I,
        ),
    ),
    (
        Mode.AD,
        re.compile(
            r"\b(?:ads?|adverts?|advertisements?|commercials?|promos?|spots?|campaigns?|anuncios?|publicidad|publicité|"
            r"pub|werbung|werbespot|werbefilm|anúncios?|propaganda|publicidade|pubblicità)\b|広告|\bCM\b|コマーシャル|"
            r"广告|廣告|विज्ञापन",
            _I,
        ),
    ),
    (
        Mode.STORY,
        re.compile(
            r"\b(?:stor(?:y|ies)|tales?|short film|fairy ?tale|cuento|historia|relato|histoire|conte|geschichte|"
            r"märchen|história|conto|storia|racconto|fiaba)\b|物語|お話|故事|童话|कहानी",
            _I,
        ),
    ),
)
_SECONDS = re.compile(
    r"(\d{1,3})\s*-?\s*(?:s|secs?|seconds?|segundos?|secondes?|sekunden?|secondi)\b|(\d{1,3})\s*(?:秒|सेकंड)", _I
)
_MINUTES = re.compile(
    r"\b(half a|an?|one|two|three|un|una|une|eine?|uma|due|deux|zwei|dos|duas|[1-3](?:[.,]5)?)\s*-?\s*"
    r"(?:mins?|minutes?|minutos?|minuten?|minut[oi])\b|([1-3])\s*(?:分钟?|मिनट)",
    _I,
)
_COUNTS = {"half a": 0.5, "two": 2, "due": 2, "deux": 2, "zwei": 2, "dos": 2, "duas": 2, "three": 3}
_ASPECTS = (
    (
        Aspect.PORTRAIT,
        re.compile(
            r"9:16|\b(?:vertical|portrait|upright|tik ?tok|reels?|shorts|phones?|hochkant|verticale|móvil|smartphone|"
            r"celular|handy|téléphone|telefono|telefone)\b|縦|竖屏|手机|スマホ|फ़ोन|फोन",
            _I,
        ),
    ),
    (
        Aspect.LANDSCAPE,
        re.compile(
            r"16:9|\b(?:landscape|horizontal|wide ?screen|youtube|tv|television|cinema|website|querformat|fernsehen|"
            r"télé|televisión|televisão|televisione|kino|cine)\b|横|横屏|电视|テレビ|टीवी",
            _I,
        ),
    ),
    (Aspect.SQUARE, re.compile(r"1:1|\b(?:square|cuadrado|carré|quadratisch|quadrado|quadrato)\b|正方形|方形|वर्ग", _I)),
)
_LANGUAGES = {
    Language.ENGLISH: "english|inglés|anglais|englisch|inglês|inglese|英語|英语|अंग्रेज़ी",
    Language.SPANISH: "spanish|español|castellano|espagnol|spanisch|espanhol|spagnolo|スペイン語|西班牙语|स्पेनिश",
    Language.FRENCH: "french|francés|français|französisch|francês|francese|フランス語|法语|फ़्रेंच",
    Language.GERMAN: "german|alemán|allemand|deutsch|alemão|tedesco|ドイツ語|德语|जर्मन",
    Language.PORTUGUESE: (
        "portuguese|portugués|portugais|portugiesisch|português|portoghese|ポルトガル語|葡萄牙语|पुर्तगाली"
    ),
    Language.ITALIAN: "italian|italien|italienisch|italiano|イタリア語|意大利语|इतालवी",
    Language.HINDI: "hindi|ヒンディー語|印地语|हिंदी|हिन्दी",
    Language.JAPANESE: "japanese|japonés|japonais|japanisch|japonês|giapponese|日本語|日语|जापानी",
    Language.CHINESE: "chinese|mandarin|chino|chinois|chinesisch|chinês|cinese|中国語|中文|चीनी",
}
_SPOKEN = r"(?:(?:\b(?:in|en|auf|em)\s+(?:{names})\b)|(?:{names})(?:で|语|में|配音))|用(?:{names})"
_SPEAKS = {language: re.compile(_SPOKEN.format(names=names), re.IGNORECASE) for language, names in _LANGUAGES.items()}
_TELLINGS = (
    (
        Telling.DIALOGUE,
        re.compile(
            r"\bdial(?:ogue?|ogs?|ogo|og)\b|\b(?:talk|speak)s? to each other|\bthey (?:talk|speak)|\bargu(?:e|ing)\b|"
            r"\bconversation\b|セリフ|会話|对话|對話|संवाद",
            _I,
        ),
    ),
    (
        Telling.NARRATED,
        re.compile(r"\bnarrat\w*|\bvoice[ -]?over\b|\berzähl\w*|\braccont\w*|ナレーション|旁白|सूत्रधार|कथावाचक", _I),
    ),
)
_ARCHETYPES = (
    (Archetype.TESTIMONIAL, r"\btestimonials?\b|\bcustomers? (?:tell|say|talk)"),
    (Archetype.UNBOXING, r"\bunbox\w*"),
    (Archetype.BEFORE_AFTER, r"\bbefore[ -/]*(?:and|&|/)?[ -/]*after\b"),
    (
        Archetype.LISTICLE,
        r"\blisticle\b|\btop (?:\d|three|five|ten)\b|\b(?:\d|three|five) (?:reasons|tips|ways|things)\b",
    ),
    (Archetype.DAY_IN_THE_LIFE, r"\bday in the life\b"),
    (Archetype.CINEMATIC_TEASER, r"\bteaser\b|\btrailer\b"),
    (Archetype.VISUAL_POEM, r"\bvisual poem\b|\bpoem\b"),
)
_AUDIENCE = re.compile(r"\b(?:aimed at|targett?(?:ed at|ing)|made for|meant for|speaks? to)\s+([^.,;:!?\n]{3,80})", _I)
_QUOTED = re.compile(r"[“«„「『\"]\s*([^”»“」』\"]{2,60}?)\s*[”»“」』\"]")


@dataclass(frozen=True)
class Said:
    """What was said; ``None`` was not."""

    mode: Mode | None = None
    duration_s: int | None = None
    aspect: Aspect | None = None
    language: Language | None = None
    archetype: Archetype | None = None
    telling: Telling | None = None
    product: str | None = None
    brand: str | None = None
    audience: str | None = None
    offer: str | None = None
    call_to_action: str | None = None


def read_said(text: str, language: Language, *, advertised: bool = False) -> Said:
    """What ``text`` says; ``advertised`` also looks for what is sold, which it does by itself in an advertisement."""
    mode = next((mode for mode, pattern in _MODES if pattern.search(text)), None)
    found = Said(
        mode=mode,
        duration_s=_duration_s(text),
        aspect=next((aspect for aspect, pattern in _ASPECTS if pattern.search(text)), None),
        language=next((language for language, pattern in _SPEAKS.items() if pattern.search(text)), None),
        archetype=next((each for each, pattern in _ARCHETYPES if re.search(pattern, text, _I)), None),
        telling=next((telling for telling, pattern in _TELLINGS if pattern.search(text)), None),
    )
    return _with_sale(found, text, language) if advertised or mode is Mode.AD else found


def _with_sale(found: Said, text: str, language: Language) -> Said:
    """Names are found by their capitals, which only English keeps to names; elsewhere they stand in quotes."""
    names, offer = find_names(text, advertised=True), find_offer(text)
    quoted = _QUOTED.search(text)
    product = names.product if language is Language.ENGLISH else quoted[1].strip() if quoted else None
    audience = _AUDIENCE.search(text)
    is_literal = offer.call is not None and offer.call.casefold() in text.casefold()
    return replace(
        found,
        product=product,
        brand=names.maker if language is Language.ENGLISH else None,
        audience=audience[1].strip() if audience else None,
        offer=", ".join(offer.terms) or None,
        call_to_action=offer.call if is_literal else None,
    )


def _duration_s(text: str) -> int | None:
    """A length in seconds, as near to what was said as a film may be."""
    if seconds := _SECONDS.search(text):
        said_s = float(seconds[1] or seconds[2])
    elif minutes := _MINUTES.search(text):
        word = (minutes[1] or minutes[2]).casefold().replace(",", ".")
        said_s = 60 * (float(word) if word[0].isdigit() else _COUNTS.get(word, 1))
    else:
        return None
    return min(MAX_DURATION_S, max(MIN_DURATION_S, round(said_s)))
