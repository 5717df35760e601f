"""Accounts that the app makes by itself: "this machine" while nobody signs in, and people of the sample round.

They have no password, their names can't be typed as one to sign in with, and nobody is let in by one of them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from trainee_exercises.storage.tables import users

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection

LOCAL: Final = "local"
SAMPLE_RATERS: Final = ("sample-rater-1", "sample-rater-2")
SAMPLE_MANAGER: Final = "sample-manager"


class _Account(NamedTuple):
    """name: with a space, which no name to sign in with has; role: no more than the account needs."""

    name: str
    role: str
    team: str | None


_ACCOUNTS: Final[Mapping[str, _Account]] = MappingProxyType(
    {
        LOCAL: _Account("this machine", "rater", None),
        SAMPLE_RATERS[0]: _Account("Sample rater 1", "rater", "support"),
        SAMPLE_RATERS[1]: _Account("Sample rater 2", "rater", "design"),
        SAMPLE_MANAGER: _Account("Sample manager", "manager", "support"),
    }
)

IDS: Final = tuple(_ACCOUNTS)
"""The ids of all of them; people's are 16 random hexadecimal digits."""

NAMES: Final[Mapping[str, str]] = MappingProxyType({one: account.name for one, account in _ACCOUNTS.items()})
"""Their names by id."""


def is_person(column: ColumnElement[str | None]) -> ColumnElement[bool]:
    """Return the condition that a user's id in *column* is a person's and not one of these."""
    return column.not_in(IDS)


def make(connection: Connection, user_id: str, now: int) -> None:
    """Make the account of that id unless it is there. Call it inside `Storage.write`."""
    if connection.execute(select(users.c.id).where(users.c.id == user_id)).first() is not None:
        return
    try:
        with connection.begin_nested():
            row = _ACCOUNTS[user_id]._asdict()
            connection.execute(insert(users).values(id=user_id, created_at=now, **row))
    except IntegrityError:
        return  # another process has just made it
