"""What is kept, in a database of its own."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from previz.server.archive import Archive
from previz.server.records import Prediction, Status, new_id, now


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    opened = Archive(tmp_path / "previz.sqlite3")
    await opened.open()
    yield opened
    await opened.close()


def prediction(**changes: object) -> Prediction:
    fresh = Prediction(
        id=new_id(),
        model="previz/motion",
        version="v",
        input={"prompt": "x"},
        created_at=now(),
        origin="http://x",
        webhook="http://h",
    )
    return fresh.model_copy(update=changes)


async def test_the_first_end_on_file_is_the_one_that_counts(archive):
    started = await archive.insert(prediction())
    canceled = started.moved(Status.CANCELED, completed_at=now())
    assert await archive.update(canceled)
    assert not await archive.update(started.moved(Status.SUCCEEDED, completed_at=now(), output="x"))
    assert await archive.get(started.id) == canceled


async def test_what_has_not_ended_is_found_oldest_first(archive):
    first, second, third = [await archive.insert(prediction()) for _ in range(3)]
    await archive.update(second.moved(Status.FAILED, completed_at=now(), error="x"))
    assert await archive.unfinished() == [first, third]
    assert first.number < second.number < third.number


async def test_a_last_webhook_is_due_until_it_is_done(archive):
    kept = await archive.insert(prediction())
    ended = kept.moved(Status.SUCCEEDED, completed_at=now())
    await archive.update(ended)
    assert await archive.webhooks_due(now() - timedelta(minutes=1)) == [ended]
    assert await archive.webhooks_due(now() + timedelta(minutes=1)) == []
    await archive.webhook_done(kept.id)
    assert await archive.webhooks_due(now() - timedelta(minutes=1)) == []


async def test_old_data_is_removed_once_and_its_record_stays(archive):
    old, young = [await archive.insert(prediction()) for _ in range(2)]
    await archive.update(old.moved(Status.SUCCEEDED, completed_at=now() - timedelta(hours=2), output="x", logs="y"))
    await archive.update(young.moved(Status.SUCCEEDED, completed_at=now(), output="x"))
    assert await archive.forget(now() - timedelta(hours=1)) == [old.id]
    assert await archive.forget(now() - timedelta(hours=1)) == []
    forgotten = await archive.get(old.id)
    assert (forgotten.status, forgotten.output, forgotten.input) == (Status.SUCCEEDED, None, {})
    assert forgotten.data_removed
    assert await archive.created() == {"previz/motion": 2}


async def test_the_signing_secret_stays_the_same(archive, tmp_path):
    secret = await archive.webhook_secret()
    again = Archive(tmp_path / "previz.sqlite3")
    await again.open()
    assert await again.webhook_secret() == secret
    assert secret.startswith("whsec_")
    await again.close()


@pytest.mark.parametrize("end", [Status.SUCCEEDED, Status.FAILED, Status.CANCELED])
def test_a_prediction_that_has_ended_moves_no_more(end):
    ended = prediction().moved(end)
    for status in Status:
        with pytest.raises(ValueError, match="cannot become"):
            ended.moved(status)
