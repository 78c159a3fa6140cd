"""Templates of prompts: text with names in braces, and nothing left behind by what is not said.

``{name}`` stands for a value, ``{Name}`` for the same with a capital letter. What stands in square brackets is left
out when a name in it has no value. Doubled signs (``{{``, ``]]``) stand for themselves.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{[^{}\[\]\n]*\}|[{}\[\]]")
_NAME = re.compile(r"[A-Za-z][a-z_]*")


class TemplateError(ValueError):
    """A template that cannot be used. ``index`` is where in its text the fault stands, ``None`` for all of it."""

    def __init__(self, message: str, index: int | None = None) -> None:
        super().__init__(message)
        self.index = index


@dataclass(frozen=True)
class _Field:
    name: str
    capital: bool


_Piece = str | _Field


@dataclass(frozen=True)
class _Part:
    """Pieces that stand or fall together; ``optional`` ones fall when one of their names has no value."""

    pieces: tuple[_Piece, ...]
    optional: bool


@dataclass(frozen=True)
class Template:
    """A template, read."""

    parts: tuple[_Part, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names it uses."""
        return frozenset(piece.name for part in self.parts for piece in part.pieces if isinstance(piece, _Field))

    def render(self, values: Mapping[str, str]) -> str:
        """One paragraph with these values in it; what is missing or blank is left out.

        Values are never read as templates. Full stops at their ends give way to the template's, and signs and spaces
        that missing values leave behind are tidied away.
        """
        said = {name: " ".join(value.split()).rstrip(" .,;") for name, value in values.items()}
        return _tidied(self._filled(said))

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with these values in it as they are: for documents, whose lines and signs all count."""
        return re.sub(r"\n{3,}", "\n\n", self._filled(values)).strip()

    def _filled(self, values: Mapping[str, str]) -> str:
        return "".join(_rendered(part, values) for part in self.parts)


@lru_cache(maxsize=256)
def read_template(text: str) -> Template:
    """The template in ``text``. Raises ``TemplateError``."""
    parts: list[_Part] = []
    pieces: list[_Piece] = []
    opened: int | None = None
    end = 0
    for match in _TOKEN.finditer(text):
        pieces.append(text[end : match.start()])
        sign, end = match[0], match.end()
        if sign in ("{{", "}}", "[[", "]]"):
            pieces.append(sign[0])
        elif sign == "[":
            if opened is not None:
                raise TemplateError("a part in brackets cannot hold another", match.start())
            parts.append(_Part(tuple(pieces), optional=False))
            pieces, opened = [], match.start()
        elif sign == "]":
            if opened is None:
                raise TemplateError("this ] closes nothing; write ]] for the sign itself", match.start())
            if not any(isinstance(piece, _Field) for piece in pieces):
                raise TemplateError("a part in brackets needs a name in it; write [[ for the sign itself", opened)
            parts.append(_Part(tuple(pieces), optional=True))
            pieces, opened = [], None
        elif len(sign) > 1:
            pieces.append(_field(sign, match.start()))
        else:
            raise TemplateError(f"a lone {sign}; write {sign * 2} for the sign itself", match.start())
    if opened is not None:
        raise TemplateError("this [ is never closed", opened)
    return Template((*parts, _Part((*pieces, text[end:]), optional=False)))


def checked(text: str, known: Collection[str], needed: Collection[str] = ()) -> Template:
    """The template in ``text``, which uses names of ``known`` only, and all of ``needed``. Raises ``TemplateError``."""
    template = read_template(text)
    for name in sorted(template.names - set(known)):
        index = re.search(rf"\{{{name[:1]}{name[1:]}\}}", text, re.IGNORECASE)
        message = f"there is no {{{name}}}; there is {', '.join(f'{{{each}}}' for each in sorted(known))}"
        raise TemplateError(message, index.start() if index else None)
    if missing := [name for name in needed if name not in template.names]:
        raise TemplateError(f"must say {' and '.join(f'{{{name}}}' for name in missing)}")
    return template


def _field(sign: str, index: int) -> _Field:
    name = sign[1:-1]
    if not _NAME.fullmatch(name):
        raise TemplateError(f"{sign} is no name; write {{{{ for the sign itself", index)
    return _Field(name=name[0].lower() + name[1:], capital=name[0].isupper())


def _rendered(part: _Part, said: Mapping[str, str]) -> str:
    fields = [piece for piece in part.pieces if isinstance(piece, _Field)]
    if part.optional and not all(said.get(field.name, "").strip() for field in fields):
        return ""
    return "".join(piece if isinstance(piece, str) else _value(piece, said) for piece in part.pieces)


def _value(field: _Field, said: Mapping[str, str]) -> str:
    value = said.get(field.name, "")
    return value[:1].upper() + value[1:] if field.capital else value


def _tidied(text: str) -> str:
    text = " ".join(text.split())
    text = re.sub(r" +(?=[.,;:!?](?: |$))", "", text)
    text = re.sub(r"[,;:]+(?=[.,;](?: |$))", "", text)
    text = re.sub(r"(?<=[.!?…])[.,;:]+(?= |$)", "", text)
    return text.strip(" ,;")
