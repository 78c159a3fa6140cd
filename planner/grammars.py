"""What tells apart who acts and what is acted on in each of our languages: small words, and which way phrases face."""

from dataclasses import dataclass

from film.language import Language
from planner.tokens import word_set

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grammar:
    """The small words of a language.

    ``ties`` before a noun, ``ties_behind`` after it, make it no subject; ``subject_marks`` after it make it one.
    ``ands``, ``withs`` and ``of_words`` join nouns. ``articles`` may stand between a tie and its noun;
    ``her_articles``, ``his_articles`` and ``her_endings`` tell a woman's trade. ``looks_behind`` says that
    adjectives may follow their noun, ``inverts`` that subjects may stand behind their verb, ``verb_last`` that objects
    come before it.
    """

    ties: frozenset[str] = _NONE
    ties_behind: frozenset[str] = _NONE
    subject_marks: frozenset[str] = _NONE
    ands: frozenset[str] = _NONE
    withs: frozenset[str] = _NONE
    of_words: frozenset[str] = _NONE
    articles: frozenset[str] = _NONE
    her_articles: frozenset[str] = _NONE
    his_articles: frozenset[str] = _NONE
    her_endings: tuple[str, ...] = ()
    looks_behind: bool = False
    inverts: bool = False
    verb_last: bool = False


GRAMMARS = {
    Language.SPANISH: Grammar(
        ties=word_set("con para de del a al en por sobre bajo entre hacia hasta desde sin contra"),
        ands=word_set("y e"),
        withs=word_set("con"),
        of_words=word_set("de del la"),
        articles=word_set("el la los las un una unos unas dos tres cuatro cinco su sus mi mis este esta"),
        her_articles=word_set("la una esta las unas"),
        his_articles=word_set("el un este los unos"),
        her_endings=("dora", "era", "ana", "tora", "sora", "triz", "ina"),
        looks_behind=True,
    ),
    Language.FRENCH: Grammar(
        ties=word_set("avec pour de du des d à au aux en dans sur sous par vers sans entre chez près"),
        ands=word_set("et"),
        withs=word_set("avec"),
        of_words=word_set("de d du à la au aux"),
        articles=word_set("le la les l un une deux trois quatre son sa ses leur leurs mon ma ce cette"),
        her_articles=word_set("la une cette"),
        his_articles=word_set("le un ce"),
        her_endings=("euse", "ière", "ienne", "trice", "esse", "ère", "enne"),
        looks_behind=True,
    ),
    Language.GERMAN: Grammar(
        ties=word_set("mit für von vom zu zum zur an am auf aus in im bei durch über unter nach dem des hinter vor"),
        ands=word_set("und"),
        withs=word_set("mit"),
        inverts=True,
        articles=word_set(
            "der die das den dem drei zwei vier ein eine einen einem einer "
            "ihr ihre ihren ihrem sein seine seinen seinem"
        ),
        his_articles=word_set("ein"),
        her_endings=("in", "innen", "schwester"),
    ),
    Language.PORTUGUESE: Grammar(
        ties=word_set("com para de do da dos das ao à em no na nos nas por pelo pela sobre sem entre até"),
        ands=word_set("e"),
        withs=word_set("com"),
        of_words=word_set("de do da"),
        articles=word_set("o a os as um uma dois duas três seu sua seus suas este esta"),
        her_articles=word_set("a uma esta as"),
        his_articles=word_set("o um este os"),
        her_endings=("dora", "eira", "ora", "triz", "ina"),
        looks_behind=True,
    ),
    Language.ITALIAN: Grammar(
        ties=word_set(
            "con per di del della dello dei degli delle dell a al alla allo all ai in nel nella nello nell su sul "
            "sulla sull da dal dalla verso tra fra senza d"
        ),
        ands=word_set("e ed"),
        withs=word_set("con"),
        of_words=word_set("di d da alla al all della del"),
        articles=word_set("il lo la i gli le l un uno una due tre suo sua suoi sue questo questa"),
        her_articles=word_set("la una questa"),
        his_articles=word_set("il lo un uno questo"),
        her_endings=("trice", "essa", "aia", "iera", "ana", "tora", "ina"),
        looks_behind=True,
    ),
    Language.HINDI: Grammar(
        ties_behind=word_set("को से के का की में पर तक"),
        subject_marks=word_set("ने"),
        ands=word_set("और"),
        withs=word_set("साथ"),
        of_words=word_set("का की के"),
        articles=word_set("एक दो तीन वह यह उसका उसकी उसके अपना अपनी अपने"),
        her_endings=("िका", "नी"),
        verb_last=True,
    ),
    Language.JAPANESE: Grammar(
        ties_behind=frozenset("をにとへでの"),
        subject_marks=frozenset("がはも"),
        ands=frozenset("と"),
        withs=frozenset("と"),
        of_words=frozenset("の"),
        verb_last=True,
    ),
    Language.CHINESE: Grammar(
        ties=frozenset("给和跟对把被在从到向往同与"),
        ties_behind=frozenset("上里边中的"),
        ands=frozenset("和跟与"),
        withs=frozenset("和跟与"),
        of_words=frozenset("的"),
        articles=frozenset("一个只位条艘名那这她他的"),
    ),
}


def loose_words(language: Language) -> frozenset[str]:
    """The small words that no phrase of a language ends on."""
    grammar = GRAMMARS.get(language, Grammar())
    if grammar.verb_last:
        return grammar.ands | grammar.ties_behind
    return grammar.ties | grammar.ands | grammar.withs | grammar.articles | word_set("que qui che quien dass l d")
