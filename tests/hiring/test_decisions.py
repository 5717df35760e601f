"""Decisions: by a person, with reasons, resting on ratings of people."""

from __future__ import annotations

import pytest
from hiring.rating_rounds import a_team, an_assignment, locked

from trainee_exercises.hiring.decisions import Deciding, decisions_of, decisions_of_round, record
from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.storage import audit


def decide(team, kind="no", why="Two 1s for empathy, see a03.", stages=("exercise",), despite=""):
    """Record a decision about the first candidate of the team."""
    return record(team.storage, Deciding(team.candidates[0].id, kind, why, stages, despite), "m1")


def test_decision_keeps_who_when_and_why_and_those_before(storage):
    """Several over time, the first one first."""
    team = a_team(storage)
    locked(team)
    decide(team, "invite_further", "3s throughout")
    later = storage.now.forward(1000)
    decide(team, "offer", "as good in the interviews")
    with storage.read() as connection:
        found = decisions_of(connection, team.candidates[0].id)
        of_round = decisions_of_round(connection, team.round.id)

    assert [("invite_further", "m1"), ("offer", "m1")] == [(one.kind, one.by) for one in found]
    assert (later, "as good in the interviews", ("exercise",)) == (found[1].at, found[1].why, found[1].stages)
    assert {team.candidates[0].id: found} == of_round


def test_the_very_same_decision_again_is_written_once(storage):
    """A second click is no second decision; with other words, by somebody else or after another one, it is."""
    team = a_team(storage)
    locked(team)
    first = decide(team, "hold", "call them")
    storage.now.forward(1000)
    again = decide(team, "hold", "call them")
    for kind, why in (("hold", "call them on Friday"), ("no", "withdrew"), ("hold", "call them")):
        decide(team, kind, why)
    with storage.read() as connection:
        found = decisions_of(connection, team.candidates[0].id)

    assert first == again
    assert ["call them", "call them on Friday", "withdrew", "call them"] == [one.why for one in found]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"why": "  "}, "why"),
        ({"kind": "reject"}, "kind"),
        ({"stages": ("lunch",)}, "stages"),
        ({"stages": ()}, "despite"),
        ({"stages": ("exercise", "pre_screen")}, "despite"),
    ],
)
def test_what_is_missing_is_refused_by_field(storage, given, field):
    """Reasons, a known decision, known stages, a rating of each stage; nothing is recorded."""
    team = a_team(storage)
    locked(team)
    with pytest.raises(WrongFields) as refused:
        decide(team, **given)
    with storage.read() as connection:
        assert [] == decisions_of(connection, team.candidates[0].id)

    assert field in refused.value.fields


def test_without_a_locked_rating_a_reason_of_its_own_is_needed(storage):
    """A draft is no rating; "they withdrew" is a reason."""
    team = a_team(storage)
    an_assignment(team)
    with pytest.raises(WrongFields, match="nobody has locked a rating of exercise"):
        decide(team)

    assert "They withdrew" == decide(team, despite="They withdrew").despite


def test_audit_has_the_decision_and_no_reasons(storage):
    """The log outlives an erasure, so it holds nothing that was written about a person."""
    team = a_team(storage)
    locked(team)
    decide(team, why="Zebedee was rude")
    with storage.read() as connection:
        (line,) = [one for one in audit.lines(connection) if one.action == "decision recorded"]

    assert ("m1", {"decision": "no", "stages": ["exercise"]}) == (line.actor, line.detail)


def test_nobody_decides_about_somebody_unknown(storage):
    """A wrong id is named."""
    a_team(storage)
    with pytest.raises(HiringError, match="no candidate 'gone'"):
        record(storage, Deciding("gone", "no", "because", ("exercise",)), "m1")
