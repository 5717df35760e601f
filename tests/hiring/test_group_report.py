"""The adverse-impact report: sums by group, small groups marked, never a person."""

from __future__ import annotations

import pytest
from hiring.rating_rounds import a_team, locked
from scipy.stats import fisher_exact
from sqlalchemy import select

from trainee_exercises.hiring.decisions import Deciding, record
from trainee_exercises.hiring.group_report import categories_of, give_group_answers, group_report
from trainee_exercises.hiring.problems import WrongFields
from trainee_exercises.storage import tables as t


def a_round_of(storage, groups, **settings):
    """Return a team with a candidate for each (sex, decision); None: said nothing, not decided."""
    team = a_team(storage, names=[f"Person{n} Quux" for n in range(len(groups))], **settings)
    for candidate, (sex, kind) in zip(team.candidates, groups, strict=True):
        if sex:
            give_group_answers(storage, candidate.id, {"sex": sex})
        if kind:
            record(storage, Deciding(candidate.id, kind, "see marks", (), "a test"), "m1")
    return team


def the_table(report, outcome="Went on", question="Sex"):
    """Return one table of a report."""
    return next(one for one in report.tables if (one.outcome, one.question) == (outcome, question))


def test_rates_by_hand(storage):
    """2 of 6 women and 5 of 6 men went on: an impact ratio of 0.4, and Fisher's p beside it."""
    groups = [("female", "offer")] * 2 + [("female", "no")] * 4 + [("male", "invite_further")] * 5 + [("male", "no")]
    team = a_round_of(
        storage, [*groups, (None, "offer"), ("female", None), ("male", "hold"), ("prefer_not_to_say", "no")]
    )
    report = group_report(storage, team.round.id)
    women, men = the_table(report).rows

    assert (16, 15, 12) == (report.n_candidates, report.n_answered, the_table(report).n)
    assert ("Female", 6, 2) == (women.group, women.n, women.cell.chosen)
    assert pytest.approx(0.4) == women.cell.ratio
    assert pytest.approx(fisher_exact([[2, 4], [5, 1]]).pvalue) == women.cell.fisher
    assert men.cell.is_highest
    assert (2, 0) == tuple(one.cell.chosen for one in the_table(report, "Offered").rows)


def test_small_groups_are_marked_and_their_results_withheld(storage):
    """Of fewer than 5 people the results could be read from the table; only how many there are is shown."""
    groups = [("female", "offer")] * 3 + [("another", "no")] * 4 + [("male", "no")] * 5
    another, women, men = the_table(group_report(storage, a_round_of(storage, groups).round.id)).rows

    assert (4, None, "fewer than 5 people") == (another.n, another.cell, another.small)
    assert (3, None, "fewer than 5 people") == (women.n, women.cell, women.small)
    assert (5, 0, None) == (men.n, men.cell.chosen, men.small)


def test_a_small_group_cannot_be_worked_out_from_the_rest(storage):
    """One small group alone would be the whole less the others: the next larger is withheld with it."""
    groups = [("female", "offer")] * 4 + [("male", "no")] * 5 + [("another", "no")] * 6
    another, women, men = the_table(group_report(storage, a_round_of(storage, groups).round.id)).rows

    assert [None, None] == [women.cell, men.cell]
    assert 0 == another.cell.chosen


def test_scoring_rate_is_above_the_median_of_peoples_marks(storage):
    """Overall marks 1 to 4; the median is taken over everybody who was rated, whether they said their group or not."""
    team = a_round_of(storage, [("female", None)] * 5 + [("male", None)] * 5 + [(None, None)])
    for candidate, mark in enumerate([1, 1, 2, 2, 3, 2, 3, 4, 4, 4, 1]):
        locked(team, "r1", candidate, overall=mark)
    table = the_table(group_report(storage, team.round.id), "Above the median of people's overall marks")

    # In order: 1 1 1 2 2 2 3 3 4 4 4, the median is 2.
    assert [1, 4] == [one.cell.chosen for one in table.rows]


def test_answers_are_declared_replaced_and_taken_back(storage):
    """Unknown questions and answers are refused; a new answer replaces all; none at all removes them."""
    team = a_team(storage)
    who = team.candidates[0].id
    with pytest.raises(WrongFields) as refused:
        give_group_answers(storage, who, {"sex": "yes", "faith": "x"})
    assert ["faith", "sex"] == sorted(refused.value.fields)

    def kept():
        with storage.read() as connection:
            return list(connection.execute(select(t.group_answers.c.answers)).scalars())

    assert [] == kept()
    give_group_answers(storage, who, {"sex": "female", "age": "under_40"})
    give_group_answers(storage, who, {"sex": "prefer_not_to_say"})
    assert [{"sex": "prefer_not_to_say"}] == kept()
    give_group_answers(storage, who, {})
    assert [] == kept()


def test_ethnicity_is_not_asked_in_the_european_union(storage):
    """It is a special kind of data there (GDPR Art. 9); in the United States it stands beside sex and with it."""
    assert "ethnicity" not in categories_of("european_union")
    team = a_team(storage, jurisdiction="european_union", retention_months=6)
    with pytest.raises(WrongFields, match="is not asked here"):
        give_group_answers(storage, team.candidates[0].id, {"ethnicity": "white"})

    assert {"Sex", "Age"} == {one.question for one in group_report(storage, team.round.id).tables}


def test_both_groups_together_need_both_answers(storage):
    """Who left one of them out is not in the table of both."""
    team = a_team(storage, names=[f"Person{n} Quux" for n in range(6)])
    for n, candidate in enumerate(team.candidates):
        answers = {"sex": "female", "ethnicity": "asian"} if n else {"sex": "female"}
        give_group_answers(storage, candidate.id, answers)
        record(storage, Deciding(candidate.id, "no", "see marks", (), "a test"), "m1")
    table = the_table(group_report(storage, team.round.id), question="Sex and race or ethnicity")

    assert [("Female, Asian", 5)] == [(one.group, one.n) for one in table.rows]


def test_report_without_anything_is_empty_and_no_crash(storage):
    """No answers, no decisions."""
    report = group_report(storage, a_team(storage).round.id)

    assert (2, 0) == (report.n_candidates, report.n_answered)
    assert all(one.rows == () for one in report.tables)
