"""The rules of the exercise, one by one, at a desk without storage."""

from __future__ import annotations

import json

import pytest

SECOND = 1_000
MINUTE = 60 * SECOND
TEN = 1_800_000_000_000
END = 30 * MINUTE


# ---- before the start ----


def test_starting_needs_the_acknowledgement(desk):
    """Who has not confirmed notice and rule cannot start; afterwards they can."""
    assert desk.refused("start") == "not_acknowledged"
    desk.act("acknowledge", privacy=True, ai_rule="disclose")
    desk.act("start")
    assert desk.kinds() == ["acknowledged", "started"]


@pytest.mark.parametrize("rule", ["allowed", "not_allowed", "none", ""])
def test_only_the_rounds_own_rule_can_be_acknowledged(desk, rule):
    """Confirming another rule than the round's is refused and starts nothing."""
    assert desk.refused("acknowledge", privacy=True, ai_rule=rule) == "wrong_rule"
    assert desk.attempt.acknowledged_at is None


def test_acknowledging_twice_is_written_once(desk):
    """A second confirmation changes nothing."""
    for _ in range(2):
        desk.act("acknowledge", privacy=True, ai_rule="disclose")
    assert desk.kinds() == ["acknowledged"]


def test_another_format_can_be_asked_for_until_the_start(desk):
    """Wishes are kept in order, also before the acknowledgement; after the start they are refused."""
    desk.act("ask_other_format", text=" More time, please ")
    desk.now += MINUTE
    desk.act("ask_other_format", text="Large print")
    assert [(TEN, "More time, please"), (TEN + MINUTE, "Large print")] == list(desk.attempt.other_format)
    desk.begin()
    assert desk.refused("ask_other_format", text="A break") == "already_started"


def test_a_wish_without_words_is_refused(desk):
    """An empty wish is not recorded."""
    assert desk.refused("ask_other_format", text=" \n ") == "empty"
    assert desk.events == []


def test_the_practice_question_has_no_clock_and_ends_with_the_start(desk):
    """Its text is kept for hours; once started it is closed."""
    desk.act("practise", text="Dear Noor")
    desk.now += 300 * MINUTE
    desk.act("practise", text="Dear Noor, press Print")
    assert desk.view()["before"]["practice"]["text"] == "Dear Noor, press Print"
    assert desk.attempt.started_at is None
    desk.begin()
    assert desk.refused("practise", text="more") == "already_started"


def test_nothing_of_the_questions_is_shown_before_the_start(desk):
    """Neither questions nor articles, colleagues or status are in the page, whatever was done so far."""
    desk.act("acknowledge", privacy=True, ai_rule="disclose")
    shown = json.dumps(desk.view())
    assert desk.view()["questions"] == []
    for question in desk.attempt.terms.form.questions:
        assert question.id not in shown
        assert question.subject not in shown
        assert question.customer.name not in shown
    for colleague in desk.attempt.terms.pack.colleagues:
        assert colleague.name not in shown


@pytest.mark.parametrize(
    "action",
    [
        {"kind": "open", "question": "a01"},
        {"kind": "save", "question": "a01", "field": "reply", "revision": 1, "text": "x"},
        {"kind": "send", "question": "a01", "revision": 1, "text": "x"},
        {"kind": "skip", "question": "a01"},
        {"kind": "search", "query": "buffer"},
        {"kind": "read", "article": "trial"},
        {"kind": "look_at_status"},
        {"kind": "ask", "colleague": "bao", "text": "orbita"},
        {"kind": "finish"},
        {"kind": "take_over"},
        {"kind": "disclose", "text": "none"},
    ],
)
def test_nothing_else_can_be_done_before_the_start(desk, action):
    """Looking up and writing wait for the clock, so that nobody gets a longer look."""
    assert desk.refused(**action) == "not_started"
    assert desk.events == []


# ---- the clock ----


def test_the_start_is_the_servers_instant_and_sets_the_end(running):
    """The end is the start and the time of the round."""
    assert (TEN, TEN + END) == (running.attempt.started_at, running.attempt.ends_at)


def test_starting_again_does_not_move_the_clock(running):
    """A start that is sent again is fine and changes nothing; another device must take over instead."""
    running.after(MINUTE).act("start")
    assert running.attempt.started_at == TEN
    assert running.refused("start", device="two") == "other_device"


