"""Mood boards as they were proposed, and what was picked."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from film.model import Value
from film.mood import MoodBoard
from film.style import StyleSpec
from store.clock import now
from store.database import Database
from store.plain import plain_json
from store.tables import MoodBoardRow


class UnknownMoodBoardError(LookupError):
    """There is no such mood board, or it belongs to somebody else."""


class UnknownMoodError(LookupError):
    """The board has no such mood; the message lists those it has."""


class NothingPickedError(ValueError):
    """No mood of the board was picked yet."""


class KeptBoard(Value):
    """A stored mood board. ``asked`` is the order for it; ``picked`` is the id of the chosen mood."""

    owner: str
    asked: dict[str, Any]
    board: MoodBoard
    picked: str | None
    created_at: datetime

    def is_of(self, asked: dict[str, Any]) -> bool:
        """Whether it was made for this order."""
        return bool(self.asked == _storable(asked))


class Moods:
    """Queries over mood boards. Each takes the owner, so that nobody sees a stranger's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, owner: str, asked: dict[str, Any], board: MoodBoard) -> bool:
        """Write a board; ``False`` when its id is there already."""
        moment = now()
        row = {
            "board_id": board.board_id,
            "owner": owner,
            "asked": _storable(asked),
            "board": _storable(board.model_dump(mode="json")),
            "created_at": moment,
            "updated_at": moment,
        }
        async with self._database.transaction() as session:
            added = insert(MoodBoardRow).values(row).on_conflict_do_nothing().returning(MoodBoardRow.board_id)  # type: ignore[call-overload]
            return (await session.exec(added)).first() is not None

    async def discard(self, board_id: str) -> None:
        """Remove a board of which no picture could be ordered."""
        async with self._database.transaction() as session:
            row = await session.get(MoodBoardRow, board_id)
            if row is not None:
                await session.delete(row)

    async def get(self, owner: str, board_id: str) -> KeptBoard:
        """One board of this owner; ``UnknownMoodBoardError`` otherwise."""
        async with self._database.transaction() as session:
            row = await session.get(MoodBoardRow, board_id)
            if row is None or row.owner != owner:
                raise UnknownMoodBoardError(board_id)
            return _kept(row)

    async def pick(self, owner: str, board_id: str, mood_id: str) -> KeptBoard:
        """Choose a mood; another choice replaces it. Raises ``UnknownMoodBoardError`` or ``UnknownMoodError``."""
        async with self._database.transaction() as session:
            row = await session.get(MoodBoardRow, board_id, with_for_update=True)
            if row is None or row.owner != owner:
                raise UnknownMoodBoardError(board_id)
            kept = _kept(row)
            if kept.board.mood(mood_id) is None:
                there = ", ".join(f"{mood.mood_id} ({mood.name})" for mood in kept.board.moods)
                raise UnknownMoodError(f"There is no mood {mood_id!r} on this board; there is {there}")
            row.picked, row.updated_at = mood_id, now()
            return kept.model_copy(update={"picked": mood_id})

    async def style(self, owner: str, board_id: str) -> StyleSpec:
        """The look that was picked. Raises ``UnknownMoodBoardError`` or ``NothingPickedError``."""
        kept = await self.get(owner, board_id)
        mood = kept.board.mood(kept.picked) if kept.picked else None
        if mood is None:
            detail = f"No mood of the board {board_id} was picked yet; do it with POST /v1/moods/{board_id}/pick"
            raise NothingPickedError(detail)
        return mood.style


def _storable(document: dict[str, Any]) -> Any:
    return json.loads(plain_json(document))


def _kept(row: MoodBoardRow) -> KeptBoard:
    return KeptBoard(
        owner=row.owner,
        asked=row.asked,
        board=MoodBoard.model_validate(row.board),
        picked=row.picked,
        created_at=row.created_at,
    )
