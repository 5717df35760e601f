"""Parts of a scenario as plain sentences."""

from __future__ import annotations

import pytest

import scenarios
from sim.scenario.load import parse
from sim.scenario.part import Spread
from sim.scenario.people import People
from sim.scenario.sentences import (
    people_sentence,
    routing_sentence,
    support_sentence,
    surge_sentence,
    team_sentence,
    tools_down_sentence,
)
from sim.scenario.spoken import days_words, span_words, spread_words
from sim.scenario.teams import Team


def _scenario(name):
    return parse(scenarios.text(name))


def _routing(name, plan):
    scenario = _scenario(name)
    return routing_sentence(scenario, scenario.plans[plan])


@pytest.mark.parametrize(
    ("name", "plan", "says"),
    [
        ("quickstart", "as_is", "First come, first served, whoever writes."),
        (
            "quickstart", "paid_and_trials_first",
            ("Paying and trial first, however long others have waited; then free. Among equals, first come, first "
            "served."),
        ),
        (
            "free-or-paid", "promises",
            ("Whoever is nearest to the time promised to them is next: paying within 30 minutes, vip within 15 minutes "
            "and free within 1 hour."),
        ),
        (
            "free-or-paid", "three_to_one",
            ("Whoever has waited longest is next, but waiting does not count alike. A minute of paying and vip counts "
            "as 3 minutes."),
        ),
        (
            "free-or-paid", "reserved",
            "First come, first served, whoever writes. Work for free starts only if another person stays free.",
        ),
        (
            "free-or-paid", "free_after_an_hour",
            "First come, first served, whoever writes. Free go to desk after 1 hour.",
        ),
        ("ad-funded", "docs_only", "First come, first served, whoever writes. Not answered at all: users."),
        (
            "outage-day", "status_page",
            "First come, first served, whoever writes. When 30 wait, whoever else writes is turned away.",
        ),
        (
            "language", "one_speaker",
            ("First come, first served, whoever writes. If several people are free, somebody of the team that stands "
            "first takes it."),
        ),
        (
            "triage-out", "write_it_down",
            ("Whoever has waited longest is next, but waiting does not count alike. Vip count as if they had waited 8 "
            "hours longer."),
        ),
    ],
)  # fmt: skip
def test_a_policy_says_what_it_does(name, plan, says):
    """Each shipped policy in words that a leader understands."""
    assert says == _routing(name, plan)


@pytest.mark.parametrize("name", scenarios.names())
def test_every_shipped_plan_has_its_sentences(name):
    """None is empty, none says a Python value."""
    scenario = _scenario(name)
    for plan in scenario.plans.values():
        found = [routing_sentence(scenario, plan)]
        found += [support_sentence(scenario, plan, segment) for segment in scenario.world.segments]
        found += [team_sentence(team, scenario.currency) for team in plan.teams.values()]
        found += [people_sentence(team.people) for team in plan.teams.values()]
        assert [] == [one for one in found if not one.endswith(".") or "None" in one or "{" in one]


def test_a_team_in_one_sentence():
    """How many people, where, when and for how much."""
    team = Team.model_validate(
        {
            "zone": "Europe/Berlin", "headcount": 7, "rate": 30,
            "shifts": [{"days": "mon-fri", "start": "09:00", "end": "17:00"}],
        }
    )  # fmt: skip
    assert "7 people in Europe/Berlin, Monday to Friday 9:00 to 17:00, 30 EUR an hour." == team_sentence(team, "EUR")


def test_shifts_with_people_of_their_own_and_single_dates():
    """Many dates are told as from when to when."""
    teams = _scenario("follow-the-sun").plans["stay_on"].teams
    assert (
        "2 people in America/Los_Angeles, 14 days from 14 March 2027 to 27 March 2027 17:00 to 18:00, 51 USD an hour."
    ) == team_sentence(teams["staying_on"], "USD")
    assert (
        "6 people in Europe/London, 4 of them Monday to Friday 9:00 to 17:00, 2 of them Saturday and Sunday 9:00 to "
        "17:00, 30 USD an hour."
    ) == team_sentence(teams["london"], "USD")


def test_a_level_of_support():
    """What comes before people, and what is promised."""
    scenario = _scenario("docs-and-bot")
    assert (
        "Paying: they write by email; the documentation answers 25 % of what it can; a bot answers 24 % of the rest, "
        "and only seems to answer 4 %; a first answer is promised within 4 hours."
    ) == support_sentence(scenario, scenario.plans["careful_bot"], "paying")


def test_an_outage():
    """When, how many, and what helps."""
    scenario = _scenario("outage-rehearsal")
    assert (
        "Outage, on 17 September 2026 at 14:00: the usual contacts 9 times for 20 minutes, 3 times for 40 minutes and "
        "1.4 times for 2 hours; the additional ones about outage; fixed after 1 hour 30 minutes; a status page answers "
        "30 % of them; a ready answer takes 2 minutes."
    ) == surge_sentence("outage", scenario.world.surges["outage"])
    assert "The team's own tools never fail." == tools_down_sentence(scenario.world.tools_down)


def test_what_happens_to_people():
    """Only what is switched on is told."""
    assert "Nobody falls ill, leaves, learns or tires." == people_sentence(None)
    found = People.model_validate({"sickness": {"per_day": 0.04}, "quits": {"per_year": 0.32}, "lead_time": None})
    assert "4 in 100 people are ill on any day; 32 in 100 leave in a year, and nobody follows." == people_sentence(
        found
    )


def test_spans_and_days_in_words():
    """As people say them."""
    assert ("1 hour 30 minutes", "1 week 1 day", "no time") == (
        span_words(5_400_000), span_words(8 * 86_400_000), span_words(0),
    )  # fmt: skip
    assert "3 hours on average" == spread_words(Spread(mean=3 * 3_600_000))
    assert ("every day", "Sunday to Thursday", "Monday, Wednesday and Friday", "Monday to Wednesday and Friday") == (
        days_words(("mon", "tue", "wed", "thu", "fri", "sat", "sun")), days_words(("mon", "tue", "wed", "thu", "sun")),
        days_words(("mon", "wed", "fri")), days_words(("mon", "tue", "wed", "fri")),
    )  # fmt: skip
