"""Sentences of other languages in a few English words: who does what with what, where, when, in what weather.

No translation: what a picture needs, as far as the words are known. Narration stays as it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from film.language import Language
from film.phrases import sentences
from planner.bilingual import Found, Kind, known_words, words_of
from planner.grammars import GRAMMARS, Grammar
from planner.tokens import third_person, with_article, word_set

DOER = "the hero"
"""Who acts in a sentence that names nobody: whom the film is about."""

_BEINGS = frozenset({Kind.TRADE, Kind.PERSON, Kind.ANIMAL})
_NOUNS = _BEINGS | {Kind.VEHICLE, Kind.THING}
_MANY = frozenset({"children", "friends", "people", "headphones", "noodles"})
_UNIQUE = frozenset({"sky", "sun", "moon", "stairs", "stars", "waves", "light"})
_MASS = word_set(
    "bread coffee tea milk juice wine beer honey jam rice soup cheese chocolate oil lemonade cream blossoms treasure "
    "soap perfume shampoo serum"
)
_ALONE = {
    "look at": "gaze into the distance",
    "turn off": "turn off the light",
    "light": "light a lamp",
    "find": "find something",
    "bring": "bring something",
    "give": "hold out a hand",
    "pick up": "pick something up",
    "hold": "stand quietly",
    "carry": "carry a bag",
    "collect": "look at the shelves",
    "open": "open a door",
    "shut": "shut a door",
    "greet": "smile",
    "remember": "gaze into the distance",
    "study": "read",
    "cross": "walk on",
    "search": "search the ground",
    "plant": "plant a seed",
    "fall": "gaze into the distance",
}
"""What is seen of a deed whose object is not known."""

_LINKS = {"search": "search for", "listen": "listen to", "talk": "talk to", "dream": "dream of"}
_WITH_OBJECT = word_set(
    "climb light find bring make read write open shut cook bake eat drink pour build repair paint plant water hold "
    "carry give collect drive ride cross clean push greet remember study feed"
) | {"look at", "turn off", "pick up", *_LINKS}
"""The deeds that are done to something; of the others, a vehicle is what they are done in."""

_PLAYED = frozenset({"piano", "guitar", "violin", "kite", "ball"})
_AFLOAT = frozenset({"boat", "whale", "dolphin", "fish", "turtle", "sailor", "captain", "fisherman"})
_ABOARD = word_set("sit wait sleep leave arrive return travel sail enter row")
_SADDLED = frozenset({"bicycle", "motorcycle"})
_ELSEWHERE = frozenset({"on mars", "on the surface of the moon", "in outer space"})
_PRONOUNS = frozenset({"he", "she"})


@dataclass(frozen=True)
class Gloss:
    """What is known of a sentence, in English. ``who`` acts in it; ``thing`` is what it is about where nobody does."""

    who: str | None = None
    company: str | None = None
    deeds: tuple[str, ...] = ()
    thing: str | None = None
    place: str | None = None
    time: str | None = None
    weather: str | None = None

    @property
    def sentence(self) -> str:
        """The gloss as a sentence the reader knows; "" when nothing is known."""
        return self.told_of(DOER)

    def told_of(self, doer: str) -> str:
        """The sentence, with somebody for whom it does not name."""
        around = [each for each in (self.place, self.time, self.weather) if each]
        who = self.who or (doer if self.deeds else self.thing)
        if who is None:
            return f"{_capital(', '.join(around))}." if around else ""
        several = self.company is not None or who in _MANY
        bent = " and ".join(self.deeds if several else map(third_person, self.deeds))
        beside = f"and {self.company}" if self.company else ""
        return f"{_capital(' '.join(part for part in (who, beside, bent, *around) if part))}."


def acting_in(text: str, language: Language) -> list[str]:
    """Who acts in each sentence of a text that names somebody, with their looks."""
    told = (glossed(sentence, language).who for sentence in sentences(text))
    return [who for who in told if who is not None and who not in _PRONOUNS]


def gloss(text: str, language: Language) -> str:
    """A text as English sentences for the reader, one for each of its own that has a known word."""
    told = (glossed(sentence, language).sentence for sentence in sentences(text))
    return " ".join(sentence for sentence in told if sentence)


def gloss_of_product(text: str, language: Language) -> str:
    """The thing a text is about as a phrase: the first that is no place and nobody; "" when none is known."""
    told = (glossed_thing(sentence, language) for sentence in sentences(text))
    return next((thing for thing in told if thing), "")


def glossed_thing(sentence: str, language: Language) -> str:
    """The first thing of a sentence, with its looks; "" when none is known."""
    found = known_words(sentence, language)
    return _Sentence(words_of(sentence, language), found, GRAMMARS[language]).thing() if found else ""


def glossed(sentence: str, language: Language) -> Gloss:
    """What is known of one sentence."""
    found = [each for each in known_words(sentence, language) if each.kind is not Kind.NOTHING]
    if not found:
        return Gloss()
    return _Sentence(words_of(sentence, language), found, GRAMMARS[language]).gloss()


class _Sentence:
    """One sentence with its known words."""

    def __init__(self, words: Sequence[str], found: Sequence[Found], grammar: Grammar) -> None:
        self._words, self._grammar = words, grammar
        self._looks = [each for each in found if each.kind is Kind.LOOK]
        self._nouns = _headed([each for each in found if each.kind in _NOUNS], words, grammar)
        self._nouns += [self._aged(look) for look in self._looks if self._is_aged(look)]
        self._nouns.sort(key=lambda noun: noun.start)
        self._deeds = [each for each in found if each.kind is Kind.DEED]
        self._places = [each for each in found if each.kind in {Kind.PLACE, Kind.CITY}]
        self._found = found

    def gloss(self) -> Gloss:
        """What is known of the sentence."""
        actor = self._actor()
        scenery = self._scenery() if actor is None else None
        told = Gloss(place=self._place(actor, scenery), time=self._first(Kind.TIME), weather=self._first(Kind.WEATHER))
        objects = [noun for noun in self._nouns if noun is not actor and noun.english not in _PRONOUNS]
        if actor is not None:
            company = self._company(actor, objects)
            deeds = self._doings(actor, [noun for noun in objects if noun is not company])
            if not deeds and objects and actor.english in _PRONOUNS:
                return replace(told, thing=self._phrase(objects[0]))
            return replace(
                told, who=self._phrase(actor), company=self._phrase(company) if company else None, deeds=deeds
            )
        if scenery is not None:
            # What the sea or a lamp does is seen by whom the film is about.
            seen = next((noun for noun in objects if noun.start > scenery.start), scenery)
            return replace(told, deeds=(f"look at {self._with(seen, objects)}",))
        if self._deeds:
            return replace(told, deeds=self._doings(None, objects))
        order = sorted(objects, key=lambda noun: (not self._is_marked(noun), not self._is_free(noun)))
        shown = next(iter(order), None)
        return replace(told, thing=self._with(shown, objects) if shown else None)

    def thing(self) -> str:
        """The first thing or vehicle, with its looks; "" when there is none."""
        first = next((noun for noun in self._nouns if noun.kind in {Kind.THING, Kind.VEHICLE}), None)
        return self._phrase(first) if first is not None else ""

    def _actor(self) -> Found | None:
        """Who acts: the first being that nothing ties to another word, else a vehicle, else any being."""
        free = [noun for noun in self._nouns if self._is_free(noun) and not self._is_acted_on(noun)]
        for kinds in (_BEINGS, frozenset({Kind.VEHICLE})):
            acting = next((noun for noun in free if noun.kind in kinds), None)
            if acting is not None:
                return acting
        if self._deeds:
            return None
        return next((noun for noun in self._nouns if noun.kind in _BEINGS and noun.english not in _PRONOUNS), None)

    def _is_acted_on(self, noun: Found) -> bool:
        """Whether a noun stands behind a deed that is done to something, in a language where subjects stand before."""
        if self._grammar.verb_last or self._grammar.inverts:
            return False
        return any(deed.end <= noun.start and deed.english in _WITH_OBJECT for deed in self._deeds)

    def _scenery(self) -> Found | None:
        """A thing or a place that acts by itself: it stands free before the first deed."""
        if not self._deeds:
            return None
        first = self._deeds[0].start
        standing = [each for each in self._found if each.kind in {Kind.THING, Kind.PLACE} and each.start < first]
        acts = self._is_marked if self._grammar.verb_last else self._is_free
        return next((each for each in standing if acts(each)), None)

    def _is_marked(self, each: Found) -> bool:
        """Whether a particle behind a word makes it the subject, where a language has such."""
        return "".join(self._words[each.end : each.end + 1]) in self._grammar.subject_marks

    def _is_free(self, each: Found) -> bool:
        after = self._words[each.end] if each.end < len(self._words) else ""
        return after not in self._grammar.ties_behind and self._before(each) not in self._grammar.ties

    def _before(self, each: Found) -> str:
        """The word before a noun, its articles and adjectives left out."""
        begin = each.start
        while begin > 0 and (self._is_look(begin - 1) or self._words[begin - 1] in self._grammar.articles):
            begin -= 1
        return self._words[begin - 1] if begin else ""

    def _is_look(self, at: int) -> bool:
        return any(look.start <= at < look.end for look in self._looks)

    def _is_aged(self, look: Found) -> bool:
        """Whether "the old" stands for a person: after an article and beside no noun."""
        before = self._words[look.start - 1] if look.start else ""
        behind = self._grammar.looks_behind
        named = before in self._grammar.her_articles | self._grammar.his_articles
        return look.english == "old" and named and self._noun_of(look, behind=behind) is None

    def _aged(self, look: Found) -> Found:
        her = self._words[look.start - 1] in self._grammar.her_articles
        return replace(look, kind=Kind.PERSON, english="old woman" if her else "old man")

    def _company(self, actor: Found, objects: Sequence[Found]) -> Found | None:
        """Another being that "and" or "with" puts beside the one who acts."""
        for noun in objects:
            if noun.kind not in _BEINGS or noun.start < actor.end:
                continue
            acts = any(actor.end <= deed.start < noun.start for deed in self._deeds)
            before, after = self._before(noun), self._words[noun.end : noun.end + 2]
            beside = {before, *after[-1:]} if self._grammar.verb_last else {before}
            if beside & (self._grammar.withs if acts else self._grammar.withs | self._grammar.ands):
                return noun
        return None

    def _doings(self, actor: Found | None, objects: Sequence[Found]) -> tuple[str, ...]:
        """At most two deeds, the first and the last, each with its object."""
        start = actor.end if actor is not None and not self._grammar.inverts else 0
        after = [deed for deed in self._deeds if deed.start >= start] or self._deeds
        told: list[str] = []
        for i, deed in enumerate(after):
            bounds = (after[i - 1].end if i else 0, after[i + 1].start if i + 1 < len(after) else len(self._words))
            near = self._object(deed, objects, bounds)
            again = any(each.split()[0] == deed.english.split()[0] for each in told)
            if not again and (near is not None or not told or deed.english not in _ALONE):
                told.append(self._doing(deed, near, objects))
        kept = told[:1] + told[-1:] if len(told) > 2 else told
        return tuple(dict.fromkeys(kept))

    def _object(self, deed: Found, objects: Sequence[Found], bounds: tuple[int, int]) -> Found | None:
        able = [*objects, *self._places] if deed.english == "look at" else objects
        before = [noun for noun in able if bounds[0] <= noun.start < deed.start]
        behind = [noun for noun in able if deed.end <= noun.start < bounds[1]]
        return next(iter(before[-1:] if self._grammar.verb_last else behind), None)

    def _doing(self, deed: Found, near: Found | None, objects: Sequence[Found]) -> str:
        verb = deed.english
        played = near is not None and near.english in _PLAYED and verb in {"play", "fly"}
        if near is None or (verb not in _WITH_OBJECT and near.kind is not Kind.VEHICLE and not played):
            return _ALONE.get(verb, verb)
        if verb not in _WITH_OBJECT and verb not in _ABOARD and not played:
            return verb
        if near.kind is Kind.VEHICLE and verb in _ABOARD:
            return f"{verb} {'on' if near.english in _SADDLED else 'in'} {self._phrase(near)}"
        return f"{_LINKS.get(verb, verb)} {self._with(near, objects)}"

    def _with(self, noun: Found, objects: Sequence[Found]) -> str:
        """A noun with what it has with it: "a bottle with a letter"."""
        following = next((other for other in objects if other.start > noun.start and other.kind is Kind.THING), None)
        if following is not None and self._before(following) in self._grammar.withs and noun.kind is Kind.THING:
            return f"{self._phrase(noun)} with {self._phrase(following)}"
        return self._phrase(noun)

    def _phrase(self, each: Found) -> str:
        """A noun with its looks and its article."""
        if each.english in _PRONOUNS:
            return each.english
        if each.kind in {Kind.PLACE, Kind.CITY}:
            return " ".join(each.english.split()[1:]).replace("seaside", "sea").split(" on ")[0]
        words = [*self._looks_of(each), *(["female"] if self._is_woman(each) else []), each.english]
        phrase = " ".join(dict.fromkeys(" ".join(words).split()))
        if each.english in _UNIQUE:
            return f"the {phrase}"
        return phrase if each.english in _MANY or each.english.split()[-1] in _MASS else with_article(phrase)

    def _looks_of(self, noun: Found) -> list[str]:
        behind = self._grammar.looks_behind
        return [look.english for look in self._looks if self._noun_of(look, behind=behind) is noun]

    def _noun_of(self, look: Found, *, behind: bool) -> Found | None:
        """The noun a look belongs to: the one right before it where looks stand behind, else the next one."""
        if behind:
            before = next((noun for noun in self._nouns if noun.end == look.start), None)
            if before is not None:
                return before
        reach = look.end
        while self._is_look(reach):
            reach += 1
        return next((noun for noun in self._nouns if noun.start == reach), None)

    def _is_woman(self, each: Found) -> bool:
        if each.kind is not Kind.TRADE or each.english in {"queen", "princess", "king"}:
            return False
        begin = each.start
        while begin > 0 and self._is_look(begin - 1):
            begin -= 1
        article = self._words[begin - 1] if begin else ""
        if article in self._grammar.his_articles:
            return False
        return article in self._grammar.her_articles or each.text.split()[0].endswith(self._grammar.her_endings)

    def _place(self, actor: Found | None, scenery: Found | None) -> str | None:
        places = [place for place in self._places if place is not scenery]
        if not places:
            return None
        own = [place.english for place in places if place.kind is Kind.PLACE and place.english not in _ELSEWHERE]
        wide = [place.english for place in places if place.kind is Kind.CITY or place.english in _ELSEWHERE]
        own = [place for place in own if not wide or place != "in the city"]
        named = " ".join([*own[:1], *wide[:1]])
        return named.replace("at the seaside", "on the open sea") if actor and actor.english in _AFLOAT else named

    def _first(self, kind: Kind) -> str | None:
        return next((each.english for each in self._found if each.kind is kind), None)


def _headed(nouns: Sequence[Found], words: Sequence[str], grammar: Grammar) -> list[Found]:
    """The nouns, with those joined to one that say what another is of: "wine bottle", "strawberry ice cream"."""
    joined: list[Found] = []
    for noun in nouns:
        last = joined[-1] if joined else None
        if last is None or not {last.kind, noun.kind} <= {Kind.THING}:
            joined.append(noun)
            continue
        between = words[last.end : noun.start]
        if grammar.looks_behind and between and set(between) <= grammar.of_words:
            joined[-1] = replace(last, english=f"{noun.english} {last.english}", end=noun.end)
        elif not grammar.looks_behind and (not between or set(between) <= grammar.of_words):
            joined[-1] = replace(noun, english=f"{last.english} {noun.english}", start=last.start)
        else:
            joined.append(noun)
    return joined


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
