"""Following a film to its end, and saving what was made."""

from pathlib import Path

from rich.console import Console

from api.schemas import ProjectInfo, ProjectStatus
from cli.client import StudioClient
from cli.delivery import deliver
from cli.dollars import dollars
from cli.exits import CommandError, Exit
from cli.tables import shortfalls
from cli.waiting import film_waits
from cli.watching import display_for, watch
from film.status import WAITING_PROJECT_STATES, ProjectState

_ENDINGS = {
    ProjectState.FAILED: Exit.FAILED,
    ProjectState.MODERATION_FAILED: Exit.REFUSED,
    ProjectState.CANCELLED: Exit.CANCELLED,
}


def follow(client: StudioClient, project_id: str, console: Console, *, after_event: int = 0) -> ProjectStatus:
    """Show how a film gets on until it is made, waits or ends."""
    try:
        return watch(lambda: client.status(project_id), display_for(console), after_event=after_event)
    except KeyboardInterrupt:
        message = (
            f"The film goes on; `reelwright watch {project_id}` shows it, `reelwright cancel {project_id}` stops it"
        )
        raise CommandError(Exit.INTERRUPTED, message) from None


def save(client: StudioClient, status: ProjectStatus, console: Console, out: Path | None, *, as_json: bool) -> None:
    """Save what was made and say so, or end with the code of what happened instead."""
    project = client.project(status.project_id)
    if status.state is not ProjectState.DELIVERED:
        if as_json:
            print(project.model_dump_json(indent=2))
        if status.state in WAITING_PROJECT_STATES:
            budget = client.project_budget(status.project_id)
            raise CommandError(Exit.WAITING, film_waits(status.project_id, status.holds, budget))
        raise CommandError(_ENDINGS[status.state], _why(project))
    if out:
        files = deliver(client, project, out)
        cut = project.cuts[-1]
        width, height = project.film_format.size
        picture = f"{width}x{height} at {project.film_format.fps} fps"
        console.print(
            f"[bold]{out}[/]  “{project.title}”, {cut.duration_s:g} s, {picture}, {dollars(project.spent_usd)}"
        )
        for version in files.versions:
            console.print(f"[bold]{version}[/]")
        console.print(f"[dim]Captions: {', '.join(map(str, files.captions))}")
    for line in shortfalls(project):
        console.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
    console.print(
        f'Another take: reelwright retake {project.project_id} --scene 2 --note "closer, at night"', soft_wrap=True
    )
    if as_json:
        print(project.model_dump_json(indent=2))


def _why(project: ProjectInfo) -> str:
    failure = project.failure
    if project.state is ProjectState.MODERATION_FAILED and failure:
        details = failure.details
        where = details.get("what", "brief")
        return (
            f"The {where} was refused ({details.get('category')}): “{details.get('passage')}”. Change it and try again"
        )
    if project.state is ProjectState.FAILED and failure:
        return f"The film could not be made: {failure.details.get('reason') or failure.code}"
    return f"The film is {project.state.value}"
