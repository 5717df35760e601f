"""Hypothesis strategies for whole scenarios in which every feature may be on: small, contradictory, full of ties."""

from __future__ import annotations

from builders import a_scenario, a_segment, a_team
from hypothesis import strategies as st

SPANS = ("0s", "30s", "1m", "10m", "1h", "9h", "3d", "60d")
TIMES = SPANS[1:]
"""Longer than nothing."""


def some(**parts):
    """Return a mapping with any of *parts*, strategies by name; what is left out keeps its default."""
    return st.fixed_dictionaries({}, optional=parts)


def chance(most=1.0):
    """Return chances, extreme ones often."""
    return st.sampled_from([0, 0.1, 0.5, most])


def laws(spans=TIMES):
    """Return handle times and the like: often constant, which gives ties."""
    mean = st.sampled_from(spans)
    return st.one_of(
        mean, st.builds(lambda m, law: {"mean": m, "law": law}, mean, st.sampled_from(["constant", "exponential"]))
    )


SHAPES = st.sampled_from([1, 2, 3, {"mean": 2, "law": "fixed"}, {"mean": 4, "most": 9}])


def topics():
    """Return what conversations are about, and all that may become of one."""
    return st.fixed_dictionaries(
        {"handle_time": laws(("1m", "10m", "1h"))},
        optional={
            "touches": SHAPES,
            "later_handle_time": laws(("1m", "10m")),
            "wrong": chance(),
            "reopen": st.fixed_dictionaries(
                {"chance": st.sampled_from([0, 0.1, 0.4])},
                optional={"if_wrong": st.sampled_from([0, 0.4]), "after": laws()},
            ),
            "next_contact": st.fixed_dictionaries(
                {"chance": st.sampled_from([0, 0.1, 0.4])},
                optional={"if_wrong": st.sampled_from([0, 0.5]), "after": laws()},
            ),
            "escalation": st.fixed_dictionaries({"chance": chance(), "to": st.just("tier_2")}),
            "engineering": st.fixed_dictionaries(
                {"chance": chance(), "time": laws()}, optional={"update_every": st.sampled_from(["1h", "9h"])}
            ),
            "sales": chance(),
            "deflectable": chance(),
        },
    )


def segments():
    """Return customers, live ones among them, who may give up, call again, or write again."""
    return some(
        channel=st.sampled_from(["email", "ticket", "chat", "phone"]),
        contact_rate=st.sampled_from([0, 0.1, 1.0]),
        think_time=laws(),
        patience=laws(),
        reply_patience=laws(),
        redial=st.fixed_dictionaries({"chance": st.sampled_from([0, 0.5])}, optional={"after": laws()}),
        writes_again_after=laws(),
        zones=st.sampled_from([{"UTC": 1}, {"Asia/Kolkata": 1, "America/New_York": 2}]),
    ).map(lambda changes: a_segment(customers=60, **{"contact_rate": 1.0} | changes))


def people():
    """Return how the people of a team change: not at all, a little, or all at once."""
    return some(
        sickness=st.fixed_dictionaries(
            {"per_day": chance()},
            optional={"at_full_exhaustion": st.sampled_from([1, 2]), "spell": st.sampled_from(["1d", "36h", "5d"])},
        ),
        quits=st.fixed_dictionaries({"per_year": st.sampled_from([0, 5, 200])}),
        lead_time=st.sampled_from(["1h", "1d", "2d", None]),
        ramp=some(start_speed=st.sampled_from([0.2, 1]), time=st.just("3d"), mentor_share=chance()),
        exhaustion=some(above=st.sampled_from([0, 0.5]), time=st.sampled_from(["1d", "2w"])),
        disengagement=some(above=st.sampled_from([0, 0.5]), time=st.sampled_from(["1d", "2w"])),
        slower_at_full=chance(),
    )


SHIFTS = st.sampled_from(
    [
        [{"days": "all", "start": "00:00", "end": "24:00"}],
        [{"days": "mon-fri", "start": "09:00", "end": "17:00", "breaks": [{"start": "12:00", "end": "12:30"}]}],
        [{"days": "all", "start": "22:00", "end": "06:00"}],
        [{"days": ["sat"], "start": "10:00", "end": "11:00"}],
    ]
)


