"""Incidents: fixes, status page, ready answers, second messages and tools that are down move what they are for."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team

from sim.calendar import timeline
from sim.drawing.arrivals import draw_demand
from sim.drawing.demand import Draw, surge_runs
from sim.drawing.incidents import downtimes
from sim.durations import DAY, HOUR, MINUTE
from sim.inputs import FAR, NOBODY, SELF_SERVED
from sim.record import DEFLECTED, FIXED
from sim.runs import run_once

SHAPE = [{"time": "2h", "factor": 40}]
TOPICS = {"question": {"handle_time": "10m"}, "outage": {"handle_time": "6m", "share": 0.000001}}
AT = "2026-03-04T10:00"
START = 2 * DAY + 10 * HOUR


def an_outage(response=None, tools_down=None, segment=None, agents=2, **surge):
    """Return a week with an outage on Wednesday at ten."""
    world = {"surges": {"outage": {"at": [AT], "shape": SHAPE, "topic": "outage"} | surge}}
    world |= {"tools_down": tools_down} if tools_down else {}
    plan = {"teams": {"desk": a_team(agents)}} | ({"incidents": response} if response else {})
    return a_scenario({"paying": a_segment(**segment or {})}, TOPICS, {"as_is": plan}, world)


def played(**changes):
    """Return a run of that week."""
    return run_once(an_outage(**changes), "as_is")


def of_surge(run):
    """Which first contacts did the outage bring?"""
    return run.drawn.demand.details["surge"][: run.drawn.inputs.n_first] != NOBODY


def same(one, other):
    """Are two records the same, byte for byte?"""
    return [table.tobytes() for table in one[:-1]] == [table.tobytes() for table in other[:-1]]


@pytest.mark.parametrize(
    "neutral",
    [
        {"status_page": 0}, {"duplicates": 0}, {"fixed_after": "6d"}, {"macro_time": "7d"},
        {"macro_time": "1m", "response": {"macros": False}}, {"macro_time": "1m", "known_after": "6d"},
        {"status_page": 0.9, "response": {"status_page": False}},
        {"tools_down": {"per_week": 0, "time": "5h"}},
    ],
)  # fmt: skip
def test_neutral_settings_change_no_byte(neutral) -> None:
    """What nobody reads, nobody sends, comes too late or never happens gives the same record."""
    assert same(played().record, played(**neutral).record)


# ---- the fix ----


def test_whoever_waits_at_the_fix_is_told_and_needs_no_answer() -> None:
    """Fixed three hours after the start: those of the outage who wait end then, the others wait on."""
    run = played(fixed_after="3h")
    told, rows = run.record.conversations[: run.drawn.inputs.n_first], of_surge(run)
    fixed = told["outcome"] == FIXED
    assert {START + 3 * HOUR} == set(told["ended_at"][fixed].tolist())
    assert fixed.sum() > 10
    assert not fixed[~rows].any()
    assert {START + 3 * HOUR, FAR} == set(run.drawn.inputs.conversations["fixed_at"].tolist())
    waits = rows & (told["started_at"] > START + 3 * HOUR) & (told["arrived_at"] < START + 3 * HOUR)
    assert not waits.any()


def test_a_later_fix_tells_fewer() -> None:
    """The longer it takes, the more have had their own answer by then."""
    n = [(played(fixed_after=after).record.conversations["outcome"] == FIXED).sum() for after in ("2h", "3h")]
    assert n[0] > n[1] > 0


def test_every_start_has_its_own_fix_and_follow_ups_share_it() -> None:
    """Two outages, two fixes; a redial hears of the same one."""
    segment = {"patience": "20m", "redial": {"chance": 0.9, "after": "10m"}}
    run = played(at=[AT, "2026-03-06T10:00"], fixed_after="3h", segment=segment)
    rows = run.drawn.inputs.conversations
    assert {START + 3 * HOUR, START + 2 * DAY + 3 * HOUR, FAR} == set(rows["fixed_at"].tolist())
    parents = np.flatnonzero(rows["follow_up"] != NOBODY)
    assert len(parents) > 50
    assert rows["fixed_at"][parents].tolist() == rows["fixed_at"][rows["follow_up"][parents]].tolist()


# ---- status page and ready answers ----


def test_a_status_page_answers_its_share_of_the_outage_alone() -> None:
    """Half of those whom the outage brings, none of the others; the same ones where it is a smaller share."""
    run, little = played(status_page=0.5), played(status_page=0.2)
    entry, rows = run.drawn.inputs.conversations["entry"], of_surge(run)
    assert 0.5 == pytest.approx((entry[rows] == SELF_SERVED).mean(), abs=0.2)
    assert not entry[~rows].any()
    assert entry[little.drawn.inputs.conversations["entry"] == SELF_SERVED].all()
    assert (run.record.conversations["outcome"][rows] == DEFLECTED).sum() == (entry[rows] == SELF_SERVED).sum()


def test_a_plan_without_status_page_waits_longer_than_one_with_it() -> None:
    """The rehearsal: both plans of one scenario meet the same outage."""
    scenario = an_outage(status_page=0.6)
    teams = scenario.plans["as_is"].teams
    plans = {"page": {"teams": teams}, "silent": {"teams": teams, "incidents": {"status_page": False}}}
    scenario = a_scenario(None, TOPICS, plans, scenario.world.model_dump(mode="json"))
    waits = []
    for plan in plans:
        told = run_once(scenario, plan).record.conversations
        answered = told["started_at"] >= 0
        waits.append((told["started_at"] - told["arrived_at"])[answered].mean())
    assert waits[0] < waits[1]


def test_ready_answers_are_short_once_the_cause_is_known() -> None:
    """Half an hour after the start every touch on one of the outage takes a minute at most, whenever its customer
    wrote; before that, and on all others, it takes what it took.
    """
    run = played(macro_time="1m", known_after="30m")
    inputs, told = run.drawn.inputs, run.record.touches
    handle, rows = inputs.touches["handle_time"], of_surge(run)
    assert len(rows) == len(told)  # one touch each
    done = told["ended_at"] != NOBODY
    known = rows & (told["started_at"] >= START + 30 * MINUTE)
    took = told["ended_at"] - told["started_at"]
    assert took[done & known].tolist() == np.minimum(handle, MINUTE)[done & known].tolist()
    assert took[done & ~known].tolist() == handle[done & ~known].tolist()
    waited_for_it = known & done & (told["ready_at"] < START + 30 * MINUTE)
    assert waited_for_it.sum() > 10
    assert (done & rows & ~known).sum() > 3


def test_ready_answers_spare_work() -> None:
    """The sooner the cause is known and the shorter the answer, the sooner the queue is gone."""
    waits = [
        (told["started_at"] - told["ready_at"])[told["started_at"] != NOBODY].mean()
        for told in (
            played(macro_time=time, known_after=after).record.touches
            for time, after in (("1m", "0s"), ("1m", "1h"), ("3m", "1h"), ("7d", "1h"))
        )
    ]
    assert sorted(waits) == waits
    assert len(set(waits)) == len(waits)


def test_what_follows_from_a_contact_of_the_outage_has_the_ready_answer_too() -> None:
    """Redials and reopenings are about the same, and the cause is known by then."""
    run = played(macro_time="1m", known_after="30m", segment={"patience": "10m", "redial": {"chance": 0.9}})
    inputs, details = run.drawn.inputs, run.drawn.demand.details
    rows = details["surge"] != NOBODY
    assert rows[inputs.n_first :].any()
    assert {START + 30 * MINUTE} == set(inputs.conversations["macro_from"][rows].tolist())
    assert {MINUTE} == set(inputs.conversations["macro_time"][rows].tolist())
    assert {0} == set(inputs.conversations["macro_from"][~rows].tolist())


# ---- second messages ----


def test_some_customers_write_twice() -> None:
    """Half of those whom the outage brings write again, ten minutes later on average, about the same."""
    once, twice = played(), played(duplicates=0.5)
    n = [int(of_surge(run).sum()) for run in (once, twice)]
    assert 1.5 == pytest.approx(n[1] / n[0], abs=0.3)
    before, after = ({int(key): int(at) for key, at in zip(
        run.drawn.demand.details["key"], run.drawn.inputs.conversations["arrival_at"], strict=True)
    } for run in (once, twice))  # fmt: skip
    assert before.items() < after.items()
    first = [at for key, at in before.items() if key in set(once.drawn.demand.details["key"][of_surge(once)].tolist())]
    second = [at for key, at in after.items() if key not in before]
    assert abs(np.mean(second) - np.mean(first) - 10 * MINUTE) < 15 * MINUTE
    assert list(after.values()) == sorted(after.values())


def test_a_second_message_is_about_the_topic_of_the_first() -> None:
    """Also where the surge names no topic and the usual mix is drawn."""
    topics = {name: {"handle_time": "5m"} for name in ("a", "b", "c")}
    world = {"surges": {"launch": {"at": [AT], "shape": SHAPE, "duplicates": 1}}}
    demand = draw_demand(a_scenario(topics=topics, world=world), 1, 0)
    of_launch = demand.details[demand.details["surge"] != NOBODY]
    assert {0} == {int((of_launch["topic"] == topic).sum()) % 2 for topic in range(3)}
    assert len(of_launch) > 50


# ---- tools ----


def spans(tools, **changes):
    """Return the downtimes of a week in hours."""
    scenario = a_scenario(world={"tools_down": tools}, **changes)
    table = downtimes(scenario, Draw(1, 0), timeline(scenario))
    return (np.array(table.tolist()).reshape(-1, 2) / HOUR).tolist()


def test_downtimes_are_cut_to_the_scenario_and_joined() -> None:
    """Two that overlap are one, two that touch are one; the last ends with the week."""
    at = ["2026-03-02T10:00", "2026-03-02T11:00", "2026-03-02T13:00", "2026-03-03T10:00", "2026-03-08T23:00"]
    assert [[10, 15], [34, 36], [167, 168]] == spans({"at": at, "time": "2h"})
    assert [] == spans({"per_week": 0})


def test_downtimes_are_in_their_own_zone() -> None:
    """Noon in Tokyo is three in the morning in UTC."""
    assert [[3, 4]] == spans({"at": ["2026-03-02T12:00"], "zone": "Asia/Tokyo"})


def test_random_downtimes_are_as_many_as_expected_and_stay_when_others_join() -> None:
    """About seven a week for a year (four standard deviations); those of a written one are the same."""
    year = {"length": "364d"}
    random = spans({"per_week": 7, "time": "1m"}, **year)
    with_one = spans({"per_week": 7, "time": "1m", "at": ["2026-03-02T00:00"]}, **year)
    assert 4 * np.sqrt(364) > abs(len(random) - 364)
    assert [one for one in with_one if one[0] > 1] == [one for one in random if one[0] > 1]


def test_work_in_hand_stands_still_while_tools_are_down() -> None:
    """No touch ends in the downtime, and one that spans it takes so much longer; two hours cost more than one."""
    down = {"at": ["2026-03-04T11:00"], "time": "2h"}
    run = played(tools_down=down)
    ended = run.record.touches["ended_at"] - (START + HOUR)
    assert not ((ended > 0) & (ended <= 2 * HOUR)).any()
    waits = []
    for some in (None, down | {"time": "1h"}, down):
        told = played(tools_down=some).record.conversations
        waits.append((told["started_at"] - told["arrived_at"])[told["started_at"] >= 0].mean())
    assert waits[0] < waits[1] < waits[2]


def test_surges_start_as_ever() -> None:
    """The starts of surges are those that were drawn before tools could be down."""
    scenario = a_scenario(world={"surges": {"s": {"per_week": 3}}}, length="28d")
    with_tools = a_scenario(world={"surges": {"s": {"per_week": 3}}, "tools_down": {"per_week": 5}}, length="28d")
    starts = [surge_runs(one, Draw(1, 0), timeline(one))[0].starts_at.tolist() for one in (scenario, with_tools)]
    assert starts[0] == starts[1]
    assert len(starts[0]) > 2
