"""The tables of the app's database: who may enter, rounds and what happened in them (events), the library.

Instants are milliseconds since 1970 in UTC, from the server's clock. What a person wrote or did is an event; state is a
replay of them. Names and addresses stand in `candidates` alone, answers about groups in `group_answers` alone: so a
person can be erased, and a rater's query meets neither.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = String(40)
_Number = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts up by itself in SQLite

# ---- who may enter ----

users = Table(
    "users",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),  # what they sign in with, lower case
    Column("role", String(20), nullable=False),  # owner, manager, rater, rep
    Column("team", String(100)),  # "support" or another: one interviewer comes from another team
    Column("password_hash", String(300)),  # argon2; none where they come by single sign-on
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("key", String(64), primary_key=True),  # SHA-256 of the cookie: who reads the database can't use it
    Column("user_id", _Id, ForeignKey("users.id")),  # one of the two
    Column("candidate_id", _Id, ForeignKey("candidates.id")),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
)

tries = Table(  # failed tries at the doors, for limits on their rate
    "tries",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("door", String(200), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "door", "at"),
)

# ---- rounds of hiring ----

rounds = Table(
    "rounds",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("settings", JSON, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("created_by", _Id, nullable=False),
    Column("closed_at", BigInteger),
)

candidates = Table(
    "candidates",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("round_id", _Id, ForeignKey("rounds.id"), nullable=False, index=True),
    Column("code", String(20), nullable=False),  # what raters see in place of a name
    Column("form", String(60), nullable=False),
    Column("name", String(200)),  # None once erased
    Column("email", String(320)),  # None once erased
    Column("zone", String(60), nullable=False),  # for deadlines in their own time
    Column("created_at", BigInteger, nullable=False),
    Column("erased_at", BigInteger),
    UniqueConstraint("round_id", "code"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("candidate_id", _Id, ForeignKey("candidates.id"), nullable=False, index=True),
    Column("issued_at", BigInteger, nullable=False),
    Column("issued_by", _Id, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    Column("opened_at", BigInteger),  # first time that the link was followed
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("candidate_id", _Id, ForeignKey("candidates.id"), nullable=False, index=True),
    Column("user_id", _Id, ForeignKey("users.id"), nullable=False, index=True),
    Column("stage", String(60), nullable=False),  # exercise, or the id of a stage of the pack
    Column("section", String(60)),  # of that stage, where an interviewer has only some values
    Column("assigned_at", BigInteger, nullable=False),
    Column("assigned_by", _Id, nullable=False),
    Column("ended_at", BigInteger),
    Index(None, "user_id", "candidate_id", "stage"),
)

group_answers = Table(  # voluntary, for the adverse-impact report alone
    "group_answers",
    metadata,
    Column("candidate_id", _Id, ForeignKey("candidates.id"), primary_key=True),
    Column("answers", JSON, nullable=False),
    Column("given_at", BigInteger, nullable=False),
)

holds = Table(  # legal holds: while one is on, nothing of that round or candidate is erased
    "holds",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("round_id", _Id, ForeignKey("rounds.id"), index=True),  # one of the two
    Column("candidate_id", _Id, ForeignKey("candidates.id"), index=True),
    Column("why", String(500), nullable=False),
    Column("held_at", BigInteger, nullable=False),
    Column("held_by", _Id, nullable=False),
    Column("released_at", BigInteger),
    Column("released_by", _Id),
)

# ---- what happened ----

events = Table(
    "events",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("stream", String(200), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 ... within the stream
    Column("kind", String(60), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", String(60), nullable=False),  # candidate, or a user's id
    Column("candidate_id", _Id, ForeignKey("candidates.id"), index=True),  # whose erasure takes it along
    Column("data", JSON, nullable=False),
    UniqueConstraint("stream", "number"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", String(60), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", JSON, nullable=False),  # never a name, an address or an answer
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("value", JSON, nullable=False),
)

# ---- the library: scenarios and what they gave ----

scenarios = Table(  # saved ones; their texts stand in scenario_revisions
    "scenarios",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("revision", Integer, nullable=False),  # the newest
    Column("created_at", BigInteger, nullable=False),
    Column("created_by", _Id, nullable=False),
    Column("changed_at", BigInteger, nullable=False),  # text, name or note
    Column("changed_by", _Id, nullable=False),
)

scenario_revisions = Table(  # each text that was saved, with the name and note of then
    "scenario_revisions",
    metadata,
    Column("scenario_id", _Id, ForeignKey("scenarios.id"), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 ...
    Column("name", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("saved_at", BigInteger, nullable=False),
    Column("saved_by", _Id, nullable=False),
)

drafts = Table(  # work that is not saved yet; its texts stand in draft_steps
    "drafts",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("saved_id", _Id, ForeignKey("scenarios.id"), index=True),  # what it is to become; None once that is deleted
    Column("saved_revision", Integer),  # the one it began from
    Column("title", String(300), nullable=False),
    Column("step", Integer, nullable=False),  # the number of the text that stands
    Column("revision", Integer, nullable=False),  # counts every change, undoing too
    Column("created_by", _Id, nullable=False, index=True),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", _Id, nullable=False),
)

draft_steps = Table(  # below the one that stands: to undo; above: to redo
    "draft_steps",
    metadata,
    Column("draft_id", _Id, ForeignKey("drafts.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)

runs = Table(  # kept results, to be listed; what is long stands in run_texts and run_parts
    "runs",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("key", String(16), nullable=False, index=True),  # of all that the figures follow from; stands in addresses
    Column("name", String(200), nullable=False),  # "": nobody has named it, it goes when many newer ones come
    Column("note", Text, nullable=False),
    Column("title", String(300), nullable=False),
    Column("hash", String(64), nullable=False),  # of the scenario
    Column("seed", BigInteger, nullable=False),
    Column("replications", Integer, nullable=False),
    Column("version", String(60), nullable=False),  # of the package that played it
    Column("plans", JSON, nullable=False),
    Column("baseline", Text, nullable=False),
    Column("origin", _Id, nullable=False),  # the saved scenario it is of, which may be deleted since; "": none
    Column("size", Integer, nullable=False),  # bytes in all parts
    Column("created_at", BigInteger, nullable=False, index=True),
    Column("created_by", _Id, nullable=False),
    Index(None, "created_by", "created_at"),
)

run_texts = Table(  # apart from the runs: a list of them need not pass over long texts
    "run_texts",
    metadata,
    Column("run_id", _Id, ForeignKey("runs.id"), primary_key=True),
    Column("text", Text, nullable=False),  # of the scenario
)

run_parts = Table(  # in pieces: neither a backup nor a server need hold a whole one in memory
    "run_parts",
    metadata,
    Column("run_id", _Id, ForeignKey("runs.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 0, 1, 2 ...
    Column("content", LargeBinary, nullable=False),
)

# ---- the practice queue ----

shifts = Table(  # what each is made of; what the rep did in it are events of the stream "shift:ID"
    "shifts",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("user_id", _Id, nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("level", Integer, nullable=False),
    Column("pack", String(200), nullable=False),
    Column("title", String(300), nullable=False),  # of the scenario
    Column("scenario", Text, nullable=False),  # its text; "": the pack's own week
    Column("terms", JSON, nullable=False),  # plan, seed, day, time, length, speed, rep
    Column("is_private", Boolean, nullable=False),
    Column("ended_at", BigInteger),  # None: not looked back at yet
    Column("figures", JSON),  # of the debrief, for progress over weeks
)
STREAM_OF_SHIFT: Final = literal("shift:") + shifts.c.id
"""Of a shift: the name of its events, inside a question."""

practice_tasks = Table(  # levels that a trainer wants somebody to try
    "practice_tasks",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("user_id", _Id, nullable=False, index=True),
    Column("level", Integer, nullable=False),
    Column("seed", BigInteger),  # None: any
    Column("note", String(500), nullable=False),
    Column("assigned_at", BigInteger, nullable=False),
    Column("assigned_by", _Id, nullable=False),
    Column("shift_id", _Id),  # the shift that did it
)
