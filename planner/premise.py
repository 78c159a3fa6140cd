"""What a brief gives a film to start from: hero, world, light, mood, and the words it should keep."""

import re
from dataclasses import dataclass, field, replace
from random import Random

from film.brief import Brief, Mode
from film.plan import MusicMood
from film.reference import ReferenceKind
from film.shot import TimeOfDay, Weather
from planner.casting import LABELLED, cast_actors, subject_of
from planner.goods import names_in
from planner.hero import Hero, make_hero, nobody
from planner.lexicon import load_lexicon
from planner.mood_words import mood_of
from planner.names import blank
from planner.offers import Offer, offer_of
from planner.people import dressed, like_reference, reference_of
from planner.reader import Reader
from planner.reading import Mention, Reading
from planner.shot import Action, ActorKind, Setting
from planner.tokens import (
    CONJUNCTIONS,
    FUNCTION_WORDS,
    PLACE_PREPOSITIONS,
    PREPOSITIONS,
    present_participle,
    singular,
    tokenise,
    with_article,
    word_set,
)
from planner.trades import Stand, stand_for
from planner.wishes import Wish, find_wish

WORLDS = {
    Setting.CITY_STREET: "city",
    Setting.ROOFTOP: "city",
    Setting.MARKET: "city",
    Setting.CAFE: "city",
    Setting.KITCHEN: "table",
    Setting.LIVING_ROOM: "home",
    Setting.OFFICE: "office",
    Setting.WORKSHOP: "work",
    Setting.MARBLE_COUNTER: "product",
    Setting.STUDIO: "product",
    Setting.STAGE: "stage",
    Setting.FOREST: "forest",
    Setting.HILLS: "country",
    Setting.MOUNTAINS: "mountain",
    Setting.BEACH: "beach",
    Setting.ROCKY_COAST: "coast",
    Setting.OPEN_SEA: "sea",
    Setting.UNDERWATER: "deep",
    Setting.DESERT: "desert",
    Setting.ROAD: "road",
    Setting.VILLAGE: "town",
    Setting.SPACE: "space",
}
_AD_FOR = re.compile(
    r"\b(?:ad|advert\w*|commercial|spot|promo|campaign|film|video|trailer|teaser)\s+for\b", re.IGNORECASE
)
_TALK = re.compile(
    r"^\W*(?:try|get|learn|visit|buy|taste|discover|download|book|order)\b|\b(?:all-|brand-)?new\b", re.IGNORECASE
)
_WATERS = re.compile(r"\b(?:lake|lakeside|pond|riverbank|river)\b")
_ICE = re.compile(r"\b(?:frozen|ice|icy|snowy|alpine|mountain)\b")
BEINGS = frozenset({ActorKind.PERSON, ActorKind.CHILD})
_UNCOUNTED = word_set("space water air traffic nature countryside")
_SEEN_AT = word_set("stars moonlight sunrise sunset snow rain")
_INSTRUMENTS = {"violinist": "with a violin", "guitarist": "with a guitar", "cellist": "with a cello"}
_STAND_INS = {
    "city": "woman", "town": "woman", "country": "fox", "forest": "fox", "mountain": "hiker", "coast": "fisherman",
    "beach": "dog", "sea": "sailboat", "deep": "whale", "desert": "nomad", "road": "car", "home": "cat",
    "work": "carpenter", "office": "woman", "table": "baker", "stage": "singer", "space": "astronaut",
}  # fmt: skip


@dataclass(frozen=True)
class Premise:
    """Where a film starts. ``setting`` is the brief's own phrase for its place, if it has one, and ``deed`` what its
    hero does in it, as a participle phrase. ``told_mood`` is None when the brief does not say how it feels. ``brand``
    is what is advertised by name, ``maker`` whose it is when that is another name, ``stand`` what is shown for
    something without looks. ``wish`` is what its hero sets out to do and ``goal`` the place where that ends.
    ``performer`` sings in a music video whose brief describes somebody for that.
    """

    brief: Brief
    reading: Reading
    hero: Hero
    subject: Mention | None
    world: str
    setting: str | None
    place: str | None
    time: TimeOfDay | None
    weather: Weather | None
    told_mood: MusicMood | None
    deed: str | None
    trade: bool
    brand: str | None
    maker: str | None = None
    offer: Offer = field(default_factory=Offer)
    stand: Stand | None = None
    wish: Wish | None = None
    goal: str | None = None
    performer: Hero | None = None


