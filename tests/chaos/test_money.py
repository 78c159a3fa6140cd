"""Films are made while everything is killed and everything goes wrong at the provider; then the books are compared.

Seeded and bounded: ``REELWRIGHT_CHAOS_SEED`` chooses what happens (printed), ``REELWRIGHT_CHAOS_FILMS`` how many films
are made (22, which is over 200 takes), ``REELWRIGHT_CHAOS_KILL_EVERY_S`` how often something is killed.
"""

import asyncio
import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli.stack import Home
from cli.stack.record import live_site
from store.database import Database
from store.ledger import Entry, Ledger
from store.objects import ObjectStore
from tests.chaos import faults
from tests.chaos.books import Books
from tests.chaos.crowd import Crowd, Film
from tests.e2e.studio import StudioProcess

SEED = int(os.environ.get("REELWRIGHT_CHAOS_SEED") or secrets.randbelow(10**6))
FILMS = int(os.environ.get("REELWRIGHT_CHAOS_FILMS", "22"))
KILL_EVERY_S = float(os.environ.get("REELWRIGHT_CHAOS_KILL_EVERY_S", "14"))
PATIENCE_S = float(os.environ.get("REELWRIGHT_CHAOS_PATIENCE_S", "1500"))
AT_ONCE, SECONDS, RETAKES = 4, 30, 4
TAKES_AT_LEAST = 200 if FILMS >= 22 else 0
STRUCK_AT_LEAST = 0.20

pytestmark = [pytest.mark.stack, pytest.mark.timeout(3600)]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[StudioProcess]:
    environ = {
        "REELWRIGHT_REHEARSAL": "1",
        "REELWRIGHT_ABSENCE_PROVEN_S": "10",
        "REELWRIGHT_RECONCILE_EVERY_S": "20",
    }
    process = StudioProcess(tmp_path / "home", environ)
    process.open()
    yield process
    process.close()


def test_every_film_ends_and_the_books_agree(studio: StudioProcess) -> None:
    print(f"\nseed {SEED}: {FILMS} films, a kill about every {KILL_EVERY_S:g} s")
    began = time.monotonic()
    crowd = Crowd(studio, random.Random(SEED))
    laboratory(studio, "PUT", faults.plan(SEED))
    films = shoot(crowd)
    shot_s = time.monotonic() - began
    parked = [film for film in films if film.state not in ("delivered", "cancelled")]
    reasons = {film.project_id: [hold["reason"] for hold in film.holds] or [film.failure] for film in parked}
    struck_share = told_of_faults(laboratory(studio, "GET"))

    laboratory(studio, "DELETE")
    for film in parked:
        crowd.decide(film, "retry")
    until_quiet(crowd, films)
    books = books_of(studio, films)
    objects = storage_of(studio)
    report(films, crowd, books, objects, shot_s, reasons)

    assert sum(film.takes for film in films) >= TAKES_AT_LEAST
    assert struck_share >= STRUCK_AT_LEAST
    assert all(reasons.values()), f"parked without a reason: {reasons}"
    assert {film.state for film in films} <= {"delivered", "cancelled", "awaiting_decision"}
    assert books.unexplained_charges() == []
    assert books.unbilled_settlements() == []
    assert books.bought_twice() == []
    assert books.lost_outputs(objects) == []
    objects.close()


def shoot(crowd: Crowd) -> list[Film]:
    """Order films, a few at a time, until all are over or parked, while things are killed."""
    films: list[Film] = []
    deadline = time.monotonic() + PATIENCE_S
    while len(films) < FILMS or not all(crowd.is_done(film) for film in films):
        left = [f"{f.project_id} {f.state} {[h['kind'] for h in f.holds]}" for f in films if not crowd.is_done(f)]
        assert time.monotonic() < deadline, f"seed {SEED}: not over in time: {left}"
        busy = sum(not crowd.is_done(film) for film in films)
        if len(films) < FILMS and busy < AT_ONCE:
            number = len(films)
            films.append(
                crowd.order(
                    SECONDS,
                    retakes=RETAKES,
                    cap_usd="0.9" if number % 6 == 2 else None,
                    is_cancelled=number % 11 == 5,
                )
            )
        crowd.maybe_kill(KILL_EVERY_S)
        for film in films:
            if not crowd.is_done(film):
                crowd.look(film)
        time.sleep(0.3)
    return films


