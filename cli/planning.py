"""Commands about plans: plan, approve."""

import secrets
from pathlib import Path

import typer
from rich.console import Console

from cli.brief_options import Wanted, ordering
from cli.client import StudioClient
from cli.delivery import check_out, check_space
from cli.films import OutOption
from cli.following import follow, save
from cli.options import HomeOption, JsonOption, ProjectArgument
from cli.plan_table import print_plan
from cli.studio import studio
from film.status import ProjectState


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    app.command("plan")(ordering(plan_film))
    app.command("approve")(approve_plan)


def plan_film(home: HomeOption, wanted: Wanted, as_json: JsonOption = False) -> None:
    """Plan a film and price it, without making anything; `approve` makes it."""
    console = Console(stderr=as_json)
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        order = wanted.order(client, console, until="plan")
        project = client.create(order, idempotency_key=secrets.token_hex(16))
        status = follow(client, project.project_id, console)
        if status.state is not ProjectState.PLANNED:
            save(client, status, console, None, as_json=as_json)
            return
        plan = client.plan(project.project_id)
    if as_json:
        print(plan.model_dump_json(indent=2))
        return
    print_plan(plan, console)
    console.print(f"Make it: reelwright approve {plan.project_id}", soft_wrap=True)


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
