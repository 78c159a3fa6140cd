"""first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "derived",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "predictions",
        sa.Column("attempt_key", sa.String(), nullable=False),
        sa.Column("order_key", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("scene_id", sa.String(), nullable=True),
        sa.Column("take", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("input", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("posting_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("output", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("receipt", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("cost_reserved_usd", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("cost_settled_usd", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("attempt_key"),
    )
    op.create_index("one_row_per_prediction", "predictions", ["provider", "provider_id"], unique=True)
    op.create_index("predictions_by_order", "predictions", ["order_key"], unique=False)
    op.create_index("predictions_by_project", "predictions", ["project_id", "created_at"], unique=False)
    op.create_table(
        "projects",
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("opening", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("view", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("last_event", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("project_id"),
    )
    op.create_index("projects_by_owner", "projects", ["owner", "created_at"], unique=False)
    op.create_index("projects_by_state", "projects", ["state", "created_at"], unique=False)
    op.create_table(
        "prediction_moves",
        sa.Column("move_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("attempt_key", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_key"], ["predictions.attempt_key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("move_id"),
    )
    op.create_index(op.f("ix_prediction_moves_attempt_key"), "prediction_moves", ["attempt_key"], unique=False)
    op.create_table(
        "project_events",
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.project_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("project_id", "seq"),
    )


def downgrade() -> None:
    """Revert."""
    op.drop_table("project_events")
    op.drop_index(op.f("ix_prediction_moves_attempt_key"), table_name="prediction_moves")
    op.drop_table("prediction_moves")
    op.drop_index("projects_by_state", table_name="projects")
    op.drop_index("projects_by_owner", table_name="projects")
    op.drop_table("projects")
    op.drop_index("predictions_by_project", table_name="predictions")
    op.drop_index("predictions_by_order", table_name="predictions")
    op.drop_index("one_row_per_prediction", table_name="predictions")
    op.drop_table("predictions")
    op.drop_table("derived")
