"""A create's inputs against the catalogue's rules, refused in Replicate's words."""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from film.model_input import Rule
from previz.server.faults import InvalidField, input_fault, kind_of

_LENGTHS = {"string": ("string", "String length"), "array": ("array", "Array length")}


def checked(rules: Mapping[str, Rule], given: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Those inputs that have a rule. Raises ``Fault`` 422 that names every one that breaks its rule."""
    if broken := list(_broken(rules, given)):
        raise input_fault(broken)
    return {name: value for name, value in given.items() if name in rules}


def _broken(rules: Mapping[str, Rule], given: Mapping[str, JsonValue]) -> Iterator[InvalidField]:
    for name, rule in rules.items():
        if name not in given:
            if rule.required:
                yield InvalidField("required", "input", f"{name} is required")
        elif broken := _broken_by(rule, f"input.{name}", given[name]):
            yield broken


def _broken_by(rule: Rule, field: str, value: JsonValue) -> InvalidField | None:
    if rule.fault(value) is None:
        return None
    if Rule(type=rule.type).fault(value) is not None:
        return InvalidField("invalid_type", field, f"Invalid type. Expected: {rule.type}, given: {kind_of(value)}")
    if rule.one_of and value not in rule.one_of:
        allowed = ", ".join(f'"{each}"' if isinstance(each, str) else str(each) for each in rule.one_of)
        return InvalidField("enum", field, f"{field} must be one of the following: {allowed}")
    size = len(value) if isinstance(value, str | list) else value
    kind, what = _LENGTHS.get(rule.type, ("number", "Must be"))
    verb = "Must be" if kind == "number" else f"{what} must be"
    if isinstance(size, int | float) and rule.least is not None and size < rule.least:
        return InvalidField(f"{kind}_gte", field, f"{verb} greater than or equal to {rule.least:g}")
    if isinstance(size, int | float) and rule.most is not None and size > rule.most:
        return InvalidField(f"{kind}_lte", field, f"{verb} less than or equal to {rule.most:g}")
    return InvalidField("multiple_of", field, f"Must be a multiple of {rule.multiple_of}")
