"""Progress of a round: what has happened and what waits for staff, and no score."""

from __future__ import annotations

import pytest
from round_builder import DAY, MINUTE, SECRET, a_candidate, a_round, happened

from trainee_exercises.accounts.entering import Visit
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.invitations import follow, issue, reissue, revoke
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.progress import Progress, answer_wish, extra_ms, progress, progress_of
from trainee_exercises.hiring.questionnaires import send
from trainee_exercises.storage import audit

DEVICE = "d" * 16
VISIT = Visit("192.0.2.7", None)


@pytest.fixture(autouse=True)
def secret(monkeypatch):
    """Sign with a key of the tests."""
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)


@pytest.fixture
def attempts(storage):
    """Give the attempts of the storage."""
    return Attempts(storage)


def _acknowledge(attempts, candidate):
    attempts.act(candidate.id, DEVICE, {"kind": "acknowledge", "privacy": True, "ai_rule": "disclose"})


def _begin(attempts, candidate):
    _acknowledge(attempts, candidate)
    attempts.act(candidate.id, DEVICE, {"kind": "start"})


def test_the_states_of_a_candidate_in_order(storage, attempts):
    """Added, invited, opened, ready, running, finished: each is seen as soon as it happened."""
    ada = a_candidate(storage, a_round(storage))

    def state():
        return progress(storage, attempts, ada).state

    seen = [state()]
    invited = issue(storage, ada.id, "maria")
    seen.append(state())
    follow(storage, invited.token, VISIT)
    seen.append(state())
    _acknowledge(attempts, ada)
    seen.append(state())
    attempts.act(ada.id, DEVICE, {"kind": "start"})
    seen.append(state())
    attempts.act(ada.id, DEVICE, {"kind": "finish"})
    seen.append(state())
    assert ["added", "invited", "opened", "ready", "running", "finished"] == seen


def test_a_link_says_until_when_it_opens(storage, attempts):
    """None once it has expired; when it was sent and opened stays."""
    ada = a_candidate(storage, a_round(storage))
    invited = issue(storage, ada.id, "maria", days=2)
    at = storage.now()
    assert invited.expires_at == progress(storage, attempts, ada).link_until
    storage.now.forward(1000)
    follow(storage, invited.token, VISIT)
    storage.now.forward(2 * DAY)
    found = progress(storage, attempts, ada)
    assert (at, at + 1000, None) == (found.invited_at, found.opened_at, found.link_until)


@pytest.mark.parametrize("opened", [False, True])
def test_who_was_invited_and_has_no_link_that_opens_is_not_waited_for(storage, attempts, opened):
    """Taken back, or run out; a new link puts it right, and who has started is told by that."""
    ada = a_candidate(storage, a_round(storage))
    invited = issue(storage, ada.id, "maria", days=1)
    if opened:
        follow(storage, invited.token, VISIT)
    seen = []
    storage.now.forward(2 * DAY)
    seen.append(progress(storage, attempts, ada).state)
    reissue(storage, ada.id, "maria")
    seen.append(progress(storage, attempts, ada).state)
    storage.now.forward(1000)
    revoke(storage, ada.id, "maria")
    seen.append(progress(storage, attempts, ada).state)
    assert ["link ran out", "opened" if opened else "invited", "link taken back"] == seen
    issue(storage, ada.id, "maria")
    _begin(attempts, ada)
    revoke(storage, ada.id, "maria")
    assert "running" == progress(storage, attempts, ada).state


def test_a_link_for_the_questionnaire_alone_is_no_invitation(storage, attempts):
    """The state stays "added" until the exercise is offered."""
    ada = a_candidate(storage, a_round(storage))
    follow(storage, send(storage, ada.id, "maria").invited.token, VISIT)
    found = progress(storage, attempts, ada)
    assert ("added", None, None) == (found.state, found.invited_at, found.opened_at)
    storage.now.forward(1000)
    issue(storage, ada.id, "maria")
    assert "invited" == progress(storage, attempts, ada).state


def test_time_left_counts_with_extra_time(storage, attempts):
    """30 minutes, 10 gone, 7.5 granted: 27.5 left; over when they are."""
    ada = a_candidate(storage, a_round(storage))
    _begin(attempts, ada)
    storage.now.forward(10 * MINUTE)
    attempts.grant(ada.id, int(7.5 * MINUTE), "maria", "a power cut")
    found = progress(storage, attempts, ada)
    assert (27.5, 7.5, "running") == (found.minutes_left, found.extra_minutes, found.state)
    storage.now.forward(28 * MINUTE)
    found = progress(storage, attempts, ada)
    assert (None, "time over") == (found.minutes_left, found.state)


def test_replies_are_counted_by_what_became_of_them(storage, attempts):
    """Two with words, one of them sent; an emptied one counts as none; lookups of any kind."""
    ada = a_candidate(storage, a_round(storage))
    _begin(attempts, ada)
    questions = [one.id for one in attempts.terms(ada.id).form.questions]
    for question, text in zip(questions, ["One", "Two", " "], strict=False):
        save = {"kind": "save", "question": question, "field": "reply", "revision": 1, "text": text}
        attempts.act(ada.id, DEVICE, save)
    attempts.act(ada.id, DEVICE, {"kind": "send", "question": questions[0], "revision": 2, "text": "One."})
    attempts.act(ada.id, DEVICE, {"kind": "search", "query": "buffer"})
    attempts.act(ada.id, DEVICE, {"kind": "look_at_status"})
    found = progress(storage, attempts, ada)
    assert (20, 2, 1, 1, 2) == (found.n_questions, found.n_answered, found.n_sent, found.n_drafts, found.n_lookups)


