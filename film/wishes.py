"""A call in our words, from somebody who may be wrong: everything that is, before anything is bought."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from urllib.parse import urlsplit

from pydantic import Field, JsonValue

from film.catalogue import Model, Route
from film.format import Quality
from film.model import Value
from film.model_input import InputFault, Rule

_MOST_WORDS = 300


class Wish(Value):
    """What is wanted of a model. ``assets`` are keys of stored files by our names for inputs; other files are named
    in ``input`` by their https addresses. ``seconds`` is the length of the output where the input does not say it.
    """

    input: dict[str, JsonValue] = Field(default_factory=dict)
    assets: dict[str, str] = Field(default_factory=dict)
    seconds: float | None = None

    def length_s(self, model: Model) -> float:
        """How long the output will be; 0 when that is no matter or cannot be known."""
        told, frames, fps = (self.input.get(name) for name in ("seconds", "frames", "fps"))
        if isinstance(told, int | float):
            return model.seconds_for(told, **{n: v for n, v in self.input.items() if n != "seconds"})
        if isinstance(frames, int) and isinstance(fps, int | float) and fps > 0:
            return frames / fps
        if model.makes.fixed_seconds is not None:
            return model.makes.fixed_seconds
        if "seconds" not in model.inputs:
            return self.seconds or 0.0
        usual = _rule(model, "seconds").default
        return usual / model.units.get("seconds", 1) if isinstance(usual, int | float) else 0.0


class WishFault(Value):
    """One thing wrong with a wish: the JSON pointer to it, and the rule it breaks."""

    pointer: str
    rule: str


def wish_faults(wish: Wish, models: Sequence[Model]) -> list[WishFault]:
    """What the first of these models would refuse or drop, and names that none of them has a use for."""
    model = models[0]
    # What has the wrong name or is no value of ours at all cannot be mapped, so it comes first.
    return list(_misnamed(wish, models)) or list(chain(_refused(wish, model), _length_faults(wish, model)))


def _misnamed(wish: Wish, models: Sequence[Model]) -> Iterator[WishFault]:
    known = {name for model in models for name in _names(model)}
    for name, value in wish.input.items():
        if name not in known:
            yield WishFault(pointer=_pointer("input", name), rule=f"there is no such input; there is {_listed(known)}")
        elif name in wish.assets:
            yield WishFault(pointer=_pointer("input", name), rule="is among the assets too; give it once")
        elif (fault := _not_ours(name, value)) or (fault := _no_address(name, value, models)):
            yield WishFault(pointer=_pointer("input", name), rule=fault)
    files = {name for model in models for name in model.understood if _rule(model, name).file}
    for name in wish.assets:
        if name not in files:
            yield WishFault(pointer=_pointer("assets", name), rule=f"no such file is taken; {_listed(files)} is")


def _not_ours(name: str, value: JsonValue) -> str | None:
    """What is wrong with a value that means the same for every model."""
    if name == "seconds" and (isinstance(value, bool) or not isinstance(value, int | float) or value <= 0):
        return "must be a number of seconds above 0"
    if name == "quality" and value not in [quality.value for quality in Quality]:
        return f"must be one of {_listed(quality.value for quality in Quality)}"
    return None


def _no_address(name: str, value: JsonValue, models: Sequence[Model]) -> str | None:
    """What is wrong with a file that is not one of ours."""
    takers = [model for model in models if name in model.understood and _rule(model, name).file]
    if not takers or value is None:
        return None
    if takers[0].route is Route.DIRECT:
        return "is a file that is sent along: store it, and name its key in assets"
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, str) or not _is_https(each):
            return "must be an https address; name a stored file's key in assets"
    return None


def _refused(wish: Wish, model: Model) -> Iterator[WishFault]:
    wanted: dict[str, JsonValue] = {**wish.input, **wish.assets}
    for fault in model.faults(model.arguments(**wanted)):
        yield WishFault(pointer=_place(fault, wish, model), rule=fault.rule[:_MOST_WORDS])


def _length_faults(wish: Wish, model: Model) -> Iterator[WishFault]:
    """A length that the model does not offer beside the rest of the call, or one that its price hangs on."""
    told = wish.input.get("seconds")
    if isinstance(told, int | float) and "seconds" in model.inputs and (given := wish.length_s(model)) < told - 1e-6:
        beside = {name: value for name, value in wish.input.items() if name != "seconds"}
        asked = {model.inputs["seconds"]: told * model.units.get("seconds", 1)}
        broken = model.takes.mixtures({**model.sent({**beside, **wish.assets}), **asked})
        rule = broken[0].rule if broken else f"{given:g} s is the longest that goes with the rest"
        yield WishFault(pointer="/input/seconds", rule=rule)
    if any(rate.per_second_usd for rate in model.price.rates) and not wish.length_s(model):
        pointer = "/input/seconds" if "seconds" in model.inputs else "/seconds"
        if pointer == "/seconds" or not _rule(model, "seconds").required:
            yield WishFault(pointer=pointer, rule="is needed, since the price hangs on the length of the output")


def _place(fault: InputFault, wish: Wish, model: Model) -> str:
    """Where somebody looks for what is wrong: where they gave it, or where they would."""
    ours = model.our_names(fault.name) or [fault.name]
    if given := [name for name in ours if name in wish.assets]:
        return _pointer("assets", given[0])
    return _pointer("input", next((name for name in ours if name in wish.input), ours[0]))


def _names(model: Model) -> set[str]:
    return model.understood | ({"quality"} if model.by_quality else set())


def _rule(model: Model, ours: str) -> Rule:
    theirs = model.inputs.get(ours) or model.spread[ours][0]
    return model.takes.rules[theirs]


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname)


def _pointer(*names: str) -> str:
    return "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in names)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
