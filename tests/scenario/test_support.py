"""Levels of support and incidents as written: what is right, and what is wrong with place, value and remedy."""

from __future__ import annotations

import pytest
from builders import a_scenario, a_segment, a_team

from sim.durations import HOUR, MINUTE
from sim.scenario import Spread
from sim.scenario.checks import problems_of
from sim.scenario.load import parse
from sim.scenario.support import Bot, Support, is_answered, outreach_teams, outreach_times, support_of, work_share

ROUTING = "    routing:\n      strict: [[paying]]\n"
OUTAGE = 'outage: {at: ["2026-03-04T14:00"], segments: [paying], topic: question}'
OPEN = "  open_at_start:\n"


def with_support(changed, text):
    """Return the sound file with this support of its first plan."""
    return changed((ROUTING, f"    support:\n      {text}\n{ROUTING}"))


def test_support_is_read_with_its_units(changed) -> None:
    """Spans, shares and spreads come as they are meant; what is not written is neutral."""
    text = (
        "paying: {level: live_chat, docs: 0.2, promise: 1h, patience: 2m, think_factor: 0.1, "
        "bot: {meets: 0.9, leaks: 0.1, resolves: 0.5, false_claims: 0.1, returns: 0.8, returns_after: 2h}, "
        "proactive: {avoids: 0.1, time: 30s, teams: [desk]}}"
    )
    plans = parse(with_support(changed, text)).plans
    support = support_of(plans["as_is"], "paying")
    assert ("live_chat", 0.2, HOUR, 0.1) == (support.level, support.docs, support.promise, support.think_factor)
    assert Spread(mean=2 * MINUTE, law="exponential") == support.patience
    assert Bot(meets=0.9, leaks=0.1, resolves=0.5, false_claims=0.1, returns=0.8, returns_after=2 * HOUR) == support.bot
    assert support == support_of(plans["more"], "paying")
    assert Support() == support_of(plans["as_is"], "free")


def test_an_extending_plan_changes_one_setting_of_one_segment(changed) -> None:
    """Support is inherited key by key."""
    text = with_support(changed, "paying: {docs: 0.2, promise: 1h}").replace(
        "    extends: as_is\n",
        "    extends: as_is\n    support: {paying: {docs: 0.5}}\n    incidents: {macros: false}\n",
    )
    plans = parse(text).plans
    assert Support(docs=0.5, promise=HOUR) == plans["more"].support["paying"]
    assert [True, False] == [plan.incidents.macros for plan in plans.values()]


@pytest.mark.parametrize(
    ("level", "answered"),
    [(None, True), ("none", False), ("docs", False), ("contact_form", True), ("ticket", True), ("live_chat", True)],
)
def test_people_answer_at_every_level_but_none_and_docs(level, answered) -> None:
    """A segment of which the plan says nothing is answered."""
    support = {} if level is None else {"paying": {"level": level}}
    plans = {"as_is": {"teams": {"desk": a_team()}, "support": support}}
    assert answered == is_answered(a_scenario(plans=plans).plans["as_is"], "paying")


