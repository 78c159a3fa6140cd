"""Mood boards: several looks for a film, drawn, to pick one of before anything is planned."""

import asyncio
from datetime import date

from fastapi import APIRouter, Response

from activities.contract import Order
from api.context import Context, Here, Owner
from api.mood_presenting import board_info
from api.mood_schemas import MoodBoardInfo, NewMoodBoard, NewPick
from api.one_offs import look_at, ordered
from api.parameters import BoardId, IdempotencyKey, new_id
from api.prediction_schemas import NewPrediction
from api.problems import ProblemError
from api.responses import BUSY, FULL, INVALID, UNKNOWN, located
from api.space import require_space
from film.brief import Mode, default_format
from film.catalogue import Capability
from film.flavour import Flavour
from film.format import FilmFormat
from film.mood import Mood, MoodBoard, MoodPicture, propose
from film.planning import scene_seed
from film.production_stage import Stage
from film.prompts import mood_prompt
from store.catalogue import load_catalogue
from store.clock import now
from store.flavours import load_flavours
from store.moods import KeptBoard
from store.one_offs import OneOff, UnknownPredictionError

router = APIRouter(prefix="/v1/moods", tags=["moods"])

_ASKED = 400
"""Characters of a brief that stand on a board and in its prompts."""


@router.post("", status_code=201, responses={**INVALID, **BUSY, **FULL, 201: located("Its pictures are ordered")})
async def create_mood_board(
    here: Here, owner: Owner, new: NewMoodBoard, response: Response, idempotency_key: IdempotencyKey = None
) -> MoodBoardInfo:
    """Propose moods and order their pictures. The same `Idempotency-Key` twice is one board."""
    await require_space(here.settings)
    flavour = await asyncio.to_thread(load_flavours().flavour, new.flavour)
    board = _proposed(owner, new, flavour, new_id("moods", owner, idempotency_key=idempotency_key))
    today = now().date()
    # Everything that is wrong with the order shows in any of its pictures.
    await _order(here, owner, board, board.pictures[0], flavour, today)
    asked = new.model_dump(mode="json")
    created = await here.moods.create(owner, asked, board)
    kept = await here.moods.get(owner, board.board_id)
    if not kept.is_of(asked):
        detail = "This Idempotency-Key belongs to another order; take a new key for a new board"
        raise ProblemError(422, "idempotency-key-reused", detail, pointer="Idempotency-Key")
    await _order_pictures(here, kept, flavour, today, created=created)
    response.headers["Location"] = f"/v1/moods/{board.board_id}"
    return await _shown(here, kept)


@router.get("/{board_id}", responses=UNKNOWN)
async def get_mood_board(here: Here, owner: Owner, board_id: BoardId) -> MoodBoardInfo:
    """The moods with their pictures, as far as they are made (links are valid for an hour)."""
    return await _shown(here, await here.moods.get(owner, board_id))


@router.post("/{board_id}/pick", responses={**UNKNOWN, **INVALID})
async def pick_mood(here: Here, owner: Owner, board_id: BoardId, new: NewPick) -> MoodBoardInfo:
    """Choose a mood for films that are ordered with this board. Another choice replaces it."""
    return await _shown(here, await here.moods.pick(owner, board_id, new.mood))


def _proposed(owner: str, new: NewMoodBoard, flavour: Flavour, board_id: str) -> MoodBoard:
    brief = new.brief
    said = new.prompt or (brief.prompt if brief else "")
    colours = brief.ad.colours if brief and brief.ad else None
    moods = propose(
        said,
        new.moods,
        hints=flavour.parameters.style,
        colours=(colours.primary, colours.accent) if colours else (),
        seed=new.seed,
    )
    count = new.images or flavour.image_parameters.boards
    return MoodBoard(
        board_id=board_id,
        asked=_shortened(said),
        flavour=flavour.name,
        studio=new.studio,
        aspect=new.aspect or default_format(brief.mode if brief else Mode.STORY).aspect,
        seed=new.seed,
        moods=tuple(moods),
        pictures=tuple(
            MoodPicture(
                mood_id=mood.mood_id,
                number=number,
                prediction_id=new_id("mood", owner, board_id, mood.mood_id, idempotency_key=str(number)),
            )
            for mood in moods
            for number in range(1, count + 1)
        ),
    )


