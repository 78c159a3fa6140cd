import pytest
from hypothesis import given
from hypothesis import strategies as st

from previz.server.minimal import UnsupportedSchemaError, minimal_instance


def test_references_choices_and_constants_are_followed():
    schema = {
        "$defs": {"Colour": {"enum": ["red", "blue"]}},
        "type": "object",
        "required": ["colour", "kind", "maybe"],
        "properties": {
            "colour": {"$ref": "#/$defs/Colour"},
            "kind": {"const": 3},
            "maybe": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "spare": {"type": "string"},
        },
    }
    assert minimal_instance(schema) == {"colour": "red", "kind": 3, "maybe": None}


@given(low=st.integers(-50, 50), room=st.integers(0, 50), step=st.integers(1, 7))
def test_numbers_keep_within_their_limits(low, room, step):
    high = low + room + step
    value = minimal_instance({"type": "integer", "minimum": low, "maximum": high, "multipleOf": step})
    assert low <= value <= high
    assert value % step == 0
    assert low < minimal_instance({"type": "integer", "exclusiveMinimum": low})
    assert minimal_instance({"type": "number", "exclusiveMaximum": high}) < high


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "^x$"},
        {"$ref": "#/missing"},
        {"$ref": "https://example.com/schema"},
        {"type": "object", "required": ["self"], "properties": {"self": {"$ref": "#"}}},
    ],
)
def test_what_cannot_be_satisfied_is_said(schema):
    with pytest.raises(UnsupportedSchemaError):
        minimal_instance(schema)
