"""Commands about plans: approve."""

from pathlib import Path

import typer
from rich.console import Console

from cli.client import StudioClient
from cli.delivery import check_out, check_space
from cli.films import OutOption
from cli.following import follow, save
from cli.options import HomeOption, JsonOption, ProjectArgument
from cli.studio import studio


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    app.command("approve")(approve_plan)


def approve_plan(
    home: HomeOption, project_id: ProjectArgument, out: OutOption = Path("film.mp4"), as_json: JsonOption = False
) -> None:
    """Make a film that was planned with `plan`, exactly as it was planned."""
    console = Console(stderr=as_json)
    check_out(out)
    check_space(home)
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        before = client.status(project_id).last_event
        client.approve(project_id)
        status = follow(client, project_id, console, after_event=before + 1)
        save(client, status, console, out, as_json=as_json)