def read_premise(brief: Brief, reader: Reader, rng: Random) -> Premise:
    """Everything the brief says, and chance for the hero's looks; references stand for what they show."""
    if brief.mode is Mode.AD:
        return _read_advertisement(brief, reader, rng)
    premise = _read_film(brief, reader, rng)
    shown = reference_of(brief, ReferenceKind.CHARACTER)
    told = brief.song.character if brief.song is not None else None
    performer = _described(told, reader, rng) if told else None
    if shown is not None and performer is not None:
        performer = like_reference(performer, shown)
    one = premise.hero.role in {"person", "child"} and premise.hero.pronoun != "they"
    replaced = performer if performer is not None and one else premise.hero
    return replace(premise, hero=like_reference(replaced, shown), performer=performer)


def _described(text: str, reader: Reader, rng: Random) -> Hero:
    """Somebody exactly as a text describes them."""
    looks = " ".join(text.split()).rstrip(".")
    hero = dressed(re.sub(r"^(?:an?|the) ", "", looks, flags=re.IGNORECASE), reader, rng)
    opens = looks.split(maxsplit=1)[0].lower() in {"a", "an", "the"}
    return replace(hero, looks=looks[:1].lower() + looks[1:] if opens else looks)


def _read_film(brief: Brief, reader: Reader, rng: Random) -> Premise:
    """The premise of a story or a music video."""
    wish = find_wish(brief.prompt) if brief.mode is Mode.STORY else None
    reading = reader.opening(wish.told if wish and wish.kind == "wish" else brief.prompt, brief.script)
    subject = _visible_subject(reading, reader, brief.mode)
    named = next((m.label for m in reading.mentions if m.label), None) if subject is not None else None
    brand = next(iter(reading.labels), named)
    premise = _premise(brief, reading, subject, reader, rng, brand)
    ridden = next((m for m in reading.mentions if m.kind is ActorKind.TRAIN and m.link in PLACE_PREPOSITIONS), None)
    if ridden is not None:
        premise = _aboard(premise, ridden, reader, rng)
    if wish is None or premise.hero.role in {"place", "orb"}:
        return premise
    aim = reader.understand(" ".join(wish.deed.split()[1:]))
    if wish.kind == "venture" and not premise.setting and not premise.place:
        return replace(premise, wish=wish, world="office" if aim.locale is None else WORLDS[aim.locale.setting])
    return replace(premise, wish=wish, goal=aim.place_phrase or (aim.locale.phrase if aim.locale else None))


def _aboard(premise: Premise, ridden: Mention, reader: Reader, rng: Random) -> Premise:
    """The film inside a train; where the brief names nobody in it, somebody with a suitcase."""
    sung = premise.brief.mode is Mode.MUSIC_VIDEO
    seat = "a window seat on" if sung else "the dining carriage of"
    premise = replace(premise, world="train", setting=f"{seat} {with_article(ridden.phrase)}")
    if premise.subject is not ridden or ActorKind.PERSON in premise.reading.absent:
        return premise
    hero = dressed("singer" if sung else "traveller", reader, rng)
    looks = f"{hero.looks}, a suitcase at {hero.slots['their']} side"
    return replace(premise, subject=None, hero=replace(hero, looks=looks))


def _read_advertisement(brief: Brief, reader: Reader, rng: Random) -> Premise:
    """The premise of an advertisement: its name and its offer are taken out, and the rest is what can be seen."""
    told = _told_with_product(brief)
    names, offer = names_in(brief, told), offer_of(told, brief.ad)
    talk = [match.span() for match in _TALK.finditer(told)]
    seen = blank(told, [*names.spans, *offer.spans, *talk])
    reading = replace(reader.product(seen), labels=names.labels, maker=names.maker)
    subject = _visible_subject(reading, reader, brief.mode)
    stand = _stand(told, subject)
    setting = None
    if stand is not None:
        shown = reader.understand(with_article(stand.show))
        subject, setting = next(iter(shown.mentions), subject), stand.at
        reading = replace(reading, text=shown.text, mentions=shown.mentions, deeds=())
    elif subject is None:
        # Some names are known things themselves ("Tesla").
        called = [*names.labels, names.maker or ""]
        known = (mention for name in called if name for mention in reader.understand(f"a {name.lower()}").mentions)
        subject = next(known, None)
    brand = names.product or names.maker
    premise = _premise(brief, reading, subject, reader, rng, brand)
    if setting is not None:
        own = premise.setting if premise.world not in {"sea", "deep"} else None
        setting = own or setting
        place = reader.setting_of(reader.understand(f"in {setting}"))
        stay = stand is not None and stand.lines == "travel"
        premise = replace(premise, setting=setting, world=WORLDS[place], place=None if stay else premise.place)
    return replace(premise, maker=names.maker if names.product else None, offer=offer, stand=stand)


