"""The laboratory at work: it counts calls and says which of them go wrong. A kill forgets nothing of it."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass

import structlog

from film.model import Value
from previz.server.archive import Archive
from previz.server.lab.faults import On
from previz.server.lab.notes import CountRow, Notes
from previz.server.lab.plan import LabSettings, Plan, Rule
from previz.server.records import WebhookEvent

log = structlog.get_logger(__name__)


class Count(Value):
    """How many calls a rule has seen, and how many it struck."""

    seen: int = 0
    hits: int = 0


@dataclass(frozen=True)
class _Call:
    """What a count is of: a rule, and a prediction where the rule counts each by itself."""

    rule: str
    about: str


class Lab:
    """The plan and its counts. Without rules it costs nothing."""

    def __init__(self, archive: Archive) -> None:
        self._notes = Notes(archive)
        self._counts: dict[_Call, Count] = {}
        self.plan = Plan()
        self.changed = asyncio.Event()

    async def open(self) -> None:
        """Go on with the plan and the counts on file."""
        plan, counts = await self._notes.read()
        if plan is not None:
            self.plan = Plan.model_validate_json(plan)
        for rule, about, seen, hits in counts:
            self._counts[_Call(rule, about)] = Count(seen=seen, hits=hits)

    async def rule(self, on: On, model: str, *, about: str = "", event: WebhookEvent | None = None) -> Rule | None:
        """The rule that strikes this call, if any. The counts are on file before it is told."""
        concerned = [rule for rule in self.plan.rules if rule.concerns(on, model, event)]
        if not concerned:
            return None
        striking: Rule | None = None
        rows: list[CountRow] = []
        for rule in concerned:
            call = _Call(rule.id, about if rule.each else "")
            before = self._counts.get(call, Count())
            strikes = striking is None and rule.strikes(before.seen + 1, call.about)
            striking = rule if strikes else striking
            after = self._counts[call] = Count(seen=before.seen + 1, hits=before.hits + strikes)
            rows.append((call.rule, call.about, after.seen, after.hits))
        await self._notes.keep_counts(rows)
        if striking is not None:
            log.info("lab.fault", rule=striking.id, fault=striking.fault.value, on=on.value, model=model, about=about)
        return striking

    @property
    def counts(self) -> dict[str, Count]:
        """The counts by rule, those of single predictions added up."""
        sums: dict[str, Count] = defaultdict(Count)
        for call, count in self._counts.items():
            sofar = sums[call.rule]
            sums[call.rule] = Count(seen=sofar.seen + count.seen, hits=sofar.hits + count.hits)
        return {rule.id: sums[rule.id] for rule in self.plan.rules}

    async def replace(self, plan: Plan) -> None:
        """Begin anew with ``plan``, nothing counted."""
        self._counts.clear()
        bare = plan.model_copy(update={"rules": ()})
        await self._keep(bare.with_rules(plan.rules), anew=True)

    async def add(self, rules: tuple[Rule, ...]) -> None:
        """Add rules; the counts of those there are go on. Raises ``ValueError`` when a name is taken."""
        await self._keep(self.plan.with_rules(rules))

    async def settle(self, settings: LabSettings) -> None:
        """Change those settings that ``settings`` names; rules and counts stay."""
        named = {name: getattr(settings, name) for name in settings.model_fields_set}
        await self._keep(self.plan.model_copy(update=named))

    async def _keep(self, plan: Plan, *, anew: bool = False) -> None:
        self.plan = plan
        await self._notes.keep_plan(plan.model_dump_json(), forget_counts=anew)
        self.changed.set()
