"""Commands about films: make, ls, show, watch, retake, cancel, open."""

import re
import secrets
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.schemas import NewRetake, ProjectInfo
from cli.brief_options import Wanted, ordering
from cli.client import StudioClient
from cli.delivery import check_out, check_space
from cli.exits import CommandError, Exit
from cli.following import follow, save
from cli.options import HomeOption, JsonOption, ProjectArgument
from cli.studio import studio
from cli.tables import print_project, print_projects
from cli.waiting import film_waits
from film.production_stage import Stage

OutOption = Annotated[Path, typer.Option("--out", "-o", help="Where the film goes.")]


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    app.command()(make)
    app.command("ls")(list_films)
    app.command()(show)
    app.command("watch")(watch_film)
    app.command()(retake)
    app.command()(cancel)
    app.command("open")(open_film)


@ordering
def make(home: HomeOption, wanted: Wanted, out: OutOption = Path("film.mp4"), as_json: JsonOption = False) -> None:
    """Make a film and save it, with its captions beside it."""
    console = Console(stderr=as_json)
    check_out(out)
    check_space(home)
    check_space(out.resolve().parent)
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        project = client.create(wanted.order(client, console), idempotency_key=secrets.token_hex(16))
        console.print(f"Project {project.project_id}  [dim]{project.links.temporal or ''}", soft_wrap=True)
        status = follow(client, project.project_id, console)
        save(client, status, console, out, as_json=as_json)


def list_films(home: HomeOption, as_json: JsonOption = False) -> None:
    """List your films, newest first."""
    with studio(home, Console(stderr=True)) as endpoints, StudioClient(endpoints.api_url) as client:
        page = client.projects()
    if as_json:
        print(page.model_dump_json(indent=2))
    else:
        print_projects(page)


def show(home: HomeOption, project_id: ProjectArgument, as_json: JsonOption = False) -> None:
    """Show a film: its scenes, takes, cuts and what was bought for it."""
    with studio(home, Console(stderr=True)) as endpoints, StudioClient(endpoints.api_url) as client:
        project, ledger = client.project(project_id), client.ledger(project_id)
        waits = film_waits(project_id, project.holds, client.project_budget(project_id)) if project.holds else None
    if as_json:
        print(project.model_dump_json(indent=2))
        return
    print_project(project, ledger)
    if waits:
        Console().print(waits, style="yellow", markup=False, highlight=False, soft_wrap=True)


def watch_film(
    home: HomeOption,
    project_id: ProjectArgument,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Save the film here when it is done.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Follow a film that is being made."""
    console = Console(stderr=as_json)
    if out:
        check_out(out)
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        status = follow(client, project_id, console)
        save(client, status, console, out, as_json=as_json)


def retake(
    home: HomeOption,
    project_id: ProjectArgument,
    scene: Annotated[str, typer.Option(help="The scene: 2, or s2.")],
    note: Annotated[str | None, typer.Option(help='What should be different, such as "closer, at night".')] = None,
    keep_still: Annotated[bool, typer.Option("--keep-still", help="Keep the storyboard frame; redo the clip.")] = False,
    out: OutOption = Path("film.mp4"),
    as_json: JsonOption = False,
) -> None:
    """Shoot one scene again and cut the film anew; the rest stays as it is."""
    console = Console(stderr=as_json)
    scene_id = _scene_id(scene)
    check_out(out)
    check_space(home)
    first_stage = Stage.CLIP if keep_still else Stage.STORYBOARD
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        before = client.status(project_id).last_event
        wish = NewRetake(note=note, first_stage=first_stage)
        ticket = client.retake(project_id, scene_id, wish, idempotency_key=secrets.token_hex(16))
        console.print(f"Scene {ticket.scene_id}, take {ticket.take}")
        status = follow(client, project_id, console, after_event=before + 1)
        save(client, status, console, out, as_json=as_json)


def cancel(home: HomeOption, project_id: ProjectArgument) -> None:
    """Stop a film that is being made. What is finished stays."""
    with studio(home, Console(stderr=True)) as endpoints, StudioClient(endpoints.api_url) as client:
        client.cancel(project_id)
    print(f"Project {project_id} is being cancelled")


def open_film(
    home: HomeOption,
    project_id: ProjectArgument,
    temporal: Annotated[bool, typer.Option("--temporal", help="The workflow in the Temporal UI instead.")] = False,
) -> None:
    """Open a film's newest cut in the browser, or its workflow in the Temporal UI."""
    with studio(home, Console(stderr=True)) as endpoints, StudioClient(endpoints.api_url) as client:
        url = _url_of(client.project(project_id), temporal=temporal)
    print(url)
    webbrowser.open(url)


def _scene_id(scene: str) -> str:
    if not re.fullmatch(r"s?\d{1,3}", scene):
        raise CommandError(Exit.BAD_INPUT, f"{scene!r} is no scene; say 2, or s2")
    return scene if scene.startswith("s") else f"s{scene}"


def _url_of(project: ProjectInfo, *, temporal: bool) -> str:
    if temporal:
        if project.links.temporal is None:
            raise CommandError(Exit.NOT_FOUND, "This studio has no Temporal UI")
        return project.links.temporal
    if not project.cuts:
        raise CommandError(Exit.CONFLICT, f"The film is {project.state.value}; there is nothing to play yet")
    return project.cuts[-1].film.url
