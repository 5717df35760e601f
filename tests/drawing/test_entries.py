"""How contacts enter under a plan: every level of support and every setting of it moves what it is for, and no more."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team

from sim.audit import audit
from sim.drawing.arrivals import draw_demand
from sim.drawing.demand import Draw
from sim.drawing.entries import with_support
from sim.durations import HOUR, MINUTE
from sim.inputs import AVOIDED, FALSELY_SERVED, FAR, GAVE_UP_FORM, SELF_SERVED, TO_DESK
from sim.measures.figures import figures
from sim.record import ABANDONED, DEFLECTED, NEXT, TURNED_AWAY
from sim.runs import run_once
from sim.scenario.checks import problems_of

CHAT = {"channel": "chat", "patience": {"mean": "3m", "law": "exponential"}}
TALKS = {"question": {"handle_time": "10m", "touches": 3}}
BOT = {"resolves": 0.4, "false_claims": 0.2}


def a_world(support=None, segment=None, topics=None, world=None, agents=3):
    """Return a week of one segment, and a plan with this support."""
    plan = {"teams": {"desk": a_team(agents)}, "support": {} if support is None else {"paying": support}}
    return a_scenario({"paying": a_segment(**segment or {})}, topics, {"as_is": plan}, world)


def played(support=None, **changes):
    """Return a run under this support."""
    return run_once(a_world(support, **changes), "as_is")


def entered(support=None, **changes):
    """Return how every first contact enters, by its key."""
    scenario = a_world(support, **changes)
    demand = with_support(scenario, "as_is", draw_demand(scenario, 1, 0), Draw(1, 0))
    first = slice(demand.n_first)
    return dict(zip(demand.details["key"][first].tolist(), demand.conversations["entry"][first].tolist(), strict=True))


def keys_of(entries, *values):
    """Return the keys of the contacts that enter in one of these ways."""
    return {key for key, entry in entries.items() if entry in values}


def share(entries, *values):
    """Return the share of the contacts that enter in one of these ways."""
    return len(keys_of(entries, *values)) / len(entries)


def same(one, other):
    """Are two records the same, byte for byte?"""
    return [table.tobytes() for table in one[:-1]] == [table.tobytes() for table in other[:-1]]


# ---- neutral settings ----


@pytest.mark.parametrize(
    ("support", "segment"),
    [
        ({}, {}),
        ({"promise": "1h"}, {}),
        ({"level": "ticket"}, {}),
        ({"level": "contact_form", "form": {"work_factor": 1, "gives_up": 0}}, {}),
        ({"level": "live_chat"}, CHAT),
        ({"level": "proactive", "proactive": {"avoids": 0, "time": "0s"}}, {}),
        ({"docs": 0, "think_factor": 1, "bot": {"meets": 1, "leaks": 0, "resolves": 0, "false_claims": 0}}, {}),
        ({"bot": {"meets": 0, "resolves": 0.5, "false_claims": 0.3}}, {}),
        ({"bot": {"leaks": 1, "resolves": 0.5, "false_claims": 0.3, "returns": 0.1, "returns_after": "1d"}}, {}),
        ({"patience": {"mean": "3m", "law": "exponential"}}, CHAT),
    ],
)
def test_neutral_support_changes_no_byte(support, segment) -> None:
    """What says the same as the channel, or deflects nobody, gives the same record."""
    without, with_it = (played(one, segment=segment, topics=TALKS).record for one in (None, support))
    assert same(without, with_it)


def test_a_plan_without_support_uses_the_very_demand() -> None:
    """Nothing is copied where a plan says nothing; where it does, what was drawn stays as it was."""
    silent, speaking = a_world(), a_world({"docs": 0.5})
    demand = draw_demand(silent, 1, 0)
    before = [table.tobytes() for table in demand[:3]]
    assert demand is with_support(silent, "as_is", demand, Draw(1, 0))
    assert demand.conversations is not with_support(speaking, "as_is", demand, Draw(1, 0)).conversations
    assert before == [table.tobytes() for table in demand[:3]]


# ---- documentation ----


def test_docs_deflect_their_share_and_shorten_the_wait() -> None:
    """Half of 168 contacts read the answer (four standard deviations: 15 points); the others wait less."""
    alone, helped = played(agents=1).record, played({"docs": 0.5}, agents=1).record
    deflected = helped.conversations["outcome"] == DEFLECTED
    assert 0.15 > abs(deflected.mean() - 0.5)
    assert not helped.conversations["is_wrong"][deflected].any()
    waits = [
        (record.conversations["started_at"] - record.conversations["arrived_at"])[record.touches["agent"] >= 0].mean()
        for record in (alone, helped)
    ]
    assert waits[0] > waits[1]


def test_docs_answer_only_what_is_deflectable() -> None:
    """With a quarter that could be answered, half of that is deflected; with nothing, nobody is."""
    shares = []
    for deflectable in (1, 0.25, 0):
        topics = {"question": {"handle_time": "10m", "deflectable": deflectable}}
        shares.append(share(entered({"docs": 0.5}, topics=topics, segment={"contact_rate": 2}), SELF_SERVED))
    assert [0.5, 0.125, 0] == pytest.approx(shares, abs=0.04)


@pytest.mark.parametrize(
    ("less", "more", "ways"),
    [
        ({"docs": 0.3}, {"docs": 0.6}, (SELF_SERVED,)),
        ({"bot": BOT | {"meets": 0.4}}, {"bot": BOT | {"meets": 0.9}}, (SELF_SERVED, FALSELY_SERVED)),
        ({"bot": BOT | {"leaks": 0.5}}, {"bot": BOT | {"leaks": 0.1}}, (SELF_SERVED, FALSELY_SERVED)),
        ({"bot": {"resolves": 0.3}}, {"bot": {"resolves": 0.5}}, (SELF_SERVED,)),
        ({"bot": {"false_claims": 0.1}}, {"bot": {"false_claims": 0.3}}, (FALSELY_SERVED,)),
        ({"docs": 0.3}, {"docs": 0.3, "bot": BOT}, (SELF_SERVED, FALSELY_SERVED)),
        ({"proactive": {"avoids": 0.1}}, {"proactive": {"avoids": 0.2}}, (AVOIDED,)),
        (
            {"level": "contact_form", "form": {"gives_up": 0.1}},
            {"level": "contact_form", "form": {"gives_up": 0.3}},
            (GAVE_UP_FORM,),
        ),
    ],
)
def test_more_deflection_only_deflects_more(less, more, ways) -> None:
    """Who is kept from the desk still is, and others join (common random numbers)."""
    few, many = (keys_of(entered(one), *ways) for one in (less, more))
    assert few < many


# ---- the bot ----


def test_a_bot_answers_claims_and_leaks_by_its_shares() -> None:
    """Of all: 0.8 meet it, 3 in 4 of them talk to it; of those 0.4 are answered, and 0.2 seem to be."""
    entries = entered({"bot": BOT | {"meets": 0.8, "leaks": 0.25}}, segment={"contact_rate": 4})
    shares = [share(entries, way) for way in (SELF_SERVED, FALSELY_SERVED, TO_DESK)]
    assert [0.24, 0.12, 0.64] == pytest.approx(shares, abs=0.05)


def test_whom_the_bot_only_seemed_to_answer_comes_back_to_a_person() -> None:
    """All return after exactly two hours, with the touches that they would have had, and are answered."""
    returns = {"returns": 1, "returns_after": {"mean": "2h", "law": "constant"}}
    run = played({"bot": {"false_claims": 0.3} | returns}, topics=TALKS)
    told, rows = run.record.conversations, run.drawn.inputs.conversations
    wrong = np.flatnonzero(told["is_wrong"])
    again = rows["follow_up"][wrong]
    came = told["arrived_at"][again] >= 0
    assert len(wrong) > 30
    assert {NEXT} == set(told["cause"][again][came].tolist())
    assert {2 * HOUR} == set((told["arrived_at"][again] - told["ended_at"][wrong])[came].tolist())
    assert (told["started_at"][again][came] >= 0).all()
    touches = run.drawn.inputs.touches["handle_time"]
    works = [[touches[a:b].tolist() for a, b in rows[["first_touch", "end_touch"]][some].tolist()]
             for some in (wrong, again)]  # fmt: skip
    assert works[0] == works[1]
    assert len(run.drawn.demand.details) == len(rows) == len(set(run.drawn.demand.details["key"].tolist()))


def test_fewer_come_back_where_fewer_return_and_later_where_they_wait_longer() -> None:
    """`returns` moves how many come, `returns_after` when; the same people return."""
    came = []
    for returns, after in ((0.3, "1h"), (0.9, "1h"), (0.9, "3h")):
        run = played({"bot": {"false_claims": 0.5, "returns": returns, "returns_after": after}}, agents=20)
        told = run.record.conversations["arrived_at"][run.drawn.inputs.n_first :]
        came.append({row: int(at) for row, at in enumerate(told) if at >= 0})
    assert came[0].keys() < came[1].keys()
    assert came[2].keys() <= came[1].keys()
    assert all(came[2][row] > came[1][row] for row in came[2])


def test_a_false_answer_keeps_the_follow_up_and_the_next_tier_of_the_contact() -> None:
    """A contact that may be reopened and escalated may still be, once it is back from the bot."""
    topics = {
        "question": {
            "handle_time": "10m", "reopen": {"chance": 0.9, "after": "1h"}, "escalation": {"chance": 1, "to": "expert"},
        }
    }  # fmt: skip
    support = {"bot": {"false_claims": 1, "returns_after": "1m"}}
    teams = {"desk": a_team(3), "experts": a_team(2, skills=["expert"])}
    plans = {"as_is": {"teams": teams, "support": {"paying": support}, "routing": {"prefer": "most_specialised"}}}
    run = run_once(a_scenario(topics=topics, plans=plans), "as_is")
    told, rows = run.record.conversations, run.drawn.inputs.conversations
    again = rows["follow_up"][: run.drawn.inputs.n_first]
    assert (told["is_escalated"][again] == 1).sum() > 100
    assert (told["arrived_at"][rows["follow_up"][again]] >= 0).sum() > 80


# ---- levels ----


def test_nobody_is_answered_without_support_and_docs_alone_help_their_share() -> None:
    """Level none turns everybody away; docs those whom documentation and bot do not help."""
    nothing = played({"level": "none"}).record.conversations["outcome"]
    docs = played({"level": "docs", "docs": 0.5}).record.conversations["outcome"]
    assert {TURNED_AWAY} == set(nothing.tolist())
    assert {TURNED_AWAY, DEFLECTED} == set(docs.tolist())


def test_live_chat_makes_customers_impatient_and_quick() -> None:
    """Written contacts become live: patience of three minutes, a minute instead of four hours to reply."""
    wrote, chat = (played(support, topics=TALKS, agents=1) for support in (None, {"level": "live_chat"}))
    assert [0, 1] == [int(run.drawn.inputs.work_types["is_live"].max()) for run in (wrote, chat)]
    assert not (wrote.record.conversations["outcome"] == ABANDONED).any()
    assert (chat.record.conversations["outcome"] == ABANDONED).any()
    patience = chat.drawn.inputs.conversations
    assert 3 * MINUTE == pytest.approx(patience["patience_time"].mean(), rel=0.4)
    assert 3 * MINUTE == pytest.approx(patience["reply_patience_time"].mean(), rel=0.4)
    thought = [run.drawn.inputs.touches["think_time"] for run in (wrote, chat)]
    assert np.rint(thought[0] / 240).tolist() == thought[1].tolist()


@pytest.mark.parametrize("level", ["ticket", "contact_form"])
def test_in_writing_nobody_hangs_up(level) -> None:
    """A chat that becomes a ticket waits for ever, takes no place, and replies hours later."""
    chat, ticket = (played(support, segment=CHAT, topics=TALKS, agents=1) for support in (None, {"level": level}))
    assert (chat.record.conversations["outcome"] == ABANDONED).any()
    assert not (ticket.record.conversations["outcome"] == ABANDONED).any()
    assert 0 == ticket.drawn.inputs.work_types["is_live"].max()
    assert {FAR} == set(ticket.drawn.inputs.conversations["patience_time"].tolist())
    thought = [run.drawn.inputs.touches["think_time"] for run in (chat, ticket)]
    assert (thought[0] * 240).tolist() == thought[1].tolist()


def test_patience_of_the_plan_replaces_that_of_the_segment() -> None:
    """Twice the patience is twice as long for everybody, and fewer give up."""
    patience = {"mean": "6m", "law": "exponential"}
    usual, long = (played(support, segment=CHAT, agents=1) for support in (None, {"patience": patience}))
    times = [run.drawn.inputs.conversations["patience_time"] for run in (usual, long)]
    assert 1 >= np.abs(times[1] - 2 * times[0]).max()
    lost = [(run.record.conversations["outcome"] == ABANDONED).sum() for run in (usual, long)]
    assert lost[0] > lost[1] > 0


def test_what_was_open_at_the_start_waits_longer_than_it_has_and_is_not_deflected() -> None:
    """Documentation comes before the desk, where these are already; their patience is beyond their age."""
    opened = {"open_at_start": [{"segment": "paying", "ages": ["10m"] * 20}]}
    support = {"level": "live_chat", "docs": 1, "patience": "5m"}
    conversations = played(support, world=opened).drawn.inputs.conversations[:21]
    assert [TO_DESK] * 20 + [SELF_SERVED] == conversations["entry"].tolist()
    assert conversations["patience_time"][:20].min() >= 10 * MINUTE


def test_think_factor_moves_the_time_to_resolution_but_not_engineering() -> None:
    """Customers who reply in a tenth of the time are done sooner; two days of engineering stay two days."""
    engineering = {"chance": 1, "time": {"mean": "2d", "law": "constant"}}
    ends = []
    for factor in (1, 0.1):
        run = played({"think_factor": factor}, topics=TALKS, agents=20)
        ends.append((run.record.conversations["ended_at"] - run.record.conversations["arrived_at"]).mean())
        asked = played({"think_factor": factor}, topics={"question": TALKS["question"] | {"engineering": engineering}})
        assert 48 * HOUR in asked.drawn.inputs.touches["think_time"]
    assert ends[0] > 2 * ends[1]


def test_a_form_takes_work_from_agents_and_customers_from_the_desk() -> None:
    """work_factor 0.5 halves every touch; gives_up 0.3 keeps 30 per cent away, without an answer."""
    plain, form = (
        played({"level": "contact_form", "form": {"work_factor": factor, "gives_up": 0.3}}, topics=TALKS)
        for factor in (1, 0.5)
    )
    work = [run.drawn.inputs.touches["handle_time"] for run in (plain, form)]
    assert np.rint(work[0] * 0.5).tolist() == work[1].tolist()
    busy = [(run.record.touches["ended_at"] - run.record.touches["started_at"]).sum() for run in (plain, form)]
    assert busy[0] > 1.8 * busy[1]
    assert 0.3 == pytest.approx((form.drawn.inputs.conversations["entry"] == GAVE_UP_FORM).mean(), abs=0.12)


def test_what_proactive_work_avoids_never_reaches_desk_docs_or_bot() -> None:
    """A tenth is avoided whatever else is offered."""
    support = {"docs": 1, "bot": {"resolves": 1}, "proactive": {"avoids": 0.1}}
    entries = entered(support, segment={"contact_rate": 2})
    assert {AVOIDED, SELF_SERVED} == set(entries.values())
    assert 0.1 == pytest.approx(share(entries, AVOIDED), abs=0.03)


def test_promises_and_forms_move_satisfaction_alone() -> None:
    """A promise that is not kept and a form to fill in cost Goods; the record stays as it was."""
    loud = {"segment": {"contact_rate": 2}, "topics": {"question": {"handle_time": "4m"}}, "agents": 1}
    supports = ({}, {"promise": "7d"}, {"promise": "1s"}, {"level": "contact_form", "promise": "7d"})
    runs = [played(support, **loud) for support in supports]
    good = [
        {figure.measure: figure.top for figure in figures(run) if figure.scope == "all"}["csat_good"] for run in runs
    ]
    assert all(same(runs[0].record, run.record) for run in runs)
    assert good[1] > good[2]
    assert good[1] > good[3]


def test_support_of_one_segment_leaves_the_other_alone() -> None:
    """Only those for whom the plan says something enter otherwise."""
    segments = {"free": a_segment(stage="trial"), "paid": a_segment()}
    plans = {"as_is": {"teams": {"desk": a_team()}, "support": {"free": {"level": "live_chat", "docs": 0.9}}}}
    scenario = a_scenario(segments, TALKS, plans)
    demand = draw_demand(scenario, 1, 0)
    own = with_support(scenario, "as_is", demand, Draw(1, 0))
    paid = demand.details["segment"] == 1
    assert demand.conversations[paid].tolist() == own.conversations[paid].tolist()
    assert demand.conversations[~paid].tolist() != own.conversations[~paid].tolist()
    assert [1, 0] == own.work_types["is_live"].tolist()


def test_both_engines_and_the_auditor_agree_on_all_of_it_together() -> None:
    """Every setting of support and incidents in one week: the same record from both engines, and no rule broken."""
    segments = {
        "paying": a_segment(contact_rate=0.5, patience="1h", reply_patience="1d", redial={"chance": 0.5}),
        "trial": a_segment(contact_rate=0.4, **CHAT),
    }
    topics = {
        "question": {
            "handle_time": "8m", "touches": 3, "deflectable": 0.6, "wrong": 0.1, "reopen": {"chance": 0.2},
            "escalation": {"chance": 0.2, "to": "expert"},
        },
        "outage": {"handle_time": "6m", "share": 0.01},
    }  # fmt: skip
    outage = {
        "at": ["2026-03-04T10:00"], "topic": "outage", "fixed_after": "2h", "status_page": 0.3, "macro_time": "1m",
        "known_after": "30m", "duplicates": 0.3,
    }  # fmt: skip
    world = {"surges": {"outage": outage}, "tools_down": {"per_week": 3, "time": "40m"}}
    support = {
        "paying": {
            "level": "live_chat", "docs": 0.2, "bot": BOT | {"leaks": 0.1}, "proactive": {"avoids": 0.1, "time": "3m"},
        },
        "trial": {"level": "contact_form", "form": {"work_factor": 0.8, "gives_up": 0.1}, "docs": 0.3},
    }  # fmt: skip
    teams = {"desk": a_team(3, live_limit=3), "experts": a_team(1, skills=["expert"], live_limit=2)}
    scenario = a_scenario(segments, topics, {"as_is": {"teams": teams, "support": support}}, world)
    assert [] == problems_of(scenario)
    compiled, reference = (run_once(scenario, "as_is", engine=engine) for engine in ("compiled", "reference"))
    assert same(compiled.record, reference.record)
    assert [] == audit(compiled.drawn.inputs, compiled.record)
