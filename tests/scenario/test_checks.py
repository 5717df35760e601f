"""Cross-checks of scenarios that were built in Python, and what is odd but can be run."""

from __future__ import annotations

import math
import re

import pytest
from builders import a_scenario, a_segment, a_team

from sim.scenario.checks import oddities, problems_of, require_sound
from sim.scenario.expected import expected_conversations
from sim.scenario.problems import ScenarioError
from sim.scenario.profiles import BUILT_IN, profile_weights
from sim.scenario.staffing import hours_at_desk

EVERY_HOUR = {"days": "all", "start": "00:00", "end": "24:00"}


def test_a_scenario_from_python_is_judged_by_the_same_rules() -> None:
    """The place is a path, the message that of a file; require_sound raises it without a file."""
    scenario = a_scenario(segments={"paying": a_segment(topics={"nothing": 1})})
    message = "'nothing' is no topic of this scenario; there is question"
    assert [(("world", "segments", "paying", "topics", "nothing"), message)] == problems_of(scenario)
    with pytest.raises(ScenarioError, match=rf"^world\.segments\.paying\.topics\.nothing: {message}$"):
        require_sound(scenario)


def test_a_sound_scenario_has_no_problems_and_nothing_odd() -> None:
    """The builder's scenario can be run."""
    require_sound(a_scenario())
    assert [] == oddities(a_scenario())


def test_a_surge_is_judged_in_its_own_zone() -> None:
    """Noon in Tokyo on the first day is in the scenario; 8 in the morning there is still the day before in UTC."""
    at = ("2026-03-02T12:00", "2026-03-02T08:00")
    scenario = a_scenario(world={"surges": {"outage": {"at": at, "zone": "Asia/Tokyo"}}})
    assert [("world", "surges", "outage", "at", 1)] == [path for path, _ in problems_of(scenario)]


@pytest.mark.parametrize("need", ["skill", "language"])
def test_who_is_not_served_needs_nobody(need: str) -> None:
    """A skill or language that nobody has is no problem where the plan turns the segment away."""
    segment = a_segment(languages={"ja": 1} if need == "language" else {"en": 1})
    topics = {"question": {"handle_time": "10m"} | ({"skill": "api"} if need == "skill" else {})}
    teams = {"desk": a_team()}
    away = {"teams": teams, "routing": {"segments": {"paying": {"served": False}}}}
    scenario = a_scenario({"paying": segment}, topics, {"as_is": {"teams": teams}, "away": away})
    assert [("plans", "as_is")] == [path for path, _ in problems_of(scenario)]


def test_a_skill_and_a_language_must_meet_in_one_team() -> None:
    """One team with the skill and another with the language cannot answer together."""
    teams = {"a": a_team(skills=["api"]), "b": a_team(languages=["ja"])}
    topics = {"question": {"handle_time": "10m", "skill": "api"}}
    scenario = a_scenario({"paying": a_segment(languages={"ja": 1})}, topics, {"as_is": {"teams": teams}})
    assert [
        (
            "nobody has the skill 'api' and speaks 'ja' (needed by 'paying'); give one team both, or set served: "
            "false for 'paying' in routing.segments"
        )
    ] == [message for _, message in problems_of(scenario)]


def test_the_topic_of_a_surge_needs_its_skill_too() -> None:
    """What only a surge brings must be answered as well."""
    topics = {"question": {"handle_time": "10m"}, "outage": {"handle_time": "5m", "skill": "ops"}}
    surges = {"outage": {"per_week": 1, "topic": "outage"}}
    scenario = a_scenario({"paying": a_segment(topics={"question": 1})}, topics, world={"surges": surges})
    assert ["nobody has the skill 'ops' (needed by 'paying')"] == [
        message.partition(";")[0] for _, message in problems_of(scenario)
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"segments": {"paying": a_segment(customers=0)}}, "segment 'paying' has no customers: nobody writes"),
        ({"segments": {"paying": a_segment(contact_rate=0)}},
         "segment 'paying' has a contact_rate of 0: nobody writes"),
        ({"segments": {"paying": a_segment(patience="0")}},
         "segment 'paying' has no patience: who is not answered at once gives up"),
        ({"topics": {"q": {"handle_time": "0"}}}, "topic 'q' has a handle time of 0: it takes no work"),
        ({"world": {"tools_down": {"at": ["2026-03-02T08:00"], "time": "14d"}}},
         "tools are down for about 95% of the time: nobody works then"),
        ({"world": {"tools_down": {"per_week": 4, "time": "1d"}}},
         "tools are down for about 57% of the time: nobody works then"),
        ({"plans": {"p": {"teams": {"desk": a_team(people={"sickness": {"per_day": 1}})}}}},
         "plan 'p': everybody in team 'desk' is ill all the time (sickness.per_day: 1)"),
        ({"world": {"surges": {"s": {}}}}, "surge 's' never happens: it has neither at nor per_week"),
        ({"plans": {"p": {"teams": {"desk": a_team(0)}}}}, "plan 'p' has no agents: nobody answers"),
        ({"plans": {"p": {"teams": {"a": a_team(), "b": a_team(0)}}}}, "plan 'p': team 'b' has no agents"),
        ({"plans": {"p": {"teams": {"desk": a_team(skills=["api"])}}}},
         "plan 'p': no topic needs the skill 'api' of team 'desk'"),
    ],
)  # fmt: skip
def test_what_is_odd_is_said_but_can_be_run(changes: dict, says: str) -> None:
    """Extremes are a what-if, not an error: sound, with one remark."""
    scenario = a_scenario(**changes)
    assert ([], [says]) == (problems_of(scenario), oddities(scenario))


