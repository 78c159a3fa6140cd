"""The ``models`` command: the catalogue, and one model of it. It needs no running studio."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer
from pydantic import JsonValue
from rich.console import Console
from rich.table import Column, Table

from api.model_info import InputInfo, ModelInfo, ModelList, model_info, model_list
from cli.exits import CommandError, Exit
from cli.options import JsonOption
from film.catalogue import Capability, Makes, Studio, UnknownModelError
from film.model_input import Rule
from film.prices import Price, Rate
from store.catalogue import CatalogueError, load_catalogue

_PARTS = {
    "per_call_usd": "a call",
    "per_second_usd": "a second",
    "per_image_usd": "a picture",
    "per_character_usd": "a character",
    "per_compute_second_usd": "a second of machine time",
    "per_million_input_tokens_usd": "a million tokens in",
    "per_million_output_tokens_usd": "a million tokens out",
}


def register(app: typer.Typer) -> None:
    """Add this command to ``app``."""
    app.command()(models)


def models(
    slug: Annotated[str | None, typer.Argument(metavar="SLUG", help="One model, with all its inputs.")] = None,
    capability: Annotated[Capability | None, typer.Option(help="Only models that do this kind of work.")] = None,
    studio: Annotated[Studio | None, typer.Option(help="Only models of this studio.")] = None,
    as_json: JsonOption = False,
) -> None:
    """The models a film can be made with: what they do, what they cost, until when they are offered."""
    console = Console()
    today = datetime.now(UTC).date()
    found = _found(slug, today) if slug else _listed(capability, studio, today)
    if as_json:
        console.out(found.model_dump_json(indent=2), highlight=False)
    elif isinstance(found, ModelInfo):
        _print_model(console, found)
    else:
        _print_list(console, found)


def _found(slug: str, today: date) -> ModelInfo:
    try:
        return model_info(load_catalogue().model(slug, today), today)
    except UnknownModelError as error:
        raise CommandError(Exit.NOT_FOUND, str(error)) from error
    except CatalogueError as error:
        raise CommandError(Exit.BAD_INPUT, str(error)) from error


def _listed(capability: Capability | None, studio: Studio | None, today: date) -> ModelList:
    try:
        return model_list(load_catalogue(), today, capability, studio)
    except CatalogueError as error:
        raise CommandError(Exit.BAD_INPUT, str(error)) from error


def _print_list(console: Console, found: ModelList) -> None:
    table = Table(Column("model", no_wrap=True), "kind", "chain", "lengths", "a call", "costs", "ends", box=None)
    for model in found.models:
        table.add_row(
            model.slug,
            ", ".join(kind.value for kind in (model.capability, *model.also)),
            f"{model.studio.value} {model.rank}" if model.rank else "",
            lengths(model.makes),
            model.typical,
            f"${model.typical_usd}",
            model.ends.isoformat() if model.ends else "",
        )
    console.print(table)
    if found.retired:
        gone = Table(Column("gone", no_wrap=True), "since", "instead", box=None, style="dim")
        for each in found.retired:
            gone.add_row(each.slug, each.ended.isoformat(), each.successor or "")
        console.print(gone)


def _print_model(console: Console, model: ModelInfo) -> None:
    kinds = ", ".join(kind.value for kind in (model.capability, *model.also))
    console.print(f"[bold]{model.slug}[/]  {kinds}, by {model.provider}", highlight=False)
    if model.reference != model.slug:
        console.print(f"pinned to {model.reference.partition(':')[2]}", style="dim", soft_wrap=True, highlight=False)
    for line in _facts(model):
        console.print(line, highlight=False, soft_wrap=True)
    table = Table("input", "ours", "takes", "default", title="Inputs", title_justify="left", box=None)
    for each in model.inputs:
        table.add_row(each.name, ", ".join(each.ours) or _fixed(each), takes(each.rule), _default(each.rule))
    console.print(table)
    console.print(
        f"inputs of {model.schema_as_of}: {model.schema_source}", style="dim", highlight=False, soft_wrap=True
    )


def _facts(model: ModelInfo) -> list[str]:
    makes = model.makes
    made = [lengths(makes), f"{makes.fps:g} fps" if makes.fps else "", ", ".join(makes.resolutions)]
    made += ["with sound" if makes.native_audio else "", "with word times" if makes.word_times else ""]
    facts = [
        f"makes: {'; '.join(filter(None, made))}" if any(made) else "",
        f"takes about {model.typical_s:g} s, {model.max_s:g} s at most",
        f"{model.typical} costs ${model.typical_usd}",
        *(f"  {line}" for line in rates(model.price)),
        f"price of {model.price.as_of}: {model.price.source}",
        f"a failed call: {model.price.failures.value}",
        f"ends {model.ends}" + (f", then {model.successor}" if model.successor else "") if model.ends else "",
        *(f"rule: {says}" for says in model.combinations),
    ]
    return [fact for fact in facts if fact]


def lengths(makes: Makes) -> str:
    """The lengths in words: ``4, 6, 8 s``, ``2 to 12 s``, ``always 6 s``; nothing where length is no matter."""
    if makes.fixed_seconds is not None:
        return f"always {makes.fixed_seconds:.3g} s"
    offered = makes.seconds
    if len(offered) > 3 and list(offered) == list(range(int(offered[0]), int(offered[0]) + len(offered))):
        return f"{offered[0]} to {offered[-1]} s"
    return f"{', '.join(f'{seconds:g}' for seconds in offered)} s" if offered else ""


def rates(price: Price) -> list[str]:
    """The rates in words: ``resolution 480p: $0.03 a second``."""
    return [f"{_condition(rate)}: {_sum(rate)}" if rate.when else _sum(rate) for rate in price.rates]


def takes(rule: Rule) -> str:
    """A rule in words: ``one of 4, 6, 8``, ``integer, 2 to 12``, ``file, needed``."""
    kind = ("files" if rule.type == "array" else "file") if rule.file else rule.type
    words = [f"one of {_values(list(rule.one_of))}" if rule.one_of else kind]
    match rule.least, rule.most:
        case float() as least, float() as most:
            words.append(f"{least:g} to {most:g}")
        case None, float() as most:
            words.append(f"at most {most:g}")
        case float() as least, None if rule.type in ("integer", "number"):
            words.append(f"at least {least:g}")
    if rule.multiple_of:
        words.append(f"a multiple of {rule.multiple_of}")
    return ", ".join([*words, *(["needed"] if rule.required else [])])


def _fixed(given: InputInfo) -> str:
    return "" if given.fixed is None else f"always {_values(given.fixed)}"


def _default(rule: Rule) -> str:
    return "" if rule.default is None else _values(rule.default)


def _condition(rate: Rate) -> str:
    return ", ".join(f"{name} {_values(value)}" for name, value in rate.when.items())


def _values(value: JsonValue) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(each).lower() if isinstance(each, bool) else str(each) for each in values)


def _sum(rate: Rate) -> str:
    parts = [f"${getattr(rate, field)} {unit}" for field, unit in _PARTS.items() if getattr(rate, field)]
    return " + ".join(parts) or "free"