def _shortened(text: str) -> str:
    """What can be stored and stands in one line."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(plain.split())[:_ASKED]


async def _order_pictures(here: Context, kept: KeptBoard, flavour: Flavour, today: date, *, created: bool) -> None:
    """Order what was not ordered before; a board of which nothing could be is not kept."""
    for place, picture in enumerate(kept.board.pictures):
        try:
            await _order_picture(here, kept, picture, flavour, today)
        except ProblemError:
            if created and place == 0:
                await here.moods.discard(kept.board.board_id)
            raise


async def _order_picture(here: Context, kept: KeptBoard, picture: MoodPicture, flavour: Flavour, today: date) -> None:
    """Order a picture as it was written down, where it was: its flavour may have changed since."""
    try:
        before = await here.one_offs.get(kept.owner, picture.prediction_id)
        order = Order.model_validate(before.order)
    except UnknownPredictionError:
        order = await _order(here, kept.owner, kept.board, picture, flavour, today)
    await ordered(here, picture.prediction_id, order)


async def _order(
    here: Context, owner: str, board: MoodBoard, picture: MoodPicture, flavour: Flavour, today: date
) -> Order:
    """A picture as an order. Raises ``ProblemError`` (422)."""
    mood = next(mood for mood in board.moods if mood.mood_id == picture.mood_id)
    catalogue = load_catalogue()
    chain = [catalogue.known(ref.slug) for ref in catalogue.chain(board.studio, Capability.STILL)]
    known = {name for model in chain for name in model.understood} | {"quality"}
    wants = {name: want for name, want in _wants(board, mood, picture, flavour).items() if name in known}
    if not any(model.by_quality for model in chain):
        wants.pop("quality", None)
    new = NewPrediction(capability=Capability.STILL, studio=board.studio, input=wants)
    order = await here.desk.order(owner, picture.prediction_id, new, today)
    return order.model_copy(update={"stage": Stage.MOOD, "label": f"Mood {mood.name}, picture {picture.number}"})


def _wants(board: MoodBoard, mood: Mood, picture: MoodPicture, flavour: Flavour) -> dict[str, str | int]:
    quality = flavour.image_parameters.board_quality
    shape = FilmFormat(aspect=board.aspect, quality=quality)
    wants: dict[str, str | int] = {
        "prompt": mood_prompt(board.asked, mood, flavour.recipe, picture.number),
        "seed": scene_seed(board.seed, board.moods.index(mood) + 1, picture.number),
        "aspect": board.aspect.value,
        "width": shape.width,
        "height": shape.height,
        "quality": quality.value,
    }
    return wants | ({"negative": flavour.image_parameters.avoid} if flavour.image_parameters.avoid else {})


async def _shown(here: Context, kept: KeptBoard) -> MoodBoardInfo:
    found = await asyncio.gather(*(_one_off(here, kept.owner, each.prediction_id) for each in kept.board.pictures))
    one_offs = [one_off for one_off in found if one_off is not None]
    before = await here.ledger.of_orders([each.order_key for each in one_offs])
    looks = await asyncio.gather(
        *(look_at(here, each, [entry for entry in before if entry.order_key == each.order_key]) for each in one_offs)
    )
    # Read after the workflows were asked: what has ended meanwhile is shown with all that came of it.
    entries = await here.ledger.of_orders([each.order_key for each in one_offs])
    return board_info(here.presenter, kept, one_offs, entries, looks)


async def _one_off(here: Context, owner: str, prediction_id: str) -> OneOff | None:
    try:
        return await here.one_offs.get(owner, prediction_id)
    except UnknownPredictionError:
        return None
