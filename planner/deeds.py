"""What somebody does, as English prose has it, for a picture: "takes her hand" is shown "taking her hand"."""

import re

from planner.tokens import present_participle

_BASES = {"is": "be", "has": "have", "does": "do", "goes": "go", "lies": "lie", "dies": "die", "ties": "tie"}
_STATIVE = frozenset({"be", "have", "know", "want", "love", "hate", "seem", "like", "mean", "need"})
_END = re.compile(r"[,;:.!?…—–(]| (?:and|but|while|until|because|then|as) ")
_ACTOR = re.compile(r"\W*((?:an?|the|one|another) (?:[a-z'-]+ ){0,2}?[a-z'-]+) ([a-z]+s)\b", re.IGNORECASE)
_LONGEST = 9


def doing(text: str, who: str) -> str | None:
    """The deed of ``who`` in the first sentence that has them before a verb, as a participle phrase of a few words.

    ``None`` when there is none: what they are is not what they do.
    """
    # Appositions stand between a name and its verb: "MARTA, 60s, in a coat, stirs".
    pattern = rf"\b{re.escape(who)}\b(?:\s*\([^)]*\))?((?:,[^,.!?]{{1,40}}){{0,3}},)?\s+([a-z]+)(?=\W|$)([^.!?]*)"
    for found in re.finditer(pattern, text, re.IGNORECASE):
        adverb = found[2].lower().endswith("ly")
        rest = found[3]
        verb = found[2].lower()
        if adverb and (after := re.match(r"\s+([a-z]+)(.*)", rest, re.DOTALL)):
            verb, rest = after[1].lower(), after[2]
        base = _base(verb)
        if base is None or base in _STATIVE:
            continue
        tail = _END.split(f"{rest} ")[0].split()[:_LONGEST]
        while tail and tail[-1].lower() in {
            "a",
            "an",
            "the",
            "of",
            "to",
            "in",
            "on",
            "at",
            "with",
            "his",
            "her",
            "its",
        }:
            tail.pop()
        return " ".join([present_participle(base), *tail])
    return None


def actor_in(text: str) -> str | None:
    """Who a sentence begins with, when it tells what they do: "A guard" of "A guard swings a lantern"."""
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        found = re.match(
            r"\W*((?:an?|the|one|another) (?:[a-z'-]+ ){0,2}?[a-z'-]+) ([a-z]+s)\b", sentence, re.IGNORECASE
        )
        if found and (base := _base(found[2].lower())) is not None and base not in _STATIVE:
            return found[1]
    return None


def _base(verb: str) -> str | None:
    """The infinitive of a verb in the third person: "watches" is watch."""
    if verb in _BASES:
        return _BASES[verb]
    if not verb.endswith("s") or verb.endswith(("ss", "us", "is")) or len(verb) < 4:
        return None
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    if verb.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return verb[:-2]
    return verb[:-1]
