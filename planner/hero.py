"""The one the film is about: what it is called, and looks that stay the same from scene to scene."""

import re
from dataclasses import dataclass
from random import Random

from planner.casting import LABELLED
from planner.reading import Mention, Reading
from planner.shot import ActorKind
from planner.tokens import plural, third_person, tokenise, with_article, word_set

_FEMALE = word_set(
    "woman women lady girl mother mum mom grandmother granny grandma daughter sister queen actress waitress she her "
    "female bride ballerina aunt wife granddaughter princess witch businesswoman lioness frau femme mujer donna fille "
    "niña bambina mädchen schoolgirl widow heroine mermaid vixen mare hen anciana señora"
)
_MALE = word_set(
    "man men boy father dad grandfather grandpa son brother king gentleman he his male guy husband uncle fisherman "
    "grandson prince wizard businessman policeman monk cowboy fellow groom mann homme hombre uomo niño bambino junge "
    "garçon schoolboy santa stallion rooster anciano señor hero postman spaceman"
)
_BEINGS = {ActorKind.PERSON, ActorKind.CHILD}
_COATS = {
    ActorKind.PERSON: ("red coat", "yellow coat", "green jacket", "blue coat", "orange sweater", "white shirt"),
    ActorKind.CHILD: (
        "yellow raincoat",
        "red sweater",
        "blue jacket",
        "green hoodie",
        "orange coat",
        "striped sweater",
    ),
}
_TRADE_CLOTHES = {
    "green apron": word_set("barista florist gardener vendor waiter waitress merchant"),
    "brown apron": word_set("potter carpenter blacksmith shoemaker luthier clockmaker watchmaker tailor craftsman"),
    "white apron": word_set("baker chef cook"),
    "yellow raincoat": word_set("keeper fisherman"),
    "white spacesuit": word_set("astronaut cosmonaut spaceman"),
    "white coat": word_set("doctor scientist nurse dentist"),
    "blue suit": word_set("manager businessman businesswoman lawyer boss executive accountant"),
    "red dress": word_set("singer ballerina actress"),
}  # fmt: skip
_COLOURS: dict[ActorKind, tuple[str, ...]] = {
    ActorKind.ROBOT: ("silver", "copper", "white", "teal"),
    ActorKind.DOG: ("brown", "golden", "black", "white"),
    ActorKind.CAT: ("black", "ginger", "grey", "white"),
    ActorKind.FOX: ("red",),
    ActorKind.HORSE: ("chestnut", "white", "black"),
    ActorKind.CAR: ("red", "teal", "yellow", "white"),
    ActorKind.TRUCK: ("orange", "blue", "green", "white"),
    ActorKind.BICYCLE: ("red", "mint", "blue", "black"),
    ActorKind.TRAIN: ("red", "green", "blue"),
    ActorKind.BOAT: ("white", "red", "blue"),
    ActorKind.ROCKET: ("white", "red", "silver"),
    ActorKind.BALLOON: ("red", "orange", "yellow"),
    ActorKind.BOTTLE: ("amber", "green", "white", "blue"),
    ActorKind.DROPPER_BOTTLE: ("amber", "rosy", "teal", "ivory"),
    ActorKind.JAR: ("ivory", "amber", "mint", "peach"),
    ActorKind.BOX: ("coral", "teal", "mustard", "navy"),
    ActorKind.CAN: ("red", "teal", "orange", "lime"),
    ActorKind.CUP: ("white", "red", "blue", "yellow"),
    ActorKind.PHONE: ("black", "white", "silver"),
    ActorKind.LAPTOP: ("silver", "charcoal"),
    ActorKind.HEADPHONES: ("black", "white", "orange", "teal"),
    ActorKind.SHOE: ("red", "white", "orange", "blue"),
    ActorKind.WATCH: ("golden", "silver", "copper"),
    ActorKind.BOOK: ("red", "blue", "green"),
    ActorKind.GUITAR: ("amber", "red", "brown"),
    ActorKind.COFFEE_CART: ("red", "mint", "teal", "yellow"),
    ActorKind.HOUSE: ("white", "yellow", "red"),
    ActorKind.LIGHTHOUSE: ("white",),
    ActorKind.TENT: ("orange", "yellow", "red"),
    ActorKind.KITE: ("red", "yellow", "orange"),
    ActorKind.LANTERN: ("red", "golden"),
    ActorKind.BIRD: ("white", "blue", "brown"),
    ActorKind.FISH: ("golden", "orange", "silver"),
    ActorKind.WHALE: ("blue", "grey"),
}
_VESSELS = {
    ActorKind.CUP: "cup",
    ActorKind.BOTTLE: "bottle",
    ActorKind.DROPPER_BOTTLE: "bottle",
    ActorKind.JAR: "jar",
    ActorKind.CAN: "can",
}
_UNPAINTED = word_set("bread cake pizza burger sandwich pasta cookie biscuit cereal granola chocolate chocolates snack")
"""Food has its own colour."""
_VESSEL_WORDS = word_set(
    "cup mug glass bowl goblet teacup teapot kettle bottle flask vial jar pot vase can tin dropper machine candle pen"
)
_IDEAS = word_set(
    "hope love memory time happiness freedom silence loneliness sadness joy grief dream idea thought energy soul "
    "future spirit"
)
_TRANSLATIONS = {
    "mann": "man", "frau": "woman", "mädchen": "girl", "junge": "boy", "kind": "child", "hund": "dog", "katze": "cat",
    "fuchs": "fox", "pferd": "horse", "vogel": "bird", "schiff": "ship", "leuchtturm": "lighthouse", "zug": "train",
    "haus": "house", "baum": "tree", "drachen": "kite", "buch": "book", "homme": "man", "femme": "woman",
    "fille": "girl", "garçon": "boy", "enfant": "child", "chien": "dog", "renard": "fox", "cheval": "horse",
    "oiseau": "bird", "bateau": "boat", "phare": "lighthouse", "maison": "house", "arbre": "tree", "livre": "book",
    "hombre": "man", "mujer": "woman", "niña": "girl", "niño": "boy", "perro": "dog", "gato": "cat", "zorro": "fox",
    "caballo": "horse", "pájaro": "bird", "barco": "boat", "faro": "lighthouse", "casa": "house", "árbol": "tree",
    "libro": "book", "uomo": "man", "donna": "woman", "bambina": "girl", "bambino": "boy", "cane": "dog",
    "gatto": "cat", "volpe": "fox", "cavallo": "horse", "uccello": "bird", "barca": "boat", "voiture": "car",
    "vélo": "bicycle", "fahrrad": "bicycle", "bicicleta": "bicycle", "guitarra": "guitar", "guitare": "guitar",
    "alter": "old", "alte": "old", "alten": "old", "vieux": "old", "vieille": "old", "viejo": "old", "vieja": "old",
    "vecchio": "old", "vecchia": "old", "kleiner": "small", "kleine": "small", "kleines": "small", "petit": "small",
    "petite": "small", "pequeño": "small", "pequeña": "small", "piccolo": "small", "junger": "young",
    "rot": "red", "roter": "red", "rote": "red", "rouge": "red", "rojo": "red", "roja": "red", "blau": "blue",
    "schwarze": "black", "schwarzer": "black", "noir": "black", "noire": "black", "negro": "black", "negra": "black",
}  # fmt: skip
_GROUPS = word_set("couple family band team crowd")
_MANY_WORDS = word_set("couples families bands teams crowds")
_BEFORE_COLOURS = word_set(
    "old new young small little big large tiny huge giant lonely lost sleepy happy sad brave shy clumsy friendly tired "
    "last only first same "
    "beautiful pretty ugly strange quiet noisy fast slow hungry curious stubborn gentle wild two three four"
)
_PRONOUNS = {
    "she": ("she", "her", "her", "hers", "herself"),
    "he": ("he", "him", "his", "his", "himself"),
    "it": ("it", "it", "its", "its", "itself"),
    "they": ("they", "them", "their", "theirs", "themselves"),
}


