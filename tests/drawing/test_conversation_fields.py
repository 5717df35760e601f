"""What topics and segments say about a conversation: every setting moves what it is for, and no other draw."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team
from conversation_world import TOPIC, a_lively_scenario

from sim.drawing.arrivals import draw_demand
from sim.drawing.conversations import patience_times
from sim.drawing.draw import draw
from sim.inputs import NOBODY
from sim.runs import simulate


@pytest.mark.parametrize(("mean", "expected"), [("2m", [1, 1]), (0, [0, 0])])
def test_who_has_any_patience_waits_before_giving_up(mean, expected):
    """Of a gamma law with a cv of 2 one in thirty is less than a millisecond: who meets a queue has had to wait."""
    patience = a_scenario({"paying": a_segment(patience={"mean": mean, "law": "gamma", "cv": 2})})
    spread = patience.world.segments["paying"].patience
    assert expected == patience_times(spread, np.zeros(2, np.int64), np.array([0.001, 0.03])).tolist()


def facts(demand):
    """Return key -> what is known of the conversation, by the quantity that it comes from."""
    known = {}
    for number, (row, detail) in enumerate(zip(demand.conversations, demand.details, strict=True)):
        touches = demand.touches[row["first_touch"] : row["end_touch"]]
        n_mutual = int((touches["is_ours"] == 0).sum())
        known[int(detail["key"])] = {
            "arrival": (int(row["arrival_at"]), int(row["waited_time"])),
            "live": int(demand.work_types[row["work_type"]]["is_live"]),
            "n_touches": n_mutual,
            "first": int(touches["handle_time"][0]),
            "later": touches["handle_time"][1:n_mutual].tolist(),
            "think": touches["think_time"][: n_mutual - 1].tolist(),
            "fix": int(touches["think_time"][n_mutual - 1 :].sum()),
            "n_updates": max(len(touches) - n_mutual - 1, 0),
            "update": touches["handle_time"][n_mutual:-1].tolist(),
            "news": touches["handle_time"][n_mutual:][-1:].tolist(),
            **{name: int(row[name]) for name in ("passes_on", "wrong_chance", "wrong_luck")},
            **{name: int(row[name]) for name in ("patience_time", "reply_patience_time", "nudge_time")},
            **next_tier(demand, row),
            **terms(demand, number),
        }
    return known


def next_tier(demand, row):
    """Return the skill of the next tier and its work, if it is to take over."""
    if row["escalation_touch"] == NOBODY:
        return {"is_escalated": False, "tier": (), "tier_work": ()}
    skill = demand.names.skills[demand.work_types[row["escalated_to"]]["skill"]]
    return {
        "is_escalated": True,
        "tier": (skill,),
        "tier_work": (int(demand.touches[row["escalation_touch"]]["handle_time"]),),
    }


def terms(demand, number):
    """Return under which conditions a follow-up comes; nothing for a first contact."""
    rows = demand.follow_ups[number - demand.n_first :][:1] if number >= demand.n_first else demand.follow_ups[:0]
    return {f"follow_up {name}": rows[name].tolist() for name in demand.follow_ups.dtype.names}


def moved(before, after):
    """Return which quantities differ in conversations that are in both; a list counts as far as both go."""
    found = set()
    for key in before.keys() & after.keys():
        for name, old in before[key].items():
            new = after[key][name]
            n = min(len(old), len(new)) if isinstance(old, (list, tuple)) else None
            if old[:n] != new[:n] if n is not None else old != new:
                found.add(name)
    return found | ({"rows"} if before.keys() != after.keys() else set())


ENGINEERING = TOPIC["engineering"]
BEFORE = facts(draw_demand(a_lively_scenario(), 1, 0))
TOPIC_CHANGES = [
    ({"handle_time": "12m"}, {"first"}),
    ({"later_handle_time": "6m"}, {"later"}),
    ({"later_handle_time": None}, {"later"}),
    ({"touches": 4}, {"n_touches"}),
    ({"touches": {"mean": 3, "most": 4}}, {"n_touches"}),
    ({"touches": {"mean": 3, "law": "fixed"}}, {"n_touches"}),
    ({"wrong": 0.3}, {"wrong_chance"}),
    ({"reopen": {"chance": 0.15, "if_wrong": 0.4, "after": "1h"}}, {"follow_up reopen_chance"}),
    ({"reopen": {"chance": 0.1, "if_wrong": 0.6, "after": "1h"}}, {"follow_up reopen_if_wrong_chance", "rows"}),
    ({"reopen": {"chance": 0.1, "if_wrong": 0.4, "after": "2h"}}, {"follow_up reopen_time"}),
    ({"next_contact": {"chance": 0.3, "after": "5h"}},
     {"follow_up next_chance", "follow_up next_if_wrong_chance", "rows"}),
    ({"next_contact": {"chance": 0.2, "if_wrong": 0.5, "after": "5h"}}, {"follow_up next_if_wrong_chance", "rows"}),
    ({"next_contact": {"chance": 0.2, "if_wrong": 0.2, "after": "5h"}}, set()),
    ({"next_contact": {"chance": 0.2, "after": "2h"}}, {"follow_up next_time"}),
    ({"escalation": {"chance": 0.5, "to": "tier_2", "handle_time": "20m"}}, {"is_escalated"}),
    ({"escalation": {"chance": 0.3, "to": "tier_3", "handle_time": "20m"}}, {"tier"}),
    ({"escalation": {"chance": 0.3, "to": "tier_2", "handle_time": "9m"}}, {"tier_work"}),
    ({"escalation": {"chance": 0.3, "to": "tier_2"}}, {"tier_work"}),
    ({"engineering": ENGINEERING | {"chance": 0.5}}, {"fix", "n_updates"}),
    ({"engineering": ENGINEERING | {"time": "2d"}}, {"fix", "n_updates"}),
    ({"engineering": ENGINEERING | {"update_every": "2h"}}, {"n_updates"}),
    ({"engineering": ENGINEERING | {"update_every": None}}, {"n_updates"}),
    ({"engineering": ENGINEERING | {"update_time": "5m"}}, {"update"}),
    ({"engineering": ENGINEERING | {"fix_time": "5m"}}, {"news"}),
    ({"sales": 0.2}, {"passes_on"}),
]  # fmt: skip
SEGMENT_CHANGES = [
    ({"channel": "chat"}, {"live"}),
    ({"patience": "3h"}, {"patience_time"}),
    ({"reply_patience": "3h"}, {"reply_patience_time"}),
    ({"think_time": "3h"}, {"think"}),
    ({"redial": {"chance": 0.7, "after": "20m"}}, {"follow_up redial_chance", "rows"}),
    ({"redial": {"chance": 0.5, "after": "40m"}}, {"follow_up redial_time"}),
    ({"writes_again_after": "2h"}, {"nudge_time"}),
]


@pytest.mark.parametrize(("change", "quantities"), TOPIC_CHANGES)
def test_setting_of_a_topic_moves_what_it_is_for_and_nothing_else(change, quantities):
    """Every other draw of every conversation stays (invariant 33)."""
    after = facts(draw_demand(a_lively_scenario(topic=change), 1, 0))
    assert quantities == moved(BEFORE, after)


@pytest.mark.parametrize(("change", "quantities"), SEGMENT_CHANGES)
def test_setting_of_a_segment_moves_what_it_is_for_and_nothing_else(change, quantities):
    """Every other draw of every conversation stays (invariant 33)."""
    after = facts(draw_demand(a_lively_scenario(segment=change), 1, 0))
    assert quantities == moved(BEFORE, after)


def test_the_same_conversations_are_drawn_again():
    """Same scenario, seed and replication: every byte of every table; another replication: others (31, 32)."""
    one, again, other = (draw_demand(a_lively_scenario(), 1, replication) for replication in (0, 0, 1))
    for name in ("conversations", "touches", "follow_ups", "details", "work_types"):
        assert getattr(one, name).tobytes() == getattr(again, name).tobytes()
    for name in ("conversations", "touches", "follow_ups"):
        assert getattr(one, name).tobytes() != getattr(other, name).tobytes()


# ---- settings that change nothing ----

ONE_TOUCH = {"handle_time": "9m"}
NEUTRAL_TOPICS = {
    "one touch": {"touches": 1},
    "one touch on average": {"touches": {"mean": 1, "most": 7}},
    "always one touch": {"touches": {"mean": 1, "law": "fixed"}},
    "a later touch that never comes": {"later_handle_time": "3h"},
    "never wrong": {"wrong": 0},
    "never reopened": {"reopen": {"chance": 0}},
    "not reopened if wrong, which it never is": {"reopen": {"chance": 0, "if_wrong": 0.9}},
    "no next contact": {"next_contact": {"chance": 0, "after": 0}},
    "no next contact if wrong, which it never is": {"next_contact": {"chance": 0, "if_wrong": 0.9}},
    "never escalated": {"escalation": {"chance": 0, "to": "tier_2", "handle_time": "3h"}},
    "engineering not asked": {"engineering": {"chance": 0, "time": "2d", "update_every": "1h"}},
    "never passed on": {"sales": 0},
    "deflectable without documentation": {"deflectable": 0.4},
}
NEUTRAL_SEGMENTS = {
    "tickets": {"channel": "ticket"},
    "a chat of one touch at a time": {"channel": "chat"},
    "a phone": {"channel": "phone"},
    "never asked to think": {"think_time": "3h"},
    "no later answer to wait for": {"reply_patience": "1s"},
    "nobody redials": {"redial": {"chance": 0, "after": 0}},
    "writing again costs nothing": {"writes_again_after": "1m"},
}
NEUTRAL_ROUTINGS = {
    "nothing follows": {"follow_ups": "first"},
    "nothing returns": {"returns_to_owner": False},
    "nobody waits for an owner": {"owner_away": "0s"},
    "nothing to read again": {"reread_time": "1h"},
    "nothing to switch between": {"switch_time": "1h"},
    "nobody writes again": {"read_again_time": "1h"},
}


def outcome(segment=None, topic=None, routing=None):
    """Return what happens in a busy world of one touch each, two segments and two teams, byte for byte."""
    patient = a_segment(stage="vip", contact_rate=0.9, patience=None)
    segments = {
        "paying": a_segment(contact_rate=1.2, patience="40m") | (segment or {}),
        "vip": patient | (segment or {}),
    }
    topics = {"crash": ONE_TOUCH | (topic or {}), "bill": ONE_TOUCH | {"skill": "billing"} | (topic or {})}
    late = [{"days": "mon-fri", "start": "09:00", "end": "19:00"}]
    skills = {"skills": ["billing"], "shifts": late}
    plan = {
        "teams": {"desk": a_team(4, **skills), "night": a_team(1, skills=["billing"])},
        "routing": {"strict": [["vip"]], "segments": {"paying": {"base": "5m", "reserve": 1}}} | (routing or {}),
    }
    record = simulate(draw(a_scenario(segments, topics, {"as_is": plan}, length="4d"), "as_is").inputs)
    return [part if isinstance(part, int) else part.tobytes() for part in record]


NEUTRAL = outcome()


@pytest.mark.parametrize("what", NEUTRAL_TOPICS)
def test_neutral_setting_of_a_topic_leaves_every_byte(what):
    """With it or without: the same record (invariant 34)."""
    assert NEUTRAL == outcome(topic=NEUTRAL_TOPICS[what])


@pytest.mark.parametrize("what", NEUTRAL_SEGMENTS)
def test_neutral_setting_of_a_segment_leaves_every_byte(what):
    """With it or without: the same record (invariant 34)."""
    assert NEUTRAL == outcome(segment=NEUTRAL_SEGMENTS[what])


@pytest.mark.parametrize("what", NEUTRAL_ROUTINGS)
def test_neutral_setting_of_routing_leaves_every_byte(what):
    """With it or without: the same record (invariant 34)."""
    assert NEUTRAL == outcome(routing=NEUTRAL_ROUTINGS[what])
