"""Commands about one-off generations: buy, fetch."""

import json
import mimetypes
import secrets
import time
from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue, ValidationError
from rich.console import Console

from api.prediction_schemas import NewPrediction, PredictionInfo
from cli.client import StudioClient
from cli.delivery import check_file, check_space
from cli.dollars import dollars
from cli.exits import CommandError, Exit
from cli.options import HomeOption, JsonOption
from cli.studio import studio
from cli.waiting import purchase_waits
from film.catalogue import Capability, Studio
from film.predictions import ONE_OFF_ENDS, OneOffState

_LOOK_S = 0.3
_PATIENCE_S = 3.0

OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="Where the file goes; by default ID and what it is, here.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    app.command()(buy)
    app.command()(fetch)


def buy(
    home: HomeOption,
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A model, or a kind of work such as still or music.")],
    inputs: Annotated[
        list[str] | None, typer.Option("--input", "-i", metavar="NAME=VALUE", help="What it is told; repeatable.")
    ] = None,
    assets: Annotated[
        list[str] | None, typer.Option("--asset", "-a", metavar="NAME=KEY", help="A stored file; repeatable.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(help="Length of the output, for models priced by the second that are not told it.")
    ] = None,
    models: Annotated[Studio | None, typer.Option("--studio", help="Whose models do a kind of work.")] = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Buy one thing without a film around it, and save it."""
    console = Console(stderr=as_json)
    order = _order(model, _pairs(inputs or []), _pairs(assets or []), seconds, models)
    check_file(out or Path("prediction"))
    check_space(home)
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        made = client.buy(order, idempotency_key=secrets.token_hex(16))
        console.print(f"Prediction {made.prediction_id}  [dim]{made.links.temporal or ''}", soft_wrap=True)
        _finish(client, _watch(client, made.prediction_id, console), console, out, as_json=as_json)


def fetch(
    home: HomeOption,
    prediction_id: Annotated[str, typer.Argument(metavar="ID", help="The prediction, as `buy` named it.")],
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wait for something that was bought, and save it."""
    console = Console(stderr=as_json)
    check_file(out or Path("prediction"))
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        _finish(client, _watch(client, prediction_id, console), console, out, as_json=as_json)


def _order(
    model: str, inputs: dict[str, str], assets: dict[str, str], seconds: float | None, models: Studio | None
) -> NewPrediction:
    whom = {"capability": model} if model in list(Capability) else {"model": model}
    told = {name: _value(text) for name, text in inputs.items()}
    asked = {**whom, "studio": models, "input": told, "assets": assets, "seconds": seconds}
    try:
        return NewPrediction.model_validate(asked)
    except ValidationError as error:
        first = error.errors()[0]
        where = " ".join(map(str, first["loc"]))
        raise CommandError(Exit.BAD_INPUT, f"{where}: {first['msg']}") from error


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not (name and equals):
            raise CommandError(Exit.BAD_INPUT, f"{each!r} is no NAME=VALUE")
        pairs[name] = value
    return pairs


def _value(text: str) -> JsonValue:
    """A number, a truth or a list as JSON writes it; everything else is text."""
    try:
        value: JsonValue = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, bool | int | float | list) else text


def _watch(client: StudioClient, prediction_id: str, console: Console) -> PredictionInfo:
    """Look again and again until it has ended, or waits for somebody."""
    waiting_since: float | None = None
    try:
        with console.status(f"Prediction {prediction_id} …"):
            while True:
                found = client.prediction(prediction_id)
                if found.state in ONE_OFF_ENDS:
                    return found
                waits = found.state is OneOffState.WAITING
                waiting_since = (waiting_since or time.monotonic()) if waits else None
                if waiting_since is not None and time.monotonic() - waiting_since > _PATIENCE_S:
                    return found
                time.sleep(_LOOK_S)
    except KeyboardInterrupt:
        message = f"It is bought all the same; `reelwright fetch {prediction_id}` saves it"
        raise CommandError(Exit.INTERRUPTED, message) from None


def _finish(client: StudioClient, found: PredictionInfo, console: Console, out: Path | None, *, as_json: bool) -> None:
    """Save what was made and say so, or end with the code of what happened instead."""
    if as_json:
        print(found.model_dump_json(indent=2))
    if found.state is OneOffState.WAITING:
        raise CommandError(Exit.WAITING, purchase_waits(found, client.budget()))
    if found.state is OneOffState.CANCELLED:
        raise CommandError(Exit.CANCELLED, f"Prediction {found.prediction_id} was cancelled")
    if found.file is None:
        raise CommandError(Exit.FAILED, f"Nothing was made: {found.error or found.state.value}")
    suffix = mimetypes.guess_extension(found.file.content_type) or ".bin"
    out = out or Path(f"{found.prediction_id}-{found.kind.value}{suffix}")
    client.download(found.file, out)
    console.print(f"[bold]{out}[/]  {', '.join(found.models[:1])}, {dollars(found.cost_usd)}", highlight=False)