@pytest.mark.parametrize("nobody", [{"contact_rate": 0}, {"customers": 0}])
def test_a_backlog_needs_nobody_who_writes(nobody: dict) -> None:
    """Conversations that are open at the start are all that a segment has, as it should be; none of them is odd."""
    segments = {"paying": a_segment(), "backlog": a_segment(**nobody)}
    opened = [{"segment": "backlog", "count": 5, "age": "1h"}]
    assert [] == oddities(a_scenario(segments, world={"open_at_start": opened}))
    opened[0]["count"] = 0
    assert 1 == len(oddities(a_scenario(segments, world={"open_at_start": opened})))


def test_rostered_hours_go_before_those_of_an_average_week() -> None:
    """Half the people come later: of 336 hours a week there are 168, for 252 of work; and none are never there."""
    scenario = a_scenario(topics={"q": {"handle_time": "90m"}})
    assert [] == oddities(scenario, {"as_is": None})
    assert [
        (
            "unstable: plan 'as_is' has 168.0 hours a week at the desk for 252.0 hours of work (load 1.50): the "
            "backlog grows without end"
        )
    ] == oddities(scenario, {"as_is": {"desk": 168.0}})
    assert ["plan 'as_is': team 'desk' is never at the desk"] == oddities(scenario, {"as_is": {"desk": 0.0}})


@pytest.mark.parametrize(
    ("people", "length", "hours"),
    [
        ({"sickness": {"per_day": 0.25}}, "7d", 252),
        ({"quits": {"per_year": 0.32}, "lead_time": "1d"}, "364d", None),
        ({"quits": {"per_year": 365.25}, "lead_time": "2d"}, "2d", 336 * (1 + math.exp(-1)) / 2),
        ({"quits": {"per_year": 365.25}, "lead_time": "2d"}, "364d", 336 / (2 - math.exp(-1))),
        ({"quits": {"per_year": 365.25}, "lead_time": None}, "364d", 336 / 364 / (1 - math.exp(-1))),
        ({"sickness": {"per_day": 0.5}, "quits": {"per_year": 0}}, "7d", 168),
    ],
)
def test_hours_are_less_illness_and_empty_seats(people: dict, length: str, hours: float | None) -> None:
    """The share of ill days, and of days from a quit to who follows; 329 hours of work for the 336 of the roster."""
    plans = {"p": {"teams": {"desk": a_team(people=people)}}}
    found = oddities(a_scenario(topics={"q": {"handle_time": "117.5m"}}, plans=plans, length=length))
    if hours is None:
        assert [] == found
        return
    said = re.search(r"has (.*) hours a week at the desk, less illness and empty seats, for 329.0 hours", found[0])
    assert pytest.approx(hours, rel=0.01, abs=0.05) == float(said[1])


def test_who_is_followed_the_next_day_leaves_no_seat_empty() -> None:
    """So nothing is said of it."""
    people = {"quits": {"per_year": 0.32}, "lead_time": "1d"}
    plans = {"p": {"teams": {"desk": a_team(people=people)}}}
    (found,) = oddities(a_scenario(topics={"q": {"handle_time": "2h"}}, plans=plans))
    assert found.startswith("unstable: plan 'p' has 336.0 hours a week at the desk for 336.0 hours of work (load 1.00)")


def test_more_work_than_hours_is_unstable() -> None:
    """168 conversations of 2 h want 336 h a week; two people day and night have exactly 336 h: load 1."""
    scenario = a_scenario(topics={"q": {"handle_time": "2h"}})
    assert [
        (
            "unstable: plan 'as_is' has 336.0 hours a week at the desk for 336.0 hours of work (load 1.00): "
            "the backlog grows without end"
        )
    ] == oddities(scenario)