def until_quiet(crowd: Crowd, films: list[Film]) -> None:
    """Let the reconciler finish: until nothing is reserved any more but what waits for a person."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        for film in films:
            crowd.look(film)
        open_rows = books_of(crowd.studio, films).still_reserved()
        if all(crowd.is_done(film) for film in films) and not open_rows:
            return
        time.sleep(2)


def laboratory(studio: StudioProcess, method: str, plan: dict[str, Any] | None = None) -> dict[str, Any]:
    """Tell the model server what goes wrong, or ask what did."""
    endpoints = studio.endpoints
    deadline = time.monotonic() + 60
    while True:
        try:
            answer = httpx.request(
                method,
                f"{endpoints.previz_url}/previz/lab",
                json=plan,
                headers={"Authorization": f"Bearer {endpoints.previz_token}"},
                timeout=20,
                trust_env=False,
            )
            answer.raise_for_status()
            return dict(answer.json())
        except httpx.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.5)


def told_of_faults(lab: dict[str, Any]) -> float:
    """Print what was done to the calls; returns the share of them."""
    seen, hit = faults.struck(lab)
    by_fault = Counter({rule: count["hits"] for rule, count in lab["counts"].items() if count["hits"]})
    print(f"faults in {hit} of {seen} calls and deliveries ({hit / seen:.0%}): {dict(by_fault.most_common())}")
    return hit / seen


def books_of(studio: StudioProcess, films: list[Film]) -> Books:
    endpoints = studio.endpoints

    async def rows() -> list[Entry]:
        database = Database(endpoints.database_url)
        try:
            ledger = Ledger(database)
            return [row for film in films for row in await ledger.of_project(film.project_id)]
        finally:
            await database.close()

    bill = httpx.get(
        f"{endpoints.previz_url}/previz/bill",
        headers={"Authorization": f"Bearer {endpoints.previz_token}"},
        timeout=30,
        trust_env=False,
    ).json()
    return Books(rows=asyncio.run(rows()), bill={line["id"]: line for line in bill["lines"]})


def storage_of(studio: StudioProcess) -> ObjectStore:
    site = live_site(Home.at(studio.home))
    assert site is not None
    with pytest.MonkeyPatch.context() as patch:
        for name, value in site.environment.items():
            if name.startswith("AWS_"):
                patch.setenv(name, value)
        return ObjectStore(studio.endpoints.bucket, endpoint_url=studio.endpoints.s3_endpoint_url)


def report(
    films: list[Film],
    crowd: Crowd,
    books: Books,
    objects: ObjectStore,
    shot_s: float,
    reasons: dict[str, list[str]],
) -> None:
    """The table of the run."""
    states, retried = Counter(film.state for film in films), Counter(row.order_key for row in books.rows)
    table = {
        "films / takes": f"{len(films)} / {sum(film.takes for film in films)}",
        "shot in": f"{shot_s:.0f} s",
        "killed": dict(crowd.kills),
        "ended": dict(states),
        "parked meanwhile": len(reasons),
        "orders / attempts": f"{len(retried)} / {len(books.rows)}",
        "predictions on the bill": len(books.bill),
        "charged for deliveries": f"${books.charged('succeeded')}",
        "settled in the ledger": f"${books.settled()}",
        "charged otherwise (cancelled while running)": f"${books.charged() - books.charged('succeeded')}",
        "money": dict(books.money()),
        "duplicate purchases": len(books.bought_twice()),
        "charges without a row": len(books.unexplained_charges()),
        "settled without a charge": len(books.unbilled_settlements()),
        "lost paid outputs": len(books.lost_outputs(objects)),
        "deleted by the provider before they could be fetched": len(books.expired()),
        "still reserved": books.still_reserved(),
    }
    for name, value in table.items():
        print(f"{name:<54} {value}")
    for project, why in reasons.items():
        print(f"parked: {project}: {why}")
