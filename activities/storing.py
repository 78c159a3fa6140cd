"""Bringing home what was paid for, and settling: fetched as often as it takes, never bought again for it."""

import asyncio
from concurrent.futures import Executor
from contextlib import suppress
from pathlib import Path

import structlog
from pydantic import JsonValue
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import STORE, Receipt, StoreRequest
from activities.failures import translated
from activities.heartbeats import beating
from activities.inspection import remarks_on
from activities.shelf import is_put_away
from activities.till import Till
from activities.workspace import Workspace
from film.assets import Asset, AssetKind
from film.status import PredictionState
from media.errors import MediaError
from media.probe import MediaProbe
from media.whole import probe_whole
from providers.errors import NotFound
from providers.predictions import Downloaded
from store.ledger import Entry
from store.plain import plain_json

log = structlog.get_logger()

_FETCHES_BEFORE_ASKING = 6
"""So often an output that arrives broken is fetched again before a person is asked."""


class StoreActivities:
    """Outputs on their way from the provider to our storage."""

    def __init__(self, till: Till, workspace: Workspace, threads: Executor) -> None:
        self._till, self._workspace, self._threads = till, workspace, threads

    @activity.defn(name=STORE.name)
    async def store_output(self, request: StoreRequest) -> Receipt:
        """Bring home what did not come at once, and settle its cost. Fails with ``Expired`` or ``Unusable`` alone."""
        return await self.bring_home(await self._till.ledger.entry(request.attempt_key), request.kind)

    async def bring_home(self, entry: Entry, kind: AssetKind) -> Receipt:
        """The receipt of a finished attempt; what is home already is not fetched again."""
        if entry.receipt is not None:
            return Receipt.model_validate(entry.receipt)
        if entry.state is PredictionState.EXPIRED:
            raise _expired(entry, entry.error or "the output is gone")
        receipt = await (self._put_away(entry) if is_put_away(entry.output) else self._fetched(entry, kind))
        await self._till.ledger.stored(entry.attempt_key, receipt.model_dump(mode="json"), receipt.cost_usd)
        log.info("stored", attempt=entry.attempt_key, key=receipt.asset.key, bytes=receipt.asset.size_bytes)
        return receipt

    async def _put_away(self, entry: Entry) -> Receipt:
        """The receipt of a call whose answer was the output, which was put away when it came."""
        kept = entry.output if is_put_away(entry.output) else {}
        document = kept.get("document")
        asset = Asset.model_validate(kept["asset"]) if kept.get("asset") else None
        if asset is None:
            asset = await self._kept_json(document, AssetKind.TRANSCRIPT)
            return Receipt(asset=asset, cost_usd=entry.cost, model=entry.model)
        found = await self._probed(await self._workspace.fetch(asset.key))
        return Receipt(
            asset=asset,
            timings=await self._timings(document),
            duration_s=_duration(found),
            cost_usd=entry.cost,
            model=entry.model,
            remarks=remarks_on(self._till.catalogue, entry, found),
        )

    async def _fetched(self, entry: Entry, kind: AssetKind) -> Receipt:
        if kind is AssetKind.TRANSCRIPT:
            asset = await self._kept_json(entry.output, kind)
            return Receipt(asset=asset, cost_usd=entry.cost, model=entry.model)
        url = _main_url(entry.output)
        if url is None:
            raise _unusable(f"{entry.model} succeeded without a file in its output")
        with self._workspace.inbox(entry.attempt_key) as path, translated():
            async with beating():
                arrived = await self._arrived(entry, url, path)
            found = await self._sound(entry, arrived.path)
            timings = await self._timings(entry.output)
            duration_s = _duration(found)
            asset = await self._workspace.keep(arrived.path, kind, arrived.content_type, duration_s=duration_s)
        return Receipt(
            asset=asset,
            timings=timings,
            duration_s=duration_s,
            cost_usd=entry.cost,
            model=entry.model,
            remarks=remarks_on(self._till.catalogue, entry, found),
        )

    async def _arrived(self, entry: Entry, url: str, path: Path) -> Downloaded:
        """The output on disk. Where its link leads nowhere any more, the provider may have a new one."""
        provider = self._till.account(entry.provider).provider
        try:
            return await provider.download(url, path)
        except NotFound as error:
            renewed = await self._renewed_url(entry)
            if renewed is not None and renewed != url:
                with suppress(NotFound):
                    return await provider.download(renewed, path)
            reason = "the provider has deleted the output"
            await self._till.ledger.ended(entry.attempt_key, PredictionState.EXPIRED, output=entry.output, error=reason)
            raise _expired(entry, reason) from error

    async def _renewed_url(self, entry: Entry) -> str | None:
        try:
            prediction = await self._till.account(entry.provider).provider.get(entry.provider_id or "")
        except NotFound:
            return None
        return None if prediction.data_removed else _main_url(prediction.output)

    async def _sound(self, entry: Entry, path: Path) -> MediaProbe:
        """The probe of a file that can be read; a broken one is fetched again, and in the end a person is asked."""
        try:
            return await self._probed(path)
        except MediaError as error:
            await asyncio.to_thread(path.unlink, missing_ok=True)
            message = f"{entry.model} delivered a file that cannot be read: {error}"
            if activity.in_activity() and activity.info().attempt < _FETCHES_BEFORE_ASKING:
                raise ApplicationError(message, type="Transient") from error
            raise _unusable(message) from error

    async def _probed(self, path: Path) -> MediaProbe:
        return await asyncio.get_running_loop().run_in_executor(self._threads, probe_whole, path)

    async def _timings(self, document: JsonValue) -> Asset | None:
        """The times of the words, where the model gave them."""
        words = document.get("words") if isinstance(document, dict) else None
        return await self._kept_json({"words": words}, AssetKind.TIMINGS) if isinstance(words, list) else None

    async def _kept_json(self, document: JsonValue, kind: AssetKind) -> Asset:
        with self._workspace.scratch() as folder:
            path = folder / "document.json"
            await asyncio.to_thread(path.write_text, plain_json(document), "utf-8")
            return await self._workspace.keep(path, kind, "application/json")


def _expired(entry: Entry, reason: str) -> ApplicationError:
    return ApplicationError(f"{entry.model}: {reason}", type="Expired", non_retryable=True)


def _unusable(message: str) -> ApplicationError:
    return ApplicationError(message, type="Unusable", non_retryable=True)


def _duration(found: MediaProbe) -> float | None:
    stream = found.video or found.audio
    return None if found.is_still or stream is None else stream.duration_s


def _main_url(output: JsonValue) -> str | None:
    """The first URL in an output: itself, the first of a list, the first string URL of an object."""
    if isinstance(output, str):
        return output if output.startswith(("http://", "https://", "data:")) else None
    values = output if isinstance(output, list) else list(output.values()) if isinstance(output, dict) else []
    return next((url for url in map(_main_url, values) if url), None)
