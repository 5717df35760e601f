"""Policies as tables: scores, who may take what, and which team is asked first."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team

from sim.drawing.policy import policy_tables
from sim.drawing.roster import draw_roster
from sim.durations import DAY, HOUR, MINUTE
from sim.inputs import (
    CONVERSATION,
    DETAIL,
    FAR,
    FOLLOW_UP,
    NEW,
    NOBODY,
    OWN,
    RETURNED,
    TOUCH,
    WORK_TYPE,
    Demand,
    Names,
)

FREE, PAID, TRIAL = 0, 1, 2
NOT_SKILLED = ("free", None, "en")
WEEK = 7 * DAY


def a_demand(*kinds, oldest=0):
    """Return demand of these work types, (segment, skill or None, language), and one conversation open so long."""
    segments, skills, languages = ("free", "paid", "trial"), ("billing", "setup"), ("de", "en")
    work_types = np.zeros(len(kinds), WORK_TYPE)
    for row, (segment, skill, language) in zip(work_types, kinds, strict=True):
        row["segment"], row["language"] = segments.index(segment), languages.index(language)
        row["skill"] = NOBODY if skill is None else skills.index(skill)
    conversations = np.zeros(1, CONVERSATION)
    conversations["waited_time"] = oldest
    names = Names(segments, ("question",), skills, languages, ("UTC",), ())
    return Demand(
        conversations=conversations,
        touches=np.zeros(1, TOUCH),
        follow_ups=np.zeros(0, FOLLOW_UP),
        details=np.zeros(1, DETAIL),
        work_types=work_types,
        names=names,
        n_first=1,
        n_open_at_start=1,
        days=np.array([0, WEEK]),
        horizon=WEEK,
    )


def a_policy(demand=None, teams=None, **routing):
    """Return the policy of a plan with this routing; without more, of one team and the three segments."""
    plan = {"teams": teams or {"desk": a_team()}, "routing": routing}
    segments = {name: a_segment() for name in ("free", "paid", "trial")}
    scenario = a_scenario(segments=segments, plans={"as_is": plan})
    wanted = a_demand(*((name, None, "en") for name in segments)) if demand is None else demand
    return policy_tables(scenario, "as_is", wanted, draw_roster(scenario, "as_is", 1, 0))


def score(policy, work_type, waited):
    """Return the score of a work type after a wait, as an engine computes it."""
    row = policy.scoring[work_type]
    return int(row["base"]) + int(row["slope"]) * waited


def rows(table, *fields):
    """Return the rows of a table as tuples of these fields."""
    return [tuple(int(row[field]) for field in fields) for row in table]


# ---- scores ----


def test_fifo_scores_by_waiting_alone():
    """Without routing everything has base 0 and a slope of one: a thousand thousandths of a tick."""
    policy = a_policy()
    assert [(0, 1000)] * 9 == rows(policy.scoring, "base", "slope")
    assert [(1,)] * 3 == rows(policy.work_types, "served")
    assert [(0, 0)] * 3 == rows(policy.access, "may_take_after", "n_reserved")
    assert [FAR, 1] == [policy.queue_limit, policy.longest_idle_first]


def test_credit_goes_before_whoever_has_waited_up_to_so_much_longer():
    """Base 90s: ahead of another who has waited less than 90 s longer, level at 90 s."""
    policy = a_policy(segments={"paid": {"base": "90s"}})
    minute = MINUTE
    assert score(policy, PAID, minute) == score(policy, FREE, minute + 90_000)
    assert score(policy, PAID, minute) > score(policy, FREE, minute + 89_999)
    assert score(policy, PAID, minute) < score(policy, FREE, minute + 90_001)


def test_promise_is_a_negative_base_and_ranks_by_deadline():
    """Promises of 1 h and 4 h: whoever's hour is nearer goes first (earliest deadline first)."""
    policy = a_policy(segments={"paid": {"base": "-1h"}, "free": {"base": "-4h"}})
    assert score(policy, PAID, 30 * MINUTE) == score(policy, FREE, 210 * MINUTE)
    assert score(policy, PAID, 30 * MINUTE) > score(policy, FREE, 209 * MINUTE)


def test_slope_is_in_thousandths():
    """Slope 1.5 gains half as much again for each tick; 0.001 is the smallest."""
    policy = a_policy(segments={"paid": {"slope": 1.5}, "free": {"slope": 0.001}, "trial": {"slope": 0.57}})
    assert [(1,), (1500,), (570,)] * 3 == rows(policy.scoring, "slope")


def test_strict_groups_beat_any_wait_and_base_below_them():
    """The lowest score of a group is above the highest of the next, also of those that no group names."""
    routing = {
        "strict": [["paid"], ["trial"]],
        "segments": {"paid": {"base": "-4h"}, "trial": {"base": "2h", "slope": 1000}, "free": {"slope": 1000}},
    }
    age = 100 * DAY
    policy = a_policy(a_demand(*((name, None, "en") for name in ("free", "paid", "trial")), oldest=age), **routing)
    longest = WEEK + age
    assert score(policy, PAID, 0) > score(policy, TRIAL, longest)
    assert score(policy, TRIAL, 0) > score(policy, FREE, longest)
    assert score(policy, PAID, longest) < FAR


