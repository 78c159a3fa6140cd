"""money: who pays, what became of it, caps, webhooks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PAID_FOR = "('succeeded', 'expired')"


def upgrade() -> None:
    """Apply."""
    op.alter_column("predictions", "project_id", nullable=True)
    op.alter_column("predictions", "cost_reserved_usd", new_column_name="cost_reserved")
    op.alter_column("predictions", "cost_settled_usd", new_column_name="cost_settled")
    op.add_column("predictions", sa.Column("owner", sa.String(), nullable=False, server_default="local"))
    op.add_column("predictions", sa.Column("workflow_id", sa.String(), nullable=True))
    op.add_column("predictions", sa.Column("currency", sa.String(length=3), nullable=False, server_default="USD"))
    op.add_column("predictions", sa.Column("money", sa.String(), nullable=False, server_default="reserved"))
    op.add_column("predictions", sa.Column("wanted", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(
        "UPDATE predictions SET money = CASE WHEN cost_settled IS NULL THEN 'reserved'"  # noqa: S608 -- literals
        f" WHEN state IN {_PAID_FOR} THEN 'settled' ELSE 'released' END"
    )
    for column in ("owner", "currency", "money", "wanted"):
        op.alter_column("predictions", column, server_default=None)
    op.create_index("predictions_by_owner", "predictions", ["owner", "created_at"], unique=False)
    op.create_index(
        "open_predictions",
        "predictions",
        ["updated_at"],
        unique=False,
        postgresql_where=sa.text("money IN ('reserved', 'maybe_billed')"),
    )
    op.create_table(
        "budgets",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("cap", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", "subject"),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("webhook_id", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("attempt_key", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("provider", "webhook_id"),
    )
    op.create_index("webhook_deliveries_by_age", "webhook_deliveries", ["received_at"], unique=False)
    op.create_table(
        "webhook_tally",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "verdict"),
    )


def downgrade() -> None:
    """Revert."""
    op.drop_table("webhook_tally")
    op.drop_index("webhook_deliveries_by_age", table_name="webhook_deliveries")
    op.drop_table("webhook_deliveries")
    op.drop_table("budgets")
    op.drop_index("open_predictions", table_name="predictions")
    op.drop_index("predictions_by_owner", table_name="predictions")
    for column in ("wanted", "money", "currency", "workflow_id", "owner"):
        op.drop_column("predictions", column)
    op.alter_column("predictions", "cost_settled", new_column_name="cost_settled_usd")
    op.alter_column("predictions", "cost_reserved", new_column_name="cost_reserved_usd")
    op.alter_column("predictions", "project_id", nullable=False)