def test_one_skill_alone_can_be_unstable() -> None:
    """Plenty of generalists do not help where one specialist has 84 h of work in 40 h."""
    topics = {"q": {"handle_time": "10m"}, "api": {"handle_time": "1h", "skill": "api"}}
    expert = a_team(1, skills=["api"], shifts=[{"days": "mon-fri", "start": "09:00", "end": "17:00"}])
    plans = {"p": {"teams": {"desk": a_team(9), "expert": expert}}}
    patient = a_scenario(topics=topics, plans=plans)
    assert [
        (
            "unstable: plan 'p' has 40.0 hours a week at the desk for 84.0 hours of work with the skill 'api' (load "
            "2.10): the backlog grows without end"
        )
    ] == oddities(patient)
    hasty = a_scenario({"paying": a_segment(patience="1h")}, topics, plans)
    assert ["many give up"] == [text.rpartition(": ")[2] for text in oddities(hasty)]


def test_expected_conversations_count_growth_seasons_surges_and_what_is_open() -> None:
    """168 a week; a surge of 10 h at factor 3 adds 20 hours of contacts, twice a week; 5 are open at the start."""
    surges = {"s": {"per_week": 2, "shape": [{"time": "10h", "factor": 3}]}}
    opened = [{"segment": "paying", "count": 5, "age": "1h"}]
    busy = a_scenario({"paying": a_segment(seasonality={"mar": 2})}, world={"surges": surges, "open_at_start": opened})
    assert pytest.approx(2 * (168 + 2 * 20) + 5) == expected_conversations(busy)["paying"]
    growing = a_scenario({"paying": a_segment(growth_per_month=1)}, length="365d")
    months = 365 / (365.25 / 12)
    whole = 24 * (2**months - 1) / (2 ** (12 / 365.25) - 1)  # a geometric series of days
    assert pytest.approx(whole) == expected_conversations(growing)["paying"]


def test_hours_at_the_desk_are_without_breaks_and_by_rota() -> None:
    """Five nights of 8 h less half an hour, for two of them; a rota of one week on and one off halves it."""
    night = {"days": "mon-fri", "start": "22:00", "end": "06:00", "breaks": [{"start": "02:00", "end": "02:30"}]}
    teams = [a_team(2, shifts=[night]), a_team(2, shifts=None, rota=[[night], []])]
    plans = {"p": {"teams": {f"t{n}": team for n, team in enumerate(teams)}}}
    built = a_scenario(plans=plans)
    assert [] == problems_of(built)
    assert [75.0, 37.5] == [hours_at_desk(team) for team in built.plans["p"].teams.values()]


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_profiles_have_a_weight_for_every_hour(name: str) -> None:
    """168 weights above 0, and weekends are never empty."""
    weights = profile_weights(a_scenario().world, name)
    assert (168, True) == (len(weights), min(weights) > 0)


def test_a_profile_multiplies_hours_and_weekdays() -> None:
    """Weight of Tuesday 09:00 = weekday 2 times hour 3; weekdays alone leave the hours alike."""
    hours = [0.0] * 24
    hours[9] = 3.0
    profiles = {"own": {"hours": hours, "weekdays": [1, 2, 0, 0, 0, 0, 0]}}
    weights = profile_weights(a_scenario(world={"profiles": profiles}).world, "own")
    assert ({9: 3.0, 33: 6.0}, 168) == ({n: w for n, w in enumerate(weights) if w}, len(weights))


def test_a_reserve_that_no_team_can_keep_is_odd() -> None:
    """Two people, and five others must stay idle: nobody would ever start it."""
    teams = {"desk": {"zone": "UTC", "headcount": 2, "shifts": [{"days": "all", "start": "00:00", "end": "24:00"}]}}
    routing = {"segments": {"paying": {"reserve": 5}}}
    scenario = a_scenario(plans={"as_is": {"teams": teams, "routing": routing}})
    expected = (
        "plan 'as_is': segment 'paying' starts only if 5 others stay idle, and no team has more than 2 people: "
        "nobody answers it"
    )
    assert expected in oddities(scenario)


def test_a_long_shift_over_midnight_is_odd() -> None:
    """17:00 to 09:00 is sixteen hours by night; 22:00 to 06:00 is an ordinary night shift."""
    plans = {
        name: {"teams": {"desk": a_team(shifts=[{"days": "mon-fri", "start": start, "end": end}])}}
        for name, start, end in (("swapped", "17:00", "09:00"), ("night", "22:00", "06:00"))
    }
    said = "team 'desk' works 16 hours over midnight, 17:00 to 09:00: is it the other way round?"
    assert [f"plan 'swapped': {said}"] == [odd for odd in oddities(a_scenario(plans=plans)) if "midnight" in odd]
