"""The pages Rate, Results and Scorecard: what they show to whom, and what they do."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from hiring.rating_rounds import a_team, an_assignment, full_rating, locked, the_pack, written
from streamlit.testing.v1 import AppTest

from dashboard import deciding, shared
from dashboard.identity import Visitor
from trainee_exercises.hiring import visibility
from trainee_exercises.hiring.criteria import Part
from trainee_exercises.hiring.decisions import Deciding, decisions_of, record
from trainee_exercises.hiring.group_report import give_group_answers
from trainee_exercises.hiring.ratings import lock, reopen, sheet_of

PAGES = Path(__file__).resolve().parents[2] / "dashboard" / "pages"
EVIL = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [click](javascript:alert(1)) $\\frac{1}{2}$ :red[x] **b**"
)
PEOPLE = {"r1": "rater", "r2": "rater", "m1": "manager"}
MACHINE = "machine says 3.7 because of a quote"


@pytest.fixture
def team(sqlite_storage):
    """Give a round with two candidates who have written."""
    made = a_team(sqlite_storage)
    first, second = (one.id for one in the_pack().forms["a"].questions[:2])
    for candidate in (0, 1):
        written(made, {first: f"Hi, press Print. {EVIL}\nZebedee Quux", second: "It is in the help centre."}, candidate)
    return made


@pytest.fixture
def opened(team, monkeypatch):
    """Give a function that opens a page as somebody."""
    st.cache_data.clear()
    st.cache_resource.clear()
    seen = SimpleNamespace(values=(), says=(MACHINE,), answers=())
    for part in ("pace", "order", "lookups", "held"):
        setattr(seen, part, SimpleNamespace(says=part))
    scores = SimpleNamespace(scores_of=lambda _storage, _candidate: seen)
    monkeypatch.setitem(sys.modules, "trainee_exercises.hiring.scores", scores)
    monkeypatch.setattr(shared, "storage", lambda: team.storage)

    def page(name, user, **query):
        who = Visitor("staff", user, None, PEOPLE[user], f"{user}@company.example")
        monkeypatch.setattr(shared, "this_visitor", lambda: who)
        test = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=30)
        for key, value in query.items():
            test.query_params[key] = value
        test.run()
        assert not test.exception
        return test

    yield page
    st.cache_data.clear()
    st.cache_resource.clear()


def everything(test):
    """Return all that a page sends to the browser, as text."""
    return "\n".join(str(one.proto) for one in test.main) + "\n".join(str(one.proto) for one in test.sidebar)


def sheet(team, assignment):
    """Return the sheet as it is in the database."""
    with team.storage.read() as connection:
        return sheet_of(connection, assignment.id)


def press(test, label):
    """Press the button of that label."""
    next(one for one in test.button if one.label == label).click().run()
    assert not test.exception


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


def test_another_raters_rating_does_not_open(team, opened):
    """Its id in the address leads to one's own list."""
    theirs = an_assignment(team, "r2")
    test = opened("rate", "r1", rating=theirs.id)

    assert "not yours" in test.info[0].value
    assert [] == list(test.radio)


@pytest.mark.parametrize("name", ["results", "scorecard"])
def test_raters_do_not_get_the_managers_pages(team, opened, name):
    """The page ends before it shows anything."""
    test = opened(name, "r1", candidate=team.candidates[0].id)

    assert "Your sign-in does not open this page." == test.info[0].value
    assert team.candidates[0].code not in everything(test)


def test_manager_asks_somebody_to_rate(team, opened):
    """Two people about two candidates are four assignments; asked twice, it says so."""
    test = opened("results", "m1", round=team.round.id)
    test.button_group(key="part").set_value("Raters").run()
    for _ in range(2):
        test.multiselect[0].set_value(["r1", "r2"])
        test.multiselect[1].set_value([one.id for one in team.candidates])
        press(test, "Ask them")

    assert 4 == len(test.error)
    assert "already" in test.error[0].value


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("Candidates", "1 of 1 ratings locked"),
        ("Raters", "Nobody: all that were asked have locked, or nobody has been asked yet."),
        ("Agreement", "fewer than two people have rated"),
        ("To talk about", "Nowhere so far."),
        ("Between groups", "of 2 candidates said something about groups"),
        ("Export", "/api/exports/rounds/"),
    ],
)
def test_every_part_of_the_results_opens(team, opened, part, shown):
    """With one rating locked."""
    locked(team)
    give_group_answers(team.storage, team.candidates[0].id, {"sex": "female"})
    test = opened("results", "m1", round=team.round.id)
    if part != "Candidates":
        test.button_group(key="part").set_value(part).run()

    assert not test.exception
    assert shown in everything(test)
    assert "Zebedee" not in everything(test)


