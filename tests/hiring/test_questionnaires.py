"""The questionnaire: its deadline in the candidate's own zone, what is saved, handed in and kept."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from round_builder import DAY, MINUTE, SECRET, a_candidate, a_round, started

from trainee_exercises.exercise.refusals import NotAnAction, Refused
from trainee_exercises.hiring.invitations import check, issue
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.questionnaires import (
    act,
    answers_for_rating,
    landing,
    mail_of,
    move_deadline,
    read,
    send,
    stage_of_round,
    states,
    view,
)
from trainee_exercises.hiring.rounds import close_round
from trainee_exercises.storage import audit


@pytest.fixture(autouse=True)
def secret(monkeypatch):
    """Sign with a key of the tests."""
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)


def _ms(text, zone):
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def _sent(storage, zone="Europe/London", **more):
    ada = a_candidate(storage, a_round(storage), zone=zone, **more)
    return ada, send(storage, ada.id, "maria")


def _save(storage, candidate, text, item="q01", revision=1):
    return act(storage, candidate.id, {"kind": "save", "item": item, "revision": revision, "text": text})


@pytest.mark.parametrize(
    ("zone", "sent", "due"),
    [
        ("Europe/London", "2027-01-15T09:00", "2027-01-20T23:59:59.999"),
        ("Pacific/Auckland", "2027-01-15T23:50", "2027-01-20T23:59:59.999"),
        ("America/Los_Angeles", "2027-01-15T00:10", "2027-01-20T23:59:59.999"),
        ("Europe/Berlin", "2027-03-25T10:00", "2027-03-30T23:59:59.999"),  # the clock goes forward on the 28th
        ("Europe/Berlin", "2027-10-29T10:00", "2027-11-03T23:59:59.999"),  # and back on the 31st
        ("Asia/Kolkata", "2027-02-25T10:00", "2027-03-02T23:59:59.999"),
    ],
)
def test_the_deadline_is_a_time_of_day_where_the_candidate_is(sqlite_storage, zone, sent, due):
    """Five days after the day of sending there, to the end of the minute, whatever the clocks do on the way."""
    sqlite_storage.now.at = _ms(sent, zone)
    assert _ms(due, zone) == _sent(sqlite_storage, zone)[1].due_at


def test_a_week_in_which_the_clock_goes_forward_has_an_hour_less(sqlite_storage):
    """Counting in days of 24 hours would be wrong by that hour."""
    sqlite_storage.now.at = _ms("2027-03-25T23:59:59.999", "Europe/Berlin")
    assert 5 * DAY - 60 * MINUTE == _sent(sqlite_storage, "Europe/Berlin")[1].due_at - sqlite_storage.now()


def test_the_deadline_is_shown_with_its_zone(sqlite_storage):
    """In words that nobody has to convert."""
    sqlite_storage.now.at = _ms("2027-03-25T10:00", "Asia/Tokyo")
    ada, _ = _sent(sqlite_storage, "Asia/Tokyo")
    page = view(sqlite_storage, ada.id)
    assert "Tuesday 30 March 2027, 23:59 (Asia/Tokyo)" == page["due"]
    assert page["due"] in page["deadline"]
    assert "{" not in page["deadline"] + page["before"] + page["privacy"]


def test_there_are_ten_questions_and_no_word_for_raters(sqlite_storage):
    """What a good answer shows, and its values, never reach the candidate."""
    ada, _ = _sent(sqlite_storage)
    page = view(sqlite_storage, ada.id)
    assert [f"q{n:02}" for n in range(1, 11)] == [one["id"] for one in page["items"]]
    assert {"id", "ask", "text", "revision"} == {key for one in page["items"] for key in one}
    looks_for = read(sqlite_storage, ada.id).items[0].looks_for
    assert looks_for not in str(page)


def test_an_engineer_gets_the_variants_in_their_places(sqlite_storage):
    """Four of ten are replaced, where they stood."""
    ada, _ = _sent(sqlite_storage, form="engineer")
    ids = [one["id"] for one in view(sqlite_storage, ada.id)["items"]]
    assert ["q01", "t02", "q03", "t04", "q05", "q06", "t07", "q08", "q09", "t10"] == ids


def test_what_is_saved_comes_back(storage):
    """With its revision, on both databases."""
    ada, _ = _sent(storage)
    reply = _save(storage, ada, "First the help centre. ☂")
    assert (True, {"item": "q01", "revision": 1}) == (reply["ok"], reply["saved"])
    assert ("First the help centre. ☂", 1) == tuple(
        view(storage, ada.id)["items"][0][key] for key in ("text", "revision")
    )


def test_the_last_moment_counts_and_the_next_is_refused_and_kept(storage):
    """To the millisecond; the late text stays for staff and changes no answer."""
    ada, sent = _sent(storage)
    _save(storage, ada, "In time")
    storage.now.at = sent.due_at
    _save(storage, ada, "In the last moment", revision=2)
    storage.now.forward(1)
    with pytest.raises(Refused, match="this text came later and is kept beside it") as caught:
        _save(storage, ada, "Too late", revision=3)
    assert ("over", "over") == (caught.value.code, caught.value.reply["phase"])
    sheet = read(storage, ada.id).sheet
    assert ("In the last moment", [("over", "Too late")]) == (
        sheet.answers["q01"].text,
        [(one.code, one.text) for one in sheet.kept],
    )


def test_one_minute_late_is_refused(storage):
    """And so is handing in."""
    ada, sent = _sent(storage)
    _save(storage, ada, "In time")
    storage.now.at = sent.due_at + MINUTE
    with pytest.raises(Refused):
        _save(storage, ada, "Too late", revision=2)
    with pytest.raises(Refused, match="The time to answer is over"):
        act(storage, ada.id, {"kind": "hand_in"})


def test_a_late_text_that_is_sent_again_is_kept_once(storage):
    """A browser that tries again fills nothing up."""
    ada, sent = _sent(storage)
    storage.now.at = sent.due_at + MINUTE
    for _ in range(3):
        with pytest.raises(Refused):
            _save(storage, ada, "Too late")
    assert 1 == len(read(storage, ada.id).sheet.kept)


def test_what_was_saved_is_handed_in_at_the_deadline(storage):
    """Without the candidate and without anything running; before it raters get nothing."""
    ada, sent = _sent(storage)
    _save(storage, ada, "My answer")
    storage.now.at = sent.due_at
    assert answers_for_rating(read(storage, ada.id), storage.now()) is None
    storage.now.forward(1)
    found = answers_for_rating(read(storage, ada.id), storage.now())
    assert ("My answer", sent.due_at) == (found[0]["text"], read(storage, ada.id).sheet.counts_since(storage.now()))
    assert 10 == len(found)
    assert {"id", "ask", "text"} == set(found[0])


def test_handing_in_closes_it_and_can_be_taken_back_until_the_deadline(storage):
    """Pressed too soon, nothing is lost; a text saved in between is kept and said to be."""
    ada, sent = _sent(storage)
    _save(storage, ada, "My answer")
    at = storage.now.forward(1000)
    assert "handed in" == act(storage, ada.id, {"kind": "hand_in"})["phase"]
    with pytest.raises(Refused, match=r"You have handed in\. Take it back first"):
        _save(storage, ada, "Another", revision=2)
    assert answers_for_rating(read(storage, ada.id), storage.now()) is None
    assert "open" == act(storage, ada.id, {"kind": "take_back"})["phase"]
    _save(storage, ada, "Another", revision=3)
    act(storage, ada.id, {"kind": "hand_in"})
    storage.now.at = sent.due_at + 1
    assert at == read(storage, ada.id).sheet.counts_since(storage.now())
    with pytest.raises(Refused):
        act(storage, ada.id, {"kind": "take_back"})


def test_nothing_cannot_be_handed_in(sqlite_storage):
    """Somebody who presses the button on an empty page is told."""
    ada, _ = _sent(sqlite_storage)
    _save(sqlite_storage, ada, "  \n")
    with pytest.raises(Refused, match="There is no answer yet"):
        act(sqlite_storage, ada.id, {"kind": "hand_in"})


def test_an_older_text_of_another_device_does_not_overwrite(sqlite_storage):
    """The newer one stands, the older one is kept, and the browser is told."""
    ada, _ = _sent(sqlite_storage)
    _save(sqlite_storage, ada, "Newer", revision=5)
    reply = _save(sqlite_storage, ada, "Older", revision=4)
    assert (True, 5) == (reply["overtaken"], reply["saved"]["revision"])
    sheet = read(sqlite_storage, ada.id).sheet
    assert ("Newer", ["Older"]) == (sheet.answers["q01"].text, [one.text for one in sheet.kept])


def test_the_same_save_twice_writes_once(sqlite_storage):
    """A browser that did not hear the answer asks again."""
    ada, _ = _sent(sqlite_storage)
    first, second = _save(sqlite_storage, ada, "Mine"), _save(sqlite_storage, ada, "Mine")
    assert first == second
    assert () == read(sqlite_storage, ada.id).sheet.kept


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"kind": "shout"},
        {"kind": "save", "item": "q01", "revision": 0, "text": ""},
        {"kind": "save", "item": "q01", "revision": "1", "text": ""},
        {"kind": "save", "item": "q01", "revision": 1, "text": "", "due_at": 2**60},
        {"kind": "hand_in", "by": "maria"},
    ],
)
def test_what_the_page_never_sends_is_no_action(sqlite_storage, action):
    """Nothing of it is done."""
    ada, _ = _sent(sqlite_storage)
    with pytest.raises(NotAnAction):
        act(sqlite_storage, ada.id, action)


def test_a_text_that_is_too_long_or_to_no_question_is_refused(sqlite_storage):
    """With the reason."""
    ada, _ = _sent(sqlite_storage)
    with pytest.raises(Refused, match="longer than 20,000 characters"):
        _save(sqlite_storage, ada, "x" * 20_001)
    with pytest.raises(Refused, match="There is no such question here"):
        _save(sqlite_storage, ada, "x", item="t02")


def test_nothing_is_taken_before_it_was_sent(sqlite_storage):
    """Neither page nor text; other candidates' questionnaires make no difference."""
    made = a_round(sqlite_storage)
    ada, ben = a_candidate(sqlite_storage, made, "Ada"), a_candidate(sqlite_storage, made, "Ben")
    send(sqlite_storage, ben.id, "maria")
    with pytest.raises(HiringError, match="has not been sent to you"):
        view(sqlite_storage, ada.id)
    with pytest.raises(Refused, match="has not been sent to you"):
        _save(sqlite_storage, ada, "Mine")


