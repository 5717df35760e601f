"""A world in which everything can happen to a conversation, for tests that change one setting of it."""

from __future__ import annotations

from builders import a_scenario, a_segment, a_team

SEGMENT = {
    "contact_rate": 0.5, "patience": "2h", "reply_patience": "6h", "think_time": "1h", "writes_again_after": "1h",
    "redial": {"chance": 0.5, "after": "20m"}, "zones": {"UTC": 1, "Asia/Tokyo": 1}, "languages": {"en": 2, "de": 1},
}  # fmt: skip
TOPIC = {
    "handle_time": "10m", "later_handle_time": "4m", "touches": 3, "wrong": 0.2,
    "reopen": {"chance": 0.1, "if_wrong": 0.4, "after": "1h"}, "next_contact": {"chance": 0.2, "after": "5h"},
    "escalation": {"chance": 0.3, "to": "tier_2", "handle_time": "20m"},
    "engineering": {
        "chance": 0.3, "time": "9h", "update_every": "3h", "update_time": "2m", "fix_time": "3m",
    },
    "sales": 0.1,
}  # fmt: skip


def a_lively_scenario(segment=None, topic=None, **written):
    """Return a world in which everything can happen to a conversation, with these settings changed."""
    segments = {"paying": a_segment(**(SEGMENT | (segment or {})))}
    topics = {"crash": TOPIC | (topic or {}), "praise": {"handle_time": "5m"}}
    languages = {"languages": ["en", "de"]}
    teams = {"desk": a_team(4, **languages), "second": a_team(2, skills=["tier_2", "tier_3"], **languages)}
    plans = {"as_is": {"teams": teams, "routing": written.pop("routing", {})}}
    return a_scenario(segments, topics, plans, length="4d", **written)