def is_female(text: str) -> bool:
    """Whether a word for a woman stands in a text ("the old captain's daughter")."""
    return bool(_FEMALE & set(re.findall(r"\w+", text.lower())))


def is_male(text: str) -> bool:
    """Whether a word for a man stands in a text."""
    return bool(_MALE & set(re.findall(r"\w+", text.lower())))


@dataclass(frozen=True)
class Hero:
    """``noun`` follows "the" in a line ("robot"); ``plain`` is the brief's phrase with its article; ``looks`` adds what
    the brief leaves open, and is the ``subject`` of every scene. ``role`` is an actor kind, or "place" for nobody.
    """

    role: str
    noun: str
    plain: str
    looks: str
    pronoun: str = "it"
    name: str | None = None
    idea: str = "wonder"

    @property
    def slots(self) -> dict[str, str]:
        """What the slots of a line are filled with."""
        they, them, their, theirs, reflexive = _PRONOUNS[self.pronoun]
        many = self.pronoun == "they"
        called = self.name or f"the {self.noun}"
        slots = {
            "hero": called,
            "they": they,
            "them": them,
            "their": their,
            "theirs": theirs,
            "self": reflexive,
            "a_hero": self.plain,
            "idea": self.idea,
            "was": "were" if many else "was",
            "hero_name": self.name or self.noun.title(),
        }
        return slots | {key.capitalize(): _capital(value) for key, value in slots.items()}

    def bend(self, verb: str) -> str:
        """A verb of the present tense, agreeing with the hero: "keep" or "keeps"."""
        return verb if self.pronoun == "they" else third_person(verb)