def test_a_link_leads_to_the_questionnaire_while_it_is_open(sqlite_storage):
    """And to the exercise before, after, and once that has started."""
    made = a_round(sqlite_storage)
    ada, ben = a_candidate(sqlite_storage, made, "Ada"), a_candidate(sqlite_storage, made, "Ben")
    assert "/exercise" == landing(sqlite_storage, ada.id)
    sent = send(sqlite_storage, ada.id, "maria")
    send(sqlite_storage, ben.id, "maria")
    assert "/questionnaire" == landing(sqlite_storage, ada.id)
    started(sqlite_storage, ben)
    assert "/exercise" == landing(sqlite_storage, ben.id)
    _save(sqlite_storage, ada, "Mine")
    act(sqlite_storage, ada.id, {"kind": "hand_in"})
    assert "/questionnaire" == landing(sqlite_storage, ada.id)
    issue(sqlite_storage, ada.id, "maria")
    assert ("/exercise", True) == (landing(sqlite_storage, ada.id), view(sqlite_storage, ada.id)["exercise"])
    act(sqlite_storage, ada.id, {"kind": "take_back"})
    assert "/questionnaire" == landing(sqlite_storage, ada.id)
    sqlite_storage.now.at = sent.due_at + 1
    assert "/exercise" == landing(sqlite_storage, ada.id)


