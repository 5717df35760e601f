"""Accounts of the app itself: nobody signs in by one, and they are no users."""

from __future__ import annotations

import pytest
from doors import HERE
from sqlalchemy import insert, select

from dashboard.identity import COOKIE, THIS_MACHINE, Identity
from dashboard.settings import Settings
from trainee_exercises.accounts import AccountError, NewUser, built_in, entering, sign_ins, users
from trainee_exercises.storage import tables

pytestmark = pytest.mark.usefixtures("cheap_hashes")

PASSWORD = "three unrelated words"
NAMES = [*built_in.IDS, *built_in.NAMES.values()]


@pytest.fixture
def made(storage):
    """Give a storage in which all built-in accounts are."""
    with storage.write() as connection:
        for one in built_in.IDS:
            built_in.make(connection, one, storage.now())
    return storage


def test_they_are_made_once(made):
    """Asking again changes nothing."""
    with made.write() as connection:
        built_in.make(connection, built_in.LOCAL, made.now() + 5)
        rows = connection.execute(select(tables.users)).all()
    assert sorted(built_in.IDS) == sorted(one.id for one in rows)
    assert {(None, made.now())} == {(one.password_hash, one.created_at) for one in rows}


def test_they_are_no_users(made):
    """The app stays open on this machine, no list shows them; a log still has a name for each."""
    with made.read() as connection:
        assert not users.is_any(connection)
        assert dict(built_in.NAMES) == users.names(connection)
    assert [] == users.all_users(made)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_signs_in_by_one(made, name):
    """Neither with a password, nor vouched for by a provider, in any letter case."""
    visit = entering.Visit("192.0.2.1", None)
    for typed in (name, name.upper()):
        with pytest.raises(AccountError, match="do not belong together"):
            entering.by_password(made, typed, "", visit)
        with pytest.raises(AccountError, match="Nobody here is known"):
            entering.by_sso(made, typed, visit)


@pytest.mark.parametrize("name", NAMES)
def test_none_gets_a_password_or_is_disabled(made, name):
    """The commands know no such user."""
    with pytest.raises(AccountError, match="no user"):
        users.new_password(made, name, PASSWORD, "test")
    with pytest.raises(AccountError, match="no user"):
        users.disable(made, name, "test")


@pytest.mark.parametrize("user_id", built_in.IDS)
def test_no_cookie_is_one_of_them(made, user_id):
    """None is started; one that somebody wrote into the database lets nobody in."""
    with made.write() as connection:
        with pytest.raises(AccountError, match="account of the app itself"):
            sign_ins.start_for_user(connection, user_id, made.now())
        row = {"key": sign_ins._key("forged"), "user_id": user_id, "created_at": 1, "expires_at": made.now() + 1000}
        connection.execute(insert(tables.sign_ins).values(row))
        assert sign_ins.who(connection, "forged", made.now()) is None


def test_they_do_not_count_as_owners(made):
    """The only person who is one can't be disabled, whatever the database says of the machine's account."""
    with made.write() as connection:
        connection.execute(tables.users.update().values(role="owner"))
    users.add_user(made, NewUser("ada", "owner", PASSWORD), "test")
    with pytest.raises(AccountError, match="only owner"):
        users.disable(made, "ada", "test")


def test_a_user_ends_the_visit_from_this_machine_at_once(made):
    """A user by the id or the name of the account is somebody else; from then on no cookie is nobody."""
    identity = Identity(made, Settings())
    assert THIS_MACHINE == identity.visitor_of({}, "127.0.0.1")
    assert (built_in.LOCAL, built_in.LOCAL) == (THIS_MACHINE.user_id, THIS_MACHINE.actor)
    user = users.add_user(made, NewUser("local", "rater", PASSWORD), "test")
    assert user.id not in built_in.IDS
    assert "nobody" == identity.visitor_of({}, "127.0.0.1").kind
    with made.write() as connection:
        token = sign_ins.start_for_user(connection, user.id, made.now())
    assert ("staff", "rater") == identity.visitor_of({COOKIE: token}, "127.0.0.1")[0:4:3]


def test_the_sign_in_page_lets_none_of_them_in(house):
    """Also through the door itself, with a real user beside them."""
    with house.storage.write() as connection:
        built_in.make(connection, built_in.LOCAL, house.storage.now())
    house.user("owner")
    page = house.browser()
    for name in ("local", "this machine"):
        answer = page.post("/sign-in", data={"name": name, "password": ""}, headers={"origin": HERE})
        assert COOKIE not in answer.cookies
    assert 401 == page.get("/rounds").status_code