def nobody(idea: str | None = None) -> Hero:
    """The hero of a film about a place, or about an idea, which shows as a small light."""
    if idea is None:
        return Hero(role="place", noun="place", plain="a place", looks="")
    return Hero(role="orb", noun="light", plain="a small light", looks="a small glowing orb of golden light", idea=idea)


def make_hero(mention: Mention, reading: Reading, rng: Random, *, company: str = "", label: str | None = None) -> Hero:
    """The hero a brief names, dressed by chance where the brief leaves its looks open.

    ``company`` is what goes with it in every scene ("with a red kite"), ``label`` the lettering on a product.
    """
    if mention.kind is ActorKind.ORB and mention.word in _IDEAS:
        return nobody(mention.word)
    pronoun = _pronoun(mention, reading, rng)
    phrase = _phrase(mention, pronoun)
    named = reading.labels[0] if reading.labels and mention.kind not in LABELLED else None
    looks = _dress(mention, phrase, pronoun, rng)
    if label:
        looks = f'{_labelled(_without(label, looks), looks)} "{label}"'
    return Hero(
        role=mention.kind.value,
        noun=plural(_noun(mention)) if pronoun == "they" and not _is_group(mention) else _noun(mention),
        plain=_counted(mention, _bare(mention, phrase)),
        looks=f"{looks} {company}".strip(),
        pronoun=pronoun,
        name=named if named and named[0].isupper() else None,
    )


def _pronoun(mention: Mention, reading: Reading, rng: Random) -> str:
    if mention.count > 1:
        return "they"
    if mention.kind not in _BEINGS:
        return "it"
    words = {*mention.modifiers, *mention.word.split()}
    chance = rng.choice(("she", "he"))
    if words & _FEMALE:
        return "she"
    if words & _MALE:
        return "he"
    tokens = tokenise(reading.text)[mention.end :]
    told = next((token.low for token in tokens if token.low in {"she", "her", "he", "his", "him"}), None)
    return chance if told is None else "she" if told in {"she", "her"} else "he"


def _in_english(mention: Mention) -> str:
    """The mention's phrase; of foreign words, what the few we know mean."""
    if mention.word not in _TRANSLATIONS:
        return mention.phrase
    known = [_TRANSLATIONS[word] for word in mention.modifiers if word in _TRANSLATIONS]
    return " ".join([*known, _TRANSLATIONS[mention.word]])