DURATION = "write a number and a unit, such as 90s, 10m, 1h30m, 2d or 4w"
OTHER = "leave {0} out, or choose another level"
WRONG_SUPPORT = {
    "payin: {docs: 0.1}": ("payin", "'payin' is no segment of this scenario; did you mean 'paying'?"),
    "paying: {level: chat}": (
        "paying.level",
        "'chat' is not one of none, docs, contact_form, ticket, live_chat and proactive; did you mean 'live_chat'?",
    ),
    "paying: {docs: 1.2}": ("paying.docs", "'1.2' is too large; write at most 1"),
    "paying: {dogs: 0.2}": ("paying.dogs", "'dogs' is no setting here; did you mean 'docs'?"),
    "paying: {bot: {resolves: -0.1}}": ("paying.bot.resolves", "'-0.1' is too small; write at least 0"),
    "paying: {bot: {resolves: 0.7, false_claims: 0.4}}": (
        "paying.bot",
        (
            "resolves '0.7' and false_claims '0.4' are more than all whom it talks to; write shares with a sum of 1 at "
            "most"
        ),
    ),
    "paying: {bot: {returns_after: {mean: 1h, law: constant, cv: 2}}}": (
        "paying.bot.returns_after.cv",
        "'2' does not go with law: constant, whose cv is always 0; leave cv out",
    ),
    "paying: {patience: {mean: 1h, law: exponential, cv: 2}}": (
        "paying.patience.cv",
        "'2' does not go with law: exponential, whose cv is always 1; leave cv out",
    ),
    "paying: {promise: 60}": ("paying.promise", f"'60' is no duration; {DURATION}"),
    "paying: {think_factor: -1}": ("paying.think_factor", "'-1' is too small; write at least 0"),
    "paying: {form: {gives_up: 0.1}}": (
        "paying.form",
        "does nothing without a form; write level: contact_form, or leave form out",
    ),
    "paying: {level: contact_form, form: {work_factor: 0}}": (
        "paying.form.work_factor",
        "'0' is too small; write more than 0",
    ),
    "paying: {level: none, docs: 0.2}": (
        "paying.docs",
        f"does nothing where nobody answers (level: none); {OTHER.format('docs')}",
    ),
    "paying: {level: docs, promise: 1h}": (
        "paying.promise",
        f"does nothing where no person answers (level: docs); {OTHER.format('promise')}",
    ),
    "paying: {level: proactive}": (
        "paying.level",
        "'proactive' lacks what it avoids and takes; add proactive: {avoids: 0.1, time: 5m}, or another level",
    ),
    "paying: {proactive: {avoids: 0.1, teams: [desc]}}": (
        "paying.proactive.teams[0]",
        "'desc' is no team of this plan; did you mean 'desk'?",
    ),
    "paying: {proactive: {avoids: 0.1, teams: [desk, desk]}}": (
        "paying.proactive.teams",
        "'desk' is named 2 times; name it once",
    ),
    "paying: {proactive: {avoids: 0.1, time: 2h}}": (
        "paying.proactive.time",
        (
            "takes 1,840 hours over the whole length, of 546 that 'desk' is at the desk, and at most 90% can go on "
            "proactive work in all; lower it, or add people"
        ),
    ),
}