def teams(**fixed):
    """Return teams with shifts by day or night, live places, overtime, meetings, and people who change."""
    return some(
        headcount=st.integers(0, 4),
        shifts=SHIFTS,
        speed=st.sampled_from([0.5, 1]),
        speed_cv=st.sampled_from([0, 0.3]),
        live_limit=st.integers(1, 3),
        errors=st.sampled_from([0, 1, 5]),
        errors_cv=st.sampled_from([0, 0.3, 1]),
        shrinkage=st.sampled_from([0, 0.3]),
        overtime=st.fixed_dictionaries({"from_waiting": st.integers(0, 3), "time": st.sampled_from(["10m", "9h"])}),
        people=people(),
        hires=hires(),
    ).map(lambda changes: a_team(**{"headcount": 2} | possible(changes) | fixed))


def hires():
    """Return who comes later, or goes when a contract ends: one of the first two people, or both."""
    terms = st.fixed_dictionaries(
        {"start": st.sampled_from(["2026-03-02", "2026-03-04"])},
        optional={"end": st.sampled_from(["2026-03-04", "2026-03-05", "2026-04-01"]), "tenure": st.just("9d")},
    )
    return st.builds(lambda agents, one: [one | {"agents": agents}], st.sampled_from([[1], [2], [1, 2]]), terms)


def possible(changes):
    """Return the settings of a team without hires whom it does not have."""
    headcount = changes.get("headcount", 2)
    known = [one for one in changes.get("hires", []) if max(one["agents"]) <= headcount]
    others = {name: value for name, value in changes.items() if name != "hires"}
    return others | ({"hires": known} if known else {})


def routings():
    """Return who is served next, and what happens to what somebody owns."""
    return some(
        strict=st.sampled_from([[], [["paying"], ["free"]]]),
        prefer=st.sampled_from(["longest_idle", "most_specialised", "listed"]),
        queue_limit=st.sampled_from([0, 3]),
        follow_ups=st.sampled_from(["first", "by_score"]),
        returns_to_owner=st.booleans(),
        owner_away=st.sampled_from(SPANS),
        reread_time=st.sampled_from(["0s", "5m"]),
        switch_time=st.sampled_from(["0s", "1m"]),
        read_again_time=st.sampled_from(["0s", "1m"]),
        segments=some(
            paying=some(reserve=st.integers(0, 2), base=st.sampled_from(["-1h", "1h"]), slope=st.sampled_from([0, 3])),
            free=some(served=st.booleans(), teams=st.just({"desk": "0s", "second": "1h"})),
        ),
    )


def supports():
    """Return a level of support, and what answers before people do."""
    return some(
        level=st.sampled_from(["none", "docs", "contact_form", "ticket", "live_chat", "proactive"]),
        docs=chance(),
        bot=some(meets=chance(), leaks=chance(), resolves=chance(0.4), false_claims=chance(0.4)),
        promise=st.just("4h"),
        proactive=some(avoids=chance(), time=st.just("5m")),
    )


def worlds():
    """Return surges that are incidents, tools that fail, and tiring shifts."""
    incident = {"per_week": 3, "shape": [{"time": "1h", "factor": 9}]}
    surge = some(
        fixed_after=st.sampled_from(["10m", "9h"]), status_page=chance(), duplicates=chance(),
        macro_time=st.sampled_from(["0s", "1m"]),
    )  # fmt: skip
    known = st.sampled_from(["0s", "20m", "2h"])
    return some(
        surges=st.builds(
            lambda changes, after: {
                "outage": incident | changes | ({"known_after": after} if "macro_time" in changes else {})
            },
            surge,
            known,
        ),
        tools_down=st.just({"per_week": 5, "time": "2h"}),
        fatigue=st.sampled_from(["none", "measured"]),
        open_at_start=st.just([{"segment": "paying", "ages": ["30m", "3d"]}]),
    )


def scenarios():
    """Return scenarios of a few days with two segments, two topics and two tiers, and any features on together."""
    return st.builds(
        lambda paying, free, question, bug, desk, second, routing, support, world: a_scenario(
            {"paying": paying, "free": free},
            {"question": question, "bug": bug},
            {"as_is": {"teams": {"desk": desk, "second": second}, "routing": routing, "support": {"free": support}}},
            world,
            length="5d",
        ),
        segments(), segments().map(lambda one: one | {"stage": "trial"}), topics(), topics(), teams(),
        teams(skills=["tier_2"]), routings(), supports(), worlds(),
    )  # fmt: skip
