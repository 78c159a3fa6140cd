"""Following a film while it is made: bars on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from api.schemas import ProjectStatus, SceneStatus
from film.status import SETTLED_PROJECT_STATES, WAITING_PROJECT_STATES, ProjectState

_LOOK_S = 0.4
_PATIENCE_S = 3.0
"""A film whose budget was raised a moment ago may still seem to wait."""


class Display(Protocol):
    """Shows a production's status as it changes."""

    def __enter__(self) -> "Display": ...

    def __exit__(self, *_: object) -> None: ...

    def show(self, status: ProjectStatus) -> None:
        """Show the newest status."""
        ...


def watch(look: Callable[[], ProjectStatus], display: Display, *, after_event: int = 0) -> ProjectStatus:
    """Look again and again until the film is settled, or waits for somebody; returns its last status.

    ``after_event`` is the event behind which a delivery counts, so that a film that is about to be changed is not
    taken for finished.
    """
    waiting_since: float | None = None
    with display:
        while True:
            status = look()
            display.show(status)
            if status.state in SETTLED_PROJECT_STATES and status.last_event > after_event:
                return status
            if status.state not in WAITING_PROJECT_STATES:
                waiting_since = None
            elif waiting_since is None:
                waiting_since = time.monotonic()
            elif time.monotonic() - waiting_since > _PATIENCE_S:
                return status
            time.sleep(_LOOK_S)


def display_for(console: Console) -> Display:
    """Bars when ``console`` is a terminal, lines otherwise."""
    return Bars(console) if console.is_terminal else Lines(console)


class Bars:
    """One bar for the film, one for each scene."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", justify="left"),
            BarColumn(bar_width=24),
            TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.fields[stage]:<12}"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[title]}", table_column=None),
            console=console,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "Bars":
        self._progress.start()
        self._tasks["film"] = self._progress.add_task("[bold]Film", total=1.0, stage="starting", title="")
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, status: ProjectStatus) -> None:
        """Move every bar to where its work is."""
        self._progress.update(
            self._tasks["film"], completed=status.progress, stage=status.phase, title=status.title or ""
        )
        for scene in status.scenes:
            if scene.scene_id not in self._tasks:
                self._tasks[scene.scene_id] = self._progress.add_task(
                    f"Scene {scene.number}", total=1.0, stage="", title=scene.title[:60]
                )
            self._progress.update(self._tasks[scene.scene_id], completed=scene.progress, stage=_stage(scene))


class Lines:
    """A line for every change of phase or stage, with the seconds since the beginning."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._since = time.monotonic()
        self._shown: dict[str, str] = {}

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def show(self, status: ProjectStatus) -> None:
        """Print what is new."""
        self._say("film", status.phase if status.state is not ProjectState.CREATED else "starting")
        for scene in status.scenes:
            if stage := _stage(scene):
                self._say(f"scene {scene.number}", stage)

    def _say(self, who: str, what: str) -> None:
        if self._shown.get(who) != what:
            self._shown[who] = what
            self._console.print(
                f"[{time.monotonic() - self._since:6.1f} s] {who}: {what}", markup=False, highlight=False
            )


def _stage(scene: SceneStatus) -> str:
    if scene.state is None:
        return ""
    take = f" (take {scene.take})" if scene.take and scene.take > 1 else ""
    return f"{scene.state.value}{take}"
