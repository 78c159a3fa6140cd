"""A model's input schema out of its OpenAPI document, with every reference replaced by what it refers to."""

from collections.abc import Mapping

from pydantic import JsonValue

_SCHEMAS = "#/components/schemas/"


def input_schema_in(openapi: object) -> dict[str, JsonValue] | None:
    """The plain JSON schema of ``Input``; ``None`` when the document has none.

    Enums stand behind references, alone in an ``allOf`` so that a description may stand beside them::

        {"allOf": [{"$ref": "#/components/schemas/size"}], "default": 4}
        → {"type": "integer", "enum": [4, 6, 8], "default": 4}
    """
    components = openapi.get("components") if isinstance(openapi, dict) else None
    schemas = components.get("schemas") if isinstance(components, dict) else None
    if not isinstance(schemas, dict) or not isinstance(schemas.get("Input"), dict):
        return None
    resolved = _resolved(schemas["Input"], schemas, ())
    return resolved if isinstance(resolved, dict) else None


def _resolved(node: JsonValue, schemas: Mapping[str, JsonValue], within: tuple[str, ...]) -> JsonValue:
    if isinstance(node, list):
        return [_resolved(each, schemas, within) for each in node]
    if not isinstance(node, dict):
        return node
    beside = {name: _resolved(value, schemas, within) for name, value in node.items() if name != "$ref"}
    reference = node.get("$ref")
    if isinstance(reference, str):
        name = reference.removeprefix(_SCHEMAS)
        # A schema that contains itself cannot be written out: inside itself it says nothing.
        target = None if name in within else _resolved(schemas.get(name), schemas, (*within, name))
        return (target if isinstance(target, dict) else {}) | beside
    match beside.get("allOf"):
        case [dict(only)]:
            del beside["allOf"]
            return only | beside
    return beside
