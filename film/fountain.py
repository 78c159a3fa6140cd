"""Scripts, read: Fountain, the looser ways in which people write dialogue, and plain prose.

Fountain is described at https://fountain.io/syntax. Its libraries keep to its letter; what people paste often does not,
and prose has to be read as well. All of it is material: nothing in a script is ever an instruction.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from film.model import Value

_TITLE_KEYS = re.compile(
    r"^\s*(title|credit|authors?|source|draft date|date|contact|copyright|notes|revision|format)\s*:[ \t]*(.*)$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^\s*(?:\d+[.)]?\s*)?(?:INT|EXT|EST|INT\.?/EXT|I/E)(?:[. /]|$)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*#[\w.\-]+#\s*$")
_TRANSITION = re.compile(r"^(?:[A-Z ]{2,30} TO:|(?:FADE|CUT|DISSOLVE|SMASH)[A-Z ]{0,20}[:.]?|THE END\.?)$")
_CUE = re.compile(r"^@?(?P<name>[^\W\d_a-z][^a-z():]{0,30}?)\s*(?P<extension>\([^)]{0,30}\))?\s*(?P<dual>\^)?$")
_FORCED_CUE = re.compile(r"^@(?P<name>[^():^]{1,31}?)\s*(?P<extension>\([^)]{0,30}\))?\s*(?P<dual>\^)?$")
_INLINE_CUE = re.compile(
    r"^(?P<name>[^\W\d_][\w.'’\- ]{0,30}?)\s*(?P<extension>\([^)]{0,30}\))?\s*[:：]\s*(?P<line>\S.*)$"
)
_NARRATORS = re.compile(r"^(?:NARRATOR|NARRATION|VOICE.?OVER|V\.?O\.?|VOICE|ANNOUNCER|ERZÄHLER(?:IN)?|NARRADORA?)$")
_NOT_NAMES = frozenset(
    {"SCENE", "NOTE", "SETTING", "CAMERA", "SHOT", "MUSIC", "SFX", "SOUND", "TIME", "VIDEO", "TITLE", "ACT", "CHAPTER"}
    | {"PART", "INTRO", "OUTRO", "VERSE", "CHORUS", "BRIDGE", "SUPER", "LATER", "CONTINUED"}
)
_ASIDE = re.compile(r"^\(.*\)$|^\[.*\]$")
_EMPHASIS = re.compile(r"(?<!\\)\*+|(?<![\w\\])_+|(?<!\\)_+(?!\w)")
_QUOTED = re.compile(r"^[\"“«„](.*)[\"”»“]$")


class PartKind(StrEnum):
    """What a part of a script is: something seen, or something said."""

    ACTION = "action"
    SPEECH = "speech"


class Part(Value):
    """A paragraph of a script under its scene ``heading``.

    ``speaker`` is the name of whoever says it, as it is shown; nobody's are what is seen and what a narrator says.
    ``manner`` is its stage direction, ``off_camera`` a voice without a face, ``dual`` a line said at the same time as
    the one before.
    """

    kind: PartKind
    text: str
    heading: str = ""
    speaker: str | None = None
    manner: str = ""
    off_camera: bool = False
    dual: bool = False


class Screenplay(Value):
    """A script in parts, in order. ``title`` is that of its title page."""

    parts: tuple[Part, ...]
    title: str | None = None

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who speaks, in order of appearance; narrators are not counted."""
        return tuple(dict.fromkeys(part.speaker for part in self.parts if part.speaker))


def read_screenplay(text: str) -> Screenplay:
    """The parts of a script. Headings are kept with what stands under them; transitions, notes, sections, synopses and
    what is struck out (``/* */``) are left out.
    """
    text = _without(_without(text.replace("\r\n", "\n").replace("\r", "\n"), "/*", "*/"), "[[", "]]")
    lines = [_plain(line) for line in text.split("\n")]
    title, lines = _title_page(lines)
    return Screenplay(parts=tuple(_parts(lines)), title=title)


def _without(text: str, opening: str, closing: str) -> str:
    """The text without what stands between two marks; a mark that is never closed is text."""
    kept, start = [], 0
    while (begin := text.find(opening, start)) >= 0:
        end = text.find(closing, begin + len(opening))
        if end < 0:
            break
        kept.append(text[start:begin])
        start = end + len(closing)
    return "".join([*kept, text[start:]])


def _plain(line: str) -> str:
    return _EMPHASIS.sub("", line).replace("\\*", "*").replace("\\_", "_").rstrip()


def _title_page(lines: list[str]) -> tuple[str | None, list[str]]:
    start = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines) or not _TITLE_KEYS.match(lines[start]):
        return None, lines
    end = next((i for i in range(start, len(lines)) if not lines[i].strip()), len(lines))
    title, key = [], ""
    for place in range(start, end):
        line = lines[place]
        found = _TITLE_KEYS.match(line)
        if found is None and line[:1] not in " \t":
            # The page was not closed by an empty line: what follows is the script.
            end = place
            break
        key = found[1].lower() if found else key
        if key == "title":
            title.append(found[2] if found else line.strip())
    return " ".join(filter(None, title)).strip()[:80] or None, lines[end:]


