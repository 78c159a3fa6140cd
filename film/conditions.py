"""Conditions over a model's input, as data: what must hold of some inputs when others are as said."""

from collections.abc import Mapping

from pydantic import JsonValue

from film.model import Value

PRESENT, ABSENT = "present", "absent"

Conditions = dict[str, JsonValue]
"""Input names and what each is: a value, a list of allowed values, ``present`` or ``absent``. Empty fits everything."""


def fit(conditions: Mapping[str, JsonValue], arguments: Mapping[str, JsonValue]) -> bool:
    """Whether ``arguments`` are as ``conditions`` say."""
    return all(_is_so(arguments, name, wanted) for name, wanted in conditions.items())


class Combination(Value):
    """A rule across inputs that the provider does not check, or checks only after billing: when, then.

    ``says`` is the rule in words, for whoever broke it ("10 s only at 768p").
    """

    when: Conditions
    then: Conditions
    says: str

    def fault(self, arguments: Mapping[str, JsonValue]) -> tuple[str, str] | None:
        """The first input that breaks the rule, and the rule; ``None`` when it is kept."""
        if not fit(self.when, arguments):
            return None
        broken = (name for name, wanted in self.then.items() if not _is_so(arguments, name, wanted))
        return next(((name, self.says) for name in broken), None)


def _is_so(arguments: Mapping[str, JsonValue], name: str, wanted: JsonValue) -> bool:
    if wanted == PRESENT:
        return name in arguments
    if wanted == ABSENT:
        return name not in arguments
    if name not in arguments:
        return False
    allowed = wanted if isinstance(wanted, list) else [wanted]
    return any(_same(arguments[name], value) for value in allowed)


def _same(left: JsonValue, right: JsonValue) -> bool:
    """Equal and of one type: in JSON ``true`` is not 1."""
    return isinstance(left, bool) == isinstance(right, bool) and left == right