@pytest.mark.parametrize("text", WRONG_SUPPORT)
def test_what_is_wrong_with_support_is_said_with_line_and_remedy(changed, problems, text) -> None:
    """Once, also for the plan that inherits it."""
    place, message = WRONG_SUPPORT[text]
    written = with_support(changed, text)
    line = next(n for n, row in enumerate(written.splitlines(), 1) if text in row)
    assert [f"{line}: plans.as_is.support.{place}: {message}"] == problems(written)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("fixed_after: 0s", "fixed_after", "'0s' is too small; write more than 0, such as 1h"),
        ("status_page: 2", "status_page", "'2' is too large; write at most 1"),
        ("duplicates: -1", "duplicates", "'-1' is too small; write at least 0"),
        ("known_after: 30m", "known_after",
         "'30m' does nothing without ready answers; add macro_time, or leave known_after out"),
        ("macro_tme: 1m", "macro_tme", "'macro_tme' is no setting here; did you mean 'macro_time'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_incident_is_said(changed, problems, text, place, message) -> None:
    """With its line and what would be right."""
    written = changed((OUTAGE, OUTAGE.replace("}", f", {text}}}")))
    assert [f"31: world.surges.outage.{place}: {message}"] == problems(written)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("{at: [2026-04-04T10:00]}", "at[0]",
         "'2026-04-04T10:00' is outside the scenario, 2026-03-02 to 2026-03-29; write a time in it"),
        ("{at: [2026-03-04T10:00, 2026-03-04T10:00]}", "at", "'2026-03-04T10:00' is named 2 times; name it once"),
        ("{per_week: 7, time: 1d}", "per_week",
         "'7' of 1d each are a whole week or more: nobody could ever work; write fewer, or a shorter time"),
        ("{at: [2026-03-02T00:00], time: 4w}", "time",
         ("'4w' from every time of at covers the whole scenario: nobody could ever work; write a shorter time, or "
          "fewer times")),
        ("{at: [2026-03-16T00:00, 2026-03-02T00:00], time: 1000d}", "time",
         ("'142w6d' from every time of at covers the whole scenario: nobody could ever work; write a shorter time, or "
         "fewer times")),
        ("{per_week: 200}", "per_week", "'200' is too large; write at most 100"),
        ("{per_week: 1, time: 0s}", "time", "'0s' is too small; write more than 0, such as 1h"),
        ("{at: [2026-03-04T10:00], zone: Europe/Lonon}", "zone",
         "'Europe/Lonon' is no time zone; did you mean 'Europe/London'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_tools_that_are_down_is_said(changed, problems, text, place, message) -> None:
    """With its line and what would be right."""
    written = changed((OPEN, f"  tools_down: {text}\n{OPEN}"))
    assert [f"32: world.tools_down.{place}: {message}"] == problems(written)


@pytest.mark.parametrize(
    "text",
    ["{at: [2026-03-02T00:01], time: 4w}", "{at: [2026-03-02T00:00, 2026-03-16T00:00], time: 13d}"],
)
def test_tools_may_be_down_for_almost_all_of_the_time(changed, problems, text) -> None:
    """A minute before, or a day in between, in which people can work."""
    assert [] == problems(changed((OPEN, f"  tools_down: {text}\n{OPEN}")))


def test_tools_that_are_down_in_less_than_a_day_are_not_judged() -> None:
    """A length of half a day is what is wrong."""
    scenario = a_scenario(world={"tools_down": {"at": ["2026-03-02T00:00"]}}, length="12h")
    assert [("length",)] == [path for path, _ in problems_of(scenario) if path[0] != "world"]


def test_tools_are_judged_in_their_own_zone() -> None:
    """Noon in Tokyo on the first day is in the scenario; 8 in the morning there is still the day before in UTC."""
    at = ("2026-03-02T12:00", "2026-03-02T08:00")
    scenario = a_scenario(world={"tools_down": {"at": at, "zone": "Asia/Tokyo"}})
    assert [("world", "tools_down", "at", 1)] == [path for path, _ in problems_of(scenario)]


REMEDY = "write none, measured, or a list of 24 shares such as 0.1, one for each hour of a shift"
SHARES = f"[{', '.join(['0'] * 5 + ['0.1'] * 19)}]"


@pytest.mark.parametrize(
    ("text", "meant"), [("none", "none"), ("measured", "measured"), (SHARES, (0.0,) * 5 + (0.1,) * 19)]
)
def test_fatigue_is_a_name_or_a_share_for_every_hour(changed, text, meant) -> None:
    """As written, from a file."""
    assert meant == parse(changed((OPEN, f"  fatigue: {text}\n{OPEN}"))).world.fatigue


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tired", f"'tired' is no fatigue; {REMEDY}"),
        ("[0.1]", f"has 1 entries; {REMEDY}"),
        (SHARES.replace("0, 0.1", "-1, 0.1"),
         "'-1' for hour 5 is no share by which work takes longer; write 0 to 10, such as 0.1"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_fatigue_is_said(changed, problems, text, message) -> None:
    """One message, whatever forms there are."""
    assert [f"32: world.fatigue: {message}"] == problems(changed((OPEN, f"  fatigue: {text}\n{OPEN}")))


# ---- proactive work ----


def proactive(named=None, growth=0.0, length="28d", customers=600, **changes):
    """Return a scenario in which ten minutes of proactive work a month are done for each of these customers."""
    work = {"avoids": 0.1, "time": "10m"} | ({"teams": named} if named else {})
    plan = {"teams": {"a": a_team(), "b": a_team()}, "support": {"trial": {"proactive": work}}} | changes
    segment = a_segment(customers=customers, growth_per_month=growth)
    return a_scenario({"trial": segment}, None, {"as_is": plan}, length=length)


def test_proactive_work_is_by_customer_and_month() -> None:
    """600 customers, 28 days of a mean month of 30.44: 600 x 10 m x 0.92 = 92 hours."""
    scenario = proactive()
    times = outreach_times(scenario, scenario.plans["as_is"])
    assert {"trial": pytest.approx(600 * 10 / 60 * 28 / (365.25 / 12) * HOUR)} == times


def test_growth_makes_more_proactive_work() -> None:
    """Over a year with 10 % more customers a month it is (1.1^12 - 1) / (12 ln 1.1) times as much."""
    flat, growing = (proactive(growth=growth, length="364d") for growth in (0.0, 0.1))
    months = 364 / (365.25 / 12)
    times = [outreach_times(one, one.plans["as_is"])["trial"] for one in (flat, growing)]
    assert (1.1**months - 1) / (months * 0.0953101798) == pytest.approx(times[1] / times[0])


def test_proactive_work_is_done_by_all_teams_or_those_that_are_named() -> None:
    """None: every team of the plan."""
    assert ["a", "b"] == outreach_teams(proactive().plans["as_is"], "trial")
    assert ["b"] == outreach_teams(proactive(["b"]).plans["as_is"], "trial")


def test_proactive_work_needs_somebody_at_the_desk() -> None:
    """A team of nobody cannot do it: 600 customers, ten minutes, 28 days are 92 hours."""
    problems = problems_of(proactive(["b"], teams={"a": a_team(), "b": a_team(0)}))
    message = "takes 92 hours over the whole length, and nobody of 'b' is ever at the desk; name teams that are"
    assert [(("plans", "as_is", "support", "trial", "proactive", "time"), message)] == problems


def on_dates(*dates, **changes):
    """Return a team of two that works on these dates only, for eight hours less one."""
    breaks = [{"start": "12:00", "end": "13:00"}]
    return a_team(shifts=[{"dates": dates, "start": "09:00", "end": "17:00", "breaks": breaks}], **changes)


@pytest.mark.parametrize(
    ("team", "hours"),
    [
        (on_dates("2026-03-04", "2026-03-05", "2026-04-15"), "28"),
        (on_dates("2026-03-04", "2026-03-05", shrinkage=0.5), "14"),
        (on_dates("2026-03-04") | {"shifts": None, "rota": [[], on_dates("2026-03-04")["shifts"][0:1]]}, "7"),
        (
            a_team(shifts=[{"days": "wed", "dates": ["2026-03-04", "2026-03-05"], "start": "09:00", "end": "10:00"}]),
            "10",
        ),
    ],
)
def test_proactive_work_has_the_hours_of_single_dates(team, hours) -> None:
    """Those of the scenario, each once, without breaks and shrinkage; in a rota of two weeks half of the people."""
    (path, message), *others = problems_of(proactive(["b"], teams={"a": a_team(), "b": team}))
    assert ("time", []) == (path[-1], others)
    assert f", of {hours} that 'b' is at the desk, " in message


def test_proactive_work_on_dates_alone_can_be_done() -> None:
    """Seven people for 14 hours are 98, and 90 % of them more than the 85 that it takes."""
    team = on_dates("2026-03-04", "2026-03-05", headcount=7)
    assert [] == problems_of(proactive(["b"], length="26d", teams={"a": a_team(), "b": team}))


def test_proactive_work_of_an_unknown_team_is_one_problem() -> None:
    """That the team is unknown; nothing is said of its hours."""
    assert ["'c' is no team of this plan; there is a and b"] == [
        message for _, message in problems_of(proactive(["c"]))
    ]


@pytest.mark.parametrize(("customers", "takes"), [(6.53, "1 hour"), (13, "2 hours"), (3.26, "0.5 hours")])
def test_few_hours_of_proactive_work_are_said_as_they_are(customers, takes) -> None:
    """One of them is an hour."""
    scenario = proactive(["b"], teams={"a": a_team(), "b": a_team(0)}, customers=customers)
    assert [f"{takes} over the whole length"] == [
        message.removeprefix("takes ").partition(",")[0] for _, message in problems_of(scenario)
    ]


def test_the_share_of_the_work_that_comes_to_the_desk() -> None:
    """Half never happens, a fifth of the rest is documented, a bot answers half, a tenth leaves at the form."""
    plan = a_scenario(
        plans={
            "as_is": {
                "teams": {"desk": a_team()},
                "support": {
                    "paying": {
                        "level": "contact_form", "docs": 0.4, "proactive": {"avoids": 0.5},
                        "bot": {"resolves": 0.4, "false_claims": 0.2, "returns": 0.5}, "form": {"gives_up": 0.1},
                    }
                },
            }
        }
    ).plans["as_is"]  # fmt: skip

    assert 0.5 * 0.8 * 0.5 * 0.9 == pytest.approx(work_share(plan, "paying", 0.5))
    assert 1 == work_share(plan, "trial", 0.5)