def test_last_seen_is_when_the_candidate_did_something(storage, attempts):
    """What staff do does not count."""
    ada = a_candidate(storage, a_round(storage))
    assert progress(storage, attempts, ada).last_seen_at is None
    _begin(attempts, ada)
    at = storage.now()
    storage.now.forward(MINUTE)
    attempts.grant(ada.id, MINUTE, "maria", "a slow line")
    assert at == progress(storage, attempts, ada).last_seen_at


def test_somebody_who_asked_for_another_format_stands_first(storage, attempts):
    """Until staff have written down what they answered; a later wish waits anew."""
    made = a_round(storage)
    a_candidate(storage, made, "Ada")
    zoe = a_candidate(storage, made, "Zoe")
    attempts.act(zoe.id, DEVICE, {"kind": "ask_other_format", "text": "Larger text, please"})
    first = progress_of(storage, attempts, made.id)[0]
    assert ("Zoe", True, "Larger text, please") == (first.candidate.name, first.waits, first.wishes[0].text)
    answer_wish(storage, zoe.id, " A form in large print by mail ", "maria")
    assert ["Ada", "Zoe"] == [one.candidate.name for one in progress_of(storage, attempts, made.id)]
    attempts.act(zoe.id, DEVICE, {"kind": "ask_other_format", "text": "And half an hour more"})
    wishes = progress(storage, attempts, zoe).wishes
    assert [("Larger text, please", "A form in large print by mail"), ("And half an hour more", None)] == [
        (one.text, one.answer) for one in wishes
    ]
    assert progress(storage, attempts, zoe).waits


def test_an_answer_to_nothing_is_refused(storage, attempts):
    """Nothing asked, answered already, or no words."""
    ada = a_candidate(storage, a_round(storage))
    with pytest.raises(HiringError, match="asked for nothing that waits"):
        answer_wish(storage, ada.id, "Yes", "maria")
    attempts.act(ada.id, DEVICE, {"kind": "ask_other_format", "text": "More time"})
    with pytest.raises(HiringError, match="write what you answered"):
        answer_wish(storage, ada.id, "  ", "maria")
    answer_wish(storage, ada.id, "Half more", "maria")
    with pytest.raises(HiringError, match="asked for nothing that waits"):
        answer_wish(storage, ada.id, "Half more", "maria")


def test_the_audit_log_says_that_a_wish_was_answered_and_not_what(storage, attempts):
    """A reason of health never stands in the log."""
    ada = a_candidate(storage, a_round(storage))
    attempts.act(ada.id, DEVICE, {"kind": "ask_other_format", "text": "My eyes"})
    answer_wish(storage, ada.id, "Large print", "maria")
    with storage.read() as connection:
        line = audit.lines(connection, f"candidate:{ada.id}")[-1]
    assert ("maria", "other format answered", {}) == (line.actor, line.action, line.detail)


def test_notes_are_counts_and_no_verdict(storage, attempts):
    """Pastes, time away, texts that were kept apart, and that something was said about AI assistants."""
    ada = a_candidate(storage, a_round(storage))
    _begin(attempts, ada)
    question = attempts.terms(ada.id).form.questions[0].id
    attempts.act(ada.id, DEVICE, {"kind": "paste", "question": question, "length": 300})
    attempts.act(ada.id, DEVICE, {"kind": "away"})
    attempts.act(ada.id, DEVICE, {"kind": "disclose", "text": "A spell checker"})
    happened(storage, ada, "refused", code="over", question=question, field="reply", revision=9, text="late")
    expected = (
        "1 long paste",
        "1 time away from the page",
        "1 text came too late or from another device, kept",
        "said something about AI assistants",
    )
    assert expected == progress(storage, attempts, ada).notes


def test_progress_has_no_score():
    """No field of it could hold one, and no field holds a text that a candidate wrote as an answer."""
    assert not [name for name in Progress._fields if "score" in name or "mark" in name or "level" in name]


@pytest.mark.parametrize(
    ("text", "ms"),
    [("10", 600_000), (" 25% ", 450_000), ("-5", -300_000), ("7,5 min", 450_000), ("12.5", 750_000), ("+10m", 600_000)],
)
def test_extra_time_is_minutes_or_a_share(text, ms):
    """A share is of the round's 30 minutes."""
    assert ms == extra_ms(text, 30)


@pytest.mark.parametrize("text", ["", "ten", "10 hours", "1e3", "%", "25%%", "٣x"])
def test_what_is_no_extra_time_is_refused(text):
    """The message quotes it and shows both ways to write it."""
    with pytest.raises(HiringError, match="write minutes such as 10, or a share such as 25%"):
        extra_ms(text, 30)
