"""Files that go to the studio with an order: checked here, sent with a bar that shows how far they are."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from cli.client import StudioClient
from cli.exits import CommandError, Exit

_PICTURES, _SOUNDS = (".jpg", ".jpeg", ".png", ".webp"), (".mp3", ".wav", ".m4a", ".flac")
_MOST_PICTURE_MB, _MOST_SOUND_MB = 10, 50


def check_picture(path: Path) -> None:
    """Refuse a file that the studio would not take as a picture. Raises ``CommandError``."""
    _check(path, "picture", _PICTURES, _MOST_PICTURE_MB)


def check_sound(path: Path) -> None:
    """Refuse a file that the studio would not take as a song. Raises ``CommandError``."""
    _check(path, "song", _SOUNDS, _MOST_SOUND_MB)


def uploaded(client: StudioClient, paths: Iterable[Path], console: Console) -> dict[Path, str]:
    """The keys of files, sent one after another. Raises ``CommandError`` with what the studio says of a bad one."""
    wanted = list(dict.fromkeys(paths))
    keys: dict[Path, str] = {}
    columns = (TextColumn("Sending [bold]{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        for path in wanted:
            with progress.open(path, "rb", description=path.name) as content:
                keys[path] = client.upload(path.name, content).key
    return keys


def _check(path: Path, what: str, suffixes: tuple[str, ...], most_mb: int) -> None:
    if not path.is_file():
        raise CommandError(Exit.BAD_INPUT, f"There is no {what} {path}")
    if path.suffix.lower() not in suffixes:
        kinds = ", ".join(suffix.removeprefix(".") for suffix in suffixes)
        raise CommandError(Exit.BAD_INPUT, f"{path} is no {what} that is taken: {kinds}")
    if path.stat().st_size > most_mb * 1024**2:
        raise CommandError(Exit.BAD_INPUT, f"{path} is too large: a {what} has at most {most_mb} MB")
