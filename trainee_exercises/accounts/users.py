"""Users: the people who run rounds, rate and practise; candidates are none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from trainee_exercises.accounts import built_in, passwords, sign_ins
from trainee_exercises.accounts.problems import AccountError
from trainee_exercises.storage import Audited, audit, new_id
from trainee_exercises.storage.tables import users

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from trainee_exercises.storage import Storage

Role = Literal["owner", "manager", "rater", "rep"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

_NAME: Final = re.compile(r"[^\s\x00-\x1f\x7f\ud800-\udfff]{1,200}")


class User(NamedTuple):
    """A user. disabled_at: None while they may sign in; by_sso: they come by single sign-on, without a password."""

    id: str
    name: str
    role: Role
    team: str | None
    created_at: int
    disabled_at: int | None
    by_sso: bool


class NewUser(NamedTuple):
    """A user to be added. password: None for single sign-on, where the name is the mail address."""

    name: str
    role: Role
    password: str | None
    team: str | None = None


def add_user(storage: Storage, new: NewUser, by: str) -> User:
    """Add a user and return them; raises AccountError for a name, role or password that will not do."""
    name = tidy(new.name)
    _check(name, new)
    user_id, now = new_id(), storage.now()
    row = {
        "id": user_id,
        "name": name,
        "role": new.role,
        "team": (new.team or "").strip() or None,
        "password_hash": None if new.password is None else passwords.hashed(new.password),
        "created_at": now,
    }
    try:
        with storage.write() as connection:
            connection.execute(insert(users).values(**row))
            audit.note(connection, Audited(now, by, "user added", f"user:{user_id}", {"role": new.role}))
            return _one(connection, name)
    except IntegrityError as error:
        raise AccountError(f"There is a user {name!r} already; choose another name.") from error


def all_users(storage: Storage) -> list[User]:
    """Return all users, disabled ones too, by name; without the accounts that are built in."""
    people = select(users).where(built_in.is_person(users.c.id)).order_by(users.c.name)
    with storage.read() as connection:
        return [_user(row) for row in connection.execute(people)]


def names(connection: Connection) -> dict[str, str]:
    """Return what to call everybody who acted, by id; the accounts that are built in are there too."""
    return {**built_in.NAMES, **{row.id: row.name for row in connection.execute(select(users.c.id, users.c.name))}}


def user_by_id(connection: Connection, user_id: str) -> User | None:
    """Return the user of that id, or None."""
    row = connection.execute(select(users).where(users.c.id == user_id)).one_or_none()
    return None if row is None else _user(row)


def user_by_name(connection: Connection, name: str) -> User | None:
    """Return the user of that name in any letter case, or None."""
    row = _row(connection, name)
    return None if row is None else _user(row)


def is_any(connection: Connection) -> bool:
    """Is there a user at all, disabled or not? Then everybody has to sign in. Built-in accounts don't count."""
    return connection.execute(select(users.c.id).where(built_in.is_person(users.c.id)).limit(1)).first() is not None


def disable(storage: Storage, name: str, by: str) -> None:
    """Keep a user out from now on, on all devices; what they rated stays. Raises AccountError for an unknown name."""
    with storage.write() as connection:
        user = _one(connection, name)
        if user.role == "owner" and user.disabled_at is None and _owners(connection) == 1:
            raise AccountError(f"{user.name!r} is the only owner; add another owner first.")
        now = storage.now()
        connection.execute(update(users).where(users.c.id == user.id).values(disabled_at=user.disabled_at or now))
        sign_ins.end_all_of_user(connection, user.id, now)
        audit.note(connection, Audited(now, by, "user disabled", f"user:{user.id}", {}))


def new_password(storage: Storage, name: str, password: str, by: str) -> None:
    """Set a password and end the user's sign-ins everywhere; a disabled user may sign in again."""
    with storage.read() as connection:
        user = _one(connection, name)
    passwords.refuse_weak(password, user.name)
    known = passwords.hashed(password)
    with storage.write() as connection:
        now = storage.now()
        connection.execute(update(users).where(users.c.id == user.id).values(password_hash=known, disabled_at=None))
        sign_ins.end_all_of_user(connection, user.id, now)
        audit.note(connection, Audited(now, by, "password set", f"user:{user.id}", {}))


def user_of_password(storage: Storage, name: str, password: str) -> User | None:
    """Return the user if name and password belong together and they are not disabled, otherwise None.

    A hash is verified in any case, so that the time says nothing about which names there are.
    """
    with storage.read() as connection:
        row = _row(connection, name)
    known = None if row is None else row.password_hash
    if not passwords.fits(password[: passwords.LONGEST + 1], known) or row is None or row.disabled_at is not None:
        return None
    if known is not None and passwords.is_outdated(known):
        with storage.write() as connection:
            renewed = passwords.hashed(password)
            connection.execute(update(users).where(users.c.id == row.id).values(password_hash=renewed))
    return _user(row)


def tidy(name: str) -> str:
    """Return a name as it is kept: without spaces around it, in lower case."""
    return name.strip().lower()


def _check(name: str, new: NewUser) -> None:
    if not _NAME.fullmatch(name):
        raise AccountError(f"{new.name!r} is no name to sign in with; use up to 200 characters without spaces.")
    if new.role not in ROLES:
        raise AccountError(f"There is no role {new.role!r}; choose one of {', '.join(ROLES)}.")
    if new.password is not None:
        passwords.refuse_weak(new.password, name)
    elif "@" not in name:
        raise AccountError(f"{new.name!r} is no mail address; single sign-on knows people by theirs.")


def _row(connection: Connection, name: str) -> Row[Any] | None:
    """Return a user's row, never one that is built in; not every database takes the question for what is no name."""
    if not _NAME.fullmatch(tidy(name)):
        return None
    wanted = select(users).where(users.c.name == tidy(name), built_in.is_person(users.c.id))
    return connection.execute(wanted).one_or_none()


def _one(connection: Connection, name: str) -> User:
    user = user_by_name(connection, name)
    if user is None:
        raise AccountError(f"There is no user {tidy(name)!r}; `support-sandbox user list` shows all.")
    return user


def _owners(connection: Connection) -> int:
    is_one = (users.c.role == "owner", users.c.disabled_at.is_(None), built_in.is_person(users.c.id))
    wanted = select(func.count()).where(*is_one)
    return int(connection.execute(wanted).scalar_one())


def _user(row: object) -> User:
    known = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 -- SQLAlchemy's public name for a row by columns
    return User(
        known["id"],
        known["name"],
        known["role"],
        known["team"],
        known["created_at"],
        known["disabled_at"],
        known["password_hash"] is None,
    )
