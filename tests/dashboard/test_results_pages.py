"""The pages Results and Scorecard: what they show to whom, and what they do."""

from __future__ import annotations

import pytest
from hiring.rating_rounds import an_assignment, full_rating, locked, the_pack
from rating_pages import EVIL, MACHINE, everything, press

from dashboard import deciding
from trainee_exercises.hiring import visibility
from trainee_exercises.hiring.criteria import Part
from trainee_exercises.hiring.decisions import Deciding, decisions_of, record
from trainee_exercises.hiring.group_report import give_group_answers
from trainee_exercises.hiring.ratings import lock


@pytest.fixture
def team(rated_team):
    """Give a round with two candidates who have written."""
    return rated_team


@pytest.fixture
def opened(rating_pages):
    """Give a function that opens a page as somebody."""
    return rating_pages


@pytest.mark.parametrize("name", ["results", "scorecard"])
def test_raters_do_not_get_the_managers_pages(team, opened, name):
    """The page ends before it shows anything."""
    test = opened(name, "r1", candidate=team.candidates[0].id)

    assert "Your sign-in does not open this page." == test.info[0].value
    assert team.candidates[0].code not in everything(test)


def test_manager_asks_somebody_to_rate(team, opened):
    """Two people about two candidates are four assignments; asked twice, it says so."""
    test = opened("results", "m1", round=team.round.id)
    test.button_group(key="show").set_value("Raters").run()
    for _ in range(2):
        test.multiselect[0].set_value(["r1", "r2"])
        test.multiselect[1].set_value([one.id for one in team.candidates])
        press(test, "Ask them")

    assert 4 == len(test.error)
    assert "already" in test.error[0].value
    assert 2 == len(test.multiselect[0].value)


def test_asking_says_what_came_of_it(team, opened):
    """Nobody chosen; then who was asked, with boxes that are empty again."""
    test = opened("results", "m1", round=team.round.id)
    test.button_group(key="show").set_value("Raters").run()
    assert "Nobody has been asked yet." in [one.value for one in test.caption]
    press(test, "Ask them")
    assert "Choose who rates, and whom\\." == test.error[0].value
    test.multiselect[0].set_value(["r1", "r2"])
    test.multiselect[1].set_value([team.candidates[0].id])
    press(test, "Ask them")
    who = "`r1@company.example` and `r2@company.example` were asked to rate 1 candidate"
    assert who in test.success[0].value
    assert [[], []] == [one.value for one in test.multiselect]
    assert [] == list(test.error)


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("Candidates", "1 of 1 ratings locked; no decision yet"),
        ("Candidates", "nobody asked to rate yet; no decision yet"),
        ("Raters", "Nobody: all that were asked have locked."),
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
        test.button_group(key="show").set_value(part).run()

    assert not test.exception
    assert shown in everything(test)
    assert "Zebedee" not in everything(test)


def test_agreement_follows_ratings_that_come_after_it_was_first_looked_at(team, opened):
    """A second rater locks in between: the page works the figures out again."""
    locked(team)
    before = opened("results", "m1", round=team.round.id)
    before.button_group(key="show").set_value("Agreement").run()
    locked(team, "r2", mark=2)
    after = opened("results", "m1", round=team.round.id)
    after.button_group(key="show").set_value("Agreement").run()

    assert "fewer than two people have rated" in everything(before)
    assert "fewer than two people have rated" not in everything(after)


def test_candidates_come_by_code_whatever_their_marks(team, opened):
    """The one with the lower marks is not moved down."""
    for candidate, mark in ((0, 1), (1, 4)):
        locked(team, "r1", candidate, mark=mark)
    test = opened("results", "m1", round=team.round.id)

    assert sorted(f"Scorecard {one.code}" for one in team.candidates) == [one.label for one in test.button]


def test_an_address_of_a_round_that_is_gone_is_said(team, opened):
    """Nobody takes another round for the one they asked for."""
    assert "not there" in opened("results", "m1", round="gone").warning[0].value
    assert not opened("results", "m1", round=team.round.id).warning


def test_decision_is_recorded_with_reasons_or_refused(team, opened):
    """Without reasons it says what is missing; with them it stands on the card with who decided."""
    locked(team)
    test = opened("scorecard", "m1", candidate=team.candidates[0].id)
    press(test, "Record this decision")
    says = "Choose a decision: Invite further, Offer, No or Hold. Write the reasons: which ratings, and what was seen."
    assert says == test.error[0].value.replace("\\", "")
    test.radio[0].set_value("no")
    test.text_area[0].set_value(f"Two 1s {EVIL}")
    press(test, "Record this decision")
    with team.storage.read() as connection:
        (made,) = decisions_of(connection, team.candidates[0].id)

    assert ("no", "m1", ("exercise",)) == (made.kind, made.by, made.stages)
    assert (None, "") == (test.radio[0].value, test.text_area[0].value)  # nobody records it again by mistake
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


def test_manager_reads_what_was_written_on_the_scorecard(team, opened):
    """Each reply as it was, not before their own rating is locked, and nobody else's."""
    locked(team)
    mine = an_assignment(team, "m1")
    before = everything(opened("scorecard", "m1", candidate=team.candidates[0].id))
    lock(team.storage, mine.id, "m1", full_rating(), the_pack())
    test = opened("scorecard", "m1", candidate=team.candidates[0].id)

    assert "Hi, press Print." not in before
    assert "Exercise: 2 of 20 questions have a reply" in [one.label for one in test.expander]
    assert "Hi, press Print." in everything(test)
    assert "<script" not in "".join(one.proto.body for one in test.get("html"))


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


@pytest.mark.parametrize("address", [{}, {"candidate": "gone"}])
def test_a_scorecard_of_nobody_leads_on(opened, address):
    """An old bookmark is no dead end."""
    assert ["Results of hiring"] == [one.label for one in opened("scorecard", "m1", **address).button]


def test_the_part_of_the_address_is_the_one_that_shows(team, opened):
    """So another page can lead to it, and a reload stays there; what is no part shows the first."""
    there = opened("results", "m1", round=team.round.id, show="Raters")
    assert "Ask them" in [one.label for one in there.button]
    assert "Ask them" not in [one.label for one in opened("results", "m1", show="Invite").button]
