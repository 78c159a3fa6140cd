"""The plan of a laboratory: rules for what goes wrong, paces, and settings; all of it data that is sent as JSON."""

import random
from fnmatch import fnmatchcase

from pydantic import Field, model_validator

from film.model import Value
from previz.server.lab.faults import LabFault, On
from previz.server.records import WebhookEvent


class Rule(Value):
    """``fault`` happens ``on`` a kind of call, to models whose name fits the glob ``model``.

    Of the calls it concerns, counted from one, it strikes those that fit every selector given: the ``nth``, ``every``
    so many, those ``after`` so many, a ``share`` of them (chosen by ``seed``, the same at every run); with no selector
    all. ``each`` counts for each prediction by itself. ``event`` narrows a rule on webhooks to one event. ``seconds``
    is the length of delays, of ``Retry-After``, and of wrong durations; ``status`` that of bodies that are not JSON
    objects, and ``text`` what is answered by a script.
    """

    id: str = Field(default="", max_length=80)
    model: str = "*"
    on: On
    nth: tuple[int, ...] = ()
    every: int | None = Field(default=None, ge=1)
    after: int | None = Field(default=None, ge=0)
    share: float | None = Field(default=None, ge=0, le=1)
    seed: int = 0
    each: bool = False
    event: WebhookEvent | None = None
    fault: LabFault
    seconds: float | None = Field(default=None, ge=0)
    status: int | None = Field(default=None, ge=200, le=599)
    text: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_where_it_usually_is(cls, given: object) -> object:
        if isinstance(given, dict) and "on" not in given and given.get("fault") in list(LabFault):
            return {**given, "on": LabFault(given["fault"]).usual_place}
        return given

    @model_validator(mode="after")
    def _is_possible(self) -> "Rule":
        if self.on not in self.fault.places:
            places = ", ".join(sorted(self.fault.places))
            raise ValueError(f"{self.fault} cannot happen on {self.on}; it can on {places}")
        if (self.text is None) != (self.fault is not LabFault.SCRIPTED):
            raise ValueError("text belongs to the fault scripted, and only to it")
        if self.event is not None and self.on is not On.WEBHOOK:
            raise ValueError("event belongs to rules on webhooks")
        return self

    def concerns(self, on: On, model: str, event: WebhookEvent | None) -> bool:
        """Whether such a call is counted."""
        return self.on is on and fnmatchcase(model, self.model) and self.event in (None, event)

    def strikes(self, n: int, about: str) -> bool:
        """Whether the ``n``-th call is hit; ``about`` is the prediction when each is counted by itself."""
        chance = random.Random(f"{self.seed}/{self.id}/{about}/{n}").random()
        return (
            (not self.nth or n in self.nth)
            and (self.every is None or n % self.every == 0)
            and (self.after is None or n > self.after)
            and (self.share is None or chance < self.share)
        )


class Pace(Value):
    """How long predictions of the models that fit ``model`` wait before they start, and how long they take at least."""

    model: str = "*"
    starting_s: float = Field(default=0.0, ge=0)
    processing_s: float = Field(default=0.0, ge=0)


class Limits(Value):
    """Buckets that creates and all other calls are taken from. Replicate's own are 600 and 3000 a minute.

    ``low_credit`` is its limit for accounts that run dry: 6 creates a minute, one at a time.
    """

    creates_per_minute: float | None = Field(default=None, gt=0)
    others_per_minute: float | None = Field(default=None, gt=0)
    burst: int = Field(default=60, ge=1)
    low_credit: bool = False


class LabSettings(Value):
    """What holds beside the rules. The first pace that fits a model counts.

    ``ttl_s`` is how long the data of a prediction stays after its end, ``upload_ttl_s`` how long an upload does;
    without them it is as the command line says, and a day. ``echo_webhook`` says whether predictions are shown with
    the webhook they were created with, which the real thing does not promise. ``strict_inputs`` refuses input names
    that a model does not have instead of dropping them. ``shortest_deadline_s`` is what ``Cancel-After`` is at least.
    """

    paces: tuple[Pace, ...] = ()
    limits: Limits = Limits()
    echo_webhook: bool = True
    ttl_s: float | None = Field(default=None, ge=0)
    upload_ttl_s: float = Field(default=86_400.0, ge=0)
    strict_inputs: bool = False
    shortest_deadline_s: float = Field(default=5.0, ge=0)

    def pace(self, model: str, usual: Pace) -> Pace:
        """The pace of a model."""
        return next((pace for pace in self.paces if fnmatchcase(model, pace.model)), usual)


class Plan(LabSettings):
    """Everything. Of several rules that strike the same call, the first counts."""

    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _has_one_rule_of_each_name(self) -> "Plan":
        names = [rule.id for rule in self.rules if rule.id]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"named twice: {', '.join(sorted(twice))}")
        return self

    def with_rules(self, added: tuple[Rule, ...]) -> "Plan":
        """This plan and ``added``, every rule with a name. Raises ``ValueError`` when a name is taken."""
        rules = list(self.rules)
        taken = {rule.id for rule in (*rules, *added)}
        fresh = (f"r{n}" for n in range(1, 1_000_000) if f"r{n}" not in taken)
        rules += [rule if rule.id else rule.model_copy(update={"id": next(fresh)}) for rule in added]
        return Plan.model_validate({**self.model_dump(), "rules": [rule.model_dump() for rule in rules]})
