"""Commands about money: budget, resume, decide, ledger."""

from enum import StrEnum
from typing import Annotated
from urllib.parse import quote

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table

from api.money import BudgetInfo, NewDecision, OwnerBudget, ProjectBudget
from api.schemas import LedgerEntry
from cli.client import StudioClient
from cli.dollars import dollars, parsed
from cli.exits import CommandError, Exit
from cli.options import HomeOption, JsonOption, ProjectArgument
from cli.studio import studio
from cli.tables import print_ledger
from film.holds import Decision


class Choice(StrEnum):
    """A decision as it is typed."""

    RETRY = "retry"
    BUY_AGAIN = "buy-again"
    WRITE_OFF = "write-off"


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    app.command()(budget)
    app.command()(resume)
    app.command()(decide)
    app.command()(ledger)


def budget(
    home: HomeOption,
    project_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A film; without one it is about all you spend.")
    ] = None,
    cap: Annotated[str | None, typer.Option("--set", metavar="USD", help="The most the film may spend.")] = None,
    no_cap: Annotated[bool, typer.Option("--none", help="Let the film spend what it needs.")] = False,
    total: Annotated[str | None, typer.Option(metavar="USD", help="The most you spend in all, or none.")] = None,
    per_day: Annotated[str | None, typer.Option(metavar="USD", help="The most you spend in a day, or none.")] = None,
    as_json: JsonOption = False,
) -> None:
    """What may be spent, by a film or by you; what waits for money goes on when a cap is raised."""
    if project_id is None and (cap is not None or no_cap):
        raise CommandError(Exit.BAD_INPUT, "Say which film, or cap what you spend with --total and --per-day")
    if project_id is not None and (total is not None or per_day is not None):
        raise CommandError(Exit.BAD_INPUT, "--total and --per-day are about all you spend; leave the film out")
    if cap is not None and no_cap:
        raise CommandError(Exit.BAD_INPUT, "Say --set or --none, not both")
    found: OwnerBudget
    wanted = parsed(cap) if cap is not None else None
    with studio(home, Console(stderr=True)) as endpoints, StudioClient(endpoints.api_url) as client:
        if project_id is None:
            found = _owners(client, total, per_day)
        elif cap is not None or no_cap:
            found = client.set_project_budget(project_id, wanted)
        else:
            found = client.project_budget(project_id)
    if as_json:
        print(found.model_dump_json(indent=2))
    else:
        _print(found)


def resume(home: HomeOption, project_id: ProjectArgument) -> None:
    """The provider's account is topped up: let what waits for money try again."""
    with studio(home, Console(stderr=True)) as endpoints, StudioClient(endpoints.api_url) as client:
        client.resume(project_id)
    print(f"Purchases of {project_id} that wait for money try again; `reelwright watch {project_id}` shows how it goes")


def decide(
    home: HomeOption,
    thing_id: Annotated[str, typer.Argument(metavar="ID", help="The film, or the one-off prediction.")],
    attempt: Annotated[str, typer.Argument(metavar="ATTEMPT", help="The purchase that waits, as `show` lists it.")],
    choice: Annotated[Choice, typer.Argument(help="Try the same again, buy it once more, or do without.")],
) -> None:
    """Decide about a purchase that waits for your word."""
    safe = quote(thing_id, safe="")
    alone = attempt.startswith(f"predictions/{thing_id}/")
    if not alone and not attempt.startswith(f"{thing_id}/"):
        attempt = f"{thing_id}/{attempt}"
    url = f"/v1/predictions/{safe}/decide" if alone else f"/v1/projects/{safe}/purchases/decide"
    decision = Decision(choice.value.replace("-", "_"))
    with studio(home, Console(stderr=True)) as endpoints, StudioClient(endpoints.api_url) as client:
        client.decide(url, NewDecision(attempt_key=attempt, decision=decision))
    print(f"{attempt}: {choice.value}")


def ledger(home: HomeOption, project_id: ProjectArgument, as_json: JsonOption = False) -> None:
    """Every purchase of a film, and what became of its money."""
    with studio(home, Console(stderr=True)) as endpoints, StudioClient(endpoints.api_url) as client:
        entries = client.ledger(project_id)
    if as_json:
        print(TypeAdapter(list[LedgerEntry]).dump_json(entries, indent=2).decode())
    else:
        print_ledger(Console(), entries)


def _owners(client: StudioClient, total: str | None, per_day: str | None) -> OwnerBudget:
    """Your budget, changed as you say; a cap that is not mentioned stays."""
    before = client.budget()
    if total is None and per_day is None:
        return before
    return client.set_budget(
        before.total.cap_usd if total is None else parsed(total),
        before.day.cap_usd if per_day is None else parsed(per_day),
    )


def _print(found: OwnerBudget) -> None:
    rows: dict[str, BudgetInfo] = {"all you spend": found.total, "today (UTC)": found.day}
    if isinstance(found, ProjectBudget):
        rows = {"this film": found.project, **rows}
    table = Table("", "cap", "committed", "left", box=None)
    for name, each in rows.items():
        table.add_row(name, dollars(each.cap_usd), dollars(each.committed_usd), dollars(each.left_usd))
    console = Console()
    console.print(table)
    if isinstance(found, ProjectBudget) and found.needed_usd:
        console.print(f"It waits for {dollars(found.needed_usd)} more", style="yellow")
