"""The unmodified JavaScript SDKs drive the server: ``js/sdks.mjs`` tells what they saw."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.previz.server.running import running_previz

JS = Path(__file__).parent / "js"


@pytest.fixture(scope="module")
async def saw(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Any]]:
    assert (JS / "node_modules").is_dir(), "`make test` installs the packages; it needs Node.js 20"
    async with running_previz(tmp_path_factory.mktemp("javascript")) as server:
        node = await asyncio.create_subprocess_exec(
            *("node", "sdks.mjs", server.url), cwd=JS, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        told, complaints = await asyncio.wait_for(node.communicate(), 120)
        assert node.returncode == 0, complaints.decode()
        yield json.loads(told)


async def test_predictions_are_created_polled_canceled_and_listed(saw):
    assert saw["predictions"] == {
        "created": "starting",
        "polled": "succeeded",
        "canceled": "canceled",
        "listed": True,
    }


async def test_webhooks_pass_the_check_and_changed_ones_do_not(saw):
    assert saw["webhook"] == {"id": True, "valid": True, "changed": False}


async def test_files_are_uploaded_and_outputs_read(saw):
    assert saw["files"] == {"kept": ["fox.png", True, 1], "output": "https:", "film": "ftyp", "deleted": True}


async def test_faults_are_met_and_a_create_whose_answer_is_lost_is_bought_again(saw):
    """Which this package does behind its caller's back, and why lost answers must be looked for on the bill."""
    assert saw["faults"] == {"bought": 2, "poor": 402, "throttled": "starting"}


async def test_texts_are_answered_and_judged(saw):
    assert saw["text"] == {
        "chat": {"words": []},
        "response": True,
        "judged": [False, False],
        "poor": [429, "insufficient_quota", True],
    }


async def test_pictures_and_sounds_are_made(saw):
    assert saw["media"] == {"picture": [256, 256], "sound": "RIFF", "said": "I saw one smile."}
