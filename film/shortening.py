"""Lines made shorter by rule: whole clauses and sentences go, never half of one, and what carries the sense stays."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations

_SENTENCE = re.compile(r"[^.!?…。！？।]+(?:[.!?…。！？।]+[\"'”’»」』)]*|$)\s*", re.DOTALL)
_CLAUSE = re.compile(r"(,\s+|;\s+|:\s+|\s*[—–]\s*|\s-\s|、|，|；)")
_JOINT = re.compile(
    r"(\s+(?:and|but|while|because|so that|until|y|pero|mientras|porque|et|mais|parce que|und|aber|weil|e|mas|enquanto|"
    r"ma|mentre|perché|और|लेकिन|क्योंकि)\s+)",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"\b(?:very|really|just|quite|simply|actually|truly|absolutely|muy|realmente|simplemente|très|vraiment|simplement|"
    r"sehr|wirklich|einfach|muito|realmente|simplesmente|molto|davvero|semplicemente)\s+",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\W*(?:when|as|if|while|because|since|after|before|until|although|though|where|who|which|cuando|si|mientras|porque|"
    r"aunque|donde|quand|lorsque|tandis|parce|où|qui|wenn|als|während|weil|nachdem|bevor|obwohl|der|quando|se|enquanto|"
    r"porque|embora|onde|mentre|perché|dove|जब|अगर|क्योंकि)\b",
    re.IGNORECASE,
)
_UNSPACED = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
_MOST_CLAUSES = 10


def shortened(text: str, fits: Callable[[str], bool]) -> str | None:
    """The longest shorter wording of ``text`` that ``fits``; ``None`` when no whole clause is short enough.

    Fillers go first, then clauses beside the longest one of a sentence, then whole sentences.
    """
    plain = _FILLERS.sub("", text)
    if plain != text and fits(plain := _capitalised(plain)):
        return plain
    for splitter in (_CLAUSE, _JOINT):
        found = next((wording for wording in _wordings(plain, splitter) if fits(wording)), None)
        if found is not None:
            return found
    return None


def cut_to(text: str, most: int) -> str:
    """As many whole words of a caption or sign as stand in ``most`` characters; a text without spaces is just cut."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = text[: most + 1].rsplit(" ", 1)[0] if " " in text[: most + 1] else text[:most]
    return kept.rstrip(" ,;:—–-·、，") or text[:most]


def _wordings(text: str, splitter: re.Pattern[str]) -> Iterator[str]:
    """Every wording with clauses left out, the longest first."""
    sentences = [match[0] for match in _SENTENCE.finditer(text)]
    parts = [_split(sentence, splitter) for sentence in sentences]
    # A long text is shortened by sentences alone: the ways to leave clauses out double with each of them.
    if sum(len(clauses) for clauses, _ in parts) > _MOST_CLAUSES:
        parts = [([sentence], [""]) for sentence in sentences][:_MOST_CLAUSES]
    places = [(number, place) for number, (clauses, _) in enumerate(parts) for place in range(len(clauses))]
    found: set[str] = set()
    for count in range(1, len(places)):
        for kept in combinations(places, count):
            wording = _assembled(parts, set(kept))
            if wording:
                found.add(wording)
    yield from sorted(found, key=lambda wording: (-len(wording), wording))


def _split(sentence: str, splitter: re.Pattern[str]) -> tuple[list[str], list[str]]:
    """The clauses of a sentence, and what stands before each (nothing before the first)."""
    pieces = splitter.split(sentence)
    return pieces[0::2], ["", *pieces[1::2]]


def _assembled(parts: list[tuple[list[str], list[str]]], kept: set[tuple[int, int]]) -> str | None:
    """The text of the clauses that are kept; ``None`` where a sentence would be left without its main clause."""
    told = []
    for number, (clauses, joints) in enumerate(parts):
        places = [place for place in range(len(clauses)) if (number, place) in kept]
        if not places:
            continue
        if _main(clauses) not in places:
            return None
        sentence = "".join((joints[place] if place != places[0] else "") + clauses[place] for place in places)
        ending = _ending(clauses[-1])
        if ending and not _ending(sentence):
            sentence = sentence.rstrip(" ,;:—–-、，") + ending
        told.append(_capitalised(sentence.strip()))
    text = told[0] if told else ""
    for sentence in told[1:]:
        text += ("" if text[-1:] in "。！？" else " ") + sentence
    return text or None


def _main(clauses: list[str]) -> int:
    """Which clause carries the sentence: the first of some length that hangs on no other, for it names who acts; in
    Chinese and Japanese the last.
    """
    if _UNSPACED.search("".join(clauses)):
        return len(clauses) - 1
    free = [place for place, clause in enumerate(clauses) if not _SUBORDINATE.match(clause)]
    telling = [place for place in free if len(clauses[place].split()) >= 3]
    return telling[0] if telling else max(free or range(len(clauses)), key=lambda place: len(clauses[place]))


def _ending(text: str) -> str:
    match = re.search(r"[.!?…。！？।]+[\"'”’»」』)]*\s*$", text)
    return match[0].strip() if match else ""


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
