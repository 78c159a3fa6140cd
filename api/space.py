"""Room on the disk: a film that could not be finished is not begun."""

import asyncio
import shutil
from pathlib import Path

from api.problems import ProblemError
from api.settings import ApiSettings


async def require_space(settings: ApiSettings) -> None:
    """Raise ``ProblemError`` (507) when the disk under the data folder is nearly full; no folder, no check."""
    if settings.home is None:
        return
    free_mb = await asyncio.to_thread(_free_mb, settings.home)
    if free_mb < settings.spare_mb:
        detail = (
            f"The disk is nearly full: {free_mb} MB are free and {settings.spare_mb} MB are needed. "
            "Make room, or choose another data folder with REELWRIGHT_HOME"
        )
        raise ProblemError(507, "disk-nearly-full", detail)


def _free_mb(folder: Path) -> int:
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(existing).free // 1024**2
