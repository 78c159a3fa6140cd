"""Titles: at most five words, from the brief's own names, lyrics and places where it has them."""

import re
from collections import Counter
from collections.abc import Sequence
from random import Random

from film.language import Language
from film.shot import TimeOfDay, Weather
from planner.bilingual import Kind, known_words
from planner.grammars import GRAMMARS, Grammar, loose_words
from planner.places import placed, preposition
from planner.premise import Premise
from planner.tokens import FUNCTION_WORDS, PREPOSITIONS, word_set

MAX_WORDS = 5
_AD_TITLES = {
    "event": ("Be There", "One Night Only", "All Together Now"),
    "place": ("Come On In", "The Good Corner", "A Table for You"),
    "travel": ("Go Somewhere", "Window Seat", "Further"),
    "skill": ("Day One", "You Can", "Start Small"),
    "skincare": ("Skin, Kept Simple", "One Quiet Minute", "Your Own Light"),
    "drink": ("Pour Slowly", "The First Sip", "A Better Morning"),
    "food": ("Come to the Table", "The Slow Way", "Seconds, Please"),
    "sound": ("Between the Notes", "Press Play", "All of It"),
    "tech": ("Time, Returned", "One Tap", "Close the Rest"),
    "motion": ("One More Mile", "Out the Door", "Second Wind"),
    "drive": ("The Long Way", "Take the Coast", "Further Out"),
    "keepsake": ("Made for Keeps", "Worth Keeping", "The Long Run"),
    "service": ("Someone Picks Up", "Consider It Done", "Just Say Hello"),
    "any": ("Made on Purpose", "Nothing Extra", "Good Things"),
}
_AIR = {
    Weather.RAIN: "in the Rain",
    Weather.STORM: "in the Storm",
    Weather.SNOW: "in the Snow",
    Weather.FOG: "in the Fog",
    Weather.WINDY: "in the Wind",
}
_HOURS = {
    TimeOfDay.DAWN: "at Dawn",
    TimeOfDay.DAY: "by Daylight",
    TimeOfDay.SUNSET: "at Sunset",
    TimeOfDay.DUSK: "at Dusk",
    TimeOfDay.NIGHT: "at Night",
}
_ABOUT = re.compile(r"\b(?:song|ballad|track|tune|anthem|video|lullaby|film)\s+about\s+(.{3,80})", re.IGNORECASE)
_AFTER = (PREPOSITIONS - {"of"}) | word_set("who that which and but while when until")
_WHOLE, _MAX_SIGNS = 6, 12
_ASKED = re.compile(
    r"^(?:(?:un|una|une|eine?n?|um|uma|uno|el|la|le|der|die|das|o|a|il)\s+)?"
    r"(?:anuncio|spot|v[ií]deo|vidéo|pel[ií]cula|cortometraje|corto|historia|publicité|pub|film|filme|clip|histoire|"
    r"court[- ]métrage|werbung|werbespot|kurzfilm|geschichte|musikvideo|werbevideo|anúncio|curta|história|pubblicità|"
    r"cortometraggio|storia|videoclip\w*|canción|cancion|chanson|lied|canção|canzone)\b(?:\s+(?:de|von|di)\s+\d+\s+\w+)?\s+"
    r"(?:para|pour|f[üu]r|über|von|per|sobre|sur|su|de(?=\s)|di(?=\s)|da|do|d[’'])\s*",
    re.IGNORECASE,
)
_ASKED_BEHIND = re.compile(
    r"(?:\s*(?:का|की|के लिए|पर)\s+(?:\S+\s+)?(?:विज्ञापन|वीडियो|फ़िल्म|फिल्म|कहानी)|の?(?:CM|コマーシャル|広告|動画|物語)|"
    r"的?(?:广告片?|宣传片|短片|视频))\s*$"
)
_ARTICLE = re.compile(r"^(?:un|una|une|eine?|um|uma|uno)\s+", re.IGNORECASE)
"""What asks for a film rather than being its title: "an advertisement for"."""
_LOOSE_ENDS = FUNCTION_WORDS | word_set("oh hey yeah ooh la na")


def ad_title(kind: str, premise: Premise, rng: Random) -> str:
    """A title: the brand with a promise, or the promise alone."""
    title = rng.choice(_AD_TITLES[kind])
    branded = f"{premise.brand}: {title}" if premise.brand else title
    options = (branded, premise.brand or title, title)
    return next(option for option in options if len(option.split()) <= MAX_WORDS)


def lyric_title(lines: Sequence[str], *, capitals: bool = True) -> str | None:
    """The line of a song that comes back most, as its title, or how it ends where it is long; None without words.

    With ``capitals``, its words begin with them, as English titles do.
    """
    counts = Counter(" ".join(re.findall(r"[\w'’-]+", line)) for line in lines)
    for line in sorted(counts, key=lambda line: -counts[line]):
        words = line.split()
        if len(words) > MAX_WORDS:
            words = words[-MAX_WORDS:]
            while words and words[0].lower() in _LOOSE_ENDS:
                words.pop(0)
        if words and len(" ".join(words)) <= 60:
            title = " ".join(words)
            return _in_capitals(title) if capitals else title[:1].upper() + title[1:]
    return None