def test_strict_group_keeps_its_own_order_inside():
    """Two segments of one group compare as they would without groups; so do those that no group names."""
    loose = a_policy(segments={"paid": {"base": "1h"}})
    both = a_policy(segments={"paid": {"base": "1h"}}, strict=[["paid", "free"]])
    assert score(loose, PAID, 0) - score(loose, FREE, 0) == score(both, PAID, 0) - score(both, FREE, 0)
    assert score(both, TRIAL, WEEK) < score(both, FREE, 0)
    assert score(loose, TRIAL, WEEK) == score(both, TRIAL, WEEK)


def test_one_group_of_everybody_is_fifo_in_effect():
    """The same head start for all changes no order (a neutral setting)."""
    policy = a_policy(strict=[["paid", "free", "trial"]])
    assert 1 == len(set(rows(policy.scoring, "base", "slope")))


def test_scores_beyond_what_an_engine_can_add_are_refused():
    """Slope 1000 and twenty years of waiting fit below 2^61, but not three times; nor do a hundred years."""
    steep = {"segments": {"paid": {"slope": 1000}}}
    old = a_demand(("paid", None, "en"), NOT_SKILLED, oldest=20 * 365 * DAY)
    assert 1_000_000 == a_policy(old, **steep).scoring[0]["slope"]
    with pytest.raises(AssertionError, match="must stay below"):
        a_policy(old, **steep, strict=[["paid"], ["free"], ["trial"]])
    with pytest.raises(AssertionError, match="must stay below"):
        a_policy(a_demand(NOT_SKILLED, oldest=100 * 365 * DAY), **steep)


# ---- follow-ups ----


def placed(policy, place, work_type, waited=0):
    """Return the score of a work type in a place of the queue after a wait."""
    row = policy.scoring[place * len(policy.work_types) + work_type]
    return int(row["base"]) + int(row["slope"]) * waited


@pytest.mark.parametrize("routing", [{}, {"strict": [["paid"], ["trial"]], "segments": {"free": {"base": "1h"}}}])
def test_follow_ups_by_score_rank_like_what_is_new(routing):
    """In all three places of the queue a work type has the same base and slope."""
    policy = a_policy(**routing)
    assert policy.scoring[:3].tolist() == policy.scoring[3:6].tolist() == policy.scoring[6:].tolist()


def test_follow_ups_first_go_before_anything_new_of_their_group():
    """Whatever has waited: returned and own ones before new ones; but no group goes before the one above it."""
    routing = {
        "strict": [["paid"], ["trial"]], "segments": {"paid": {"base": "-4h"}, "free": {"slope": 1000}},
        "follow_ups": "first",
    }  # fmt: skip
    policy = a_policy(**routing)
    for group in (PAID, TRIAL, FREE):
        for place in (RETURNED, OWN):
            assert placed(policy, place, group) > placed(policy, NEW, group, WEEK)
    for above, below in ((PAID, TRIAL), (TRIAL, FREE)):
        for place in (RETURNED, OWN):
            assert placed(policy, NEW, above) > placed(policy, place, below, WEEK)
    assert placed(policy, RETURNED, PAID, HOUR) == placed(policy, OWN, PAID, HOUR)


def test_follow_ups_first_keep_scores_inside_what_an_engine_can_add():
    """Twenty years of waiting at slope 1000 fit below 2^61 with follow-ups first, and not with a strict group more."""
    steep = {"segments": {"paid": {"slope": 1000}}, "follow_ups": "first"}
    old = a_demand(("paid", None, "en"), NOT_SKILLED, oldest=20 * 365 * DAY)
    assert placed(a_policy(old, **steep), OWN, 0, WEEK + 20 * 365 * DAY) < FAR
    with pytest.raises(AssertionError, match="must stay below"):
        a_policy(old, **steep, strict=[["paid"]])


# ---- who may take what ----


def test_team_takes_only_what_it_has_skill_and_language_for():
    """[team x work type]: never without the skill, never without the language, at once otherwise."""
    kinds = [("paid", None, "en"), ("paid", "billing", "en"), ("paid", "setup", "en"), ("paid", "billing", "de")]
    teams = {
        "generalists": a_team(skills=["billing", "setup"]),
        "plain": a_team(),
        "zurich": a_team(skills=["billing"], languages=["de", "en"]),
    }
    policy = a_policy(a_demand(*kinds), teams)
    expected = [
        *(0, 0, 0, FAR),
        *(0, FAR, FAR, FAR),
        *(0, 0, FAR, 0),
    ]
    assert expected == policy.access["may_take_after"].tolist()


