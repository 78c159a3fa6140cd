"""Reading a text word by word: noun phrases, verbs, settings and light, with what is denied left out."""

from collections.abc import Sequence
from dataclasses import replace

from film.shot import CameraMove, Framing, TimeOfDay, Weather
from planner.labels import brand_before
from planner.lexicon import Lexicon, Sense
from planner.names import blank, find_names, mask_quotes
from planner.reading import Deed, Locale, Mention, Notes, Reading
from planner.shot import Action, ActorKind, Setting
from planner.tokens import (
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    NUMBERS,
    PLACE_PREPOSITIONS,
    PREPOSITIONS,
    Token,
    singular,
    tokenise,
    word_set,
)

_DENIALS = word_set(
    "no not without never nobody none neither nor minus except don't doesn't isn't aren't sans ohne sin kein keine"
)
_BARE_TERMS = word_set("wide medium close detail track portrait landscape static")
_GROUPS = {
    "crowd": 4,
    "team": 3,
    "family": 3,
    "people": 3,
    "band": 3,
    "couple": 2,
    "lovers": 2,
    "friends": 2,
    "twins": 2,
}
_CONTAINERS = frozenset({ActorKind.CUP, ActorKind.BOTTLE, ActorKind.JAR, ActorKind.BOX, ActorKind.CAN, ActorKind.BOOK})
_SOLD = _CONTAINERS | {ActorKind.DROPPER_BOTTLE, ActorKind.HOUSE}
_VESSEL_NOUNS = word_set("jar box can tin pot glass bowl")
_HOLDING_VERBS = word_set(
    "hold carry clutch read play strum drink sip fly wear use deliver bring push lift hug eat find write open "
    "unwrap ride"
)
_WORN_AFTER = word_set("in with wearing wears dressed and")