def test_agreement_follows_ratings_that_come_after_it_was_first_looked_at(team, opened):
    """A second rater locks in between: the page works the figures out again."""
    locked(team)
    before = opened("results", "m1", round=team.round.id)
    before.button_group(key="part").set_value("Agreement").run()
    locked(team, "r2", mark=2)
    after = opened("results", "m1", round=team.round.id)
    after.button_group(key="part").set_value("Agreement").run()

    assert "fewer than two people have rated" in everything(before)
    assert "fewer than two people have rated" not in everything(after)


def test_candidates_come_by_code_whatever_their_marks(team, opened):
    """The one with the lower marks is not moved down."""
    for candidate, mark in ((0, 1), (1, 4)):
        locked(team, "r1", candidate, mark=mark)
    test = opened("results", "m1", round=team.round.id)

    assert sorted(f"Scorecard {one.code}" for one in team.candidates) == [one.label for one in test.button]


def test_decision_is_recorded_with_reasons_or_refused(team, opened):
    """Without reasons it says what is missing; with them it stands on the card with who decided."""
    locked(team)
    test = opened("scorecard", "m1", candidate=team.candidates[0].id)
    press(test, "Record this decision")
    assert "write the reasons" in test.error[0].value
    test.radio[0].set_value("no")
    test.text_area[0].set_value(f"Two 1s {EVIL}")
    press(test, "Record this decision")
    with team.storage.read() as connection:
        (made,) = decisions_of(connection, team.candidates[0].id)

    assert ("no", "m1", ("exercise",)) == (made.kind, made.by, made.stages)
    assert "m1@company.example" in everything(test).replace("\\", "")
    assert "<script" not in "".join(one.proto.body for one in test.get("html"))


def test_manager_who_owes_a_rating_sees_neither_name_nor_marks_nor_machine(team, opened):
    """A manager who rates is a rater first."""
    locked(team, "r1", empathy=1)
    an_assignment(team, "m1")
    shown = everything(opened("scorecard", "m1", candidate=team.candidates[0].id))

    for secret in ("Zebedee", "Quux", "home.example", MACHINE, "r1@company.example"):
        assert secret not in shown, secret
    assert "You have a rating of this person open" in shown


def test_manager_who_owes_a_rating_sees_no_decision_of_others(team, opened):
    """Neither on the scorecard nor in the list of candidates, until the lock."""
    locked(team)
    record(team.storage, Deciding(team.candidates[0].id, "offer", "3s and 4s throughout", ("exercise",)), "r2")
    mine = an_assignment(team, "m1")

    def shown():
        pages = opened("scorecard", "m1", candidate=team.candidates[0].id), opened("results", "m1", round=team.round.id)
        return [secret in everything(page) for page, secret in zip(pages, ("3s and 4s", ": offer"), strict=True)]

    assert [False, False] == shown()
    lock(team.storage, mine.id, "m1", full_rating(), the_pack())
    assert [True, True] == shown()


def test_titles_of_a_pack_are_text(team, opened, monkeypatch):
    """Names of values and titles of stages come from files that somebody else may have written."""
    evil = "[click](https://evil.example) :red[x]"
    pack = the_pack()
    values = {name: one.model_copy(update={"name": evil}) for name, one in pack.values.items()}
    stages = {name: one.model_copy(update={"title": evil}) for name, one in pack.stages.items()}
    monkeypatch.setattr(deciding, "pack_of", lambda _: pack.model_copy(update={"values": values, "stages": stages}))
    part = Part("pre_screen")
    mine = locked(team, "r1", part=part)
    card = opened("scorecard", "m1", candidate=team.candidates[0].id)
    by_stage = [one.value for one in card.subheader]
    card.segmented_control[0].set_value("By value").run()
    titles = by_stage + [one.value for one in card.subheader]
    titles += [one.value for one in opened("rate", "r1", rating=mine.id).title]

    assert 3 <= sum("evil" in one for one in titles)
    assert not [one for one in titles if "[click](" in one or ":red[" in one]


def test_scorecard_shows_the_machine_only_where_it_may(team, opened, monkeypatch):
    """Once everybody has locked; the page asks the one rule that decides."""
    locked(team)
    assert MACHINE in everything(opened("scorecard", "m1", candidate=team.candidates[0].id))
    monkeypatch.setattr("trainee_exercises.hiring.scorecards.may_see_machine", lambda *_: False)

    assert MACHINE not in everything(opened("scorecard", "m1", candidate=team.candidates[0].id))
    assert visibility.may_see_machine is not None


def test_unknown_candidate_is_a_sentence(opened):
    """No traceback for a wrong address."""
    assert "no candidate" in opened("scorecard", "m1", candidate="gone").info[0].value
