"""The ``flavours`` command: the ways a film can be made, and one of them. It needs no running studio."""

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from api.flavour_info import FlavourInfo, FlavourList, flavour_info, flavour_list
from cli.exits import CommandError, Exit
from cli.options import JsonOption
from store.flavours import UnknownFlavourError, load_flavours


def register(app: typer.Typer) -> None:
    """Add this command to ``app``."""
    app.command()(flavours)


def flavours(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One flavour, with all it says.")] = None,
    prompts: Annotated[bool, typer.Option("--prompts", help="With every word that models are told.")] = False,
    as_json: JsonOption = False,
) -> None:
    """The ways a film can be made: look, pace and words. Your own go into the folder REELWRIGHT_FLAVOURS."""
    console = Console()
    found = _found(name) if name else flavour_list(load_flavours())
    if as_json:
        console.out(found.model_dump_json(indent=2), highlight=False)
    elif isinstance(found, FlavourInfo):
        _print_flavour(console, found, prompts=prompts)
    else:
        _print_list(console, found)


def _found(name: str) -> FlavourInfo:
    try:
        return flavour_info(load_flavours(), name)
    except UnknownFlavourError as error:
        raise CommandError(Exit.NOT_FOUND, str(error)) from error


def _print_list(console: Console, found: FlavourList) -> None:
    table = Table(Column("flavour", no_wrap=True), "a scene", "for", "what it is", box=None)
    for each in found.flavours:
        pace = f"{each.scene_s:g} s" if each.scene_s else ""
        modes = ", ".join(mode.value for mode in each.modes)
        name = f"{each.name} (own)" if each.own else each.name
        table.add_row(name, pace, modes, escape(each.description or "") or "[red]cannot be used, see below[/]")
    console.print(table)
    for each in found.flavours:
        _print_faults(console, each.faults, kept=each.title is not None)
    console.print('Make a film in one: reelwright make "…" --flavour NAME', style="dim")


def _print_flavour(console: Console, flavour: FlavourInfo, *, prompts: bool) -> None:
    console.print(f"[bold]{flavour.name}[/]  {escape(flavour.description or '')}", highlight=False)
    _print_faults(console, flavour.faults, kept=flavour.title is not None)
    table = Table(show_header=False, box=None)
    for label, said in _facts(flavour).items():
        if said:
            table.add_row(label, escape(said))
    console.print(table)
    for prompt in flavour.prompts:
        console.print(f"\n[bold]{prompt.name}[/] {prompt.version}", highlight=False)
        shown = prompt.text if prompts or len(prompt.text) <= 600 else f"{prompt.text[:200]} … (--prompts shows all)"
        console.print(shown, markup=False, highlight=False)


def _facts(flavour: FlavourInfo) -> dict[str, str]:
    style = flavour.style.model_dump()
    said = {name: ", ".join(part) if isinstance(part, tuple) else part for name, part in style.items()}
    clip = f", clips of at most {flavour.longest_clip_s:g} s" if flavour.longest_clip_s else ""
    return {
        "for": ", ".join(mode.value for mode in flavour.modes),
        "pace": f"a scene of {flavour.scene_s:g} s{clip}" if flavour.scene_s else "",
        "joints": flavour.transition.value if flavour.transition else "",
        "captions": flavour.captions.value if flavour.captions else "",
        "shapes": ", ".join(shape.value for shape in flavour.archetypes),
        "music": ", ".join(mood.value for mood in flavour.music_moods),
        **said,
        "never shown": flavour.avoid,
        "characters": flavour.reference.value if flavour.reference else "",
        "a mood": f"{flavour.boards} {'picture' if flavour.boards == 1 else 'pictures'}" if flavour.boards else "",
    }


def _print_faults(console: Console, faults: list[str], *, kept: bool) -> None:
    for fault in faults:
        console.print(fault, style="red", markup=False, highlight=False, soft_wrap=True)
    if faults and kept:
        console.print("Its last good version is used until that is put right", style="yellow")