def _told_with_product(brief: Brief) -> str:
    """The prompt, with the product before it where it names another thing or none."""
    product = brief.ad.product if brief.ad is not None else None
    if product is None or set(re.findall(r"\w+", product.lower())) <= set(re.findall(r"\w+", brief.prompt.lower())):
        return brief.prompt
    return f"{product}. {brief.prompt}"


def _stand(text: str, subject: Mention | None) -> Stand | None:
    """What is shown for a trade, when the brief itself shows no product and nobody at work."""
    stand = stand_for(text)
    served = subject is not None and subject.link == "for" and not _AD_FOR.search(text)
    tied = served or (subject is not None and subject.link in {"at", "with"})
    if stand is None or (subject is not None and subject.kind in LABELLED and not tied):
        return None
    scenery = {ActorKind.TREE, ActorKind.HOUSE, ActorKind.ORB, ActorKind.TENT, ActorKind.PLANT}
    incidental = subject is None or served or subject.kind in scenery
    named = subject is not None and subject.word in {"team", "family", "customer", "child", "people", "robot"}
    by_trade = subject is not None and stand.word in {subject.word, *subject.modifiers}
    return stand if incidental or named or by_trade else None


def _premise(
    brief: Brief, reading: Reading, subject: Mention | None, reader: Reader, rng: Random, brand: str | None
) -> Premise:
    setting = reader.setting_of(reading)
    world = _world(reading, subject, setting)
    hero = _hero(brief, reading, subject, reader, rng, world, brand)
    return Premise(
        brief=brief,
        reading=reading,
        hero=hero,
        subject=subject,
        world=_standpoint(hero.role, setting, world),
        setting=_setting_phrase(reading),
        place=reading.place_phrase,
        time=reading.time,
        weather=reading.weather or (Weather.WINDY if any(m.kind is ActorKind.KITE for m in reading.mentions) else None),
        told_mood=mood_of(brief.prompt) or (mood_of(reading.text) if reader.abroad else None),
        deed=deed_phrase(reading),
        trade=_has_trade(reading, subject),
        brand=brand,
    )


def _world(reading: Reading, subject: Mention | None, setting: Setting) -> str:
    """Where the film goes: a lake lies in the country and a pool in town; who works in a city does it at work."""
    where = reading.locale.phrase.lower() if reading.locale is not None else ""
    if _WATERS.search(where):
        return "mountain" if _ICE.search(where) else "country"
    if "pool" in where:
        return "city"
    working = any(deed.action is Action.WORK for deed in reading.deeds)
    if not where and working and subject is not None and subject.setting is not None:
        return WORLDS[subject.setting]
    return WORLDS[setting]


def _has_trade(reading: Reading, subject: Mention | None) -> bool:
    """Whether the hero is known by its work, or is at work."""
    working = any(deed.action is Action.WORK for deed in reading.deeds)
    return bool(subject and subject.kind is ActorKind.PERSON and (subject.setting or working))


def _standpoint(role: str, setting: Setting, world: str) -> str:
    """The world as seen from a thing that cannot leave its spot."""
    if role in {"fish", "whale"}:
        return "deep"
    if role == "lighthouse" and setting is Setting.ROCKY_COAST:
        return "headland"
    if role == "coffee_cart" and world == "city":
        return "corner"
    return "plot" if role in {"house", "tree", "tent"} and world in {"town", "country"} else world


def deed_phrase(reading: Reading) -> str | None:
    """The brief's own verb phrase as a participle, without its time: "walking through downtown Austin"."""
    deed = next((d for d in reading.deeds if d.action is not Action.IDLE), None)
    if deed is None or not reading.mentions or deed.start < _character(reading, reading.mentions[0].start):
        return None
    lexicon, tokens = load_lexicon(), tokenise(reading.text)
    begin = next(i for i, token in enumerate(tokens) if token.start == deed.start)
    end = begin + len(deed.form.split())
    while end < len(tokens) and end - begin < 9:
        token = tokens[end]
        if not token.is_word or token.low in {"and", "but", "while", "as", "who", "which", "that", "when", "until"}:
            break
        senses = lexicon.match(tokens, end)[1]
        if any(isinstance(sense.meaning, TimeOfDay | Weather) for sense in senses):
            if token.low in _SEEN_AT and deed.action is Action.LOOK_UP:
                end += 1
                break
            while end > begin + 1 and tokens[end - 1].low in PREPOSITIONS | {"the", "a"}:
                end -= 1
            break
        end += 1
    loose = PREPOSITIONS | CONJUNCTIONS | {"the", "a", "an", "his", "her", "its"}
    while end > begin + 1 and tokens[end - 1].low in loose:
        end -= 1
    rest = reading.text[tokens[begin].end : tokens[end - 1].end] if end > begin + 1 else ""
    head = deed.verb.split()[0]
    return f"{present_participle(head)}{rest}"


