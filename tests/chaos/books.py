"""The ledger held against the provider's own bill, and against what lies in storage."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from film.status import MoneyState, PredictionState
from store.ledger import Entry
from store.objects import ObjectStore


@dataclass
class Books:
    """Every row of the ledger, and every line of the bill by its prediction."""

    rows: Sequence[Entry]
    bill: dict[str, dict[str, Any]]
    findings: list[str] = field(default_factory=list)

    @property
    def by_prediction(self) -> dict[str, Entry]:
        return {row.provider_id: row for row in self.rows if row.provider_id}

    def settled(self) -> Decimal:
        return sum((row.cost for row in self.rows if row.money is MoneyState.SETTLED), Decimal(0))

    def charged(self, *statuses: str) -> Decimal:
        lines = [line for line in self.bill.values() if not statuses or line["status"] in statuses]
        return sum((Decimal(line["charged_usd"]) for line in lines), Decimal(0))

    def unexplained_charges(self) -> list[str]:
        """Lines that no row stands for, or whose row says something else. Judging texts is free and has no row."""
        found = []
        for prediction, line in self.bill.items():
            if "moderation" in line["model"]:
                continue
            charged, row = Decimal(line["charged_usd"]), self.by_prediction.get(prediction)
            if row is None:
                found.append(f"{prediction} {line['status']} ${charged}: not in the ledger")
            elif line["status"] == "succeeded" and row.money is MoneyState.SETTLED and row.cost != charged:
                found.append(f"{row.attempt_key}: settled ${row.cost}, charged ${charged}")
            elif line["status"] == "succeeded" and charged and row.money is not MoneyState.SETTLED:
                found.append(f"{row.attempt_key}: charged ${charged}, but {row.money.value}")
            elif charged and row.money is MoneyState.RELEASED:
                found.append(f"{row.attempt_key}: charged ${charged}, but released")
        return found

    def unbilled_settlements(self) -> list[str]:
        """Settled rows that the provider did not charge."""
        return [
            f"{row.attempt_key} ({row.provider_id}): settled ${row.cost}, not on the bill"
            for row in self.rows
            if row.money is MoneyState.SETTLED and row.cost and row.provider_id not in self.bill
        ]

    def bought_twice(self) -> list[str]:
        """Orders of which the provider has delivered, and charged, more than one prediction."""
        delivered = Counter(
            row.order_key
            for row in self.rows
            if row.provider_id
            and (line := self.bill.get(row.provider_id))
            and line["status"] == "succeeded"
            and Decimal(line["charged_usd"]) > 0
        )
        return [f"{order} × {count}" for order, count in delivered.items() if count > 1]

    def lost_outputs(self, objects: ObjectStore) -> list[str]:
        """What was delivered and paid for and does not lie in our storage."""
        found = []
        for row in self.rows:
            line = self.bill.get(row.provider_id or "")
            if line is None or line["status"] != "succeeded" or not Decimal(line["charged_usd"]):
                continue
            if row.state is PredictionState.EXPIRED and row.receipt is None:
                continue
            key = row.receipt["asset"]["key"] if row.receipt else None  # type: ignore[index, call-overload]
            if key is None or objects.size(str(key)) is None:
                found.append(f"{row.attempt_key}: {row.state.value}, {row.money.value}, stored as {key}")
        return found

    def expired(self) -> list[str]:
        """What the provider deleted before it could be fetched: paid for, lost, and said so."""
        gone = [row for row in self.rows if row.state is PredictionState.EXPIRED and row.receipt is None]
        return [row.attempt_key for row in gone]

    def still_reserved(self) -> list[str]:
        return [f"{row.attempt_key}: {row.state.value}" for row in self.rows if row.money is MoneyState.RESERVED]

    def money(self) -> Counter[str]:
        return Counter(row.money.value for row in self.rows)
