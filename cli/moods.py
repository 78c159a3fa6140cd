"""Commands about mood boards: moods, pick."""

import mimetypes
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, cast

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Column, Table

from api.mood_schemas import MoodBoardInfo, MoodInfo, MoodPictureInfo, NewMoodBoard, NewPick
from cli.client import StudioClient
from cli.delivery import check_space
from cli.dollars import dollars
from cli.exits import CommandError, Exit
from cli.options import HomeOption, JsonOption
from cli.studio import studio
from cli.waiting import purchase_waits
from film.catalogue import Studio
from film.format import Aspect
from film.mood import FEWEST_MOODS, MOST_MOODS
from film.predictions import ONE_OFF_ENDS, OneOffState

_LOOK_S = 0.4
_PATIENCE_S = 3.0

OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FOLDER", help="Where the pictures go; by default moods-ID, here.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    app.command()(moods)
    app.command()(pick)


def moods(
    home: HomeOption,
    prompt: Annotated[str, typer.Argument(help="What the film is about.")],
    count: Annotated[int, typer.Option("--moods", help=f"How many moods, {FEWEST_MOODS} to {MOST_MOODS}.")] = 3,
    images: Annotated[int | None, typer.Option(help="Pictures of each, 1 or 4; by default the flavour's.")] = None,
    flavour: Annotated[str, typer.Option(help="The flavour, as `reelwright flavours` lists them.")] = "default",
    aspect: Annotated[Aspect | None, typer.Option(help="The shape of the pictures.")] = None,
    seed: Annotated[int, typer.Option(help="Another number proposes others.")] = 7,
    models: Annotated[Studio, typer.Option("--studio", help="previz is free; live costs money.")] = Studio.PREVIZ,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose looks for a film, draw each, and save the pictures, to pick one before the film is made."""
    console = Console(stderr=as_json)
    order = _order(prompt, count, images, flavour, aspect, seed, models)
    _check_folder(out or Path())
    check_space(home)
    with studio(home, console) as endpoints, StudioClient(endpoints.api_url) as client:
        board = client.order_moods(order, idempotency_key=secrets.token_hex(16))
        board = _watch(client, board, console)
        folder = out or Path(f"moods-{board.board_id}")
        saved = _save(client, board, folder)
        if as_json:
            print(board.model_dump_json(indent=2))
        _print(console, board)
        console.print(f"[bold]{folder}[/]  {saved} pictures", highlight=False)
        _end(client, board)


def pick(
    home: HomeOption,
    board_id: Annotated[str, typer.Argument(metavar="BOARD", help="The board, as `moods` named it.")],
    mood: Annotated[str | None, typer.Argument(metavar="[MOOD]", help="The mood, such as m2; or none.")] = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look at a mood board again, or pick one of its moods for a film."""
    console = Console(stderr=as_json)
    if out:
        _check_folder(out)
    with studio(home, Console(stderr=True)) as endpoints, StudioClient(endpoints.api_url) as client:
        board = client.pick_mood(board_id, NewPick(mood=mood)) if mood else client.mood_board(board_id)
        if out:
            _save(client, board, out)
    if as_json:
        print(board.model_dump_json(indent=2))
    _print(console, board)


def _order(
    prompt: str, count: int, images: int | None, flavour: str, aspect: Aspect | None, seed: int, models: Studio
) -> NewMoodBoard:
    try:
        return NewMoodBoard(
            prompt=prompt,
            moods=count,
            images=cast(Literal[1, 4] | None, images),
            flavour=flavour,
            aspect=aspect,
            seed=seed,
            studio=models,
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"--{part}: " for part in first["loc"] if part != "prompt")
        raise CommandError(Exit.BAD_INPUT, f"{where}{str(first['msg']).removeprefix('Value error, ')}") from error


def _check_folder(folder: Path) -> None:
    """Refuse a place where no pictures could be written. Raises ``CommandError``."""
    if folder.exists() and not folder.is_dir():
        raise CommandError(Exit.BAD_INPUT, f"{folder} is a file; name a folder")
    there = next(path for path in (folder.resolve(), *folder.resolve().parents) if path.exists())
    if not os.access(there, os.W_OK):
        raise CommandError(Exit.BAD_INPUT, f"{there} cannot be written; choose another --out")


def _watch(client: StudioClient, board: MoodBoardInfo, console: Console) -> MoodBoardInfo:
    """Look again and again until all pictures have ended, or all that is left waits for somebody."""
    waiting_since: float | None = None
    try:
        with console.status(f"Moods {board.board_id} …") as status:
            while True:
                states = [picture.state for _, picture in _pictures(board)]
                left = [state for state in states if state not in ONE_OFF_ENDS]
                if not left:
                    return board
                status.update(f"Moods {board.board_id}: {len(states) - len(left)} of {len(states)} pictures")
                stuck = all(state is OneOffState.WAITING for state in left)
                waiting_since = (waiting_since or time.monotonic()) if stuck else None
                if waiting_since is not None and time.monotonic() - waiting_since > _PATIENCE_S:
                    return board
                time.sleep(_LOOK_S)
                board = client.mood_board(board.board_id)
    except KeyboardInterrupt:
        message = f"The pictures are made all the same; `reelwright pick {board.board_id}` shows them"
        raise CommandError(Exit.INTERRUPTED, message) from None


def _pictures(board: MoodBoardInfo) -> Iterator[tuple[MoodInfo, MoodPictureInfo]]:
    return ((mood, picture) for mood in board.moods for picture in mood.pictures)


def _save(client: StudioClient, board: MoodBoardInfo, folder: Path) -> int:
    """Every picture that is there, under its mood's name (``m2-blue-hour-1.png``); how many there were."""
    saved = 0
    for mood, picture in _pictures(board):
        if picture.file:
            saved += 1
            folder.mkdir(parents=True, exist_ok=True)
            suffix = mimetypes.guess_extension(picture.file.content_type) or ".bin"
            client.download(picture.file, folder / f"{_stem(mood)}-{picture.number}{suffix}")
    return saved


def _stem(mood: MoodInfo) -> str:
    return f"{mood.mood_id}-{mood.name.lower().replace(' ', '-')}"


def _print(console: Console, board: MoodBoardInfo) -> None:
    table = Table("", Column("mood", no_wrap=True), "look", "pictures", box=None)
    for mood in board.moods:
        mark = "→" if mood.mood_id == board.picked else ""
        table.add_row(mark, f"[bold]{mood.mood_id}[/] {mood.name}", mood.look, _told(mood))
    console.print(f"Board {board.board_id}, {board.flavour}, {dollars(board.cost_usd)}", highlight=False)
    console.print(table)
    if board.picked:
        console.print(f'Make the film: reelwright make "…" --mood {board.board_id}', soft_wrap=True, markup=False)
    else:
        console.print(f"Pick one: reelwright pick {board.board_id} {board.moods[0].mood_id}", soft_wrap=True)
        console.print(f'Then make the film: reelwright make "…" --mood {board.board_id}', soft_wrap=True, markup=False)


def _told(mood: MoodInfo) -> str:
    """How its pictures are: made, or why not."""
    made = sum(picture.file is not None for picture in mood.pictures)
    others = sorted({picture.error or picture.state.value for picture in mood.pictures if picture.file is None})
    return ", ".join([f"{made} of {len(mood.pictures)}", *others])


def _end(client: StudioClient, board: MoodBoardInfo) -> None:
    """End with the code of what went wrong, if anything did."""
    pictures = [picture for _, picture in _pictures(board)]
    waiting = next((picture for picture in pictures if picture.state is OneOffState.WAITING), None)
    if waiting is not None:
        raise CommandError(Exit.WAITING, purchase_waits(client.prediction(waiting.prediction_id), client.budget()))
    if not any(picture.file for picture in pictures):
        reason = next((picture.error for picture in pictures if picture.error), "no picture was made")
        raise CommandError(Exit.FAILED, f"Nothing was drawn: {reason}")