def _hero(
    brief: Brief, reading: Reading, subject: Mention | None, reader: Reader, rng: Random, world: str, brand: str | None
) -> Hero:
    if subject is not None:
        label = brand if subject.kind in LABELLED else None
        return make_hero(subject, reading, rng, company=_company(reading, subject), label=label)
    if not reading.text.strip():
        return nobody()
    audience = brief.mode is Mode.AD and bool(reading.mentions)
    denied = ActorKind.PERSON in reading.absent
    # Where nobody is wanted, a likeness to some thing is no hero either.
    actors = () if audience or denied else reader.actors_of(reading)
    if actors and actors[0].kind is not ActorKind.ORB and actors[0].traits:
        noun = " ".join(actors[0].traits)
        phrase = re.sub(r"^(?:the|an?)\s+", "", noun)
        guessed = Mention(actors[0].kind, phrase.split()[-1], phrase, 0, 0)
        return make_hero(guessed, reading, rng, label=brand if actors[0].kind in LABELLED else None)
    if actors and actors[0].kind is ActorKind.ORB:
        return nobody(_idea(reading))
    if denied or world not in _STAND_INS or (brief.mode is Mode.STORY and not reading.deeds and rng.random() < 0.35):
        return nobody()
    stand_in = reader.understand(with_article(_STAND_INS[world]))
    return make_hero(stand_in.mentions[0], stand_in, rng)


def _idea(reading: Reading) -> str:
    words = [phrase.lower() for phrase in reading.unknown if phrase.isascii() and len(phrase.split()) <= 2]
    return words[-1] if words else "wonder"


def _visible_subject(reading: Reading, reader: Reader, mode: Mode) -> Mention | None:
    subject = subject_of(reading)
    if subject is None or not reader.actors_of(reading):
        return None
    being = subject.kind in {ActorKind.PERSON, ActorKind.CHILD}
    audience = mode is Mode.AD and being and subject.link == "for" and not _AD_FOR.search(reading.text)
    return None if audience else subject


def _company(reading: Reading, subject: Mention) -> str:
    """What the subject holds, or who goes with it, as words that keep it in every scene."""
    held = next(iter(cast_actors(reading)), None)
    for mention in reading.mentions:
        if mention is subject or mention.kind in reading.absent:
            continue
        phrase = with_article(mention.phrase) if mention.count == 1 else mention.phrase
        if mention.kind in LABELLED and subject.kind in LABELLED:
            continue
        if held is not None and held.holding is mention.kind:
            return f"with {phrase}"
        near = mention.start - subject.end <= 4
        # "Teaches her grandson": whoever a being does something with stays beside it.
        dealt_with = {subject.kind, mention.kind} <= BEINGS and not mention.link and near
        joined = mention.link in {"and", "with"} and abs(mention.start - subject.end) <= 4
        if (joined or dealt_with) and mention.word not in {"he", "she", "they", subject.word}:
            own = reading.text.lower().split(mention.phrase.lower())[0].split()
            possessive = own[-1] if own and own[-1] in {"his", "her", "its", "their", "my"} else None
            return f"and {possessive} {mention.phrase}" if possessive else f"and {phrase}"
    return _INSTRUMENTS.get(subject.word, "")


def _setting_phrase(reading: Reading) -> str | None:
    """The brief's phrase for its setting, made to stand alone ("a hill", "downtown Austin")."""
    locale = reading.locale
    if locale is None or locale.setting in reading.absent:
        return None
    words = locale.phrase.split()
    if words[0].lower() in {"his", "her", "their", "my", "our", "its", "your"}:
        return with_article(" ".join(words[1:])) if len(words) > 1 else None
    if words[0].lower() in PLACE_PREPOSITIONS and len(words) > 2:
        return " ".join(words[1:])
    if words[0] in {"A", "An", "The"}:
        return f"{words[0].lower()} {' '.join(words[1:])}" if len(words) > 1 else None
    opens = words[0].istitle() and reading.text.lstrip().startswith(locale.phrase)
    if opens and len(words) > 1 and not any(word[:1].isupper() for word in words[1:]):
        bare = locale.phrase[:1].lower() + locale.phrase[1:]
        one = words[0].lower() not in FUNCTION_WORDS and singular(words[-1]) == words[-1]
        return with_article(bare) if one and words[-1] not in _UNCOUNTED else bare
    return locale.phrase if len(words) > 1 else None


def _character(reading: Reading, token: int) -> int:
    tokens = tokenise(reading.text)
    return tokens[token].start if token < len(tokens) else 0
