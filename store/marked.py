"""YAML that knows where it stands: what is wrong with a value is told with its file, line and field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, ScalarNode, SequenceNode
from yaml.reader import ReaderError

from film.templates import TemplateError

_DEEPEST = 8


@dataclass(frozen=True)
class Place:
    """A line of a file, from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class MarkedError(ValueError):
    """Files that cannot be used; the message has a line for each fault: ``noir/parameters.yaml:12: scene_s: …``."""


@dataclass(frozen=True)
class Marked:
    """A value and where it stands: names with values, a list, each marked themselves, or one scalar.

    ``written`` is how a scalar stands in the file, ``keys`` are the places of the names.
    """

    place: Place
    value: Any
    written: str = ""
    keys: dict[str, Place] | None = None

    @property
    def plain(self) -> Any:
        """The value without its places."""
        match self.value:
            case dict() as pairs:
                return {name: each.plain for name, each in pairs.items()}
            case list() as items:
                return [each.plain for each in items]
            case scalar:
                return scalar


def read_marked(file: str, text: str) -> Marked:
    """The mapping in ``text``, empty where there is nothing. Raises ``MarkedError``."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise MarkedError(f"{Place(file, line)}: holds a character that YAML cannot") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = error.problem or error.context or "cannot be read"
        raise MarkedError(f"{Place(file, mark.line + 1 if mark else 1)}: {said}") from error
    if node is None:
        return Marked(Place(file, 1), {}, keys={})
    if not isinstance(node, MappingNode):
        raise MarkedError(f"{_place(file, node)}: must be names and values")
    try:
        return _marked(file, text, node, 0)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise MarkedError(f"{Place(file, line)}: {error.problem}") from error


def over(base: Marked, top: Marked) -> Marked:
    """``top`` over ``base``: mappings are merged name by name, everything else is replaced."""
    if not (isinstance(base.value, dict) and isinstance(top.value, dict)):
        return top
    pairs = dict(base.value)
    for name, value in top.value.items():
        pairs[name] = over(pairs[name], value) if name in pairs else value
    return Marked(top.place, pairs, keys={**(base.keys or {}), **(top.keys or {})})


def faults(error: ValidationError, whole: Marked, model: type[BaseModel]) -> str:
    """What a model refuses of ``whole``, a line for each fault."""
    return "\n".join(_told(fault, whole, model) for fault in error.errors())


def _marked(file: str, text: str, node: yaml.Node, depth: int) -> Marked:
    place = _place(file, node)
    if depth > _DEEPEST:
        raise MarkedError(f"{place}: is nested too deeply")
    match node:
        case MappingNode():
            pairs: dict[str, Marked] = {}
            keys: dict[str, Place] = {}
            for key, value in node.value:
                if not isinstance(key, ScalarNode):
                    raise MarkedError(f"{_place(file, key)}: a name must be plain text")
                if key.value in pairs:
                    raise MarkedError(
                        f"{_place(file, key)}: {key.value}: stands here twice; see line {keys[key.value].line}"
                    )
                pairs[key.value], keys[key.value] = _marked(file, text, value, depth + 1), _place(file, key)
            return Marked(place, pairs, keys=keys)
        case SequenceNode():
            return Marked(place, [_marked(file, text, each, depth + 1) for each in node.value])
        case _:
            written = text[node.start_mark.index : node.end_mark.index]
            return Marked(place, SafeConstructor().construct_object(node), written)


def _place(file: str, node: yaml.Node) -> Place:
    return Place(file, node.start_mark.line + 1)


def _told(fault: Any, whole: Marked, model: type[BaseModel]) -> str:
    steps = [step for step in fault["loc"] if step != "[key]"]
    place, found = _found(whole, steps)
    error = fault.get("ctx", {}).get("error")
    if isinstance(error, TemplateError) and found is not None:
        place = _within(found, error)
    told = ".".join(map(str, steps))
    return f"{place}: {told}: {_words(fault, steps, model)}" if told else f"{place}: {_words(fault, steps, model)}"


def _found(whole: Marked, steps: Sequence[int | str]) -> tuple[Place, Marked | None]:
    """The place that a fault is about, and the value there; the place of what should hold it where it is missing."""
    place, here = whole.place, whole
    for step in steps:
        match here.value, step:
            case (dict() as pairs, str()) if step in pairs:
                place, here = (here.keys or {}).get(step, pairs[step].place), pairs[step]
            case (list() as items, int()) if step < len(items):
                place, here = items[step].place, items[step]
            case _:
                return place, None
    return place, here


def _within(value: Marked, error: TemplateError) -> Place:
    """The line of a template that its fault is in, however it is wrapped in the file."""
    text = value.value["text"] if isinstance(value.value, dict) and "text" in value.value else value
    if error.index is None or not isinstance(text.value, str):
        return text.place
    clue = text.value.strip()[error.index :].split()
    before = text.value.strip()[: error.index].count(clue[0]) if clue else 0
    index = -1
    for _ in range(before + 1):
        index = text.written.find(clue[0], index + 1) if clue else -1
    return Place(text.place.file, text.place.line + text.written[: max(index, 0)].count("\n"))


def _words(fault: Any, steps: Sequence[int | str], model: type[BaseModel]) -> str:
    ctx = fault.get("ctx", {})
    match fault["type"]:
        case "greater_than":
            return f"must be above {ctx['gt']:g}"
        case "greater_than_equal":
            return f"must be at least {ctx['ge']:g}"
        case "less_than_equal":
            return f"must be at most {ctx['le']:g}"
        case "extra_forbidden":
            return f"there is no such name; there is {', '.join(_names(model, steps[:-1]))}"
        case "missing":
            return "is needed"
        case "enum" | "literal_error":
            return f"must be {ctx['expected']}"
        case _:
            return str(fault["msg"]).removeprefix("Value error, ")


def _names(model: type[BaseModel], steps: Sequence[int | str]) -> Iterator[str]:
    """The names that the model at the end of ``steps`` takes."""
    for step in steps:
        field = model.model_fields.get(str(step))
        kind = field.annotation if field else None
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            return
        model = kind
    yield from model.model_fields
