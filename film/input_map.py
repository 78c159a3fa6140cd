"""How our words become a model's inputs, as data."""

from collections import Counter
from collections.abc import Iterator, Mapping

from pydantic import Field, JsonValue

from film.format import Quality
from film.model import Value
from film.model_input import InputFault, ModelInput


class InputMap(Value):
    """What is sent to a model, and under which names.

    ``inputs`` maps our names to the model's; what it does not map is not sent. An input that is a list gathers every
    value mapped to it. ``spread`` takes a list of ours apart, one input for each item. ``words`` says what the model
    calls a value of ours, and ``units`` how many of its units are one of ours (``seconds: 1000`` for milliseconds).
    ``fixed`` is sent as it is, and ``by_quality`` on top of it for a draft or a final. ``takes`` is the dated copy of
    the model's own input schema: a provider that drops a misspelt input bills for it all the same, so every input must
    be in it.

    Our names: prompt, negative, image, last_image, references, seconds, frames, fps, width, height, aspect,
    resolution, quality, seed, text, voice, speed, mood, tempo, video, audio, lead, sound, keyframe_every, request,
    language.
    """

    inputs: dict[str, str]
    spread: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    words: dict[str, dict[str, JsonValue]] = Field(default_factory=dict)
    units: dict[str, int] = Field(default_factory=dict)
    fixed: dict[str, JsonValue] = Field(default_factory=dict)
    by_quality: dict[Quality, dict[str, JsonValue]] = Field(default_factory=dict)
    takes: ModelInput

    @property
    def understood(self) -> set[str]:
        """Our names that it has a use for."""
        return {*self.inputs, *self.spread}

    @property
    def used(self) -> set[str]:
        """The model's inputs that a call of ours may carry."""
        chosen = {name for each in self.by_quality.values() for name in each}
        return {*(theirs for _, theirs in self._pairs()), *self.fixed, *chosen}

    def faults(self, arguments: Mapping[str, JsonValue]) -> list[InputFault]:
        """What the model would refuse or silently drop; empty when the call is good."""
        return self.takes.faults(arguments)

    def our_names(self, theirs: str) -> list[str]:
        """Our names whose values go into an input of the model's."""
        return [ours for ours, name in self._pairs() if name == theirs]

    def fault_field(self, fault: InputFault) -> str:
        """Our name for the input a fault is about, where it has one; the model's otherwise."""
        return next(iter(self.our_names(fault.name)), fault.name)

    def sent(self, wanted: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """The model's input for what we want; ``None`` and empty lists are left out."""
        quality = wanted.get("quality")
        chosen = self.by_quality.get(Quality(quality), {}) if isinstance(quality, str) else {}
        return {**self.fixed, **chosen, **self._mapped(wanted), **self._spread(wanted)}

    def faults_of_map(self) -> Iterator[str]:
        """Where the map and the stored schema contradict each other."""
        for name in sorted(self.used - self.takes.names):
            yield f"{name}: there is no such input"
        for quality in (None, *self.by_quality):
            fixed = {**self.fixed, **(self.by_quality[quality] if quality else {})}
            yield from map(str, self.takes.faults_in(fixed))
        for ours, words in self.words.items():
            for word in words.values():
                yield from map(str, self.takes.faults_in({self.inputs.get(ours, ours): word}))
        for theirs, times in Counter(self.inputs.values()).items():
            if times > 1 and theirs in self.takes.names and self.takes.rules[theirs].type != "array":
                yield f"{theirs}: several of our names stand for it, and it is no list"

    def _pairs(self) -> Iterator[tuple[str, str]]:
        yield from self.inputs.items()
        yield from ((ours, theirs) for ours, places in self.spread.items() for theirs in places)

    def _mapped(self, wanted: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        mapped: dict[str, JsonValue] = {}
        for ours, theirs in self.inputs.items():
            value = wanted.get(ours)
            if value is None or value == []:
                continue
            value = self._in_its_words(ours, value)
            if self.takes.rules[theirs].type == "array":
                value = [*_listed(mapped.get(theirs, [])), *_listed(value)]
            mapped[theirs] = value
        return mapped

    def _spread(self, wanted: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        spread: dict[str, JsonValue] = {}
        for ours, places in self.spread.items():
            for number, item in enumerate(_listed(wanted.get(ours) or [])):
                # An item without a place gets a name that no model has: it is refused, and not lost.
                spread[places[number] if number < len(places) else f"{ours}[{number}]"] = item
        return spread

    def _in_its_words(self, ours: str, value: JsonValue) -> JsonValue:
        if isinstance(value, str):
            return self.words.get(ours, {}).get(value, value)
        if isinstance(value, float | int) and not isinstance(value, bool):
            counted = value * self.units.get(ours, 1)
            whole = self.takes.rules[self.inputs[ours]].type == "integer" and float(counted).is_integer()
            return int(counted) if whole else counted
        return value


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]
