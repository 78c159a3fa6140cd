"""What a model takes: a dated copy of its own input schema, with the rules across inputs that no schema says."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field, JsonValue

from film.conditions import Combination
from film.model import Value


class InputFault(Value):
    """One thing wrong with a call: the model's input and the rule it breaks."""

    name: str
    rule: str

    def __str__(self) -> str:
        return f"{self.name}: {self.rule}"


class Rule(Value):
    """What a model takes for one of its inputs.

    ``least`` and ``most`` bound a number, or the length of a text or list. A number is a ``multiple_of`` so much where
    that is given. ``file`` says that the input is the address of a file, or a list of them. ``default`` is what the
    model takes when it is told nothing.
    """

    type: Literal["string", "integer", "number", "boolean", "array"]
    one_of: tuple[JsonValue, ...] = ()
    least: float | None = None
    most: float | None = None
    multiple_of: int | None = Field(default=None, gt=0)
    required: bool = False
    file: bool = False
    default: JsonValue = None

    def fault(self, value: JsonValue) -> str | None:
        """What is wrong with ``value``, or ``None``."""
        if not self._is_typed(value):
            return f"{value!r} is no {self.type}"
        if self.one_of and value not in self.one_of:
            return f"{value!r} is none of {', '.join(map(str, self.one_of))}"
        size = len(value) if isinstance(value, str | list) else value
        unit = {"string": " characters", "array": " items"}.get(self.type, "")
        if isinstance(size, int | float):
            if self.least is not None and size < self.least:
                return f"{size}{unit} is less than {self.least:g}"
            if self.most is not None and size > self.most:
                return f"{size}{unit} is more than {self.most:g}"
        if self.multiple_of and isinstance(value, int | float) and value % self.multiple_of:
            return f"{value} is no multiple of {self.multiple_of}"
        return None

    def _is_typed(self, value: JsonValue) -> bool:
        if self.type == "boolean" or isinstance(value, bool):
            return self.type == "boolean" and isinstance(value, bool)
        if self.type == "string":
            return isinstance(value, str)
        if self.type == "array":
            return isinstance(value, list)
        return isinstance(value, int) or (self.type == "number" and isinstance(value, float))


class ModelInput(Value):
    """A model's inputs as its provider published them on ``as_of`` (``source`` says where they were read).

    ``checked`` says that the provider publishes a schema which the copy can be held against before each purchase.
    """

    as_of: date
    source: str
    checked: bool = True
    rules: dict[str, Rule] = Field(default_factory=dict)
    combinations: tuple[Combination, ...] = ()

    @property
    def names(self) -> set[str]:
        """Every input there is."""
        return set(self.rules)

    @property
    def conditioned(self) -> set[str]:
        """The inputs that combinations are about."""
        return {name for each in self.combinations for name in (*each.when, *each.then)}

    def faults(self, arguments: Mapping[str, JsonValue]) -> list[InputFault]:
        """Everything wrong with a call: inputs that are missing, unknown or out of bounds, and forbidden mixtures."""
        missing = [
            InputFault(name=name, rule="is needed")
            for name, rule in self.rules.items()
            if rule.required and name not in arguments
        ]
        return missing + self.faults_in(arguments) + self.mixtures(arguments)

    def mixtures(self, arguments: Mapping[str, JsonValue]) -> list[InputFault]:
        """The forbidden mixtures in a call; what it does not say counts with its default."""
        told = self.with_defaults(arguments)
        return [InputFault(name=b[0], rule=b[1]) for c in self.combinations if (b := c.fault(told))]

    def with_defaults(self, arguments: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """The call as the model understands it: what it is not told, it takes by default."""
        return {name: rule.default for name, rule in self.rules.items() if rule.default is not None} | dict(arguments)

    def faults_in(self, arguments: Mapping[str, JsonValue]) -> list[InputFault]:
        """What is wrong with each input for itself."""
        found = []
        for name, value in arguments.items():
            rule = self.rules.get(name)
            fault = "there is no such input" if rule is None else rule.fault(value)
            if fault:
                found.append(InputFault(name=name, rule=fault))
        return found
