"""Mood boards in the database: kept for their owner, picked from once and again."""

import pytest

from film.catalogue import Studio
from film.format import Aspect
from film.mood import MoodBoard, MoodPicture, propose
from film.style_hints import StyleHints
from store.database import Database
from store.moods import Moods, NothingPickedError, UnknownMoodBoardError, UnknownMoodError
from tests.store.samples import fresh


def board(board_id: str) -> MoodBoard:
    moods = propose("a robot", 2, hints=StyleHints())
    return MoodBoard(
        board_id=board_id,
        asked="a robot",
        flavour="default",
        studio=Studio.PREVIZ,
        aspect=Aspect.PORTRAIT,
        seed=7,
        moods=tuple(moods),
        pictures=tuple(MoodPicture(mood_id=m.mood_id, number=1, prediction_id=fresh()) for m in moods),
    )


@pytest.fixture
def moods(database: Database) -> Moods:
    return Moods(database)


async def kept(moods: Moods) -> MoodBoard:
    made = board(fresh())
    assert await moods.create("anna", {"prompt": "a robot"}, made)
    return made


async def test_a_board_is_kept_as_it_was_proposed_and_written_once(moods: Moods) -> None:
    made = await kept(moods)
    assert not await moods.create("anna", {"prompt": "another"}, made)
    found = await moods.get("anna", made.board_id)
    assert (found.board, found.picked) == (made, None)
    assert found.is_of({"prompt": "a robot"}) and not found.is_of({"prompt": "another"})


async def test_an_order_with_signs_that_cannot_be_stored_is_still_the_same_order(moods: Moods) -> None:
    asked, made = {"prompt": "a \ud800 robot\x00"}, board(fresh())
    assert await moods.create("anna", asked, made)
    assert (await moods.get("anna", made.board_id)).is_of(asked)


async def test_the_look_is_the_one_that_was_picked_last(moods: Moods) -> None:
    made = await kept(moods)
    with pytest.raises(NothingPickedError, match=f"POST /v1/moods/{made.board_id}/pick"):
        await moods.style("anna", made.board_id)
    for mood in reversed(made.moods):
        assert (await moods.pick("anna", made.board_id, mood.mood_id)).picked == mood.mood_id
        assert await moods.style("anna", made.board_id) == mood.style


async def test_a_mood_that_is_not_on_the_board_is_refused_with_those_that_are(moods: Moods) -> None:
    made = await kept(moods)
    with pytest.raises(UnknownMoodError, match=rf"m1 \({made.moods[0].name}\), m2"):
        await moods.pick("anna", made.board_id, "m3")


async def test_boards_of_strangers_are_not_there(moods: Moods) -> None:
    made = await kept(moods)
    for asking in (moods.get("berta", made.board_id), moods.style("berta", made.board_id), moods.get("anna", "none")):
        with pytest.raises(UnknownMoodBoardError):
            await asking
    with pytest.raises(UnknownMoodBoardError):
        await moods.pick("berta", made.board_id, "m1")


async def test_a_discarded_board_is_gone(moods: Moods) -> None:
    made = await kept(moods)
    await moods.discard(made.board_id)
    with pytest.raises(UnknownMoodBoardError):
        await moods.get("anna", made.board_id)