def test_the_link_opens_until_after_the_deadline(sqlite_storage):
    """The one that they have is made longer, so the link in their hands stays good; a new one only where none opens."""
    made = a_round(sqlite_storage)
    ada, ben = a_candidate(sqlite_storage, made, "Ada"), a_candidate(sqlite_storage, made, "Ben")
    short_one = issue(sqlite_storage, ada.id, "maria", days=1)
    long_one = issue(sqlite_storage, ben.id, "maria", days=30)
    sent = send(sqlite_storage, ada.id, "maria")
    assert sent.due_at < sent.invited.expires_at
    sqlite_storage.now.at = sent.due_at
    assert ada.id == check(sqlite_storage, short_one.token) == check(sqlite_storage, sent.invited.token)
    assert long_one.invitation_id == send(sqlite_storage, ben.id, "maria").invited.invitation_id


def test_another_day_can_be_named_also_after_the_deadline(storage):
    """What was kept stays kept; from then on it can be written again."""
    ada, sent = _sent(storage)
    storage.now.at = sent.due_at + MINUTE
    with pytest.raises(Refused):
        _save(storage, ada, "Too late")
    moved = move_deadline(storage, ada.id, "maria", 2)
    assert _ms("2027-01-23T23:59:59.999", "Europe/London") == moved.due_at
    assert "open" == _save(storage, ada, "In the new time", revision=2)["phase"]
    with storage.read() as connection:
        assert "questionnaire's deadline moved" == audit.lines(connection, f"candidate:{ada.id}")[-1].action


