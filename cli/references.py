"""Commands about references: list, add, remove."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from api.reference_schemas import NewReference
from cli.client import StudioClient
from cli.exits import CommandError, Exit
from cli.options import HomeOption, JsonOption
from cli.studio import studio
from cli.uploads import check_picture, uploaded
from film.reference import ReferenceKind

_app = typer.Typer(help="Pictures of people, places and products that films agree with.")


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    app.add_typer(_app, name="references")


@_app.callback(invoke_without_command=True)
def list_references(context: typer.Context, home: HomeOption, as_json: JsonOption = False) -> None:
    """Your references, newest first. Name their ids with `make --reference ID`."""
    if context.invoked_subcommand:
        return
    with studio(home, Console(stderr=True)) as endpoints, StudioClient(endpoints.api_url) as client:
        found = client.references()
    if as_json:
        print(found.model_dump_json(indent=2))
        return
    if not found.references:
        print("There are no references yet; `reelwright references add FILE --name NAME` keeps one")
        return
    table = Table("id", "kind", "name", "looks", "made by")
    for each in found.references:
        table.add_row(each.reference_id, each.kind.value, each.name, each.looks, each.project_id or "uploaded")
    Console().print(table)


@_app.command("add")
def add_reference(
    home: HomeOption,
    picture: Annotated[Path, typer.Argument(metavar="FILE", help="A picture: jpg, png or webp.")],
    name: Annotated[str, typer.Option(help="How briefs call what it shows.")],
    kind: Annotated[ReferenceKind, typer.Option(help="What it shows.")] = ReferenceKind.CHARACTER,
    looks: Annotated[str, typer.Option(help="What it looks like, for models that read but do not look.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Keep a picture as a reference."""
    check_picture(picture)
    console = Console(stderr=True)
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        key = uploaded(client, [picture], console)[picture]
        try:
            wanted = NewReference(kind=kind, name=name, looks=looks, image=key)
        except ValidationError as error:
            first = error.errors()[0]
            raise CommandError(Exit.BAD_INPUT, f"--{first['loc'][0]}: {first['msg']}") from error
        kept = client.add_reference(wanted)
    print(kept.model_dump_json(indent=2) if as_json else kept.reference_id)


@_app.command("remove")
def remove_reference(
    home: HomeOption, reference_id: Annotated[str, typer.Argument(metavar="ID", help="The reference.")]
) -> None:
    """Forget a reference. Films that were ordered with it keep it."""
    with studio(home, Console(stderr=True)) as endpoints, StudioClient(endpoints.api_url) as client:
        client.remove_reference(reference_id)
    print(f"Reference {reference_id} is forgotten")