def test_the_attempt_is_over_by_itself(running):
    """Nobody has to close it: it is running at its last millisecond and over after it."""
    assert running.after(END).view()["phase"] == "running"
    assert running.after(END + 1).view()["phase"] == "over"
    assert running.kinds() == ["acknowledged", "started"]


def test_a_save_within_the_grace_is_taken_and_marked_late(running):
    """One second after the end is the network's fault; it counts, with a mark."""
    assert running.after(END).save("a01", 1, "in time")["late"] is False
    assert running.after(END + 1).save("a01", 2, "just late")["late"] is True
    assert running.after(END + 5 * SECOND).save("a01", 3, "last second")["late"] is True
    assert ("last second", True) == (running.attempt.answer("a01").reply, running.attempt.answer("a01").late)


def test_a_save_after_the_grace_is_refused_and_kept(running):
    """Its text does not count, and staff can see it."""
    running.save("a01", 1, "in time")
    running.after(END + 5 * SECOND + 1)
    assert running.refused("save", question="a01", field="reply", revision=2, text="too late") == "over"
    assert running.attempt.answer("a01").reply == "in time"
    assert [("over", "a01", "too late")] == [(one.code, one.question, one.text) for one in running.attempt.refused]


def test_a_refused_text_that_comes_again_is_kept_once(running):
    """A browser that keeps trying does not fill the record."""
    running.after(END + MINUTE)
    for _ in range(3):
        running.refused("save", question="a01", field="reply", revision=2, text="too late")
    assert len(running.attempt.refused) == 1


@pytest.mark.parametrize("kind", ["skip", "open", "reopen"])
def test_the_grace_is_for_texts_alone(running, kind):
    """Going about the questions ends with the clock."""
    assert running.after(END + 1).refused(kind, question="a01") == "over"


def test_after_finishing_nothing_can_be_edited(running):
    """Who has finished is done, also with time left; a late text is kept all the same."""
    running.save("a01", 1, "mine")
    running.act("finish")
    assert running.view()["phase"] == "over"
    assert running.refused("save", question="a01", field="reply", revision=2, text="again") == "over"
    assert running.refused("search", query="buffer") == "over"
    assert (["again"], "mine") == ([one.text for one in running.attempt.refused], running.attempt.answer("a01").reply)
    running.act("finish")
    assert running.kinds().count("finished") == 1


# ---- saving ----


def test_saving_is_idempotent(running):
    """The same text sent again is answered the same and written once."""
    receipts = [running.save("a01", 1, "hello") for _ in range(3)]
    assert [receipts[0]] * 3 == receipts
    assert running.kinds().count("saved") == 1


def test_an_older_revision_changes_nothing_and_is_kept(running):
    """A text that was overtaken on the way leaves the newer one alone; it is in the record all the same."""
    running.save("a01", 5, "newer")
    assert running.save("a01", 4, "older")["revision"] == 5
    assert running.attempt.answer("a01").reply == "newer"
    assert [("overtaken", "older")] == [(one.code, one.text) for one in running.attempt.overtaken]
    assert running.attempt.refused == ()


def test_another_text_under_the_same_revision_says_that_it_was_overtaken(running):
    """Two windows with one device's name: the second learns that its text does not stand, and the text is kept."""
    running.save("a01", 5, "first window")
    answer = running.act("save", question="a01", field="reply", revision=5, text="second window")
    assert answer["overtaken"] is True
    assert ("first window", "second window") == (running.attempt.answer("a01").reply, running.attempt.overtaken[0].text)


def test_a_repeated_old_save_is_no_overtaken_text(running):
    """What was taken before is known, even after newer texts."""
    for revision, text in [(1, "a"), (2, "ab"), (1, "a")]:
        running.save("a01", revision, text)
    assert running.attempt.overtaken == ()


def test_an_accepted_save_is_acknowledged_again_after_the_end(running):
    """The receipt was lost on the way: the text is in, and the browser may know."""
    running.after(END - 1).save("a01", 1, "in")
    assert running.after(END + MINUTE).save("a01", 1, "in")["revision"] == 1
    assert running.attempt.refused == ()


def test_notes_and_replies_count_their_own_revisions(running):
    """A note does not overtake a reply, and no note is part of the order or the pace."""
    running.act("save", question="a01", field="note", revision=9, text="ask Bao")
    running.save("a01", 1, "reply")
    answer = running.attempt.answer("a01")
    assert ("reply", 1, "ask Bao", 9) == (answer.reply, answer.revision, answer.note, answer.note_revision)
    assert len(running.attempt.progress) == 1


