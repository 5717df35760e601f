"""Sign-ins: tokens in cookies."""

from __future__ import annotations

import pytest
from round_builder import DAY, SECRET, a_candidate, a_round

from trainee_exercises.accounts import AccountError, NewUser, TooManyTriesError, sign_ins, tries, users
from trainee_exercises.accounts.entering import Visit, as_candidate, by_password, by_sso, leave
from trainee_exercises.hiring import invitations

PASSWORD = "three unrelated words"
VISIT = Visit("192.0.2.7", None)

pytestmark = pytest.mark.usefixtures("cheap_hashes")


@pytest.fixture(autouse=True)
def secret(monkeypatch):
    """Sign links with a key for tests."""
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)


@pytest.fixture
def ada(storage):
    """Give a manager."""
    return users.add_user(storage, NewUser("ada", "manager", PASSWORD), "test")


@pytest.fixture
def candidate(storage):
    """Give a candidate with an invitation of seven days."""
    added = a_candidate(storage, a_round(storage))
    invitations.issue(storage, added.id, "maria", days=7)
    return added


def who(storage, token):
    """Return who is behind a token now."""
    with storage.read() as connection:
        return sign_ins.who(connection, token, storage.now())


def entered(storage, candidate):
    """Let a candidate in; return the token."""
    with storage.write() as connection:
        return as_candidate(connection, candidate.id, VISIT, storage.now())


def test_name_and_password_give_a_token_for_twelve_hours(storage, ada):
    """Then the user signs in again."""
    token = by_password(storage, "Ada", PASSWORD, VISIT)
    assert sign_ins.SignIn(ada.id, "manager", "ada", None) == who(storage, token)
    storage.now.forward(12 * 3_600_000 - 1)
    assert who(storage, token) is not None
    storage.now.forward(1)
    assert who(storage, token) is None


def test_the_database_holds_no_token(storage, ada):  # noqa: ARG001
    """Who reads the database can't sign in with what is there."""
    token = by_password(storage, "ada", PASSWORD, VISIT)
    with storage.read() as connection:
        kept = connection.exec_driver_sql("select key from sign_ins").scalar_one()
    assert token not in kept
    assert who(storage, kept) is None
    assert 43 == len(token)


def test_signing_in_ends_the_sign_in_that_the_browser_brought(storage, ada):  # noqa: ARG001
    """A token from before is worth nothing afterwards, whoever knows it."""
    first = by_password(storage, "ada", PASSWORD, VISIT)
    second = by_password(storage, "ada", PASSWORD, Visit("192.0.2.7", first))
    assert first != second
    assert who(storage, first) is None
    assert who(storage, second) is not None


def test_a_made_up_token_is_never_taken_over(storage, ada):  # noqa: ARG001
    """A token that somebody planted does not become a sign-in."""
    by_password(storage, "ada", PASSWORD, Visit("192.0.2.7", "planted"))
    assert who(storage, "planted") is None


def test_leaving_ends_this_sign_in_and_no_other(storage, ada):  # noqa: ARG001
    """The other device stays signed in."""
    here, there = (by_password(storage, "ada", PASSWORD, VISIT) for _ in range(2))
    leave(storage, here)
    leave(storage, None)
    assert who(storage, here) is None
    assert who(storage, there) is not None


def test_wrong_name_and_wrong_password_sound_the_same(storage, ada):  # noqa: ARG001
    """Nobody learns which names there are."""
    said = []
    for name in ("ada", "nobody"):
        with pytest.raises(AccountError) as raised:
            by_password(storage, name, "wrong wrong wrong", VISIT)
        said.append(str(raised.value))
    assert said[0] == said[1]


def test_the_sixth_wrong_password_waits_even_with_the_right_one(storage, ada):  # noqa: ARG001
    """A guess that is right while the door is shut does not say so."""
    for number in range(5):
        with pytest.raises(AccountError, match="do not belong together"):
            by_password(storage, "ada", "wrong wrong wrong", Visit(f"192.0.2.{number}", None))
    with pytest.raises(TooManyTriesError, match="30 seconds"):
        by_password(storage, "ada", PASSWORD, VISIT)
    storage.now.forward(30_000)
    assert who(storage, by_password(storage, "ada", PASSWORD, VISIT)) is not None


def test_an_address_that_tries_many_names_waits(storage):
    """Twenty failures are free for an address, since an office may share one."""
    for number in range(20):
        with pytest.raises(AccountError, match="do not belong"):
            by_password(storage, f"name{number}", "wrong wrong wrong", VISIT)
    with pytest.raises(TooManyTriesError):
        by_password(storage, "another", "wrong wrong wrong", VISIT)


def test_signing_in_forgets_the_failures_of_the_name(storage, ada):  # noqa: ARG001
    """Four mistakes today and four tomorrow are no eight."""
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(AccountError):
                by_password(storage, "ada", "wrong wrong wrong", VISIT)
        assert who(storage, by_password(storage, "ada", PASSWORD, VISIT)) is not None
    assert 8 == len(_tries(storage, tries.door_of_address("sign-in", VISIT.address)))


def _tries(storage, door):
    with storage.read() as connection:
        found = connection.exec_driver_sql("select door from tries").scalars()
        return [one for one in found if one == door.key]


def test_single_sign_on_lets_in_whom_somebody_added(storage):
    """By mail address, in any case; nobody registers themselves."""
    user = users.add_user(storage, NewUser("Ada@Example.org", "rater", None), "test")
    assert user.id == who(storage, by_sso(storage, "ada@EXAMPLE.org", VISIT)).user_id
    with pytest.raises(AccountError, match=r"Nobody here is known as 'ben@example\.org'"):
        by_sso(storage, "ben@example.org", VISIT)


def test_a_user_of_single_sign_on_has_no_password(storage):
    """No password fits, not even the stand-in's."""
    users.add_user(storage, NewUser("ada@example.org", "rater", None), "test")
    with pytest.raises(AccountError, match="do not belong"):
        by_password(storage, "ada@example.org", "the password of nobody", VISIT)


def test_a_candidate_stays_in_half_a_day_longer_than_the_link_opens(storage, candidate):
    """Who joins in the last minute can finish."""
    token = entered(storage, candidate)
    assert sign_ins.SignIn(None, None, "", candidate.id) == who(storage, token)
    storage.now.forward(7 * DAY + DAY // 2 - 1)
    assert who(storage, token) is not None
    storage.now.forward(1)
    assert who(storage, token) is None


def test_taking_the_link_back_puts_the_candidate_out_at_once(storage, candidate):
    """Also where they joined long ago."""
    token = entered(storage, candidate)
    invitations.revoke(storage, candidate.id, "maria")
    assert who(storage, token) is None


def test_a_new_link_puts_out_whoever_came_by_the_old_one(storage, candidate):
    """A link that went astray opens nothing any more."""
    stray = entered(storage, candidate)
    invitations.reissue(storage, candidate.id, "maria")
    again = entered(storage, candidate)
    assert who(storage, stray) is None
    assert who(storage, again) is not None


def test_old_sign_ins_are_cleared_away(storage, ada):  # noqa: ARG001
    """A week after they ended."""
    by_password(storage, "ada", PASSWORD, VISIT)
    storage.now.forward(8 * DAY)
    by_password(storage, "ada", PASSWORD, VISIT)
    with storage.read() as connection:
        assert 1 == connection.exec_driver_sql("select count(*) from sign_ins").scalar_one()
