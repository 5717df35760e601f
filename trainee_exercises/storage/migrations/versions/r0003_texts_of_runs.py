"""Kept runs: their texts stand apart, so that a list is quick, and each is found by what its figures follow from."""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move the texts into a table of their own, and give each run its key."""
    op.create_table(
        "run_texts",
        sa.Column("run_id", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_run_texts_run_id_runs")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run_texts")),
    )
    op.execute("INSERT INTO run_texts (run_id, text) SELECT id, text FROM runs")
    op.drop_column("runs", "text")
    op.add_column("runs", sa.Column("key", sa.String(16), nullable=False, server_default=""))
    _fill_keys()
    op.create_index(op.f("ix_runs_key"), "runs", ["key"])
    op.create_index(op.f("ix_runs_created_by_created_at"), "runs", ["created_by", "created_at"])


def downgrade() -> None:
    """Put the texts back beside the rest."""
    for index in ("ix_runs_created_by_created_at", "ix_runs_key"):
        op.drop_index(op.f(index), "runs")
    op.drop_column("runs", "key")
    op.add_column("runs", sa.Column("text", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE runs SET text = (SELECT text FROM run_texts WHERE run_texts.run_id = runs.id)")
    op.drop_table("run_texts")


def _fill_keys() -> None:
    """Write the keys of the runs that are there, as they are made from now on."""
    connection = op.get_bind()
    wanted = sa.text("SELECT id, hash, seed, replications, plans, baseline, version FROM runs")
    for row in connection.execute(wanted).mappings().all():
        plans = json.loads(row["plans"]) if isinstance(row["plans"], str) else row["plans"]
        parts = (row["hash"], str(row["seed"]), str(row["replications"]), *plans, row["baseline"], row["version"])
        key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
        connection.execute(sa.text("UPDATE runs SET key = :key WHERE id = :id"), {"key": key, "id": row["id"]})
