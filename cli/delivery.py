"""Where a film goes: checked before anything is made, written when it is complete."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

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


class Delivered(NamedTuple):
    """The files of a film, beside each other: its further versions and its captions."""

    versions: list[Path]
    captions: list[Path]


def deliver(client: StudioClient, project: ProjectInfo, out: Path) -> Delivered:
    """Save the newest cut as ``out``, and beside it its other versions (``film-9x16.mp4``) and its captions."""
    cut = project.cuts[-1]
    client.download(cut.film, out)
    versions = []
    for made in cut.versions[1:]:
        versions.append(out.with_name(f"{out.stem}-{made.name}{out.suffix}"))
        client.download(made.film, versions[-1])
    captions = []
    for file, suffix in ((cut.captions, ".srt"), (cut.subtitles, ".vtt")):
        if file:
            captions.append(out.with_suffix(suffix))
            client.download(file, captions[-1])
    return Delivered(versions, captions)