def test_a_question_of_another_form_is_refused(running):
    """Only the candidate's own questions can be answered or opened."""
    for kind, rest in [("open", {}), ("save", {"field": "reply", "revision": 1, "text": "x"})]:
        assert running.refused(kind, question="b01", **rest) == "wrong_question"


def test_sending_marks_the_reply_and_reopening_unmarks_it(running):
    """Sent replies can be taken back and changed; sending again is fine."""
    running.save("a01", 1, "dear")
    running.act("send", question="a01", revision=1, text="dear")
    running.act("send", question="a01", revision=1, text="dear")
    assert running.view()["questions"][0]["state"] == "sent"
    running.act("reopen", question="a01")
    assert running.view()["questions"][0]["state"] == "draft"
    running.act("send", question="a01", revision=2, text="dear you")
    assert ("sent", "dear you") == (running.view()["questions"][0]["state"], running.attempt.answer("a01").reply)
    assert running.kinds().count("sent") == 2


def test_a_changed_reply_is_no_longer_sent(running):
    """Words that come after the sending make it a draft again: what raters read is what was saved last."""
    running.act("send", question="a01", revision=1, text="dear")
    running.save("a01", 2, "dear")
    assert running.view()["questions"][0]["state"] == "sent"
    running.save("a01", 3, "dear you")
    assert running.view()["questions"][0]["state"] == "draft"


def test_an_empty_reply_is_not_sent(running):
    """There must be something to send."""
    assert running.refused("send", question="a01", revision=1, text="  ") == "empty"


def test_skipping_puts_a_question_aside_until_it_is_written_to(running):
    """It can be taken up again; that it was put aside is remembered."""
    running.act("skip", question="a03")
    assert running.view()["questions"][2]["state"] == "skipped"
    running.save("a03", 1, "after all")
    assert running.view()["questions"][2]["state"] == "draft"
    assert running.attempt.answer("a03").skipped is True


# ---- devices ----


def test_another_device_must_take_over_before_it_may_write(running):
    """Its text is refused and kept; after taking over it writes, and the first device no longer does."""
    rest = {"question": "a01", "field": "reply", "revision": 1}
    assert running.refused("save", device="two", text="two", **rest) == "other_device"
    assert running.view("two")["device"] == {"active": False}
    running.act("take_over", device="two")
    running.act("save", device="two", text="two now", **rest)
    assert running.refused("save", text="one", **(rest | {"revision": 2})) == "other_device"
    assert ["two", "one"] == [one.text for one in running.attempt.refused]
    assert [False, True] == [running.poll(device)["device"]["active"] for device in ("one", "two")]
    assert running.attempt.answer("a01").reply == "two now"


def test_another_device_cannot_look_things_up_or_finish(running):
    """Only the device that writes acts."""
    for action in [
        {"kind": "search", "query": "x"},
        {"kind": "finish"},
        {"kind": "ask", "colleague": "bao", "text": "x"},
    ]:
        assert running.refused(device="two", **action) == "other_device"


# ---- notes ----


def test_long_pastes_are_noted_with_their_length_alone(running):
    """Short ones are not noted; no pasted text is taken at all."""
    running.act("paste", question="a01", length=199)
    running.after(MINUTE).act("paste", question="a01", length=200)
    assert [(TEN + MINUTE, "a01", 200)] == list(running.attempt.pastes)
    assert set(running.events[-1].data) == {"question", "length"}


def test_being_away_is_noted_with_its_length(running):
    """Going twice is going once; coming back without having gone is nothing."""
    running.act("back")
    running.after(MINUTE).act("away")
    running.after(2 * MINUTE).act("away")
    running.after(3 * MINUTE).act("back")
    assert [(TEN + MINUTE, TEN + 3 * MINUTE)] == list(running.attempt.aways)


def test_the_use_of_assistants_can_be_told_after_the_end(running):
    """What candidates say about it is kept word for word, from any device, also after the time."""
    running.after(END + MINUTE).act("disclose", device="two", text="For my English")
    assert ("For my English",) == running.attempt.disclosed
    assert {"at": running.now, "text": "For my English"} == running.view()["round"]["ai_told"]
