"""Anything may be killed at any moment, any number of times; the films are finished and nothing is bought twice.

The rounds are random but repeatable: ``REELWRIGHT_CHAOS_SEED`` chooses them, ``REELWRIGHT_CHAOS_KILLS`` says how many.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.e2e.studio import StudioProcess

SEED = int(os.environ.get("REELWRIGHT_CHAOS_SEED", "1"))
KILLS = int(os.environ.get("REELWRIGHT_CHAOS_KILLS", "12"))
PARTS = ("worker", "temporal", "postgres", "s3", "previz", "api", "launcher")
BRIEFS = ("A fox crosses a snowy forest", "An old sailor mends his boat")

pytestmark = [pytest.mark.stack, pytest.mark.timeout(1500)]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[StudioProcess]:
    process = StudioProcess(tmp_path / "home")
    process.open()
    yield process
    process.close()


def test_films_survive_random_kills(studio: StudioProcess) -> None:
    dice = random.Random(SEED)
    order = {"duration_s": 16, "aspect": "16:9", "fps": 24}
    projects = [studio.post("/v1/projects", {"prompt": brief, **order})["project_id"] for brief in BRIEFS]

    for _ in range(KILLS):
        time.sleep(dice.uniform(0.5, 8))
        part = dice.choice(PARTS)
        try:
            studio.kill(part)
        except (psutil.NoSuchProcess, AssertionError, StopIteration):
            continue
        if part == "launcher":
            studio.open()

    for project in projects:
        status = studio.wait_until(
            project, lambda s: s["state"] in ("delivered", "failed"), f"the film {project} (seed {SEED})"
        )
        assert status["state"] == "delivered", status
    ledger = [entry for project in projects for entry in studio.get(f"/v1/projects/{project}/predictions")]
    bought = Counter(entry["attempt_key"].rsplit("/", 1)[0] for entry in ledger if entry["state"] == "succeeded")
    assert set(bought.values()) == {1}
    # The planner answers at once: the bill counts predictions.
    made = [entry for entry in ledger if entry["prediction_id"] and entry["stage"] != "plan"]
    assert studio.bill() == Counter(entry["model"] for entry in made)
