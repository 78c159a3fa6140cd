"""Between the clips of a scene: the picture that one ends with is what the next begins with."""

from concurrent.futures import Executor

import structlog
from temporalio import activity

from activities.chunk_contract import LAST_FRAME, LastFrameRequest
from activities.failures import translated
from activities.threads import Reins, in_thread
from activities.workspace import Workspace
from film.assets import Asset, AssetKind
from media.picture.moment import last_picture
from store.derived import Derived, digest

log = structlog.get_logger()

_ENGINE_VERSION = 1


class ChunkActivities:
    """Work on the clips of one scene, in threads."""

    def __init__(self, workspace: Workspace, derived: Derived, threads: Executor) -> None:
        self._workspace = workspace
        self._derived = derived
        self._threads = threads

    @activity.defn(name=LAST_FRAME.name)
    async def last_frame(self, request: LastFrameRequest) -> Asset:
        """Store the last picture that a scene shows of a clip."""
        key = digest("last_frame", _ENGINE_VERSION, request, ignoring={"project_id", "scene_id"})
        if known := await self._derived.find(key, Asset):
            return known
        chunk = request.chunk
        source = await self._workspace.fetch(chunk.clip)
        with self._workspace.scratch() as folder:
            out = folder / "last.png"

            def work(reins: Reins) -> None:
                last_picture(
                    source,
                    out,
                    frames=chunk.frames,
                    fps=request.fps,
                    skip=chunk.skip,
                    timing=request.timing,
                    should_stop=reins.should_stop,
                )

            with translated():
                await in_thread(self._threads, work)
            still = await self._workspace.keep(out, AssetKind.STILL, "image/png")
        await self._derived.keep(key, "last_frame", still)
        log.info("last frame kept", project=request.project_id, scene=request.scene_id, clip=chunk.clip)
        return still
