"""The reader of a brief in another language: it reads the few English words that its own words are known by."""

import re

from film.brief import Brief
from film.language import Language
from planner.foreign import is_foreign
from planner.gloss import DOER, acting_in, gloss, gloss_of_product
from planner.language_of import language_of
from planner.people import LIVING
from planner.reader import Reader
from planner.reading import Reading
from planner.shot import Actor, Setting
from planner.tokens import word_set

_ENGLISH = word_set("the of and with is his her from that into through")
_SOMEBODY = "a woman"


class ReaderAbroad(Reader):
    """Reads what a brief says through its gloss, and our own English as it is."""

    abroad = True

    def __init__(self, reader: Reader, language: Language) -> None:
        self._lexicon, self._guesser = reader._lexicon, reader._guesser
        self._language = language

    def told(self, text: str) -> Reading:
        """What a text of the brief says, in the words that are known; nothing of the rest is guessed."""
        return self.understand(self._english(text))

    def phrase(self, text: str, lead: str) -> Reading:  # noqa: ARG002
        """As ``told``: an English lead means nothing abroad."""
        return self.told(text)

    def opening(self, text: str, script: str | None) -> Reading:
        """What a film starts from; whom its prompt does not name, its script may."""
        english = self._english(text)
        if script is not None and not _has_english(script):
            english = self._with_script(text, script, english)
        elif script is None and not _has_english(text) and (acting := acting_in(text, self._language)):
            # A text that opens on its place is about whom it names first.
            first = next(iter(self.understand(english).mentions), None)
            being = first is not None and first.kind.value in LIVING
            english = english if being else f"{_capital(acting[0])}. {english}"
        return self.understand(re.sub(DOER, _SOMEBODY, english, flags=re.IGNORECASE))

    def product(self, text: str) -> Reading:
        """What an advertisement shows: its thing first, then who does what with it."""
        if _has_english(text):
            return self.understand(text)
        thing, around = gloss_of_product(text, self._language), self._english(text)
        if not thing:
            return self.understand(around)
        return self.understand(f"{thing}. {around.replace(DOER.capitalize(), '')}" if around else thing)

    def actors_of(self, reading: Reading) -> tuple[Actor, ...]:
        """Nobody where nothing is known: a place and its light say more than a wrong guess."""
        return super().actors_of(reading) if reading.text.strip() else ()

    def setting_of(self, reading: Reading) -> Setting:
        """Open country where nothing is known."""
        return super().setting_of(reading) if reading.text.strip() else Setting.HILLS

    def _with_script(self, text: str, script: str, english: str) -> str:
        """Whom the prompt names, as the script has them; else who comes first in the script."""
        named, acting = acting_in(text, self._language), acting_in(script, self._language)
        if not named:
            return f"{_capital(acting[0])}. {english}" if acting else english
        noun = named[0].split()[-1]
        same = [who for who in acting if who.split()[-1] == noun]
        who = max([named[0], *same], key=len)
        around = self.understand(english)
        return f"{_capital(who)}{f' {around.locale.phrase}' if around.locale else ''}."

    def _english(self, text: str) -> str:
        return text if _has_english(text) else gloss(text, self._language)


def reader_of(reader: Reader, brief: Brief) -> Reader:
    """The reader of a brief: the same for English, else one that knows the words of the brief's language."""
    text = f"{brief.prompt}\n{brief.script or ''}"
    given = brief.language if brief.language is not Language.ENGLISH else None
    foreign = is_foreign(brief.prompt) or (brief.script is not None and is_foreign(brief.script[:2000]))
    if isinstance(reader, ReaderAbroad) or not (foreign or (given is not None and not _has_english(text))):
        return reader
    return ReaderAbroad(reader, given or language_of(text))


def _has_english(text: str) -> bool:
    return bool(_ENGLISH & set(re.findall(r"\w+", text.lower())))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
