"""The ``verify`` command: is a film good? It needs no running studio."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from cli.exits import CommandError, Exit, leave
from cli.options import JsonOption
from film.quality import FilmFacts, FilmReport, Flaw
from media.errors import UnreadableError
from media.probe import probe
from media.quality.verify import Standard, verify_file
from media.work import OnProgress

_STANDARD = Standard()
_GOOD, _BAD, _UNKNOWN = "[green]✓[/]", "[red]✗[/]", "[dim]–[/]"


def register(app: typer.Typer) -> None:
    """Add this command to ``app``."""
    app.command()(verify)


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A film.")],
    loudness: Annotated[
        float | None, typer.Option(help="The integrated loudness it should have in LUFS, to half a LU.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Decode a film to its last frame and say what is wrong with it."""
    console = Console()
    with _progress(file) as on_progress:
        report = verify_file(file, Standard(loudness_lufs=loudness), on_progress=on_progress)
    if as_json:
        console.out(report.model_dump_json(indent=2), highlight=False)
    if report.facts is None:
        told = "; ".join(flaw.message for flaw in report.flaws)
        raise CommandError(Exit.BAD_INPUT if file.is_file() else Exit.NOT_FOUND, told)
    if not as_json:
        _print(console, file, report, report.facts, loudness)
    if report.flaws:
        leave(Exit.FLAWED)


@contextmanager
def _progress(file: Path) -> Iterator[OnProgress]:
    """A bar on standard error, there only while the film is decoded."""
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=40), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("decoding", total=_frames(file))
        yield lambda frames: progress.update(task, completed=frames)


def _frames(file: Path) -> int | None:
    try:
        video = probe(file).video
    except UnreadableError:
        return None
    return video.frames if video else None


def _print(console: Console, file: Path, report: FilmReport, facts: FilmFacts, loudness: float | None) -> None:
    flaws = {flaw.flaw for flaw in report.flaws}
    table = Table("", "checked", "found", box=None, title=file.name, title_justify="left")
    for name, told, kinds in _rows(facts, flaws, loudness):
        mark = _UNKNOWN if kinds is None else _BAD if flaws & set(kinds) else _GOOD
        table.add_row(mark, name, told)
    console.print(table)
    for flaw in report.flaws:
        at = "" if flaw.at_s is None else f"{_clock(flaw.at_s)}  "
        console.print(f"[red]✗[/] {at}[bold]{flaw.flaw.value}[/]: {flaw.message}", highlight=False, soft_wrap=True)
    if not report.flaws:
        console.print("[green]No flaws.[/]")


def _rows(
    facts: FilmFacts, flaws: set[Flaw], loudness: float | None
) -> Iterator[tuple[str, str, tuple[Flaw, ...] | None]]:
    """What was checked, what was found, and the flaws that speak against it; ``None`` if it was only measured."""
    rate = f"{facts.fps:g} fps" if facts.fps else "variable frame rate"
    yield "pictures", "every one decodes" if Flaw.DAMAGED not in flaws else "damaged", (Flaw.DAMAGED,)
    yield "size", f"{facts.width}x{facts.height}", (Flaw.SIZE,)
    yield "length", f"{facts.frames} frames, {facts.duration_s:.3f} s", (Flaw.FRAMES,)
    yield "times", rate, (Flaw.TIMES,)
    yield "codec", f"{facts.codec}, {facts.pixel_format}", (Flaw.CODEC,)
    yield "colour", facts.colour, (Flaw.COLOUR,)
    yield "structure", "MP4" if "mp4" in facts.container else facts.container, (Flaw.STRUCTURE,)
    yield "plays from its first byte", "no" if Flaw.FASTSTART in flaws else "yes", (Flaw.FASTSTART,)
    for flaw, limit_s in ((Flaw.BLACK, _STANDARD.black_s), (Flaw.FROZEN, _STANDARD.frozen_s)):
        yield flaw.value, f"{'there are runs of' if flaw in flaws else 'never for'} more than {limit_s:g} s", (flaw,)
    sound = facts.sound
    if sound is None:
        yield "sound", "none", None
        return
    yield "sound", f"{sound.codec}, {sound.rate} Hz, {_channels(sound.channels)}", (Flaw.SOUND,)
    against = f"{sound.extra_samples:+d} samples against the picture" if sound.extra_samples else "as the picture"
    yield "sound length", f"{sound.duration_s:.3f} s, {against}", (Flaw.LENGTH,)
    yield "sound start", "not with the picture" if Flaw.SYNC in flaws else "with the picture", (Flaw.SYNC,)
    yield "loudness", f"{sound.loudness_lufs:.1f} LUFS", None if loudness is None else (Flaw.LOUDNESS,)
    yield "true peak", f"{sound.peak_dbtp:.1f} dBTP", (Flaw.PEAK,)


def _channels(channels: int) -> str:
    return {1: "mono", 2: "stereo"}.get(channels, f"{channels} channels")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}:{rest:06.3f}"