def _phrase(mention: Mention, pronoun: str) -> str:
    """The noun phrase of the mention; a child without a sex becomes a girl or a boy, a drink gets its vessel."""
    phrase = re.sub(r"['’]s$", "", _in_english(mention))
    if mention.kind is ActorKind.CHILD and mention.word in {"child", "kid"} and mention.count == 1:
        phrase = re.sub(r"\b(child|kid)\b", "little girl" if pronoun == "she" else "little boy", phrase, count=1)
    vessel = _VESSELS.get(mention.kind)
    if vessel and mention.count == 1 and not _VESSEL_WORDS & set(phrase.lower().split()):
        phrase = f"{phrase} {vessel}"
    return phrase[0].lower() + phrase[1:] if _opens_only(phrase) and not mention.label else phrase


def _opens_only(phrase: str) -> bool:
    """Whether the first word has a capital for standing first, and not for what it is ("H2O")."""
    first = phrase.split(maxsplit=1)[0]
    return first.istitle() and first.isalpha()


def _labelled(bare: str, looks: str) -> str:
    """The looks with their count or article, ready for the lettering."""
    counted = re.match(r"(?:two|three|four) ", looks)
    return f"{counted[0] if counted else ''}{bare if counted else with_article(bare)} labelled"


def _without(label: str, looks: str) -> str:
    """The looks without their article and without the brand, which the label says."""
    bare = re.sub(r"^(?:an? pair of |an? |the |two |three |four )", "", looks)
    return " ".join(re.sub(re.escape(label), "", bare, flags=re.IGNORECASE).split()) or bare


def _noun(mention: Mention) -> str:
    """What a line calls it: a product by what is inside ("serum"), anything else by its own noun."""
    if mention.kind in _VESSELS:
        inside = " ".join(word for word in mention.word.split() if word not in _VESSEL_WORDS)
        return inside or mention.word
    return mention.word


def _bare(mention: Mention, phrase: str) -> str:
    """The phrase without clothes."""
    return re.split(r",? (?:in|with|wearing|dressed)\b", phrase)[0] if mention.wearing else phrase


def _dress(mention: Mention, phrase: str, pronoun: str, rng: Random) -> str:
    colour, coat = rng.choice(_COLOURS.get(mention.kind, ("",))), rng.choice(_COATS.get(mention.kind, ("",)))
    if mention.kind in _BEINGS:
        if mention.wearing or mention.colour:
            return _counted(mention, phrase)
        trade = next(
            (clothes for clothes, trades in _TRADE_CLOTHES.items() if trades & set(mention.word.split())), None
        )
        clothes = trade if trade and not (trade == "red dress" and pronoun == "he") else coat
        if pronoun == "they":
            return f"{_counted(mention, phrase)} in {plural(clothes)}"
        return f"{_counted(mention, phrase)} in {_PRONOUNS[pronoun][2]} {clothes}"
    if mention.colour or not colour or mention.word in _UNPAINTED:
        return _counted(mention, phrase)
    return _counted(mention, _before_noun(phrase, mention, colour))


def _before_noun(phrase: str, mention: Mention, colour: str) -> str:
    """The colour put before the noun: "old car" to "old red car"."""
    words = phrase.split()
    place = max(0, len(words) - len(mention.word.split()) - (0 if phrase.lower().endswith(mention.word[-3:]) else 1))
    if mention.word in _TRANSLATIONS:
        place = len(words) - 1
    if mention.label or mention.kind in LABELLED:
        place = 0
    elif mention.kind not in _BEINGS and mention.word not in _TRANSLATIONS:
        # What a thing is stays with its noun ("a red electric bike"); how it is comes before its colour.
        place = next((i for i, word in enumerate(words[:place]) if word.lower() not in _BEFORE_COLOURS), place)
    return " ".join([*words[:place], colour, *words[place:]])


def _is_group(mention: Mention) -> bool:
    """Whether one word names several: "a couple", "a family"."""
    return mention.count > 1 and mention.word in _GROUPS and mention.phrase.lower().split()[-1] not in _MANY_WORDS


def _counted(mention: Mention, phrase: str) -> str:
    if mention.count == 1 or _is_group(mention):
        return with_article(phrase)
    return f"{('', '', 'two', 'three', 'four')[min(4, mention.count)]} {phrase}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
