"""What a scenario may say about conversations: forms, contradictions that are refused, and what is only odd."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team

from sim.drawing.distributions import spans
from sim.durations import HOUR, MINUTE
from sim.scenario import Segment, Topic
from sim.scenario.checks import oddities, problems_of
from sim.scenario.customers import think_time_of
from sim.scenario.expected import expected_conversations, work_by_skill, work_of_arrival
from sim.scenario.load import parse
from sim.scenario.oddities import hours_of_work
from sim.scenario.part import Spread

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTION, PATIENCE = "question: {handle_time: 10m}", "patience: {mean: 2h, law: exponential}"
TOPIC = "26: world.topics.question"
PAYING = "world.segments.paying"


def topic(settings: str) -> tuple[str, str]:
    """Return the change by which the topic has these settings beside its handle time."""
    return QUESTION, f"question: {{handle_time: 10m, {settings}}}"


def test_contradictions_are_said_all_at_once(changed: Callable[..., str], problems: Callable[[str], list[str]]) -> None:
    """What single settings say and what does not fit together come in the order of the file."""
    text = changed(
        (PATIENCE, "writes_again_after: 0"),
        topic("skill: api, touches: {mean: 9, most: 4}, escalation: {chance: 0.5, to: api}"),
    )
    assert [f"16: {PAYING}.writes_again_after", f"{TOPIC}.escalation.to", f"{TOPIC}.touches.mean"] == [
        said.rpartition(": '")[0] for said in problems(text)
    ]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("reopen: {chance: 0.5}, next_contact: {chance: 0.5}", ["chance: '0.5' and 0.5"]),
        ("reopen: {chance: 0, if_wrong: 0.5}, next_contact: {chance: 0.5}", ["chance: '0.5' and 0.5"]),
        ("reopen: {chance: 0, if_wrong: 0.5}, next_contact: {chance: 0.1, if_wrong: 0.5}", ["if_wrong: '0.5' and 0.5"]),
        ("reopen: {chance: 0.5}, next_contact: {chance: 0.1, if_wrong: 0.5}", ["if_wrong: '0.5' and 0.5"]),
        ("reopen: {chance: 0.5}, next_contact: {chance: 0.46, if_wrong: 0}", ["chance: '0.46' and 0.5"]),
        ("reopen: {chance: 0, if_wrong: 0.9}, next_contact: {chance: 0.9, if_wrong: 0}", []),
    ],
)
def test_what_would_come_back_without_end_is_refused(
    settings: str, says: list[str], changed: Callable[..., str], problems: Callable[[str], list[str]]
) -> None:
    """Reopenings and next contacts together, after right answers and after wrong ones."""
    end = " of reopen are more than 0.95 together: conversations would come back without end; lower one of them"
    assert [f"{TOPIC}.next_contact.{one}{end}" for one in says] == problems(changed(topic(settings)))


def test_short_forms_read_like_the_long_ones(changed: Callable[..., str]) -> None:
    """A number of touches is their mean; a span is the mean of its usual law, which for patience is exponential."""
    text = changed(
        topic("touches: 2.5, later_handle_time: 4m"), (PATIENCE, "think_time: 2h\n      reply_patience: 3h"),
    )  # fmt: skip
    world = parse(text).world
    touches = world.topics["question"].touches
    assert (2.5, 100, "geometric") == (touches.mean, touches.most, touches.law)
    assert Spread(mean=4 * MINUTE) == world.topics["question"].later_handle_time
    paying = world.segments["paying"]
    assert Spread(mean=2 * HOUR) == paying.think_time
    assert Spread(mean=3 * HOUR, law="exponential") == paying.reply_patience


def test_nothing_is_on_by_default() -> None:
    """One touch, by email, and nothing follows."""
    question = Topic(handle_time="10m")
    assert (1, 0, 0) == (question.touches.mean, question.wrong, question.sales)
    assert {None} == {question.reopen, question.next_contact, question.escalation, question.engineering}
    segment = Segment.model_validate(a_segment())
    assert ("email", None, None, None) == (
        segment.channel, segment.redial, segment.reply_patience, segment.writes_again_after,
    )  # fmt: skip


@pytest.mark.parametrize(("channel", "mean"), [("email", 4 * HOUR), ("chat", MINUTE), ("phone", MINUTE)])
def test_customers_answer_as_fast_as_their_channel(channel: str, mean: int) -> None:
    """Four hours in writing and a minute in a live conversation, unless the segment says how long."""
    segment = Segment.model_validate(a_segment(channel=channel))
    assert mean == think_time_of(segment).mean
    assert Spread(mean=HOUR) == think_time_of(segment.model_copy(update={"think_time": Spread(mean=HOUR)}))


# ---- odd, but it can be run ----


@pytest.mark.parametrize(
    ("segment", "topic", "says"),
    [
        (
            {},
            {"escalation": {"chance": 0.2, "to": "tier_2"}},
            (
                "plan 'as_is': no team has the skill 'tier_2', to which topic 'question' is escalated: what goes there "
                "waits for ever"
            ),
        ),
        (
            {"redial": {"chance": 0.5}},
            {},
            "segment 'paying' redials after giving up, and never gives up: it has no patience",
        ),
        (
            {"writes_again_after": "24h"},
            {},
            "segment 'paying' writes again while it waits, which costs nothing: no plan has a read_again_time",
        ),
        (
            {"think_time": "400d"},
            {"touches": 1.5},
            (
                "segment 'paying' takes 57w1d on average to answer, no less than the scenario is long: much of what "
                "takes more than one touch does not end"
            ),
        ),
        (
            {},
            {"engineering": {"chance": 0.01, "time": "1s", "update_every": "1ms"}},
            (
                "topic 'question': updates from engineering come every 1ms, and each takes 3m: one conversation keeps "
                "an agent busy all the time"
            ),
        ),
    ],
)
def test_what_is_odd_about_conversations_is_said(segment: dict, topic: dict, says: str) -> None:
    """It can be run, and one sentence says what is odd."""
    scenario = a_scenario({"paying": a_segment(**segment)}, {"question": {"handle_time": "10m"} | topic})
    assert ([], [says]) == (problems_of(scenario), oddities(scenario))


def test_what_looks_odd_and_is_not_stays_unsaid() -> None:
    """A skill that only the next tier needs, patience for later answers, and a cost of reading again."""
    segment = a_segment(redial={"chance": 0.5}, reply_patience="1d", writes_again_after="24h")
    topics = {"question": {"handle_time": "10m", "escalation": {"chance": 0.2, "to": "tier_2"}}}
    teams = {"desk": a_team(), "second": a_team(skills=["tier_2"])}
    plans = {"as_is": {"teams": teams, "routing": {"read_again_time": "1m"}}}
    assert [] == oddities(a_scenario({"paying": segment}, topics, plans))


@pytest.mark.parametrize(
    ("think_time", "touches", "factors", "odd"),
    [
        ("7d", 2, [None], True),
        ("6d", 2, [None], False),
        ("7d", 1, [None], False),
        ("70d", 2, [0.01, None], False),
        ("1d", 2, [10, 7], True),
    ],
)
def test_slow_customers_are_odd_where_every_plan_has_them(
    think_time: str, touches: float, factors: list, *, odd: bool
) -> None:
    """In a week: with more than one touch, and by the factor of each plan."""
    plans = {
        f"p{n}": {"teams": {"desk": a_team()}, "support": {"paying": {"think_factor": factor}}}
        for n, factor in enumerate(factors)
    }
    topics = {"question": {"handle_time": "10m", "touches": touches}}
    found = oddities(a_scenario({"paying": a_segment(think_time=think_time)}, topics, plans))
    assert odd == any("on average to answer" in one for one in found)


def test_a_promise_of_no_time_is_odd() -> None:
    """Of the plan that makes it."""
    plans = {
        name: {"teams": {"desk": a_team()}, "support": {"paying": {"promise": promise}}}
        for name, promise in (("at_once", "0"), ("soon", "1s"))
    }
    assert [
        (
            "plan 'at_once' promises segment 'paying' a first response after 0s: whoever waits at all waits longer "
            "than that"
        )
    ] == oddities(a_scenario(plans=plans))


def test_never_escalated_needs_no_next_tier() -> None:
    """With a chance of 0 nobody misses the skill."""
    topics = {"question": {"handle_time": "10m", "escalation": {"chance": 0, "to": "tier_2"}}}
    assert [] == oddities(a_scenario(topics=topics))


# ---- work by hand ----

CONSTANT, EXPONENTIAL = ({"mean": "10h", "law": law} for law in ("constant", "exponential"))


@pytest.mark.parametrize(
    ("settings", "minutes"),
    [
        ({}, {None: 10}),
        ({"touches": 3}, {None: 30}),
        ({"touches": 3, "later_handle_time": "4m"}, {None: 18}),
        ({"touches": 3, "sales": 0.5}, {None: 20}),
        ({"escalation": {"chance": 0.2, "to": "api"}}, {None: 10, "api": 2}),
        ({"touches": 3, "escalation": {"chance": 0.2, "to": "api", "handle_time": "15m"}}, {None: 26, "api": 7}),
        ({"engineering": {"chance": 0.5, "time": "10h"}}, {None: 12.5}),
        ({"engineering": {"chance": 0.5, "time": CONSTANT, "update_every": "4h"}}, {None: 15.5}),
        ({"engineering": {"chance": 0.5, "time": CONSTANT, "update_every": "5h"}}, {None: 14}),
        ({"engineering": {"chance": 1, "time": EXPONENTIAL, "update_every": "10h"}}, {None: 15 + 3 / (math.e - 1)}),
        ({"engineering": {"chance": 0.5, "time": EXPONENTIAL, "update_every": "1s"}}, {None: 1512.5}),
        ({"reopen": {"chance": 0.2}}, {None: 12.5}),
        ({"reopen": {"chance": 0.1, "if_wrong": 0.3}, "wrong": 0.5}, {None: 12.5}),
        ({"reopen": {"chance": 0.2}, "next_contact": {"chance": 0.3}}, {None: 20}),
        ({"next_contact": {"chance": 0.4}, "sales": 0.5}, {None: 12.5}),
    ],
)
def test_work_that_a_contact_brings_is_that_of_all_its_touches(settings: dict, minutes: dict) -> None:
    """By skill, in the long run, with 1/(1 - p) conversations where each comes back with the chance p."""
    work = work_by_skill(Topic.model_validate({"handle_time": "10m"} | settings))
    assert minutes == {skill: pytest.approx(ticks / MINUTE) for skill, ticks in work.items()}


@pytest.mark.parametrize("settings", [{"law": "lognormal"}, {"law": "lognormal", "cv": 3}, {"law": "exponential"}])
@pytest.mark.parametrize("every", ["3h", "10h", "2d"])
def test_updates_are_as_many_as_are_drawn(settings: dict, every: str) -> None:
    """One after each span before the fix: the mean over the times that the simulation draws."""
    told = {"chance": 1, "time": {"mean": "10h"} | settings, "update_every": every, "update_time": "1m", "fix_time": 0}
    topic = Topic.model_validate({"handle_time": 0, "engineering": told})
    times = spans(topic.engineering.time, (np.arange(100_000) + 0.5) / 100_000)
    drawn = ((times - 1) // topic.engineering.update_every).mean()
    assert pytest.approx(drawn, rel=2e-3) == work_by_skill(topic)[None] / MINUTE


def test_a_next_contact_is_an_arrival_of_its_own() -> None:
    """Of a first contact 10 / (1 - 0.2 - 0.3) minutes come in the long run; of each that arrives 10 / (1 - 0.2)."""
    topic = Topic.model_validate({"handle_time": "10m", "reopen": {"chance": 0.2}, "next_contact": {"chance": 0.3}})
    assert pytest.approx(20) == work_by_skill(topic)[None] / MINUTE
    assert pytest.approx(12.5) == work_of_arrival(topic) / MINUTE


@pytest.mark.parametrize(
    ("surge", "surplus"),
    [
        ({"at": ["2026-03-04T14:00"]}, 30),
        ({"at": ["2026-03-08T23:00"]}, 10),
        ({"at": ["2026-03-01T23:00"]}, 20),
        ({"at": ["2026-03-09T02:00"], "zone": "Asia/Tokyo"}, 30),
        ({"at": ["2026-03-09T02:00"]}, 0),
        ({"at": ["2026-03-04T14:00", "2026-03-04T14:00"]}, 30),
        ({"per_week": 1}, 30),
    ],
)
def test_a_surge_counts_as_far_as_it_lies_in_the_period(surge: dict, surplus: float) -> None:
    """Of 10 an hour in the week from 2 March: twice as many for an hour, three times for another, cut at both ends."""
    shape = [{"time": "1h", "factor": 2}, {"time": "1h", "factor": 3}]
    scenario = a_scenario(
        {"paying": a_segment(customers=10_000)}, world={"surges": {"outage": surge | {"shape": shape}}}
    )
    assert pytest.approx(1680 + surplus) == expected_conversations(scenario)["paying"]


def test_hours_of_work_count_later_touches_and_the_next_tier() -> None:
    """168 contacts a week with 3 touches of 10 minutes; a fifth goes on with the skill, after one touch more."""
    topics = {"question": {"handle_time": "10m", "touches": 3, "escalation": {"chance": 0.2, "to": "api"}}}
    scenario = a_scenario(topics=topics)
    assert [pytest.approx(168 * 32 / 60), pytest.approx(168 * 6 / 60)] == [
        hours_of_work(scenario), hours_of_work(scenario, skill="api"),
    ]  # fmt: skip


def test_too_few_hours_of_the_next_tier_are_unstable() -> None:
    """One person with the skill, by day, for 112 hours of escalated work a week."""
    topics = {"question": {"handle_time": "10m", "escalation": {"chance": 0.8, "to": "api", "handle_time": "50m"}}}
    day = [{"days": "mon-fri", "start": "09:00", "end": "17:00"}]
    teams = {"desk": a_team(9), "second": a_team(1, skills=["api"], shifts=day)}
    assert [
        (
            "unstable: plan 'as_is' has 40.0 hours a week at the desk for 112.0 hours of work with the skill 'api' "
            "(load 2.80): the backlog grows without end"
        )
    ] == oddities(a_scenario(topics=topics, plans={"as_is": {"teams": teams}}))
