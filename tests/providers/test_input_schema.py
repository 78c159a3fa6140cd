"""A published schema is read as a plain one."""

import pytest

from providers.input_schema import input_schema_in


def published(properties: dict[str, object], **schemas: object) -> dict[str, object]:
    return {"components": {"schemas": {"Input": {"type": "object", "properties": properties}, **schemas}}}


def property_of(openapi: object) -> object:
    schema = input_schema_in(openapi)
    assert schema is not None
    return schema["properties"]["x"]


def test_an_enum_behind_a_reference_stands_where_it_is_used():
    openapi = published(
        {"x": {"allOf": [{"$ref": "#/components/schemas/duration"}], "default": 8, "description": "Length"}},
        duration={"enum": [4, 6, 8], "type": "integer", "description": "An enumeration."},
    )
    assert property_of(openapi) == {"enum": [4, 6, 8], "type": "integer", "default": 8, "description": "Length"}


def test_references_are_followed_wherever_they_stand():
    openapi = published(
        {"x": {"type": "array", "items": {"$ref": "#/components/schemas/outer"}}},
        outer={"anyOf": [{"$ref": "#/components/schemas/inner"}, {"type": "null"}]},
        inner={"type": "string"},
    )
    assert property_of(openapi) == {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}


def test_several_rules_at_once_stay_several():
    rules = [{"type": "integer"}, {"minimum": 2}]
    assert property_of(published({"x": {"allOf": rules}})) == {"allOf": rules}


@pytest.mark.parametrize("target", ["#/components/schemas/nothing", "https://elsewhere.example/schema", "#/x"])
def test_a_reference_to_nothing_says_nothing(target):
    assert property_of(published({"x": {"$ref": target, "title": "X"}})) == {"title": "X"}


def test_a_schema_that_contains_itself_ends():
    tree = {"type": "object", "properties": {"child": {"$ref": "#/components/schemas/tree"}}}
    openapi = published({"x": {"$ref": "#/components/schemas/tree"}}, tree=tree)
    assert property_of(openapi) == {"type": "object", "properties": {"child": {}}}


@pytest.mark.parametrize("openapi", [None, [], {}, {"components": None}, {"components": {"schemas": {}}}])
def test_a_document_without_inputs_has_no_schema(openapi):
    assert input_schema_in(openapi) is None
