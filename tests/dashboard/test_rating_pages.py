"""The page Rate: what it shows to whom, and what it does."""

from __future__ import annotations

from html import escape

import pytest
from hiring.rating_rounds import an_assignment, full_rating, locked, the_pack
from rating_pages import MACHINE, everything, press, sheet
from sqlalchemy import update

from trainee_exercises.hiring.candidates import NewCandidate, add_candidate
from trainee_exercises.hiring.criteria import Part
from trainee_exercises.hiring.ratings import lock, reopen
from trainee_exercises.storage import tables as t


@pytest.fixture
def team(rated_team):
    """Give a round with two candidates who have written."""
    return rated_team


@pytest.fixture
def opened(rating_pages):
    """Give a function that opens a page as somebody."""
    return rating_pages


def test_list_shows_codes_parts_and_progress(team, opened):
    """What is locked and what waits, without a name."""
    locked(team, "r1", candidate=0)
    an_assignment(team, "r1", candidate=1, part=Part("interviews", "i-empathy"))
    test = opened("rate", "r1")
    shown = everything(test)

    assert "1 of 2 locked" in shown
    assert f"Rate {team.candidates[1].code}" in [one.label for one in test.button]
    assert "Zebedee" not in shown
    assert "Patient and empathetic" in shown


def test_who_has_not_finished_comes_last_and_is_not_next(team, opened):
    """Nothing of an exercise shows before it is over, so nobody is led to one that is not."""
    invited = add_candidate(team.storage, team.round.id, NewCandidate("Ida Roe", "ida@home.example"), "m1")
    mine = an_assignment(team)
    an_assignment(team._replace(candidates=(invited,)))
    test = opened("rate", "r1")

    assert [f"Rate {team.candidates[0].code}", f"Rate {invited.code}"] == [one.label for one in test.button]
    assert "the exercise is not over" in test.caption[-1].value
    lock(team.storage, mine.id, "r1", full_rating(), the_pack())
    assert "Nothing else can be rated yet." in [one.value for one in opened("rate", "r1", rating=mine.id).caption]


def test_nothing_to_rate_says_who_asks(opened):
    """A sentence in place of an empty page."""
    assert "A hiring manager asks people" in opened("rate", "r1").info[0].value


def test_rating_is_kept_while_it_is_made_and_after_a_reload(team, opened):
    """Each choice is in the database at once; a new visit finds it."""
    mine = an_assignment(team)
    test = opened("rate", "r1", rating=mine.id)
    test.radio(key=f"{mine.id}|mark|empathy").set_value(2).run()
    test.text_area(key=f"{mine.id}|words|empathy").set_value("curt in a03").run()
    again = opened("rate", "r1", rating=mine.id)

    given = sheet(team, mine).draft.marks["empathy"]
    assert (2, "curt in a03") == (given.mark, given.words)
    assert 2 == again.radio(key=f"{mine.id}|mark|empathy").value
    assert "curt in a03" == again.text_area(key=f"{mine.id}|words|empathy").value


def test_two_windows_lose_nothing_of_each_other(team, opened):
    """The same rating open twice: an older form writes over nothing; the last word counts, field by field."""
    mine = an_assignment(team)
    reply = the_pack().forms["a"].questions[0].id
    empathy, words = f"{mine.id}|mark|empathy", f"{mine.id}|words|empathy"
    first, second = opened("rate", "r1", rating=mine.id), opened("rate", "r1", rating=mine.id)
    first.radio(key=empathy).set_value(2).run()
    first.text_area(key=words).set_value("curt in a03").run()
    first.button_group(key=f"{mine.id}|reply|{reply}").set_value(3).run()
    second.text_area(key=f"{mine.id}|note").set_value("from the other window").run()
    kept = sheet(team, mine).draft

    assert (2, "curt in a03") == (kept.marks["empathy"].mark, kept.marks["empathy"].words)
    assert ({reply: 3}, "from the other window") == (kept.replies, kept.note)
    assert (2, "curt in a03") == (second.radio(key=empathy).value, second.text_area(key=words).value)

    second.radio(key=empathy).set_value(4).run()
    first.run()
    assert 4 == first.radio(key=empathy).value
    assert 4 == sheet(team, mine).draft.marks["empathy"].mark


def test_lock_needs_every_mark_and_asks_once_more(team, opened):
    """What is missing is listed; then a second press locks, and the form is gone."""
    mine = an_assignment(team)
    test = opened("rate", "r1", rating=mine.id)
    press(test, "Lock my rating")
    assert "Overall: choose 1, 2, 3 or 4" in test.error[0].value
    for one in full_rating().marks:
        test.radio(key=f"{mine.id}|mark|{one}").set_value(3)
    test.run()
    assert not sheet(team, mine).is_locked
    press(test, "Lock it now")

    assert full_rating() == sheet(team, mine).current
    assert [] == list(test.radio)


def test_not_enough_evidence_needs_its_reason(team, opened):
    """Chosen without words it cannot be locked."""
    mine = an_assignment(team)
    test = opened("rate", "r1", rating=mine.id)
    for one in full_rating().marks:
        test.radio(key=f"{mine.id}|mark|{one}").set_value(0 if one == "pressure" else 3)
    test.run()
    press(test, "Lock my rating")

    assert "write why there is not enough evidence" in test.error[0].value
    assert "Why is there not enough evidence?" in [one.label for one in test.text_area]


