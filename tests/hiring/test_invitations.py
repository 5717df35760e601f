"""Invitations: whom a link lets in, until when, and what its mail says."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from itsdangerous import URLSafeTimedSerializer
from round_builder import DAY, SECRET, a_candidate, a_round, started
from sqlalchemy import insert, select, update

from trainee_exercises.accounts import entering, sign_ins
from trainee_exercises.accounts.entering import Visit
from trainee_exercises.hiring import questionnaires
from trainee_exercises.hiring.erase import erase_all
from trainee_exercises.hiring.invitations import (
    check,
    current,
    follow,
    invitations_of,
    invite_many,
    issue,
    reissue,
    revoke,
    to_invite,
)
from trainee_exercises.hiring.problems import HiringError, NotInvited
from trainee_exercises.hiring.rounds import close_round
from trainee_exercises.storage import audit, events, tables

VISIT = Visit("192.0.2.7", None)


@pytest.fixture(autouse=True)
def secret(monkeypatch):
    """Sign with a key of the tests."""
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)


def test_a_link_is_for_one_candidate(storage):
    """Each link names its own, again and again."""
    made = a_round(storage)
    ada, ben = a_candidate(storage, made, "Ada"), a_candidate(storage, made, "Ben")
    for_ada, for_ben = issue(storage, ada.id, "maria"), issue(storage, ben.id, "maria")
    assert [ada.id, ben.id, ada.id] == [check(storage, one.token) for one in (for_ada, for_ben, for_ada)]


def test_a_link_opens_to_the_last_moment_and_no_longer(storage):
    """Seven days by default, to the millisecond."""
    ada = a_candidate(storage, a_round(storage))
    invited = issue(storage, ada.id, "maria")
    assert storage.now() + 7 * DAY == invited.expires_at
    storage.now.at = invited.expires_at
    assert ada.id == check(storage, invited.token)
    storage.now.forward(1)
    with pytest.raises(NotInvited, match=r"has expired\. Ask the person who invited you for a new link"):
        check(storage, invited.token)


@pytest.mark.parametrize("days", [0, -1, 91])
def test_a_link_opens_for_1_to_90_days(storage, days):
    """Anything else is refused, and nothing is issued."""
    ada = a_candidate(storage, a_round(storage))
    with pytest.raises(HiringError, match=f"{days} days: an invitation opens for 1 to 90 days"):
        issue(storage, ada.id, "maria", days)
    assert current(storage, ada.id) is None


def test_a_link_that_somebody_made_or_changed_opens_nothing(storage):
    """Another key, another salt, a changed sign, a bare id, nothing at all: all are the same to us."""
    ada = a_candidate(storage, a_round(storage))
    invited = issue(storage, ada.id, "maria")
    forged = [
        URLSafeTimedSerializer(b"guessed" * 8, salt="invitation").dumps(invited.invitation_id),
        URLSafeTimedSerializer(SECRET, salt="other").dumps(invited.invitation_id),
        invited.token[:-4] + ("A" if invited.token[-4] != "A" else "B") + invited.token[-3:],
        invited.invitation_id,
        "",
        "..",
        "\x00" * 50,
    ]
    for token in forged:
        with pytest.raises(NotInvited, match="This link is not complete"):
            check(storage, token)


def test_a_signed_id_that_is_no_invitation_opens_nothing(storage):
    """As after a restored backup."""
    token = URLSafeTimedSerializer(SECRET, salt="invitation").dumps("0" * 16)
    with pytest.raises(NotInvited, match="does not open anything any more"):
        check(storage, token)


def test_looking_at_a_link_does_not_count_as_following_it(storage):
    """Mail scanners look; the time of the first following is kept, and that of later ones is not."""
    ada = a_candidate(storage, a_round(storage))
    invited = issue(storage, ada.id, "maria")
    check(storage, invited.token)
    with storage.read() as connection:
        assert [None] == [one.opened_at for one in invitations_of(connection, ada.id)]
    first = storage.now.forward(1000)
    assert ada.id == follow(storage, invited.token, VISIT).candidate_id
    storage.now.forward(1000)
    assert ada.id == follow(storage, invited.token, VISIT).candidate_id
    with storage.read() as connection:
        assert [first] == [one.opened_at for one in invitations_of(connection, ada.id)]
        assert 1 == sum(line.action == "link followed" for line in audit.lines(connection))


def _sign_in(storage, candidate, key):
    with storage.write() as connection:
        row = {"key": key, "candidate_id": candidate.id, "created_at": storage.now(), "expires_at": 2**60}
        connection.execute(insert(tables.sign_ins).values(row))


def _signed_in(storage):
    with storage.read() as connection:
        found = select(tables.sign_ins.c.key).where(tables.sign_ins.c.ended_at.is_(None))
        return set(connection.execute(found).scalars())


def test_a_new_link_replaces_the_former_and_ends_its_sign_ins(storage):
    """Whoever came by the former link is out; nobody else is."""
    made = a_round(storage)
    ada, ben = a_candidate(storage, made, "Ada"), a_candidate(storage, made, "Ben")
    former = issue(storage, ada.id, "maria")
    _sign_in(storage, ada, "a")
    _sign_in(storage, ben, "b")
    storage.now.forward(1000)
    new = reissue(storage, ada.id, "maria", days=2)
    with pytest.raises(NotInvited, match=r"This link was replaced or taken back\. Look for a newer invitation"):
        check(storage, former.token)
    assert (ada.id, storage.now() + 2 * DAY) == (check(storage, new.token), new.expires_at)
    assert {"b"} == _signed_in(storage)


def test_a_new_link_in_the_moment_of_a_sign_in_by_the_former_ends_that_too(storage, monkeypatch):
    """Whoever takes a link back waits for who is just following it: no sign-in slips through between."""
    ada = a_candidate(storage, a_round(storage))
    former = issue(storage, ada.id, "maria")
    start, threads = sign_ins.start_for_candidate, []

    def slow_start(*args):
        threads.append(threading.Thread(target=reissue, args=(storage, ada.id, "maria")))
        threads[0].start()
        threads[0].join(0.5)  # it would be done by then if nothing kept it waiting
        return start(*args)

    monkeypatch.setattr(entering.sign_ins, "start_for_candidate", slow_start)
    followed = follow(storage, former.token, VISIT)
    threads[0].join()
    with storage.read() as connection:
        assert sign_ins.who(connection, followed.key, storage.now()) is None
        assert 1 == sum(one.opens(storage.now()) for one in invitations_of(connection, ada.id))


def test_a_link_that_is_taken_back_while_it_is_followed_lets_nobody_in(storage, monkeypatch):
    """It is looked at again once others have to wait."""
    ada = a_candidate(storage, a_round(storage))
    former, hold = issue(storage, ada.id, "maria"), events.hold

    def hold_late(connection, stream):
        hold(connection, stream)
        connection.execute(update(tables.invitations).values(revoked_at=storage.now()))

    monkeypatch.setattr(events, "hold", hold_late)
    with pytest.raises(NotInvited, match="replaced or taken back"):
        follow(storage, former.token, VISIT)
    assert set() == _signed_in(storage)


def test_a_link_taken_back_opens_nothing(storage):
    """And its sign-ins end."""
    ada = a_candidate(storage, a_round(storage))
    invited = issue(storage, ada.id, "maria")
    _sign_in(storage, ada, "a")
    assert 1 == revoke(storage, ada.id, "maria")
    with pytest.raises(NotInvited):
        follow(storage, invited.token, VISIT)
    assert set() == _signed_in(storage)
    assert 0 == revoke(storage, ada.id, "maria")


def test_a_refused_reissue_leaves_the_former_link(storage):
    """Nothing is taken back for a wrong number of days."""
    ada = a_candidate(storage, a_round(storage))
    invited = issue(storage, ada.id, "maria")
    with pytest.raises(HiringError):
        reissue(storage, ada.id, "maria", days=0)
    assert ada.id == check(storage, invited.token)


def test_nobody_has_two_links_at_once(storage):
    """A second is a reissue, so that it is clear which one opens; after the first has expired there may be another."""
    ada = a_candidate(storage, a_round(storage))
    issue(storage, ada.id, "maria", days=1)
    with pytest.raises(HiringError, match=f"{ada.code} has a link that opens; reissue it to replace it"):
        issue(storage, ada.id, "maria")
    storage.now.forward(DAY + 1)
    assert ada.id == check(storage, issue(storage, ada.id, "maria").token)


def test_the_link_that_opens_can_be_shown_again(storage):
    """Its text may differ; what it opens does not. None once nothing opens."""
    ada = a_candidate(storage, a_round(storage))
    assert current(storage, ada.id) is None
    invited = issue(storage, ada.id, "maria")
    again = current(storage, ada.id)
    assert (invited.invitation_id, invited.expires_at) == (again.invitation_id, again.expires_at)
    assert ada.id == check(storage, again.token)
    revoke(storage, ada.id, "maria")
    assert current(storage, ada.id) is None


def test_a_closed_round_lets_in_only_those_who_have_started(storage):
    """They may change device, also by a new link; the others are told whom to write to."""
    made = a_round(storage, contact="Maria, maria@example.org")
    ada, ben = a_candidate(storage, made, "Ada"), a_candidate(storage, made, "Ben")
    for_ada, for_ben = issue(storage, ada.id, "maria"), issue(storage, ben.id, "maria")
    started(storage, ada)
    close_round(storage, made.id, "maria")
    assert ada.id == check(storage, for_ada.token)
    assert ada.id == check(storage, reissue(storage, ada.id, "maria").token)
    with pytest.raises(NotInvited, match=r"This round is closed.* Write to Maria, maria@example\.org"):
        check(storage, for_ben.token)
    with pytest.raises(HiringError, match="nobody can start any more"):
        reissue(storage, ben.id, "maria")


def test_every_act_is_written_down(storage):
    """Who invited, invited again and took back, and when."""
    ada = a_candidate(storage, a_round(storage))
    issue(storage, ada.id, "maria")
    reissue(storage, ada.id, "paul", days=3)
    revoke(storage, ada.id, "maria")
    with storage.read() as connection:
        found = [(one.actor, one.action, one.detail) for one in audit.lines(connection, f"candidate:{ada.id}")][1:]
    expected = [
        ("maria", "invited", {"days": 7}),
        ("paul", "invited again", {"days": 3}),
        ("maria", "invitation taken back", {"links": 1}),
    ]
    assert expected == found


def test_a_link_for_the_questionnaire_becomes_the_one_for_the_exercise(storage):
    """Whoever has one for the questionnaire is invited by it; it then opens as long as is needed."""
    made = a_round(storage)
    ada, ben = a_candidate(storage, made, "Ada"), a_candidate(storage, made, "Ben")
    sent = questionnaires.send(storage, ada.id, "maria", days=2)
    assert ["Ada", "Ben"] == [one.name for one in to_invite(storage, made.id)]
    storage.now.forward(DAY)
    invited, other = invite_many(storage, [ada.id, ben.id], "maria", days=14)
    assert (sent.invited.invitation_id, storage.now() + 14 * DAY) == (invited.invitation_id, invited.expires_at)
    storage.now.at = invited.expires_at
    assert [ada.id, ben.id] == [check(storage, sent.invited.token), check(storage, other.token)]
    assert [] == to_invite(storage, made.id)
    with pytest.raises(HiringError, match="reissue it to replace it"):
        issue(storage, ada.id, "maria")


def test_of_many_either_all_are_invited_or_none(storage):
    """One who has a link already stops them all."""
    made = a_round(storage)
    ada, ben = a_candidate(storage, made, "Ada"), a_candidate(storage, made, "Ben")
    issue(storage, ada.id, "maria")
    with pytest.raises(HiringError, match="has a link that opens"):
        invite_many(storage, [ben.id, ada.id], "maria")
    assert [ben.id] == [one.id for one in to_invite(storage, made.id)]


def test_two_who_invite_at_once_make_one_link(storage):
    """The other is told; on both databases."""
    ada = a_candidate(storage, a_round(storage))

    def invite(_):
        try:
            return issue(storage, ada.id, "maria").invitation_id
        except HiringError:
            return None

    with ThreadPoolExecutor(4) as pool:
        made = [one for one in pool.map(invite, range(4)) if one]
    assert 1 == len(made)


def test_somebody_erased_cannot_be_invited(storage):
    """Said in a sentence."""
    ada = a_candidate(storage, a_round(storage))
    erase_all(storage, [ada.id], "maria")
    with pytest.raises(HiringError, match="has been erased; add them again"):
        issue(storage, ada.id, "maria")
