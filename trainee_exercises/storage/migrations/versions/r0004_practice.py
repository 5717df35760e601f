"""The practice queue: shifts, and the levels that trainers ask people to try."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what is there already stays as it is."""
    op.create_table(
        "shifts",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("pack", sa.String(200), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("scenario", sa.Text(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("figures", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    op.create_index(op.f("ix_shifts_user_id"), "shifts", ["user_id"])
    op.create_table(
        "practice_tasks",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger()),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("assigned_at", sa.BigInteger(), nullable=False),
        sa.Column("assigned_by", sa.String(40), nullable=False),
        sa.Column("shift_id", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_tasks")),
    )
    op.create_index(op.f("ix_practice_tasks_user_id"), "practice_tasks", ["user_id"])


def downgrade() -> None:
    """Drop the tables, and all shifts."""
    op.drop_table("practice_tasks")
    op.drop_table("shifts")