class Observer:
    """Reads one text. ``terms`` lets single words of camera grammar count ("close"), as in a director's note."""

    def __init__(self, lexicon: Lexicon, text: str, *, terms: bool = False) -> None:
        self._lexicon = lexicon
        self._text = text
        self._names = find_names(text)
        # Quoted words are lettering or speech, and names are names: neither are things to see.
        self._tokens: Sequence[Token] = tokenise(blank(mask_quotes(text), self._names.spans))
        self._terms = terms
        self._notes = Notes()
        self._last_verb: Deed | None = None
        self._worn_until = 0
        self._told = 0  # up to here, words belong to what has been noted

    def read(self) -> Reading:
        """Everything the text says."""
        position = 0
        while position < len(self._tokens):
            position += self._deny(position) or self._take(position)
        notes = self._notes
        return Reading(
            text=self._text,
            mentions=tuple(notes.mentions),
            locales=tuple(notes.locales),
            deeds=tuple(notes.deeds),
            times=tuple(notes.times),
            weathers=tuple(notes.weathers),
            framings=tuple(notes.framings),
            cameras=tuple(notes.cameras),
            place=notes.place,
            place_phrase=notes.place_phrase,
            colours=tuple(notes.colours),
            labels=self._names.labels,
            maker=self._names.maker,
            absent=frozenset(notes.absent),
            unknown=tuple(notes.unknown),
        )

    def _deny(self, start: int) -> int:
        """Skip what a "no" or "without" denies, noting it as absent; 0 when nothing is denied here."""
        instead_of = [token.low for token in self._tokens[start : start + 2]] == ["instead", "of"]
        if self._tokens[start].low not in _DENIALS and not instead_of:
            return 0
        absent = self._notes.absent
        if self._tokens[start].low in {"nobody", "none"}:
            absent |= {ActorKind.PERSON, ActorKind.CHILD}
            return 1
        position, seen = start + 1, False
        while position < len(self._tokens):
            low = self._tokens[position].low
            ends = low in CONJUNCTIONS - {"or"} or low in PREPOSITIONS
            if not self._tokens[position].is_word or (ends and seen) or low in _DENIALS:
                break
            length, senses = self._lexicon.match(self._tokens, position)
            absent |= {s.meaning for s in senses if isinstance(s.meaning, ActorKind | Setting | Weather | TimeOfDay)}
            seen = seen or low not in FUNCTION_WORDS
            position += max(1, length)
        if ActorKind.PERSON in absent:
            absent.add(ActorKind.CHILD)
        return max(1, position - start)

    def _take(self, start: int) -> int:
        """Note what begins at a token; returns how many tokens that took."""
        token = self._tokens[start]
        if not token.is_word:
            if token.text in ".!?;":
                self._last_verb = None
            return 1
        length, place = self._lexicon.place_at(self._tokens, start)
        if place is not None and (token.is_capitalised or self._text.islower()):
            self._notes.place = self._notes.place or place
            self._notes.place_phrase = self._notes.place_phrase or self._span(start, start + length)
            return length
        if token.low in self._lexicon.colours and self._is_colour_here(start):
            self._note_colour(start)
            return 1
        length, senses = self._lexicon.match(self._tokens, start)
        if not senses:
            if token.low not in FUNCTION_WORDS | self._lexicon.wearables and self._is_head(start):
                self._notes.unknown.append(self._phrase_up_to(start))
            return 1
        return self._note(start, length, senses)

    def _note(self, start: int, length: int, senses: tuple[Sense, ...]) -> int:
        notes, nominal = self._notes, self._is_nominal(start)
        for sense in senses:
            match sense.meaning:
                case TimeOfDay():
                    notes.times.append(sense.meaning)
                case Weather() if not (self._tokens[start].low.endswith("s") and self._follows_actor(start)):
                    notes.weathers.append(sense.meaning)
                case Framing() if self._terms or sense.word not in _BARE_TERMS:
                    notes.framings.append(sense.meaning)
                case CameraMove() if self._terms or sense.word not in _BARE_TERMS:
                    notes.cameras.append(sense.meaning)
        verb = next((s for s in senses if isinstance(s.meaning, Action)), None)
        nouns = [s for s in senses if isinstance(s.meaning, ActorKind | Setting) and (nominal or not s.as_noun)]
        if verb is not None and not (nouns and (nominal or not self._follows_actor(start))):
            self._note_deed(start, verb, nominal)
            return length
        if nouns:
            self._note_noun(start, length, nouns)
        return length

    def _note_deed(self, start: int, sense: Sense, nominal: bool) -> None:
        token = self._tokens[start]
        participle = token.low.endswith("ing")
        after_article = self._before(start) in DETERMINERS | (PREPOSITIONS - {"to"}) or self._before(start).endswith(
            "'s"
        )
        if nominal and after_article and not participle:
            return
        if self._before(start) == "and" and token.low == sense.verb and self._joins_noun(start):
            return
        if not isinstance(sense.meaning, Action):
            return
        deed = Deed(sense.meaning, sense.verb or sense.word, token.low, token.start)
        self._notes.deeds.append(deed)
        self._told = start + 1
        self._last_verb = deed

    def _note_noun(self, start: int, length: int, senses: list[Sense]) -> None:
        """An actor or a place; a noun directly before another noun only describes that one."""
        end = start + length
        actor = next((s for s in senses if isinstance(s.meaning, ActorKind)), None)
        locale = next((s for s in senses if isinstance(s.meaning, Setting)), None)
        tie = self._link(self._phrase_start(start))
        tied = tie in PLACE_PREPOSITIONS
        if actor is not None and locale is not None:
            actor, locale = (None, locale) if tied else (actor, None)
        elsewhere = locale is not None and locale.meaning in {Setting.UNDERWATER, Setting.SPACE}
        if locale is not None and not elsewhere and self._describes_next(end, Setting):
            return
        if locale is not None and isinstance(locale.meaning, Setting):
            leads = self._tokens[start].low in PLACE_PREPOSITIONS
            self._notes.locales.append(Locale(locale.meaning, self._locale_phrase(start, end), start, tied or leads))
            self._told = end
            return
        worn = start < self._worn_until and self._tokens[end - 1].low in self._lexicon.wearables
        if actor is None or worn or self._describes_next(end) or self._is_towards_home(start, end, actor):
            return
        self._note_actor(start, end, actor, tie)

    def _joins_noun(self, start: int) -> bool:
        """Whether "and" ties a word to the noun before it: "whales and light"."""
        mentions, verb = self._notes.mentions, self._last_verb
        beside = bool(mentions) and mentions[-1].end == start - 1
        return beside and (verb is None or verb.start < self._tokens[mentions[-1].start].start)

    def _is_towards_home(self, start: int, end: int, actor: Sense) -> bool:
        """Whether "home" is where somebody goes or stays, and no house: "leaving home", "she comes home"."""
        if actor.word != "home" or self._tokens[end - 1].low != "home":
            return False
        begin = self._phrase_start(start)
        return self._before(begin) not in DETERMINERS and not (begin == 0 < start)

    def _note_actor(self, start: int, end: int, sense: Sense, tie: str) -> None:
        kind = sense.meaning
        if not isinstance(kind, ActorKind):
            return
        mentions = self._notes.mentions
        begin = self._phrase_start(start)
        if tie == "of" and mentions and mentions[-1].kind in _CONTAINERS and mentions[-1].end >= begin - 2:
            contents = mentions[-1].label or brand_before(self._tokens, start, self._lexicon) or sense.word.title()
            mentions[-1] = replace(mentions[-1], label=contents, setting=mentions[-1].setting or sense.setting)
            return
        modifiers = tuple(t.low for t in self._tokens[begin:start])
        wearing, worn_end = self._wearing(end)
        self._worn_until = worn_end
        own_colours = [c for m in modifiers if (c := self._lexicon.colour(m))]
        worn_colour = self._worn_colour(end)
        self._notes.colours = [c for c in self._notes.colours if c not in {*own_colours, worn_colour}]
        last = self._tokens[end - 1].low.removesuffix("'s")
        many = last != singular(last)
        self._told = end
        mentions.append(
            Mention(
                kind=kind,
                word=sense.word,
                phrase=self._span(begin, worn_end),
                start=begin,
                end=end,
                count=1
                if kind is ActorKind.HEADPHONES
                else self._count(begin, sense.word if sense.word in _GROUPS else last, many),
                definite=self._before(begin) == "the",
                link=tie,
                modifiers=modifiers,
                wearing=wearing,
                colour=own_colours[-1] if own_colours else worn_colour,
                label=brand_before(self._tokens, start, self._lexicon),
                setting=sense.setting or self._trade(kind, begin, start),
            )
        )

    def _trade(self, kind: ActorKind, begin: int, head: int) -> Setting | None:
        """Where a "start-up team" is found: with what it is named after."""
        if kind is not ActorKind.PERSON:
            return None
        senses = [s for at in range(begin, head) for s in self._lexicon.match(self._tokens, at)[1]]
        return next((self._lexicon.homes[s.meaning] for s in senses if isinstance(s.meaning, ActorKind)), None)

    def _wearing(self, end: int) -> tuple[tuple[str, ...], int]:
        """The clothes and features named after an actor, and where they end: "in a red coat and with long hair"."""
        worn: list[str] = []
        position, last = end, end
        while position < len(self._tokens) and self._tokens[position].low in _WORN_AFTER | {","}:
            position += 1
            words: list[str] = []
            while position < len(self._tokens) and self._tokens[position].is_word and len(words) < 6:
                low = self._tokens[position].low
                if low in self._lexicon.wearables:
                    words.append(low)
                    position += 1
                    if position < len(self._tokens) and self._tokens[position].low in self._lexicon.wearables:
                        continue
                    worn.append(" ".join(w for w in words if w not in FUNCTION_WORDS))
                    last = position
                    break
                if low in PREPOSITIONS - {"in", "of"} or low in CONJUNCTIONS:
                    return tuple(worn), last
                words.append(low)
                position += 1
            else:
                break
        return tuple(worn), last

    def _worn_colour(self, end: int) -> str | None:
        """The colour of "in red" after an actor, when no garment follows."""
        words = [token.low for token in self._tokens[end : end + 3]]
        if len(words) >= 2 and words[0] == "in" and (colour := self._lexicon.colours.get(words[1])):
            return None if len(words) > 2 and words[2].isalpha() and words[2] not in FUNCTION_WORDS else colour
        return None

    def _count(self, begin: int, word: str, many: bool) -> int:
        before = [token.low for token in self._tokens[max(0, begin - 2) : begin]]
        named = [NUMBERS[b] for b in before if b in NUMBERS] + [int(b) for b in before if b.isdigit() and len(b) < 3]
        if named:
            return max(1, min(4, named[-1]))
        return _GROUPS.get(word, 2 if many else 1)

    def _note_colour(self, start: int) -> None:
        following = self._tokens[start + 1].low if start + 1 < len(self._tokens) else ""
        if following not in self._lexicon.wearables:
            self._notes.colours.append(self._lexicon.colours[self._tokens[start].low])

    def _is_colour_here(self, start: int) -> bool:
        """A colour name that is a plant too ("lavender") is a colour only before another noun."""
        length, senses = self._lexicon.match(self._tokens, start)
        return not senses or (length == 1 and start + 1 < len(self._tokens) and self._is_plain_word(start + 1))

    def _is_plain_word(self, position: int) -> bool:
        return self._tokens[position].is_word and self._tokens[position].low not in FUNCTION_WORDS

    def _describes_next(self, end: int, what: type[ActorKind | Setting] | None = None) -> bool:
        """Whether a noun follows at once, so that this one only describes it ("fish market", "robot dog")."""
        if end >= len(self._tokens) or not self._is_plain_word(end) or self._tokens[end - 1].low.endswith("'s"):
            return False
        _, senses = self._lexicon.match(self._tokens, end)
        if any(isinstance(s.meaning, Action) for s in senses):
            return False
        return any(isinstance(s.meaning, what or (ActorKind, Setting)) for s in senses)

    def _is_nominal(self, start: int) -> bool:
        """Whether a word stands where a noun stands: after an article, a preposition or an adjective, or first."""
        if start == 0 or not self._tokens[start - 1].is_word:
            return True
        before = self._before(start)
        if before in DETERMINERS or before in PREPOSITIONS or before in {"and", "or"} or before.endswith(("ing", "'s")):
            return True
        known = self._lexicon.match(self._tokens, start - 1)[1]
        # "A face cream jar": what is sold stands before what it is sold in.
        if self._tokens[start].low in _VESSEL_NOUNS and any(s.meaning in _SOLD for s in known):
            return True
        timed = bool(known) and all(isinstance(s.meaning, TimeOfDay) for s in known)
        plain = before not in FUNCTION_WORDS and before not in self._lexicon.wearables
        return plain and (timed or not known) and not before.endswith("ly")

    def _follows_actor(self, start: int) -> bool:
        mentions = self._notes.mentions
        return bool(mentions) and mentions[-1].end == start

    def _before(self, position: int) -> str:
        return self._tokens[position - 1].low if position > 0 else ""

    def _phrase_start(self, head: int) -> int:
        """Where the noun phrase with this head begins, its article left out."""
        start = head
        while start > self._told and head - start < 5 and self._modifies(start - 1):
            start -= 1
        return start

    def _modifies(self, position: int) -> bool:
        token = self._tokens[position]
        if not token.is_word or token.low in FUNCTION_WORDS or token.low in _DENIALS or token.low in NUMBERS:
            return False
        if token.low.endswith("'s") or token.low.endswith("ly") or token.low.isdigit():
            return False
        senses = self._lexicon.match(self._tokens, position)[1]
        verb = any(isinstance(s.meaning, Action) for s in senses)
        return not verb or (token.low in self._lexicon.participles and self._before(position) in DETERMINERS)

    def _link(self, begin: int) -> str:
        """The preposition, "and" or verb that leads to a noun phrase, over its article."""
        position = begin - 1
        while position >= 0 and (self._tokens[position].low in DETERMINERS or self._tokens[position].low.isdigit()):
            position -= 1
        if position < 0 or not self._tokens[position].is_word:
            return ""
        low = self._tokens[position].low
        if low in PREPOSITIONS or low in {"and", "or"}:
            return low
        verb = self._last_verb
        if verb is not None and verb.start == self._tokens[position].start and verb.verb in _HOLDING_VERBS:
            return verb.verb
        return ""

    def _locale_phrase(self, start: int, end: int) -> str:
        """A setting in the text's own words: its article, its adjectives and a place name after it."""
        begin = self._phrase_start(start)
        if self._before(begin) in DETERMINERS:
            begin -= 1
        while end < len(self._tokens):
            length, place = self._lexicon.place_at(self._tokens, end)
            joins = self._tokens[end].low in {"in", "of", ","} and end + 1 < len(self._tokens)
            ahead = self._lexicon.place_at(self._tokens, end + 1)[0] if joins else 0
            if place is None and not ahead:
                break
            end += length if place is not None else 1 + ahead
            if self._notes.place is None:
                self._take(end - (length or ahead))
        return self._span(begin, end)

    def _is_head(self, position: int) -> bool:
        """Whether an unknown word ends its phrase."""
        following = position + 1
        return following >= len(self._tokens) or not self._is_plain_word(following)

    def _phrase_up_to(self, head: int) -> str:
        return self._span(self._phrase_start(head), head + 1)

    def _span(self, begin: int, end: int) -> str:
        return self._text[self._tokens[begin].start : self._tokens[end - 1].end] if end > begin else ""
