"""A film is cancelled while its scenes are being made: the provider stops, and the money is accounted for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from film.status import MoneyState
from tests.e2e.rehearsal import Rehearsal, within

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]

ORDER = {"prompt": "A fox crosses a snowy forest", "studio": "live", "quality": "draft", "fps": 24, "duration_s": 24}
STOPPED_WITHIN_S = 15


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Rehearsal]:
    process = Rehearsal(tmp_path / "home")
    process.open()
    yield process
    process.close()


def test_nothing_is_left_running(studio: Rehearsal) -> None:
    studio.laboratory(paces=[{"model": "bytedance/*", "starting_s": 0.5, "processing_s": 90}])
    project = studio.post("/v1/projects", ORDER)["project_id"]
    studio.wait_until(project, lambda s: sum(sc["state"] == "clip" for sc in s["scenes"]) >= 3, "clips in flight")
    studio.until(
        lambda: sum(p["status"] == "processing" for p in studio.predictions()) >= 3, "the provider to work on them"
    )
    studio.post(f"/v1/projects/{project}/cancel", {})

    def over() -> bool:
        ended = all(p["status"] in ("succeeded", "canceled") for p in studio.predictions())
        settled = all(row.money is not MoneyState.RESERVED for row in studio.rows_of_project(project))
        return ended and settled and studio.get(f"/v1/projects/{project}/status")["state"] == "cancelled"

    assert within(STOPPED_WITHIN_S, over)
    statuses = {line["id"]: line["status"] for line in studio.lines()}
    rows = studio.rows_of_project(project)
    assert sum(status == "canceled" for status in statuses.values()) >= 3
    for row in rows:
        if row.provider_id in statuses:
            assert (statuses[row.provider_id] == "succeeded") == (row.money is MoneyState.SETTLED), row
    assert all(row.receipt for row in rows if row.money is MoneyState.SETTLED)