def song_title(premise: Premise) -> str:
    """A title from what a brief shows: its hero in its weather, place or hour."""
    if (told := _ABOUT.search(premise.brief.prompt)) is not None:
        theme = re.split(rf"[,.;:!?]| (?:{'|'.join(sorted(_AFTER))}) ", told[1].strip(" .!"))[0]
        theme = re.sub(r"^(?:an?|the) ", "", theme, flags=re.IGNORECASE)
        if 1 <= len(theme.split()) <= MAX_WORDS:
            return _in_capitals(theme)[:60]
    hero = premise.hero
    where = premise.setting.split(",")[0] if premise.setting and premise.setting[:1].islower() else None
    noun = (hero.name or hero.noun) if hero.role not in {"place", "orb"} else None
    bare = re.sub(r"^(?:an?|the) ", "", where) if where else None
    head = noun or (hero.idea if hero.role == "orb" else None) or bare or premise.place
    if head is None:
        opening = re.split(r"[,.;:!?–—]", premise.brief.prompt)[0].strip()
        return _in_capitals(opening)[:60] if 1 <= len(opening.split()) <= MAX_WORDS else "Song"
    if premise.weather in _AIR:
        tail = _AIR[premise.weather]
    elif premise.place and premise.place != head:
        tail = f"of {premise.place}"
    elif bare and noun and len(bare.split()) < 3:
        tail = f"{_tie(premise)} the {bare}"
    else:
        tail = _HOURS[premise.time] if premise.time else ""
    alone = f"the {head}" if noun and head[:1].islower() else head
    options = (f"{head} {tail}" if tail else alone, alone, "Song")
    return _in_capitals(next(option for option in options if 1 <= len(option.split()) <= MAX_WORDS))[:60]


def _tie(premise: Premise) -> str:
    """The preposition between a hero and its place: "Rapper on the Roof"."""
    tie = placed(premise).split()[0]
    return tie if tie in {"in", "on", "at", "under", "by"} else preposition(premise.setting or "")


def own_title(text: str, language: Language) -> str:
    """A title from a text's own words: its first phrase, whole where it is short, never ending on a loose word."""
    phrases = (each.strip() for each in re.split(r"[.!?…:;。！？।\n]", text))
    phrase = without_request(next((each for each in phrases if any(map(str.isalnum, each))), text))
    unspaced = language in {Language.JAPANESE, Language.CHINESE}
    words = list(phrase) if unspaced else re.findall(r"[\w\u0900-\u097f'’-]+", phrase)
    if not unspaced and len(words) > MAX_WORDS and len(begun := phrase.split(",")[0].split()) > 1:
        words = words[: len(begun)]
    if len(words) > (_MAX_SIGNS if unspaced else _WHOLE):
        words = words[: _cut(phrase, words, language, most=_MAX_SIGNS if unspaced else MAX_WORDS)]
    glue = "" if unspaced else " "
    title = (_without_loose_ends(words, language, glue=glue) or glue.join(words))[:60].strip()
    return title[:1].upper() + title[1:]


def without_request(text: str) -> str:
    """A text without the words that ask for a film of it: "an advertisement for"."""
    asked = _ASKED.match(text.strip())
    bare = text.strip()[asked.end() :] if asked else text.strip()
    bare = _ARTICLE.sub("", bare) if asked else bare
    return _ASKED_BEHIND.sub("", bare).strip() or text.strip()


def _cut(phrase: str, words: Sequence[str], language: Language, *, most: int) -> int:
    """Where a long phrase ends as a title: at its pause, before its verb, behind its first noun, else at ``most``."""
    pause = next((i for i, word in enumerate(words) if word in {"、", "，"}), 0)
    if 2 <= pause <= most:
        return pause
    found = known_words(phrase, language)
    deed = next((each.start for each in found if each.kind is Kind.DEED), 0)
    nouns = [
        each.end for each in found if each.kind in {Kind.TRADE, Kind.PERSON, Kind.ANIMAL, Kind.VEHICLE, Kind.THING}
    ]
    ends = [deed] if not GRAMMARS.get(language, Grammar()).verb_last and nouns and deed > nouns[0] else []
    return next((end for end in (*ends, *nouns) if 2 <= end <= most + 2), most)


def _without_loose_ends(words: Sequence[str], language: Language, *, glue: str) -> str:
    """Words without the articles, prepositions and conjunctions that they would end on."""
    loose = loose_words(language) | (FUNCTION_WORDS if language is Language.ENGLISH else frozenset())
    kept = list(words)
    while kept and kept[-1].lower() in loose:
        kept.pop()
    return glue.join(kept)


def _in_capitals(text: str) -> str:
    words = text.split()
    small = word_set("of in at by the a an and to on under")
    return " ".join(w if (i and w.lower() in small) or not w[:1].islower() else w[:1].upper() + w[1:]
                    for i, w in enumerate(words))  # fmt: skip
