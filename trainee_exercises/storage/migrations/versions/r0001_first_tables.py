"""The first tables, and what keeps events and the audit log as they were written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REFUSALS = (
    ("events", "UPDATE", "events are never changed"),
    ("audit", "UPDATE", "the audit log is never changed"),
    ("audit", "DELETE", "the audit log is never shortened"),
)
_TABLES = (
    "settings",
    "audit",
    "events",
    "holds",
    "group_answers",
    "assignments",
    "invitations",
    "sign_ins",
    "candidates",
    "rounds",
    "tries",
    "users",
)


def upgrade() -> None:
    """Make the tables and their guards."""
    _make_users()
    _make_rounds()
    _make_work()
    _make_logs()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Drop the tables, and the guards with them."""
    for table in _TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION support_sandbox_refuse()")


def _guard_sqlite() -> None:
    for table, act, message in _REFUSALS:
        op.execute(
            f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def _guard_postgresql() -> None:
    """A statement at a time: an UPDATE that meets no row is refused as well, and so is TRUNCATE."""
    op.execute(
        "CREATE FUNCTION support_sandbox_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$"
    )
    for table, act, message in (*_REFUSALS, ("audit", "TRUNCATE", "the audit log is never shortened")):
        op.execute(
            f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION support_sandbox_refuse('{message}')"
        )


def _make_users() -> None:
    """Who may enter, and what happens at the doors."""
    op.create_table(
        "users",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("team", sa.String(100)),
        sa.Column("password_hash", sa.String(300)),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
    )

    op.create_table(
        "tries",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("door", sa.String(200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tries")),
    )
    op.create_index(op.f("ix_tries_door_at"), "tries", ["door", "at"])


def _make_rounds() -> None:
    """Rounds and the people in them."""
    op.create_table(
        "rounds",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(40), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("name", name=op.f("uq_rounds_name")),
    )

    op.create_table(
        "candidates",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("round_id", sa.String(40), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("form", sa.String(60), nullable=False),
        sa.Column("name", sa.String(200)),
        sa.Column("email", sa.String(320)),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("erased_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_candidates_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_candidates_round_id_code")),
    )
    op.create_index(op.f("ix_candidates_round_id"), "candidates", ["round_id"])

    op.create_table(
        "sign_ins",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("user_id", sa.String(40)),
        sa.Column("candidate_id", sa.String(40)),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_sign_ins_candidate_id_candidates")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id_users")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_ins")),
    )

    op.create_table(
        "invitations",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("candidate_id", sa.String(40), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_by", sa.String(40), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.Column("opened_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_invitations_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
    )
    op.create_index(op.f("ix_invitations_candidate_id"), "invitations", ["candidate_id"])


def _make_work() -> None:
    """Who looks at whom, what is voluntary, what is held."""
    op.create_table(
        "assignments",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("candidate_id", sa.String(40), nullable=False),
        sa.Column("user_id", sa.String(40), nullable=False),
        sa.Column("stage", sa.String(60), nullable=False),
        sa.Column("section", sa.String(60)),
        sa.Column("assigned_at", sa.BigInteger(), nullable=False),
        sa.Column("assigned_by", sa.String(40), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_assignments_candidate_id_candidates")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_assignments_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_candidate_id"), "assignments", ["candidate_id"])
    op.create_index(op.f("ix_assignments_user_id"), "assignments", ["user_id"])
    op.create_index(
        op.f("ix_assignments_user_id_candidate_id_stage"), "assignments", ["user_id", "candidate_id", "stage"]
    )

    op.create_table(
        "group_answers",
        sa.Column("candidate_id", sa.String(40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_group_answers_candidate_id_candidates")
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_group_answers")),
    )

    op.create_table(
        "holds",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("round_id", sa.String(40)),
        sa.Column("candidate_id", sa.String(40)),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("held_at", sa.BigInteger(), nullable=False),
        sa.Column("held_by", sa.String(40), nullable=False),
        sa.Column("released_at", sa.BigInteger()),
        sa.Column("released_by", sa.String(40)),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_holds_candidate_id_candidates")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_holds_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index(op.f("ix_holds_candidate_id"), "holds", ["candidate_id"])
    op.create_index(op.f("ix_holds_round_id"), "holds", ["round_id"])


def _make_logs() -> None:
    """What happened, who did it, and what the app remembers."""
    op.create_table(
        "events",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("stream", sa.String(200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(60), nullable=False),
        sa.Column("candidate_id", sa.String(40)),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_events_candidate_id_candidates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("stream", "number", name=op.f("uq_events_stream_number")),
    )
    op.create_index(op.f("ix_events_candidate_id"), "events", ["candidate_id"])

    op.create_table(
        "audit",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(60), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )

    op.create_table(
        "settings",
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
