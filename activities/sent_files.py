"""Which of an order's files go to a model: references only where it can have them."""

from collections.abc import Mapping

from pydantic import JsonValue

from activities.contract import Files, Order
from film.catalogue import Model

_REFERENCES = "references"
_MOST_REFERENCES = 4
"""More pictures blur what each of them says."""


def sent_files(order: Order, model: Model) -> dict[str, Files]:
    """The files of an order that go to this model: as many references as it takes, and none where it cannot have any.

    A model may forbid references beside the rest of a call, or sell another length with them: then the words, which
    say what everybody looks like, have to do. What a person buys by itself is sent as they gave it.
    """
    files = dict(order.assets)
    if order.scene_id is None:
        return files
    references = files.pop(_REFERENCES, ())
    wanted = each_of(references)[: _room(model, files)]
    if not wanted:
        return files
    told = {**order.wants, **{name: _json(each) for name, each in files.items()}}
    pictures: Files = wanted if _takes_several(model) else wanted[0]
    with_them = {**told, _REFERENCES: _json(pictures)}
    if _new_faults(model, told, with_them) or _length_of(model, told) != _length_of(model, with_them):
        return files
    return {**files, _REFERENCES: pictures}


def as_arguments(files: Mapping[str, Files]) -> dict[str, JsonValue]:
    """Files as values of a call, several under one name as a list."""
    return {name: _json(each) for name, each in files.items()}


def each_of(files: Files) -> tuple[str, ...]:
    """The keys under one name."""
    return (files,) if isinstance(files, str) else files


def _json(files: Files) -> JsonValue:
    return files if isinstance(files, str) else list[JsonValue](files)


def _takes_several(model: Model) -> bool:
    return _REFERENCES in model.spread or model.takes.rules[model.inputs[_REFERENCES]].type == "array"


def _room(model: Model, beside: Mapping[str, Files]) -> int:
    """How many references the model takes beside other files."""
    if places := model.spread.get(_REFERENCES):
        return min(len(places), _MOST_REFERENCES)
    theirs = model.inputs.get(_REFERENCES)
    if theirs is None:
        return 0
    if not _takes_several(model):
        return 1
    most = model.takes.rules[theirs].most
    taken = sum(len(each_of(files)) for name, files in beside.items() if model.inputs.get(name) == theirs)
    return _MOST_REFERENCES if most is None else max(0, min(_MOST_REFERENCES, int(most) - taken))


def _new_faults(model: Model, without: Mapping[str, JsonValue], with_them: Mapping[str, JsonValue]) -> bool:
    before, after = ({str(fault) for fault in model.faults(model.arguments(**call))} for call in (without, with_them))
    return bool(after - before)


def _length_of(model: Model, call: Mapping[str, JsonValue]) -> float | None:
    rest = dict(call)
    seconds = rest.pop("seconds", None)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    return model.seconds_for(seconds, **rest)
