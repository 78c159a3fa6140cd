"""A studio that rehearses the paid models, and what its model server can be told and asked."""

import asyncio
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from store.database import Database
from store.ledger import Entry, Ledger
from tests.e2e.studio import StudioProcess, wait_for

STILL = "black-forest-labs/flux-dev"
_ENVIRON = {
    "REELWRIGHT_REHEARSAL": "1",
    "REELWRIGHT_ABSENCE_PROVEN_S": "6",
    "REELWRIGHT_RECONCILE_EVERY_S": "10",
}


class Rehearsal(StudioProcess):
    """The embedded stack with the live studio's models served, and billed, by the bundled server."""

    def __init__(self, home: Path) -> None:
        super().__init__(home, _ENVIRON)

    def laboratory(self, *rules: dict[str, Any], **settings: Any) -> None:
        """Let just these things go wrong from now on."""
        self._lab("PUT", {"rules": list(rules), **settings})

    def order(self, **wanted: Any) -> str:
        """Order one still by itself; returns its id."""
        body = {"model": STILL, "input": {"prompt": "a lighthouse at dawn", "aspect": "16:9", "seed": 7}, **wanted}
        return str(self.post("/v1/predictions", body)["prediction_id"])

    def attempts(self, order_key: str) -> list[Entry]:
        """The rows of an order, as the ledger has them."""

        async def rows(database: Database) -> list[Entry]:
            return await Ledger(database).of_order(order_key)

        return self._read(rows)

    def rows_of_project(self, project_id: str) -> list[Entry]:
        async def rows(database: Database) -> list[Entry]:
            return await Ledger(database).of_project(project_id)

        return self._read(rows)

    def row(self, prediction_id: str) -> Entry | None:
        """The first attempt at a one-off order."""
        return next(iter(self.attempts(f"predictions/{prediction_id}")), None)

    def lines(self) -> list[dict[str, Any]]:
        """The provider's own bill."""
        headers = {"Authorization": f"Bearer {self.endpoints.previz_token}"}
        bill = httpx.get(f"{self.endpoints.previz_url}/previz/bill", headers=headers, timeout=20, trust_env=False)
        return list(bill.raise_for_status().json()["lines"])

    def predictions(self) -> list[dict[str, Any]]:
        """What the provider lists."""
        headers = {"Authorization": f"Bearer {self.endpoints.previz_token}"}
        page = httpx.get(f"{self.endpoints.previz_url}/v1/predictions", headers=headers, timeout=20, trust_env=False)
        return list(page.raise_for_status().json()["results"])

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait through whatever outages there are."""

        def holds() -> bool:
            try:
                return bool(condition())
            except httpx.HTTPError:
                return False

        wait_for(holds, what)

    def _lab(self, method: str, plan: dict[str, Any]) -> None:
        url = f"{self.endpoints.previz_url}/previz/lab"
        headers = {"Authorization": f"Bearer {self.endpoints.previz_token}"}
        httpx.request(method, url, json=plan, headers=headers, timeout=20, trust_env=False).raise_for_status()

    def _read(self, ask: Any) -> Any:
        async def asked() -> Any:
            database = Database(self.endpoints.database_url)
            try:
                return await ask(database)
            finally:
                await database.close()

        return asyncio.run(asked())


def charged(lines: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(line["charged_usd"]) for line in lines), Decimal(0))


def within(seconds: float, condition: Callable[[], object]) -> bool:
    """Whether ``condition`` comes true in so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False
