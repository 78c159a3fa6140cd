"""The files among a paid call's inputs, brought to where its provider can read them."""

import asyncio
import mimetypes
from concurrent.futures import Executor
from pathlib import Path

from pydantic import JsonValue

from activities.contract import Attempt, Files
from activities.failures import translated
from activities.reach import must_upload
from activities.sent_files import each_of, sent_files
from activities.workspace import Workspace
from film.assets import AssetKind
from film.catalogue import Model
from media.sound.lead_in import lead_in
from providers.predictions import PredictionProvider
from store.objects import ObjectStore

_URL_LIFE_S = 6 * 3600


class InputFiles:
    """Links to stored files, or copies at the provider. Costs nothing, so it may be repeated."""

    def __init__(self, objects: ObjectStore, workspace: Workspace, threads: Executor) -> None:
        self._objects = objects
        self._workspace = workspace
        self._threads = threads

    async def urls(self, attempt: Attempt, model: Model, provider: PredictionProvider) -> dict[str, JsonValue]:
        """A URL for each file that the model takes, by our input names. May raise any ``ProviderError``."""
        upload = must_upload(self._objects.endpoint_url, provider.base_url)
        found: dict[str, JsonValue] = {}
        for name, files in (await self._keys(attempt, model)).items():
            urls = [
                await self._uploaded(key, provider) if upload else self._objects.url(key, expires_s=_URL_LIFE_S)
                for key in each_of(files)
            ]
            found[name] = urls[0] if isinstance(files, str) else list[JsonValue](urls)
        return found

    async def on_disk(self, attempt: Attempt, model: Model) -> dict[str, Path]:
        """Each file that the model takes, on disk, by the model's input names.

        Where one input gathers several, the further ones go by its name and ours, numbered if need be.
        """
        found: dict[str, Path] = {}
        for ours, files in (await self._keys(attempt, model)).items():
            theirs = model.spread.get(ours) or (model.inputs[ours],)
            for number, key in enumerate(each_of(files)):
                name = theirs[min(number, len(theirs) - 1)]
                name = name if name not in found else f"{name}-{ours}"
                found[name if name not in found else f"{name}-{number}"] = await self._workspace.fetch(key)
        return found

    async def _keys(self, attempt: Attempt, model: Model) -> dict[str, Files]:
        keys = {name: files for name, files in sent_files(attempt.order, model).items() if name in model.understood}
        lead_s = attempt.order.wants.get("lead")
        if (
            isinstance(line := keys.get("audio"), str)
            and isinstance(lead_s, int | float)
            and "lead" not in model.inputs
        ):
            keys["audio"] = await self._delayed(line, lead_s)
        return keys

    async def _uploaded(self, key: str, provider: PredictionProvider) -> str:
        path = await self._workspace.fetch(key)
        return await provider.upload(path, mimetypes.guess_type(path.name)[0] or "application/octet-stream")

    async def _delayed(self, key: str, seconds: float) -> str:
        """The key of a line with silence in front, for a model that cannot be told when the line starts."""
        source = await self._workspace.fetch(key)
        with self._workspace.scratch() as folder:
            out = folder / "line.wav"
            with translated():
                await asyncio.get_running_loop().run_in_executor(self._threads, lead_in, source, out, seconds)
            return (await self._workspace.keep(out, AssetKind.SPEECH, "audio/wav")).key
