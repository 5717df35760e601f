"""Users: adding, keeping out, and their passwords."""

from __future__ import annotations

import pytest

from trainee_exercises.accounts import AccountError, NewUser, passwords, sign_ins, users
from trainee_exercises.storage import audit

PASSWORD = "three unrelated words"

pytestmark = pytest.mark.usefixtures("cheap_hashes")


def added(storage, name="Ada", role="owner", password=PASSWORD, team=None):
    """Add a user."""
    return users.add_user(storage, NewUser(name, role, password, team), "test")


def test_a_name_is_kept_in_lower_case_and_found_in_any(storage):
    """Who typed Ada at set-up signs in as ADA or ada as well."""
    user = added(storage, "  Ada ")
    assert "ada" == user.name
    assert user.id == users.user_of_password(storage, "ADA", PASSWORD).id


def test_a_name_is_taken_once_in_any_case(storage):
    """Two users can't share a name, whatever the case."""
    added(storage, "ada")
    with pytest.raises(AccountError, match="a user 'ada' already"):
        added(storage, "ADA")


@pytest.mark.parametrize(
    ("name", "role", "says"),
    [
        ("", "owner", "no name to sign in with"),
        ("ada lovelace", "owner", "without spaces"),
        ("ada\n", "boss", "no role 'boss'"),
        ("a\x00b", "owner", "no name"),
        ("x" * 201, "owner", "up to 200 characters"),
    ],
)
def test_a_wrong_name_or_role_is_refused_with_what_would_be_right(storage, name, role, says):
    """The message says what will do, and nothing is kept."""
    with pytest.raises(AccountError, match=says):
        added(storage, name, role)
    assert [] == users.all_users(storage)


@pytest.mark.parametrize(
    "password",
    ["short", "1234567890", "1111111111aa", "Password123!", "qwertyuiop1", "ada.obi@example.org", "x" * 201],
)
def test_a_weak_password_is_refused(storage, password):
    """Too short, too simple, common, too long, or the name over again."""
    with pytest.raises(AccountError, match="password"):
        added(storage, "ada.obi@example.org", password=password)


def test_a_password_is_kept_as_an_argon2_hash_alone(storage):
    """The database holds no password, and two users with the same one have different hashes."""
    added(storage, "ada")
    added(storage, "ben", "rater")
    with storage.read() as connection:
        kept = connection.exec_driver_sql("select password_hash from users order by name").scalars().all()
    assert ["$argon2id$", "$argon2id$"] == [one[:10] for one in kept]
    assert kept[0] != kept[1]


def test_a_password_typed_on_another_keyboard_fits(storage):
    """An accented letter may come as one sign or as two."""
    added(storage, "ada", password="café with three words")
    assert users.user_of_password(storage, "ada", "cafe\u0301 with three words") is not None


def test_a_wrong_password_is_nobodys(storage):
    """The hash decides."""
    added(storage, "ada")
    assert users.user_of_password(storage, "ada", PASSWORD + "!") is None


@pytest.mark.parametrize("name", ["nobody", "sso@example.org"])
def test_a_hash_is_verified_for_unknown_names_too(storage, monkeypatch, name):
    """The work, and so the time, is the same whether there is such a name or not."""
    added(storage, "sso@example.org", password=None)
    verified = []
    hasher = passwords._hasher()
    monkeypatch.setattr(passwords, "_hasher", lambda: _Watched(hasher, verified))
    assert users.user_of_password(storage, name, "the password of nobody") is None
    assert [True] == verified


class _Watched:
    def __init__(self, hasher, verified):
        self._hasher, self._verified = hasher, verified

    def verify(self, known, password):
        """Note that it was asked, and whether it fits."""
        fits = self._hasher.verify(known, password)
        self._verified.append(fits)
        return fits


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(storage, monkeypatch):
    """Stronger parameters reach everybody who comes by."""
    from argon2 import PasswordHasher  # noqa: PLC0415

    added(storage, "ada")
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: stronger)
    assert users.user_of_password(storage, "ada", PASSWORD) is not None
    with storage.read() as connection:
        kept = connection.exec_driver_sql("select password_hash from users").scalar_one()
    assert not stronger.check_needs_rehash(kept)


def test_a_disabled_user_is_out_at_once_everywhere(storage):
    """Neither their sign-ins nor their password open anything."""
    added(storage, "ada")
    user = added(storage, "ben", "rater")
    with storage.write() as connection:
        tokens = [sign_ins.start_for_user(connection, user.id, storage.now()) for _ in range(2)]
    users.disable(storage, "Ben", "test")
    with storage.read() as connection:
        assert [None, None] == [sign_ins.who(connection, one, storage.now()) for one in tokens]
    assert users.user_of_password(storage, "ben", PASSWORD) is None


def test_the_only_owner_cant_be_disabled(storage):
    """Somebody must be able to let others in."""
    added(storage, "ada")
    with pytest.raises(AccountError, match="the only owner; add another"):
        users.disable(storage, "ada", "test")


def test_a_new_password_ends_all_sign_ins_and_lets_a_disabled_user_in(storage):
    """Who stole a cookie loses it; who was out is back."""
    added(storage, "ada")
    user = added(storage, "ben", "rater")
    with storage.write() as connection:
        token = sign_ins.start_for_user(connection, user.id, storage.now())
    users.disable(storage, "ben", "test")
    users.new_password(storage, "ben", "four other unrelated words", "test")
    with storage.read() as connection:
        assert sign_ins.who(connection, token, storage.now()) is None
    assert users.user_of_password(storage, "ben", PASSWORD) is None
    assert users.user_of_password(storage, "ben", "four other unrelated words") is not None


def test_what_happens_to_accounts_is_in_the_audit_log_without_names(storage):
    """Who did what to which account, by id."""
    added(storage, "ada")
    user = added(storage, "ben", "rater")
    users.new_password(storage, "ben", "four other unrelated words", "console")
    users.disable(storage, "ben", "console")
    with storage.read() as connection:
        lines = audit.lines(connection, f"user:{user.id}")
    assert [("test", "user added"), ("console", "password set"), ("console", "user disabled")] == [
        (one.actor, one.action) for one in lines
    ]
    assert "ben" not in str(lines)


def test_an_unknown_name_is_said_with_where_to_look(storage):
    """The message names the command that lists all."""
    with pytest.raises(AccountError, match="no user 'ben'; `support-sandbox user list`"):
        users.disable(storage, "Ben", "test")


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "a b", "", "x" * 201])
def test_what_can_be_no_name_is_nobodys(storage, name):
    """Also where the database would not take the question."""
    assert users.user_of_password(storage, name, "three unrelated words") is None
    with storage.read() as connection:
        assert users.user_by_name(connection, name) is None