def test_single_replies_may_be_marked(team, opened):
    """Beside the reply; only where there is one."""
    mine = an_assignment(team)
    test = opened("rate", "r1", rating=mine.id)
    first = the_pack().forms["a"].questions[0].id
    groups = [one for one in test.button_group if "|reply|" in (one.key or "")]
    next(one for one in groups if one.key.endswith(first)).set_value(4).run()

    assert 2 == len(groups)
    assert {first: 4} == sheet(team, mine).draft.replies


def test_before_the_lock_there_is_no_name_no_mark_of_others_and_no_machine(team, opened):
    """All that the page sends is searched; after the lock the machine and the others are there."""
    other = locked(team, "r2", empathy=1)
    mine = an_assignment(team)
    before = everything(opened("rate", "r1", rating=mine.id))
    lock(team.storage, mine.id, "r1", full_rating(), the_pack())
    after = everything(opened("rate", "r1", rating=mine.id))

    for secret in ("zebedee", "quux", "home.example", MACHINE, other.user_name):
        assert secret not in before.casefold(), secret
    assert MACHINE in after
    assert ">r2</th>" in after.replace('\\"', '"')
    assert "zebedee" not in after.casefold()


def test_script_links_and_formulas_in_a_reply_are_text(team, opened):
    """Nothing of it is a tag in HTML, and none of it reaches Markdown."""
    mine = an_assignment(team)
    test = opened("rate", "r1", rating=mine.id)
    html = "".join(one.proto.body for one in test.get("html"))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html
    assert "<img" not in html
    assert not [one for one in test.markdown if "frac" in one.value or "javascript" in one.value]


def test_reopened_rating_shows_the_managers_reason(team, opened):
    """As text, above the form with the former marks in it."""
    mine = locked(team, "r1", empathy=1)
    reopen(team.storage, mine.id, "m1", "look at **a03**")
    test = opened("rate", "r1", rating=mine.id)

    assert r"look at \*\*a03\*\*" in test.warning[0].value
    assert 1 == test.radio(key=f"{mine.id}|mark|empathy").value


def test_each_reply_says_when_it_was_written(team, opened):
    """Which one it was, and the minute; all of them in order above; what has no reply is folded away."""
    mine = an_assignment(team)
    html = "".join(one.proto.body for one in opened("rate", "r1", rating=mine.id).get("html"))
    first, second = the_pack().forms["a"].questions[:2]
    folded = html[html.index("18 questions without a reply") :]

    assert f"Question {first.id} · sent · 1st reply, minute 1" in html
    assert html.index(f"1st reply, minute 1: {first.id}") < html.index(f"2nd reply, minute 1: {second.id}")
    assert (1, 0) == (html.count(f"Question {first.id} "), folded.count(f"Question {first.id} "))
    assert 18 == folded.count("not opened")
    assert "No reply." not in html


def test_customer_is_named_as_the_candidate_sees_them(team, opened):
    """With plan and time, in words."""
    mine = an_assignment(team)
    html = "".join(one.proto.body for one in opened("rate", "r1", rating=mine.id).get("html"))
    question = the_pack().forms["a"].questions[0]
    customer = question.customer

    who = f"{customer.name} ({customer.plan.capitalize()} plan, customer for {customer.since})"
    assert f"{who}: {escape(question.subject)}" in html


def test_list_names_the_round_unless_that_tells_who(team, opened):
    """A round called after somebody in it is not named."""
    an_assignment(team)
    assert "Exercise · Spring" in everything(opened("rate", "r1"))
    with team.storage.write() as connection:
        connection.execute(update(t.rounds).values(name="After Zebedee left"))
    shown = everything(opened("rate", "r1"))

    assert ("Exercise" in shown, "Zebedee" in shown, "After" in shown) == (True, False, False)


def test_after_the_lock_a_button_leads_to_the_next(team, opened):
    """To what waits for this rater; where nothing does, it says so."""
    first, second = an_assignment(team), an_assignment(team, candidate=1)
    lock(team.storage, first.id, "r1", full_rating(), the_pack())
    test = opened("rate", "r1", rating=first.id)
    press(test, f"Next: {second.code}")
    assert f"Exercise\\: {second.code}" == test.title[0].value
    lock(team.storage, second.id, "r1", full_rating(), the_pack())

    assert "Nothing else waits for you." in [one.value for one in opened("rate", "r1", rating=first.id).caption]


def test_overall_marks_are_not_said_twice(team, opened):
    """Their meaning is their name; those of values have words of their own."""
    mine = an_assignment(team)
    test = opened("rate", "r1", rating=mine.id)
    captions = {name: list(test.radio(key=f"{mine.id}|mark|{name}").proto.captions) for name in ("overall", "empathy")}

    assert ["", "", "", "", "Write why below"] == captions["overall"]
    assert all(captions["empathy"])


def test_another_raters_rating_does_not_open(team, opened):
    """Its id in the address leads to one's own list."""
    theirs = an_assignment(team, "r2")
    test = opened("rate", "r1", rating=theirs.id)

    assert "not yours" in test.info[0].value
    assert [] == list(test.radio)