class _Cue(Value):
    speaker: str | None
    off_camera: bool
    dual: bool = False
    manner: str = ""


def _parts(lines: list[str]) -> Iterator[Part]:
    heading, cue, paragraph = "", None, list[str]()
    # "Remember: be kind." is prose; "Anna: Hi." is too, unless others talk like that.
    inline_cues = sum(_inline(line.strip()) is not None for line in lines) > 1
    blank, said = True, False

    def closed() -> Iterator[Part]:
        text = " ".join(paragraph)
        paragraph.clear()
        text = " ".join((re.sub(r"\([^()]*\)", " ", text) if cue is not None else text).split())
        if any(char.isalnum() for char in text):
            kind = PartKind.SPEECH if cue is not None else PartKind.ACTION
            told: dict[str, Any] = cue.model_dump() if cue is not None else {}
            yield Part(kind=kind, text=_QUOTED.sub(r"\1", text) if cue else text, heading=heading, **told)

    for i, raw in enumerate(lines):
        line = raw.strip()
        follows = i + 1 < len(lines) and bool(lines[i + 1].strip())
        if not line:
            yield from closed()
            cue, blank = None, True
            continue
        new_heading = _heading(line) if cue is None or said else None
        if new_heading is not None:
            yield from closed()
            heading, cue = new_heading, None
        elif _is_silent(line, blank=cue is None and not paragraph):
            yield from closed()
            cue = None
        elif cue is not None and line.startswith("(") and line.endswith(")"):
            yield from closed()
            cue = cue.model_copy(update={"manner": line[1:-1].strip()})
        elif (blank or said) and follows and (named := _cue(line)) is not None:
            yield from closed()
            cue, said = named, False
        elif (inline_cues or _is_dialogue_line(line)) and (inline := _inline(line)) is not None:
            yield from closed()
            cue, spoken = inline
            paragraph.append(spoken)
            said = True
        elif cue is not None or not _ASIDE.match(line):
            if cue is None and line.startswith("~"):
                cue = _Cue(speaker=None, off_camera=True)
            paragraph.append(line.lstrip("!~").strip())
            said = cue is not None
        blank = False
        said = said and cue is not None
    yield from closed()


def _heading(line: str) -> str | None:
    """The scene heading in a line; one can be forced with a full stop."""
    if re.match(r"^\.[^\W_]", line):
        return _NUMBER.sub("", line[1:]).strip()
    return _NUMBER.sub("", line).strip() if _HEADING.match(line) else None


def _is_silent(line: str, *, blank: bool) -> bool:
    """Whether a line is about the script: a section, a synopsis, a page break, a transition, a centred title."""
    if line.startswith(("#", "===", ">")):
        return True
    return (blank and bool(re.match(r"=(?!=)", line))) or bool(_TRANSITION.match(line))


def _cue(line: str) -> _Cue | None:
    """Who speaks next, when a line is a name in capitals, or forced with an @."""
    found = _FORCED_CUE.match(line) or _CUE.match(line)
    if found is None:
        return None
    name = found["name"].strip()
    sentence = name.endswith((".", "!", "?", ",", "…")) or len(name.split()) > 4
    if not line.startswith("@") and (sentence or not name.isupper() or _no_name(name)):
        return None
    return _called(name, found["extension"], dual=bool(found["dual"]))


def _inline(line: str) -> tuple[_Cue, str] | None:
    """A name with its line behind it: "MAYA: There!"."""
    found = _INLINE_CUE.match(line)
    if found is None:
        return None
    words = found["name"].split()
    if len(words) > 3 or _no_name(found["name"]) or any(word[:1].islower() for word in words):
        return None
    # "He said:" in Chinese.
    if words[-1][-1] in "说道问":
        return None
    return _called(found["name"].strip(), found["extension"]), found["line"].strip()


def _is_dialogue_line(line: str) -> bool:
    """Whether a line with a colon may be somebody's even if it is the only one of its kind."""
    found = _INLINE_CUE.match(line)
    return found is not None and found["name"].isupper()


def _no_name(name: str) -> bool:
    return name.upper().split()[0] in _NOT_NAMES or not any(char.isalpha() for char in name)


def _called(name: str, extension: str | None, *, dual: bool = False) -> _Cue:
    told = (extension or "").strip("() ")
    unseen = re.sub(r"[^A-Z]", "", told.upper()) in {"VO", "OS", "OC", "OFF", "VOICEOVER"}
    if _NARRATORS.match(name.upper()):
        return _Cue(speaker=None, off_camera=True)
    manner = "" if unseen or re.match(r"cont", told, re.IGNORECASE) else told
    return _Cue(speaker=_shown(name), off_camera=unseen, dual=dual, manner=manner)


def _shown(name: str) -> str:
    """A name in capitals as it is shown: "O'BRIEN" is O'Brien."""
    if not name.isupper():
        return name
    words = [word[:1] + word[1:].lower() for word in name.split()]
    return " ".join(re.sub(r"^(\w)(['’])(\w)", lambda m: f"{m[1]}{m[2]}{m[3].upper()}", word) for word in words)
