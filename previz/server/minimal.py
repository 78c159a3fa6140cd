"""The least value a JSON schema allows: an honest answer when there is nothing to say."""

from typing import Any

from pydantic import JsonValue

_MAX_DEPTH = 32


class UnsupportedSchemaError(ValueError):
    """The schema uses something this cannot satisfy; the message says what."""


def minimal_instance(schema: dict[str, Any]) -> JsonValue:
    """A value that is valid against ``schema``: empty texts and lists, the lowest numbers, the first of a choice.

    Understands types, ``enum``, ``const``, ``anyOf``, ``oneOf``, ``allOf`` of one, ``$ref`` within the document, and
    limits of length and size. Raises ``UnsupportedSchemaError`` for patterns, endless recursion and whatever else.
    """
    return _instance(schema, schema, 0)


def _instance(schema: dict[str, Any], root: dict[str, Any], depth: int) -> JsonValue:
    if depth > _MAX_DEPTH:
        raise UnsupportedSchemaError("the schema requires endless nesting")
    if reference := schema.get("$ref"):
        return _instance(_resolve(reference, root), root, depth + 1)
    if "const" in schema:
        return _json(schema["const"])
    if choices := schema.get("enum"):
        return _json(choices[0])
    if alternatives := schema.get("anyOf") or schema.get("oneOf"):
        return _first_possible(alternatives, root, depth)
    if len(schema.get("allOf", ())) == 1:
        return _instance(schema["allOf"][0], root, depth + 1)
    if "allOf" in schema or "pattern" in schema:
        raise UnsupportedSchemaError("allOf of several schemas and patterns are not supported")
    return _of_type(schema, root, depth)


def _of_type(schema: dict[str, Any], root: dict[str, Any], depth: int) -> JsonValue:
    kind = schema.get("type", "object" if "properties" in schema else "null")
    if isinstance(kind, list):
        kind = "null" if "null" in kind else kind[0]
    match kind:
        case "object":
            wanted, properties = schema.get("required", []), schema.get("properties", {})
            return {name: _instance(properties.get(name, {}), root, depth + 1) for name in wanted}
        case "array":
            item = schema.get("items", {})
            return [_instance(item, root, depth + 1) for _ in range(schema.get("minItems", 0))]
        case "string":
            return "-" * int(schema.get("minLength", 0))
        case "integer":
            return _lowest(schema, step=schema.get("multipleOf", 1))
        case "number":
            return _lowest(schema, step=schema.get("multipleOf", 0.5))
        case "boolean":
            return False
        case "null":
            return None
        case _:
            raise UnsupportedSchemaError(f"the type {kind!r} is not supported")


def _lowest(schema: dict[str, Any], *, step: float) -> float:
    """Zero where it is allowed, else the multiple of ``step`` nearest to it."""
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    value = 0 * step
    if low is not None and value < low:
        value = -(-low // step) * step
    if above is not None and value <= above:
        value = (above // step + 1) * step
    if high is not None and value > high:
        value = high // step * step
    if below is not None and value >= below:
        value = (-(-below // step) - 1) * step
    return value


def _first_possible(alternatives: list[dict[str, Any]], root: dict[str, Any], depth: int) -> JsonValue:
    for alternative in sorted(alternatives, key=lambda schema: schema.get("type") != "null"):
        try:
            return _instance(alternative, root, depth + 1)
        except UnsupportedSchemaError:
            continue
    raise UnsupportedSchemaError("no alternative of the schema is supported")


def _resolve(reference: str, root: dict[str, Any]) -> dict[str, Any]:
    node: Any = root
    if not reference.startswith("#"):
        raise UnsupportedSchemaError(f"{reference!r} lies outside the schema")
    for part in reference.removeprefix("#").split("/")[1:]:
        try:
            node = node[part.replace("~1", "/").replace("~0", "~")]
        except (KeyError, TypeError) as error:
            raise UnsupportedSchemaError(f"{reference!r} is not in the schema") from error
    return dict(node)


def _json(value: Any) -> JsonValue:
    result: JsonValue = value
    return result
