"""The worker is killed in each window of a purchase; the call is paid for once, and its output is not lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from film.status import MoneyState, PredictionState
from store.ledger import Entry
from tests.e2e.rehearsal import STILL, Rehearsal, charged

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    process = Rehearsal(tmp_path_factory.mktemp("windows") / "home")
    process.open()
    yield process
    process.close()


def seen_through(studio: Rehearsal, prediction_id: str, lines_before: int) -> Entry:
    """Wait until the still is there; assert that it was bought once and has come home. Returns its row."""
    studio.until(
        lambda: studio.get(f"/v1/predictions/{prediction_id}")["state"] in ("succeeded", "failed"), "the still"
    )
    shown = studio.get(f"/v1/predictions/{prediction_id}")
    assert shown["state"] == "succeeded", shown
    bought = studio.lines()[lines_before:]
    rows = studio.attempts(f"predictions/{prediction_id}")
    paid = [row for row in rows if row.money is MoneyState.SETTLED]
    assert [line["model"] for line in bought] == [STILL]
    assert [row.provider_id for row in paid] == [bought[0]["id"]]
    assert paid[0].cost == charged(bought) > 0
    assert paid[0].receipt is not None and shown["file"]["size_bytes"] > 0
    assert all(row.money is MoneyState.RELEASED for row in rows if row not in paid)
    return paid[0]


def is_in(studio: Rehearsal, prediction_id: str, *states: PredictionState) -> Callable[[], bool]:
    def look() -> bool:
        row = studio.row(prediction_id)
        return row is not None and row.state in states

    return look


@contextmanager
def locked(studio: Rehearsal, attempt_key: str) -> Iterator[psycopg.Connection]:
    """Nobody else can write this row."""
    url = studio.endpoints.database_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url) as connection:
        connection.execute("SELECT 1 FROM predictions WHERE attempt_key = %s FOR UPDATE", (attempt_key,))
        yield connection
        connection.rollback()


def somebody_waits(connection: psycopg.Connection) -> bool:
    found = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone()
    return bool(found and found[0])


def test_before_the_post(studio: Rehearsal) -> None:
    """The first try was throttled, so nothing has left; the worker dies before it can try again."""
    studio.laboratory({"on": "create", "fault": "error_429", "nth": [1], "seconds": 8})
    before = len(studio.lines())
    order = studio.order()
    studio.until(is_in(studio, order, PredictionState.INTENDED), "the intent")
    studio.kill("worker")
    seen_through(studio, order, before)


HIDDEN = {"on": "webhook", "fault": "lost"}
NO_LISTS = {"on": "list", "fault": "error_503", "nth": [1, 2]}


@pytest.mark.parametrize(
    ("rules", "echo"),
    [
        pytest.param([HIDDEN], True, id="found in the list by its webhook"),
        pytest.param([HIDDEN], False, id="found in the list by its input"),
        pytest.param([NO_LISTS], True, id="told by its own webhook"),
    ],
)
def test_after_the_post_and_before_the_id(studio: Rehearsal, rules: list[dict[str, object]], echo: bool) -> None:
    hang = {"on": "create", "fault": "accept_then_hang", "nth": [1], "seconds": 60}
    studio.laboratory(hang, *rules, echo_webhook=echo)
    before = len(studio.lines())
    order = studio.order()
    studio.until(lambda: len(studio.lines()) > before, "the provider to accept")
    studio.kill("worker")
    seen_through(studio, order, before)


def test_after_the_id_and_before_the_result(studio: Rehearsal) -> None:
    studio.laboratory(paces=[{"model": STILL, "starting_s": 0.2, "processing_s": 6}])
    before = len(studio.lines())
    order = studio.order()
    studio.until(is_in(studio, order, PredictionState.SUBMITTED, PredictionState.RUNNING), "the id")
    studio.kill("worker")
    seen_through(studio, order, before)


def test_during_the_download(studio: Rehearsal) -> None:
    studio.laboratory({"on": "download", "fault": "slow", "nth": [1], "seconds": 20})
    before = len(studio.lines())
    order = studio.order()
    studio.until(is_in(studio, order, PredictionState.SUCCEEDED), "the download to begin")
    studio.kill("worker")
    seen_through(studio, order, before)


def test_after_storing_and_before_settling(studio: Rehearsal) -> None:
    studio.laboratory({"on": "download", "fault": "slow", "nth": [1], "seconds": 3})
    before = len(studio.lines())
    order = studio.order()
    studio.until(is_in(studio, order, PredictionState.SUCCEEDED), "the download to begin")
    with locked(studio, f"predictions/{order}/1") as connection:
        studio.until(lambda: somebody_waits(connection), "the output to be stored")
        studio.kill("worker")
    seen_through(studio, order, before)


def test_a_call_that_never_arrived_is_made_once_more_and_paid_once(studio: Rehearsal) -> None:
    studio.laboratory({"on": "create", "fault": "drop", "nth": [1]})
    before = len(studio.lines())
    order = studio.order()
    row = seen_through(studio, order, before)
    assert row.attempt_key == f"predictions/{order}/2"
