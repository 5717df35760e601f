"""Where the spreadsheet errs, in sentences that name the hours."""

from __future__ import annotations

import math

import pytest
from builders import a_scenario, a_team
from spreadsheet_week import a_table

from sim.reports.spreadsheet_words import kinds_of_error, where_it_errs


def test_sentences_name_the_hour():
    """Too much is promised on Tuesday from nine to ten, too much feared on Sunday in the last hour."""
    table = a_table(simulated_wait={33: 240.0, 34: 30.0}, erlang_c_wait={167: 45.0})
    _, low, high, alike = where_it_errs(table, a_scenario(), "as_is")

    assert "In 2 hours it promises too much. Most of all on Tuesday from 09:00 to 10:00" in low
    assert low.endswith("it says 1 minute; customers wait 4 hours.")
    assert "In one hour it fears too much. Most of all on Sunday from 23:00 to 24:00" in high
    assert high.endswith("it says 45 minutes; customers wait 1 minute.")
    assert "In 165 hours of the 168 for which both have an answer they say about the same." == alike


def test_an_overload_is_told_from_an_empty_desk():
    """Two hours without people, one with too few."""
    table = a_table(agents={1: 0.0, 2: 0.4}, erlang_c_wait=dict.fromkeys((1, 2, 3), math.nan), simulated_wait={3: 90.0})
    _, empty, full, _ = where_it_errs(table, a_scenario(), "as_is")

    assert empty.startswith("In 2 hours of the week somebody writes and nobody is at the desk: the formula has no ")
    assert empty.endswith("Who writes then waits 1 minute on average.")
    assert full.startswith("In one hour of the week more work comes in than the people at the desk can do: the ")
    assert full.endswith("Who writes then waits 1.5 hours on average.")


def test_nothing_odd_nothing_said():
    """Of a plain desk only what the two say in all, and that they agree."""
    said = where_it_errs(a_table(), a_scenario(), "as_is")
    assert 2 == len(said)
    assert "it says 1 minute of wait on average. Simulated, the same customers wait 1 minute." in said[0]


@pytest.mark.parametrize(
    ("changes", "team", "routing", "words"),
    [
        ({"skill": "sql"}, {"skills": ["sql"]}, {}, []),
        ({"touches": 3}, {}, {}, ["goes back and forth"]),
        (
            {"escalation": {"chance": 0.2, "to": "t2"}},
            {"skills": ["t2"]},
            {},
            ["skills or languages", "back and forth"],
        ),
        ({}, {}, {"segments": {"paying": {"base": "1h"}}}, ["some customers go first"]),
        ({}, {"live_limit": 3}, {}, ["several conversations open"]),
    ],
)
def test_kinds_of_error(changes, team, routing, words):
    """Skills only where they divide the work; touches; order; several conversations at a time."""
    scenario = a_scenario(
        topics={"question": {"handle_time": "10m"} | changes},
        plans={"as_is": {"teams": {"desk": a_team(**team)}, "routing": routing}},
    )
    said = list(kinds_of_error(scenario, "as_is"))
    assert len(words) == len(said)
    assert all(word in sentence for word, sentence in zip(words, said, strict=True))