@pytest.mark.parametrize("days", [0, 61])
def test_a_deadline_is_1_to_60_days_away(sqlite_storage, days):
    """Others are refused with the number."""
    ada = a_candidate(sqlite_storage, a_round(sqlite_storage))
    with pytest.raises(HiringError, match=f"{days} days: a deadline is 1 to 60 days away"):
        send(sqlite_storage, ada.id, "maria", days)


def test_it_is_sent_once_and_only_where_it_makes_sense(sqlite_storage):
    """Not twice, not after the start of the exercise, not in a closed round, not where the round has none."""
    made, without = a_round(sqlite_storage), a_round(sqlite_storage, "Without", stages=("phone_first",))
    ada, ben = a_candidate(sqlite_storage, made, "Ada"), a_candidate(sqlite_storage, made, "Ben")
    cy, dee = a_candidate(sqlite_storage, made, "Cy"), a_candidate(sqlite_storage, without, "Dee")
    send(sqlite_storage, ada.id, "maria")
    with pytest.raises(HiringError, match=r"was sent to .* already; move its deadline instead"):
        send(sqlite_storage, ada.id, "maria")
    started(sqlite_storage, ben)
    with pytest.raises(HiringError, match="has started the exercise"):
        send(sqlite_storage, ben.id, "maria")
    with pytest.raises(HiringError, match="has no questionnaire"):
        send(sqlite_storage, dee.id, "maria")
    assert (None, None) == (stage_of_round(without), read(sqlite_storage, dee.id))
    with pytest.raises(HiringError, match="send it first"):
        move_deadline(sqlite_storage, cy.id, "maria", 3)
    close_round(sqlite_storage, made.id, "maria")
    with pytest.raises(HiringError, match="is closed"):
        send(sqlite_storage, cy.id, "maria")


def test_its_mail_has_deadline_link_and_whom_to_write_to(sqlite_storage):
    """In the candidate's own time, with all places filled."""
    ada, sent = _sent(sqlite_storage, "Asia/Tokyo")
    reading = read(sqlite_storage, ada.id)
    assert sent.due_at == reading.sheet.due_at
    written = mail_of(reading, "https://x.example/join/t")
    for part in ("Wednesday 20 January 2027, 23:59 (Asia/Tokyo)", "https://x.example/join/t", "Ten questions"):
        assert part in written.body
    assert "Your questionnaire for Larch & Co" == written.subject
    assert "{" not in written.body


def test_another_day_than_the_packs_is_not_called_the_fifth(sqlite_storage):
    """The pack's words name its own day; where another was set, the deadline is said plainly."""
    made = a_round(sqlite_storage)
    ada, ben = a_candidate(sqlite_storage, made, "Ada"), a_candidate(sqlite_storage, made, "Ben")
    send(sqlite_storage, ada.id, "maria")
    send(sqlite_storage, ben.id, "maria", days=9)
    assert "on the fifth day after this invitation" in view(sqlite_storage, ada.id)["deadline"]
    assert "fifth" not in view(sqlite_storage, ben.id)["deadline"]
    assert (
        "Please send your answers by Sunday 24 January 2027, 23:59 (UTC)." in view(sqlite_storage, ben.id)["deadline"]
    )
    move_deadline(sqlite_storage, ada.id, "maria", 2)
    assert "fifth" not in mail_of(read(sqlite_storage, ada.id), "link").body


def test_staff_see_how_far_each_one_is(sqlite_storage):
    """Nothing for those to whom it was not sent; nothing at all where the round has none."""
    made, without = a_round(sqlite_storage), a_round(sqlite_storage, "Without", stages=())
    ada, ben = a_candidate(sqlite_storage, made, "Ada"), a_candidate(sqlite_storage, made, "Ben")
    a_candidate(sqlite_storage, without, "Cy")
    send(sqlite_storage, ada.id, "maria")
    _save(sqlite_storage, ada, "Mine")
    assert {ada.id: "open, 1 of 10", ben.id: ""} == states(sqlite_storage, made.id)
    assert {} == states(sqlite_storage, without.id)
