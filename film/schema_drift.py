"""Where a model's live input schema has moved away from the stored copy, in words.

A provider drops an input it does not know any more and bills the call. So what we rely on is compared, and only that:
an input that we never send may come and go, and a wider choice does no harm. What the copy leaves open it does not
claim: a bound or a choice where it has none is no drift, as long as the values that we are known to send still pass.
"""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from film.catalogue import Model
from film.input_schema import bounds_of
from film.model_input import Rule

Schema = Mapping[str, JsonValue]


def drift(model: Model, live_schema: Schema) -> list[str]:
    """What has changed, one phrase each; empty when the copy can still be trusted.

    ``live_schema`` is the object schema of the model's inputs with its references resolved; a choice may stand behind
    ``allOf``, and an optional input be ``anyOf`` something and null.
    """
    properties = live_schema.get("properties")
    live = properties if isinstance(properties, Mapping) else {}
    found: list[str] = []
    for name in sorted(model.used):
        theirs = live.get(name)
        if isinstance(theirs, Mapping):
            found += _changes(model, name, _flat(theirs))
        else:
            found.append(f"its input {name} is gone")
    required = live_schema.get("required")
    for needed in required if isinstance(required, list) else []:
        if isinstance(needed, str) and not _always_sent(model, needed):
            found.append(f"{needed} is needed now" + ("" if needed in model.used else ", and we never send it"))
    return found


def moved(model: Model, drifts: list[str]) -> str:
    """The sentence that refuses a model whose schema has moved."""
    since = model.takes.as_of.isoformat()
    told = "; ".join(drifts)
    return f"{model.slug} has changed since {since}: {told}; it is not bought until the catalogue is brought up to date"


def _changes(model: Model, name: str, live: dict[str, JsonValue]) -> Iterator[str]:
    rule = model.takes.rules[name]
    kinds = _kinds(live)
    if kinds and rule.type not in kinds and not (rule.type == "integer" and "number" in kinds):
        yield f"{name} is no {rule.type} any more but {' or '.join(kinds)}"
        return
    choice = live.get("enum")
    if isinstance(choice, list) and (lost := [value for value in _known_values(model, name) if value not in choice]):
        yield f"{name} is never {', '.join(map(str, lost))} any more"
    yield from _tighter(name, rule, live)
    multiple = live.get("multipleOf")
    if isinstance(multiple, int) and rule.multiple_of is not None and rule.multiple_of % multiple:
        yield f"{name} must be a multiple of {multiple:g} now"
    default = live.get("default")
    if name in _relied_on_by_default(model) and default is not None and default != rule.default:
        yield f"{name} is {default} by default, no longer {rule.default}"


def _tighter(name: str, rule: Rule, live: dict[str, JsonValue]) -> Iterator[str]:
    least, most = bounds_of(live, rule.type)
    ours = [value for value in rule.one_of if isinstance(value, int | float)] if rule.type != "array" else []
    lowest = min(ours, default=rule.least)
    highest = max(ours, default=rule.most)
    if least is not None and lowest is not None and least > lowest:
        yield f"{name} starts at {least:g} now, no longer at {lowest:g}"
    if most is not None and highest is not None and most < highest:
        yield f"{name} ends at {most:g} now, no longer at {highest:g}"


def _known_values(model: Model, name: str) -> list[JsonValue]:
    """The values of an input that we may send for certain."""
    known = list(model.takes.rules[name].one_of)
    known += [sent[name] for sent in (model.fixed, *model.by_quality.values()) if name in sent]
    for ours, theirs in model.inputs.items():
        if theirs == name:
            known += model.words.get(ours, {}).values()
            known += [length * model.units.get(ours, 1) for length in model.makes.seconds if ours == "seconds"]
    return [value for n, value in enumerate(known) if value not in known[:n]]


def _always_sent(model: Model, name: str) -> bool:
    return name in model.fixed or (name in model.used and model.takes.rules[name].required)


def _relied_on_by_default(model: Model) -> set[str]:
    """The inputs whose default decides on the price, or on what goes with what."""
    asked = model.price.conditioned | model.takes.conditioned
    return {name for name in asked - set(model.fixed) if model.takes.rules[name].default is not None}


def _kinds(live: dict[str, JsonValue]) -> list[str]:
    kind = live.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    return [each for each in kinds if isinstance(each, str) and each != "null"]


def _flat(schema: Schema) -> dict[str, JsonValue]:
    """A property with what stands behind ``allOf``, or beside null in ``anyOf``, lifted into it.

    ``{"allOf": [{"enum": ["480p"], "type": "string"}], "default": "480p"}`` becomes
    ``{"enum": ["480p"], "type": "string", "default": "480p"}``. Of several alternatives only the types remain.
    """
    flat: dict[str, JsonValue] = {}
    for part in _parts(schema.get("allOf")):
        flat |= _flat(part)
    alternatives = [_flat(part) for part in _parts(schema.get("anyOf")) if part.get("type") != "null"]
    if len(alternatives) == 1:
        flat |= alternatives[0]
    elif alternatives:
        flat["type"] = [kind for each in alternatives for kind in _kinds(each)]
    return flat | {key: value for key, value in schema.items() if key not in ("allOf", "anyOf")}


def _parts(value: JsonValue) -> list[Schema]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []
