"""The tables. Keys of stored files, never URLs; documents that are read whole are JSONB."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, Numeric, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


def _moment(*, nullable: bool = False) -> Any:
    return Column(DateTime(timezone=True), nullable=nullable)


class ProjectRow(SQLModel, table=True):
    """A production's read model: written by ``record`` only, read by everybody."""

    __tablename__ = "projects"
    __table_args__ = (
        Index("projects_by_owner", "owner", "created_at"),
        Index("projects_by_state", "state", "created_at"),
    )

    project_id: str = Field(primary_key=True)
    owner: str
    mode: str
    prompt: str
    state: str
    title: str | None = None
    progress: float = 0.0
    opening: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    view: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    last_event: int = 0
    created_at: datetime = Field(sa_column=_moment())
    updated_at: datetime = Field(sa_column=_moment())


class EventRow(SQLModel, table=True):
    """What happened to a production; ``seq`` counts within the project."""

    __tablename__ = "project_events"

    project_id: str = Field(sa_column=Column(ForeignKey("projects.project_id", ondelete="CASCADE"), primary_key=True))
    seq: int = Field(primary_key=True)
    type: str
    data: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    at: datetime = Field(sa_column=_moment())


class PredictionRow(SQLModel, table=True):
    """The ledger: one row per attempt to buy something, written before the money can be spent.

    ``money`` says what became of it (``film.status.MoneyState``), in ``currency``. ``wanted`` turns false when nobody
    waits for the output any more; what was paid for is kept all the same.
    """

    __tablename__ = "predictions"
    __table_args__ = (
        Index("predictions_by_project", "project_id", "created_at"),
        Index("predictions_by_order", "order_key"),
        Index("predictions_by_owner", "owner", "created_at"),
        Index("open_predictions", "updated_at", postgresql_where=text("money IN ('reserved', 'maybe_billed')")),
        Index("one_row_per_prediction", "provider", "provider_id", unique=True),
    )

    attempt_key: str = Field(primary_key=True)
    order_key: str
    owner: str
    project_id: str | None = None
    scene_id: str | None = None
    take: int | None = None
    stage: str
    workflow_id: str | None = None
    provider: str
    model: str
    input: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    state: str
    provider_id: str | None = None
    posting_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    output: Any = Field(default=None, sa_column=Column(JSONB, nullable=True))
    receipt: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB, nullable=True))
    progress: float = 0.0
    error: str | None = None
    currency: str = Field(sa_column=Column(String(3), nullable=False))
    money: str
    wanted: bool = True
    cost_reserved: Decimal = Field(sa_column=Column(Numeric(12, 4), nullable=False))
    cost_settled: Decimal | None = Field(default=None, sa_column=Column(Numeric(12, 4), nullable=True))
    created_at: datetime = Field(sa_column=_moment())
    updated_at: datetime = Field(sa_column=_moment())


class OneOffRow(SQLModel, table=True):
    """A one-off generation as it was ordered. What became of it is in the ledger; ``state`` and ``error`` keep how it
    ended, once that was seen.
    """

    __tablename__ = "one_offs"
    __table_args__ = (Index("one_offs_by_owner", "owner", "created_at"),)

    prediction_id: str = Field(primary_key=True)
    owner: str
    state: str
    started: bool = False
    order: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    error: str | None = None
    created_at: datetime = Field(sa_column=_moment())
    updated_at: datetime = Field(sa_column=_moment())


class PredictionMoveRow(SQLModel, table=True):
    """Every move of a ledger row, with its reason."""

    __tablename__ = "prediction_moves"

    move_id: int | None = Field(default=None, sa_column=Column(BigInteger, primary_key=True, autoincrement=True))
    attempt_key: str = Field(
        sa_column=Column(ForeignKey("predictions.attempt_key", ondelete="CASCADE"), index=True, nullable=False)
    )
    before: str | None = None
    after: str
    reason: str
    at: datetime = Field(sa_column=_moment())


class DerivedRow(SQLModel, table=True):
    """Work that need not be done again: the digest of its inputs and what came of it."""

    __tablename__ = "derived"

    digest: str = Field(primary_key=True)
    kind: str
    result: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    created_at: datetime = Field(sa_column=_moment())


class BudgetRow(SQLModel, table=True):
    """A cap on spending; ``subject`` is a project id, or an owner for the scopes ``owner`` and ``day``."""

    __tablename__ = "budgets"

    scope: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    cap: Decimal = Field(sa_column=Column(Numeric(12, 4), nullable=False))
    currency: str = Field(sa_column=Column(String(3), nullable=False))
    updated_at: datetime = Field(sa_column=_moment())


class WebhookDeliveryRow(SQLModel, table=True):
    """A webhook whose signature was good, so that its resent copy is known for what it is."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index("webhook_deliveries_by_age", "received_at"),)

    provider: str = Field(primary_key=True)
    webhook_id: str = Field(primary_key=True)
    attempt_key: str | None = None
    verdict: str
    received_at: datetime = Field(sa_column=_moment())


class WebhookTallyRow(SQLModel, table=True):
    """How many webhooks of each kind came in on a day (UTC)."""

    __tablename__ = "webhook_tally"

    day: date = Field(primary_key=True)
    verdict: str = Field(primary_key=True)
    count: int = Field(sa_column=Column(BigInteger, nullable=False))


class UploadRow(SQLModel, table=True):
    """A file that somebody brought. The same file of two owners is stored once and has two rows."""

    __tablename__ = "uploads"
    __table_args__ = (Index("uploads_by_owner", "owner", "created_at"),)

    owner: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    kind: str
    name: str
    content_type: str
    size_bytes: int = Field(sa_column=Column(BigInteger, nullable=False))
    sha256: str
    width: int | None = None
    height: int | None = None
    transparent: bool = False
    duration_s: float | None = None
    created_at: datetime = Field(sa_column=_moment())


class ReferenceRow(SQLModel, table=True):
    """A picture that films agree with, kept for its owner's next ones; ``project_id`` is the film that made it."""

    __tablename__ = "references"
    __table_args__ = (Index("references_by_owner", "owner", "created_at"),)

    owner: str = Field(primary_key=True)
    reference_id: str = Field(primary_key=True)
    kind: str
    name: str
    looks: str
    image: str
    project_id: str | None = None
    created_at: datetime = Field(sa_column=_moment())


class MoodBoardRow(SQLModel, table=True):
    """A mood board: what was asked for, the moods and pictures that were proposed, and which mood was picked."""

    __tablename__ = "mood_boards"
    __table_args__ = (Index("mood_boards_by_owner", "owner", "created_at"),)

    board_id: str = Field(primary_key=True)
    owner: str
    asked: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    board: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    picked: str | None = None
    created_at: datetime = Field(sa_column=_moment())
    updated_at: datetime = Field(sa_column=_moment())