def test_overflow_lets_a_team_take_it_after_a_wait_and_others_never():
    """Teams named: at once, after 10 minutes, and not named; another segment stays open to all."""
    teams = {"back": a_team(), "elsewhere": a_team(), "front": a_team()}
    routing = {"segments": {"paid": {"teams": {"front": 0, "back": "10m"}}}}
    policy = a_policy(a_demand(("paid", None, "en"), NOT_SKILLED), teams, **routing)
    assert [10 * MINUTE, 0, FAR, 0, 0, 0] == policy.access["may_take_after"].tolist()
    assert [0, 2, NOBODY, 0, 1, 2] == policy.team_order.tolist()


def test_naming_a_team_gives_it_no_skill():
    """A team that routing names and that lacks the skill never takes it."""
    routing = {"segments": {"paid": {"teams": {"desk": 0}}}}
    policy = a_policy(a_demand(("paid", "billing", "en")), **routing)
    assert [FAR] == policy.access["may_take_after"].tolist()
    assert [NOBODY] == policy.team_order.tolist()


def test_reserve_holds_for_every_team():
    """Two agents stay free before free customers start, in both teams."""
    policy = a_policy(teams={"a": a_team(), "b": a_team()}, segments={"free": {"reserve": 2}})
    assert [2, 0, 0, 2, 0, 0] == policy.access["n_reserved"].tolist()


def test_reserve_beyond_any_team_does_not_wrap_around():
    """A reserve larger than the table's integers stays large."""
    policy = a_policy(segments={"free": {"reserve": 2**40}})
    assert 2**31 - 1 == policy.access["n_reserved"][FREE]


def test_segment_that_is_not_served_is_marked():
    """Its contacts are turned away; demand itself, shared by all plans, stays as it is."""
    demand = a_demand(("free", None, "en"), ("paid", None, "en"), ("free", "billing", "de"))
    policy = a_policy(demand, segments={"free": {"served": False}})
    assert [0, 1, 0] == policy.work_types["served"].tolist()
    assert [0, 0, 0] == demand.work_types["served"].tolist()
    assert demand.work_types["skill"].tolist() == policy.work_types["skill"].tolist()


@pytest.mark.parametrize(("limit", "expected"), [(0, 0), (12, 12), (None, FAR), (2**70, FAR)])
def test_queue_limit_is_that_of_the_plan(limit, expected):
    """None is no limit, and 0 lets nobody wait."""
    assert expected == a_policy(queue_limit=limit).queue_limit


# ---- which team first ----


@pytest.mark.parametrize(
    ("prefer", "order", "longest_idle_first"),
    [("longest_idle", [0, 1, 2, 3], 1), ("most_specialised", [1, 2, 0, 3], 0), ("listed", [3, 1, 0, 2], 0)],
)
def test_teams_are_asked_in_the_order_that_the_plan_prefers(prefer, order, longest_idle_first):
    """By number; fewest skills first, then the smaller number; or as the plan lists them."""
    teams = {
        "d": a_team(skills=["billing", "setup"]),
        "b": a_team(skills=["billing"]),
        "a": a_team(skills=["billing", "setup"]),
        "c": a_team(skills=["billing"]),
    }
    policy = a_policy(a_demand(("paid", "billing", "en")), teams, prefer=prefer)
    assert order == policy.team_order.tolist()
    assert longest_idle_first == policy.longest_idle_first


def test_among_equally_specialised_teams_the_one_with_the_shorter_wait_is_asked_first():
    """Preference decides before the wait, the wait before the number."""
    teams = {"a": a_team(), "b": a_team(), "c": a_team(skills=["billing"])}
    routing = {"prefer": "most_specialised", "segments": {"paid": {"teams": {"a": "1h", "b": "30m", "c": 0}}}}
    policy = a_policy(a_demand(("paid", None, "en")), teams, **routing)
    assert [1, 0, 2] == policy.team_order.tolist()
    assert [HOUR, HOUR // 2, 0] == policy.access["may_take_after"].tolist()


def test_order_of_teams_is_that_of_each_work_type():
    """[work type x team]: the teams that may, then nobody."""
    teams = {"a": a_team(languages=["de"]), "b": a_team(skills=["setup"]), "c": a_team()}
    kinds = [("paid", None, "en"), ("paid", None, "de"), ("free", "setup", "en"), ("free", "setup", "de")]
    policy = a_policy(a_demand(*kinds), teams)
    expected = [*(1, 2, NOBODY), *(0, NOBODY, NOBODY), *(1, NOBODY, NOBODY), *(NOBODY, NOBODY, NOBODY)]
    assert expected == policy.team_order.tolist()


def test_plan_without_teams_has_empty_tables():
    """Nobody works there: no access, no order, and still every work type."""
    scenario = a_scenario(plans={"as_is": {"teams": {}}})
    demand = a_demand(NOT_SKILLED)
    policy = policy_tables(scenario, "as_is", demand, draw_roster(scenario, "as_is", 1, 0))
    assert [1, 0, 0] == [len(policy.work_types), len(policy.access), len(policy.team_order)]
