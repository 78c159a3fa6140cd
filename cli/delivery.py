"""Where a film goes: checked before anything is made, written when it is complete."""

import os
import shutil
from pathlib import Path

from api.schemas import ProjectInfo
from cli.client import StudioClient
from cli.exits import CommandError, Exit

_SPARE_MB = 500


def check_out(out: Path) -> None:
    """Refuse a path that the film could not be written to. Raises ``CommandError``."""
    if out.is_dir():
        raise CommandError(Exit.BAD_INPUT, f"{out} is a folder; name a file, such as {out / 'film.mp4'}")
    if out.suffix.lower() != ".mp4":
        raise CommandError(Exit.BAD_INPUT, f"{out} must end in .mp4")
    check_file(out)


def check_file(out: Path) -> None:
    """Refuse a path that no file could be written to. Raises ``CommandError``."""
    folder = out.resolve().parent
    if out.is_dir():
        raise CommandError(Exit.BAD_INPUT, f"{out} is a folder; name a file in it")
    if not folder.is_dir():
        raise CommandError(Exit.BAD_INPUT, f"There is no folder {folder}; make it, or choose another --out")
    if not os.access(folder, os.W_OK) or (out.exists() and not os.access(out, os.W_OK)):
        raise CommandError(Exit.BAD_INPUT, f"{out} cannot be written; choose another --out")


def check_space(folder: Path) -> None:
    """Refuse to begin on a disk that is nearly full. ``REELWRIGHT_SPARE_MB`` sets how much must be free."""
    while not folder.exists():
        folder = folder.parent
    free_mb = shutil.disk_usage(folder).free // 1024**2
    spare_mb = int(os.environ.get("REELWRIGHT_SPARE_MB", _SPARE_MB))
    if free_mb < spare_mb:
        message = f"The disk of {folder} is nearly full: {free_mb} MB free, {spare_mb} MB needed; make room first"
        raise CommandError(Exit.NO_SPACE, message)


def deliver(client: StudioClient, project: ProjectInfo, out: Path) -> Path:
    """Save the newest cut as ``out`` and its captions beside it; returns the captions' path."""
    cut = project.cuts[-1]
    captions = out.with_suffix(".srt")
    client.download(cut.film, out)
    client.download(cut.captions, captions)
    return captions
