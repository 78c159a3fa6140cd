"""From a stored mood board and the generations of its pictures to what the API gives."""

from collections.abc import Sequence
from decimal import Decimal

from activities.contract import Receipt
from api.mood_schemas import MoodBoardInfo, MoodBoardLinks, MoodInfo, MoodPictureInfo
from api.prediction_presenting import prediction_summary
from api.presenting import Presenter
from api.purchases import Look
from film.mood import MoodPicture
from film.predictions import ONE_OFF_ENDS, OneOffState
from store.ledger import Entry
from store.moods import KeptBoard
from store.one_offs import OneOff


def board_info(
    presenter: Presenter,
    kept: KeptBoard,
    one_offs: Sequence[OneOff],
    entries: Sequence[Entry],
    looks: Sequence[Look | None],
) -> MoodBoardInfo:
    """Everything about a board. A picture whose order is not written yet is ``ordered`` all the same."""
    known = {each.prediction_id: (each, look) for each, look in zip(one_offs, looks, strict=True)}
    pictures = {
        (each.mood_id, each.number): _picture(presenter, each, known.get(each.prediction_id), entries)
        for each in kept.board.pictures
    }
    here = f"/v1/moods/{kept.board.board_id}"
    return MoodBoardInfo(
        board_id=kept.board.board_id,
        asked=kept.board.asked,
        flavour=kept.board.flavour,
        studio=kept.board.studio,
        aspect=kept.board.aspect,
        done=all(picture.state in ONE_OFF_ENDS for picture in pictures.values()),
        moods=[
            MoodInfo(
                mood_id=mood.mood_id,
                name=mood.name,
                look=mood.style.sentence,
                style=mood.style,
                pictures=[picture for (mood_id, _), picture in pictures.items() if mood_id == mood.mood_id],
            )
            for mood in kept.board.moods
        ],
        picked=kept.picked,
        cost_usd=sum((picture.cost_usd for picture in pictures.values()), Decimal(0)),
        created_at=kept.created_at,
        links=MoodBoardLinks(self=here, pick=f"{here}/pick"),
    )


def _picture(
    presenter: Presenter, picture: MoodPicture, known: tuple[OneOff, Look | None] | None, entries: Sequence[Entry]
) -> MoodPictureInfo:
    where = f"/v1/predictions/{picture.prediction_id}"
    told = {"number": picture.number, "prediction_id": picture.prediction_id, "prediction": where}
    if known is None:
        return MoodPictureInfo(**told, state=OneOffState.ORDERED, file=None, cost_usd=Decimal(0), error=None)
    one_off, look = known
    attempts = [entry for entry in entries if entry.order_key == one_off.order_key]
    summary = prediction_summary(one_off, attempts, look)
    receipt = next((Receipt.model_validate(entry.receipt) for entry in reversed(attempts) if entry.receipt), None)
    return MoodPictureInfo(
        **told,
        state=summary.state,
        file=presenter.maybe(receipt.asset if receipt else None),
        cost_usd=summary.cost_usd,
        error=summary.error,
    )
