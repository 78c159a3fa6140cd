"""A model's inputs as JSON Schema, the way providers publish them."""

from typing import Any

from pydantic import JsonValue

from film.catalogue import Model
from film.model_input import Rule

_BOUNDS = {
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
}
"""What a least and a most are called, by type."""


def json_schema_of(model: Model) -> dict[str, Any]:
    """The stored copy of the model's inputs as an object schema.

    A rule ``{type: integer, least: 2, most: 12, default: 5}`` becomes
    ``{"type": "integer", "minimum": 2, "maximum": 12, "default": 5}``. ``x-order`` keeps the order of the catalogue.
    """
    rules = model.takes.rules
    return {
        "type": "object",
        "title": "Input",
        "required": [name for name, rule in rules.items() if rule.required],
        "properties": {name: {**property_of(rule), "x-order": n} for n, (name, rule) in enumerate(rules.items())},
    }


def property_of(rule: Rule) -> dict[str, Any]:
    """The schema of one input."""
    schema: dict[str, Any] = {"type": rule.type}
    if rule.type == "array":
        schema["items"] = {"type": "string", "format": "uri"} if rule.file else {}
    elif rule.file:
        schema["format"] = "uri"
    if rule.one_of:
        schema["enum"] = list(rule.one_of)
    for keyword, bound in zip(_BOUNDS.get(rule.type, ()), (rule.least, rule.most), strict=False):
        if bound is not None:
            schema[keyword] = _plain(bound)
    if rule.multiple_of is not None:
        schema["multipleOf"] = rule.multiple_of
    if rule.default is not None:
        schema["default"] = rule.default
    return schema


def bounds_of(schema: dict[str, JsonValue], kind: str) -> tuple[float | None, float | None]:
    """The least and the most that a schema allows of the type ``kind``; ``None`` for an open end."""
    least, most = (schema.get(keyword) for keyword in _BOUNDS.get(kind, ("", "")))
    return (
        least if isinstance(least, int | float) else None,
        most if isinstance(most, int | float) else None,
    )


def _plain(bound: float) -> float:
    return int(bound) if float(bound).is_integer() else bound
