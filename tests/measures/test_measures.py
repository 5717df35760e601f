"""Every figure of a day worked out by hand, the four service levels, warm-up, totals, and days on which nothing is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from worked_run import DESK_1, DESK_2, DUTIES, FREE, LATE_1, PAYING, SHIFTS, TEN, busy_run, worked_run, worked_scenario

from sim.durations import HOUR
from sim.measures.facts import customers_of, desk_of
from sim.measures.figures import MEASURES, figures, inverted_cdf
from sim.record import RESOLVED

DOCS = Path(__file__).parents[2] / "docs"

BY_HAND = {
    "all": {
        "arrived": (9, 1),
        "open_at_start": (1, 1),
        "answered": (7, 1),
        "abandonment": (1, 10),
        "turned_away": (1, 1),
        "waited": (7, 9),
        "wait_mean": (660 + 30 + 10 + 5 + 0 + 30 + 45 + 0, 8),
        "first_response_mean": (750, 7),
        "first_response_median": (10, 1),  # 0 0 5 10 30 45 660: the fourth
        "first_response_p90": (660, 1),  # the seventh: 6 of 7 are only 86 %
        "first_response_mean_at_least": (790, 8),
        "first_response_p90_at_least": (660, 1),
        "first_response_business_mean": (55, 7),
        "first_response_business_median": (0, 1),  # 0 0 0 0 5 20 30
        "first_response_business_p90": (30, 1),
        "service_level": (5, 9),
        "backlog_mean": ((540 + 30 + 10 + 5 + 30 + 45 + 40) / 1440, 1),
        "backlog_end": (1, 1),
        "backlog_max": (2, 1),
        "oldest_end": (40, 1),
        "oldest_max": (660, 1),
        "unfinished": (2, 1),
        "still_waiting": (1, 1),
        "in_hand": (1, 1),
        "occupancy": (390 / 60, 1410 / 60),
        "on_duty_mean": (1410 / 1440, 1),
        "overtime_hours": (20 / 60, 1),
        "per_agent_calendar_day": (7, 3),
        "per_agent_worked_day": (7, 3),
        "paid_hours": (24, 1),
        "people_cost": (16 * 30 + 8 * 40 * 1.5, 1),
        "cost_per_conversation": (960, 7),
    },
    "free": {
        "arrived": (5, 1),
        "open_at_start": (0, 1),
        "answered": (2, 1),
        "abandonment": (1, 5),
        "turned_away": (1, 1),
        "waited": (4, 4),
        "wait_mean": (80, 3),
        "first_response_mean": (50, 2),
        "first_response_median": (5, 1),  # 5 45: the first is half of them
        "first_response_p90": (45, 1),
        "first_response_mean_at_least": (90, 3),
        "first_response_p90_at_least": (45, 1),
        "first_response_business_mean": (25, 2),
        "first_response_business_median": (5, 1),
        "first_response_business_p90": (20, 1),
        "service_level": (1, 4),
        "backlog_mean": (120 / 1440, 1),
        "backlog_end": (1, 1),
        "backlog_max": (1, 1),
        "oldest_end": (40, 1),
        "oldest_max": (45, 1),
        "unfinished": (1, 1),
        "still_waiting": (1, 1),
        "in_hand": (0, 1),
    },
    "paid": {
        "arrived": (4, 1),
        "open_at_start": (1, 1),
        "answered": (5, 1),
        "abandonment": (0, 5),
        "turned_away": (0, 1),
        "waited": (3, 5),
        "wait_mean": (700, 5),
        "first_response_mean": (700, 5),
        "first_response_median": (10, 1),
        "first_response_p90": (660, 1),
        "first_response_mean_at_least": (700, 5),
        "first_response_p90_at_least": (660, 1),
        "first_response_business_mean": (30, 5),
        "first_response_business_median": (0, 1),
        "first_response_business_p90": (30, 1),
        "service_level": (4, 5),
        "backlog_mean": (580 / 1440, 1),
        "backlog_end": (0, 1),
        "backlog_max": (2, 1),
        "oldest_end": (0, 1),
        "oldest_max": (660, 1),
        "unfinished": (1, 1),
        "still_waiting": (0, 1),
        "in_hand": (1, 1),
    },
    "team:desk": {
        "answered": (5, 1),
        "first_response_mean": (705, 5),
        "first_response_median": (10, 1),  # 0 5 10 30 660
        "first_response_p90": (660, 1),
        "first_response_mean_at_least": (705, 5),
        "first_response_p90_at_least": (660, 1),
        "first_response_business_mean": (35, 5),
        "first_response_business_median": (0, 1),
        "first_response_business_p90": (30, 1),
        "in_hand": (0, 1),
        "occupancy": (195 / 60, 930 / 60),
        "on_duty_mean": (930 / 1440, 1),
        "overtime_hours": (20 / 60, 1),
        "per_agent_calendar_day": (5, 2),
        "per_agent_worked_day": (5, 2),
        "paid_hours": (16, 1),
        "people_cost": (480, 1),
        "cost_per_conversation": (480, 5),
    },
    "team:late": {
        "answered": (2, 1),
        "first_response_mean": (45, 2),
        "first_response_median": (0, 1),
        "first_response_p90": (45, 1),
        "first_response_mean_at_least": (45, 2),
        "first_response_p90_at_least": (45, 1),
        "first_response_business_mean": (20, 2),
        "first_response_business_median": (0, 1),
        "first_response_business_p90": (20, 1),
        "in_hand": (1, 1),
        "occupancy": (195 / 60, 480 / 60),
        "on_duty_mean": (480 / 1440, 1),
        "overtime_hours": (0, 1),
        "per_agent_calendar_day": (2, 1),
        "per_agent_worked_day": (2, 1),
        "paid_hours": (8, 1),
        "people_cost": (480, 1),
        "cost_per_conversation": (480, 2),
    },
}


def resolved(*times, good=0):
    """Return the figures of conversations of one touch that took so many minutes, sorted; *good*: how many of these
    customers answer the survey, and say Good.
    """
    n, words = len(times), {"csat_good": (good, good), "csat_ok": (0, good), "csat_bad": (0, good)}
    return words | {
        "resolved": (n, 1),
        "resolution_mean": (sum(times), n),
        "resolution_median": (times[-(-n // 2) - 1], 1),
        "resolution_p90": (times[-(-9 * n // 10) - 1], 1),
        "touches_per_resolved": (n, n),
        "hand_offs": (0, n),
        "wrong_answers": (0, n),
        "reopens": (0, n),
        "surveys": (good, 1),
        **dict.fromkeys(("reply_wait_mean", "reply_wait_median", "reply_wait_p90"), (0, 0)),
    }


def of_customers(answered, oldest_open):
    """Return the figures about a course of one touch: nothing comes back or goes on."""
    counts = (
        "reply_due",
        "with_customer",
        "next_contacts",
        "redials",
        "deflected",
        "gave_up_form",
        "avoided",
        "passed",
        "fixed",
    )
    return dict.fromkeys(counts, (0, 1)) | {
        "oldest_open_end": (oldest_open, 1),
        "gave_up_later": (0, answered),
        "escalated": (0, answered),
        "false_resolutions": (0, 0),
        "promise_kept": (0, 0),
    }


def of_people(n, touches, closed):
    """Return the figures about *n* people who are there for the first day, and what they did."""
    return {
        "touches_per_worked_day": (touches, n),
        "closed_per_worked_day": (closed, n),
        "headcount_mean": (n, 1),
        "headcount_end": (n, 1),
        **dict.fromkeys(("vacancies_mean", "quits", "sick_days"), (0, 1)),
        "turnover": (0, n / 365.25),
        **dict.fromkeys(("tenure_mean", "exhaustion_mean", "disengagement_mean"), (0, n)),
    }


BY_HAND["all"] |= resolved(15, 30, 65, 100, 140, 670, good=1) | of_customers(7, 140) | of_people(3, 7, 6)
BY_HAND["free"] |= resolved(65, 100) | of_customers(2, 40)
BY_HAND["paid"] |= resolved(15, 30, 140, 670, good=1) | of_customers(5, 140)
BY_HAND["team:desk"] |= resolved(15, 30, 65, 140, 670, good=1) | of_people(2, 5, 5)
BY_HAND["team:late"] |= resolved(100) | of_people(1, 2, 1)
BY_HAND |= {
    "segment:free": BY_HAND["free"],
    "segment:paying": BY_HAND["paid"],
    "role:agent": BY_HAND["team:desk"],
    "role:specialist": BY_HAND["team:late"],
}


def by_scope(run) -> dict[str, dict[str, tuple[float, float]]]:
    """Return scope -> measure -> (top, bottom)."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for figure in figures(run):
        assert figure.measure not in found.setdefault(figure.scope, {}), f"twice: {figure}"
        found[figure.scope][figure.measure] = (figure.top, figure.bottom)
    return found


def of_all(run) -> dict[str, tuple[float, float]]:
    """Return measure -> (top, bottom) of everybody."""
    return by_scope(run)["all"]


@pytest.mark.parametrize("scope", BY_HAND)
def test_every_figure_of_the_worked_day_is_what_a_hand_finds(scope):
    """All figures of a scope, and no other, to the digit."""
    found = by_scope(worked_run())[scope]
    assert set(BY_HAND[scope]) == set(found)
    for name, fraction in BY_HAND[scope].items():
        assert fraction == pytest.approx(found[name], rel=1e-14), name


def test_the_worked_day_has_every_measure_and_only_its_scopes():
    """`all` has every measure; the scopes are those of the segments, teams and roles that exist."""
    found = by_scope(worked_run())
    assert set(MEASURES) == set(found["all"])
    assert set(BY_HAND) == set(found)


def test_figures_stand_in_the_order_of_the_registry():
    """By measure in the order of reports."""
    order = list(dict.fromkeys(figure.measure for figure in figures(worked_run())))
    assert list(MEASURES) == order


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("answered", (5, 7)),
        ("answered_or_lost_late", (5, 8)),  # who gave up after exactly 30 minutes was not lost late
        ("all", (5, 9)),
        ("expected", (5, 10)),
    ],
)
def test_the_four_service_levels_differ_in_whom_they_count(of, expected):
    """Within 30 minutes: the same five, of seven answered to ten who came."""
    run = worked_run(scenario=worked_scenario(service_level={"within": "30m", "of": of}))
    assert expected == of_all(run)["service_level"]


def test_who_waits_for_less_than_the_promise_is_left_out_except_of_expected():
    """Number 9 has waited 40 minutes at the end: with a promise of 41 its fate is open."""
    levels = {
        of: of_all(worked_run(scenario=worked_scenario(service_level={"within": "41m", "of": of})))["service_level"]
        for of in ("answered", "answered_or_lost_late", "all", "expected")
    }
    assert {"answered": (5, 7), "answered_or_lost_late": (5, 7), "all": (5, 8), "expected": (5, 10)} == levels


def test_a_service_level_promise_is_kept_at_its_very_end_and_lost_a_minute_earlier():
    """Number 6 waits exactly 30 minutes."""
    run = worked_run(scenario=worked_scenario(service_level={"within": "29m", "of": "answered_or_lost_late"}))
    assert (4, 9) == of_all(run)["service_level"]  # number 1, lost after 30 minutes, is now lost late


def test_a_warm_up_leaves_out_who_wrote_before_it_and_the_agents_time_before_it():
    """Warm-up until 09:05: numbers 0, 1, 2 and 3's early part go; the queue itself is seen from then on."""
    found = of_all(worked_run(scenario=worked_scenario(warm_up="9h5m")))
    window = 1440 - 545
    assert (7, 1) == found["arrived"]  # 3 wrote at 545, the very end of the warm-up
    assert (0, 1) == found["open_at_start"]
    assert (5, 1) == found["answered"]
    assert (5 + 0 + 30 + 45 + 0, 5) == found["first_response_mean"]
    assert (pytest.approx((5 + 30 + 45 + 40) / window), 1) == found["backlog_mean"]
    assert (45, 1) == found["oldest_max"]
    assert (pytest.approx((5 + 60 + 15 + 15 + 90 + 195) / 60), pytest.approx((475 + 445 + 480) / 60)) == found[
        "occupancy"
    ]
    assert (5, pytest.approx(3 * window / 1440)) == found["per_agent_calendar_day"]
    assert (5, 3) == found["per_agent_worked_day"]
    assert (pytest.approx((475 + 475 + 480) / 60), 1) == found["paid_hours"]


def test_who_waited_when_the_warm_up_ended_is_in_the_backlog_but_not_in_the_waits():
    """With the warm-up until 08:55 numbers 0 and 2 still wait then, and are answered in the window."""
    found = of_all(worked_run(scenario=worked_scenario(warm_up="8h55m")))
    assert (2, 1) == found["backlog_max"]
    assert (660, 1) == found["oldest_max"]
    assert (pytest.approx((5 + 5 + 5 + 30 + 45 + 40) / (1440 - 535)), 1) == found["backlog_mean"]
    assert (5, 1) == found["answered"]  # of those who wrote in the window ...
    assert (7, pytest.approx(3 * 905 / 1440)) == found["per_agent_calendar_day"]  # ... and answers given in it


def test_a_shift_that_ended_in_the_warm_up_is_no_worked_day():
    """Warm-up until 18:00: only late-1 is still at work; all three are on the roster."""
    found = of_all(worked_run(scenario=worked_scenario(warm_up="18h")))
    assert (1, 1) == found["per_agent_worked_day"]
    assert (1, pytest.approx(3 * 6 / 24)) == found["per_agent_calendar_day"]
    assert (6, 1) == found["paid_hours"]


def test_a_night_shift_is_one_worked_day_that_of_its_start():
    """22:00 on Monday to 06:00 on Tuesday is Monday; so is the end of a night that was cut at the start of the run."""
    shifts = [(DESK_1, 0, 360, 360, 1000, 0), (DESK_1, 1320, 1800, 480, 1000, 0)]
    duties = [(DESK_1, 0, 360, 0), (DESK_1, 1320, 1800, 1)]
    rows = [(PAYING, 100, 100, DESK_1, 110, RESOLVED), (PAYING, 1500, 1500, DESK_1, 1510, RESOLVED)]
    run = worked_run(rows, duties, shifts, (0,), worked_scenario(length="2d"))
    assert (2, 1) == of_all(run)["per_agent_worked_day"]
    assert (2, 2) == of_all(run)["per_agent_calendar_day"]


def test_days_worked_are_counted_when_shifts_touch_and_the_duty_runs_through():
    """Round the clock for a week: one duty, seven shifts, seven worked days."""
    scenario = worked_scenario(length="7d")
    shifts = [(DESK_1, 1440 * day, 1440 * (day + 1), 1440, 1000, 0) for day in range(7)]
    run = worked_run([(PAYING, 5, 5, DESK_1, 6, RESOLVED)], [(DESK_1, 0, 7 * 1440, 0)], shifts, (0,), scenario)
    assert (1, 7) == of_all(run)["per_agent_worked_day"]


def test_an_absence_is_paid_but_no_worked_day():
    """desk-2 is ill on full pay; everybody on the roster still counts by calendar day."""
    duties = [duty for duty in DUTIES if duty[0] != DESK_2]
    shifts = [(*shift[:5], int(shift[0] == DESK_2)) for shift in SHIFTS]
    rows = [row for row in TEN if row[3] != DESK_2]
    found = of_all(worked_run(rows, duties, shifts))
    assert (4, 2) == found["per_agent_worked_day"]
    assert (4, 3) == found["per_agent_calendar_day"]
    assert (24, 1) == found["paid_hours"]


def test_work_that_outlasts_a_break_is_overtime_only_in_the_break():
    """From 700 over the break 720 to 750 until 760: 30 in duty, 30 of overtime; the duties are two, the work is one."""
    found = of_all(worked_run([(FREE, 700, 700, DESK_2, 760, RESOLVED)]))
    assert (30 / 60, 1410 / 60) == found["occupancy"]
    assert (30 / 60, 1) == found["overtime_hours"]


def test_no_customers_give_counts_of_zero_and_no_averages():
    """Zero arrivals: every mean and share of customers is empty (bottom 0), nothing warns."""
    found = of_all(worked_run(rows=[]))
    empty = {name for name, (_, bottom) in found.items() if bottom == 0}
    assert {
        "abandonment", "waited", "wait_mean", "service_level", "cost_per_conversation",
        "promise_kept", "gave_up_later", "escalated", "false_resolutions", "wrong_answers", "reopens", "hand_offs",
        "touches_per_resolved",
        *(name for name in MEASURES if name.startswith(("first_response", "resolution", "reply_wait", "csat"))),
    } == empty  # fmt: skip
    assert (0, 1410 / 60) == found["occupancy"]
    assert (0, 1) == found["backlog_max"]


def test_no_agents_leave_everybody_waiting_and_no_agents_figures():
    """Zero agents: nobody is answered; who waits is counted with their wait so far."""
    rows = [(segment, wrote, None, None, None, 0) for segment, wrote, *_ in TEN]
    found = of_all(worked_run(rows, [], [], ()))
    assert (0, 0) == found["occupancy"]
    assert (0, 0) == found["per_agent_calendar_day"]
    assert (0, 0) == found["first_response_p90"]
    assert (10, 1) == found["still_waiting"]
    assert (10, 1) == found["backlog_max"]
    assert (1440 + 120, 1) == found["oldest_end"]
    assert (sum(1440 - wrote for _, wrote, *_ in TEN), 10) == found["first_response_mean_at_least"]


def test_what_comes_or_is_rostered_after_the_horizon_does_not_count():
    """A conversation that arrives at midnight sharp and a duty until two hours later: the day ends at midnight."""
    rows = [*TEN, (FREE, 1440, None, None, None, 0)]
    duties = [(agent, start, 1560 if end == 1440 else end, shift) for agent, start, end, shift in DUTIES]
    run = worked_run(rows, duties)
    assert by_scope(worked_run()) == by_scope(run)
    assert run.drawn.inputs.horizon == desk_of(run).duties.ends_at.max()


def test_two_who_come_and_go_at_one_instant_are_not_waiting_at_the_same_time():
    """One is answered at the very instant at which the other arrives: the most that waited is one."""
    rows = [(FREE, 600, 610, DESK_1, 611, RESOLVED), (FREE, 610, 620, DESK_2, 621, RESOLVED)]
    assert (1, 1) == of_all(worked_run(rows))["backlog_max"]


@pytest.mark.parametrize(("share", "expected"), [(0.5, 5), (0.9, 9), (0.91, 10), (1.0, 10), (0.1, 1), (0.01, 1)])
def test_a_percentile_is_the_least_value_that_the_share_does_not_exceed(share, expected):
    """Of 1 to 10; the same as numpy's inverted_cdf."""
    values = np.arange(1, 11)
    assert (expected, 1) == inverted_cdf(values, share)
    assert np.percentile(values, 100 * share, method="inverted_cdf") == expected


@pytest.fixture(scope="module")
def busy():
    """Return one busy fortnight for all tests that only read it."""
    return busy_run()


def test_nothing_is_lost_between_arrival_and_outcome(busy):
    """Arrived and open at the start = answered + gave up + turned away + still waiting, in every scope."""
    for scope in ("all", "paid", "free", "segment:vip"):
        found = {name: top for name, (top, _) in by_scope(busy)[scope].items()}
        came = found["arrived"] + found["open_at_start"]
        assert came == found["answered"] + found["abandonment"] + found["turned_away"] + found["still_waiting"]
        assert came > 0


@pytest.mark.parametrize("parts", [("paid", "free"), ("segment:paying", "segment:trial", "segment:vip")])
def test_scopes_of_customers_add_up(busy, parts):
    """Tops and bottoms of means, shares and counts; percentiles, maxima and oldest do not add up."""
    found, no_sums = by_scope(busy), ("_median", "_p90", "_p90_at_least", "_max", "_end")
    names = [name for name in found["free"] if not name.endswith(no_sums)]
    for name in names:
        top, bottom = (sum(found[part][name][side] for part in parts) for side in (0, 1))
        is_ratio = MEASURES[name].kind == "ratio"
        assert found["all"][name] == pytest.approx((top, bottom if is_ratio else 1)), name


def test_scopes_of_teams_add_up(busy):
    """Teams, and roles, sum up to everybody."""
    found = by_scope(busy)
    names = ["occupancy", "overtime_hours", "paid_hours", "people_cost", "cost_per_conversation", "in_hand", "answered",
             "per_agent_calendar_day", "per_agent_worked_day", "first_response_mean"]  # fmt: skip
    for name in names:
        for parts in (("team:desk", "team:night"), ("role:agent", "role:night")):
            top = sum(found[part][name][0] for part in parts)
            assert found["all"][name][0] == pytest.approx(top), name
    assert found["all"]["overtime_hours"][0] > 0


def test_littles_law_holds_along_the_path(busy):
    """Number waiting, over time = sum of the waits inside the run (invariant 14), to the tick."""
    seen = customers_of(busy)
    inside = (seen.left_at - seen.arrival_at).sum()
    assert inside / busy.drawn.inputs.horizon == pytest.approx(of_all(busy)["backlog_mean"][0], rel=1e-12)


def test_figures_agree_with_a_plain_loop_over_the_conversations(busy):
    """A naive twin: the backlog stepped through event by event, and busy time minute by minute of each agent's duty."""
    seen, desk = customers_of(busy), desk_of(busy)
    events = sorted(
        [(at, -1) for at, since in zip(seen.left_at, seen.arrival_at, strict=True) if at > since]
        + [(since, 1) for at, since in zip(seen.left_at, seen.arrival_at, strict=True) if at > since]
    )
    waiting, most = 0, 0
    for _, step in events:
        waiting += step
        most = max(most, waiting)
    on_duty = sum(
        max(0, min(end, until) - max(start, since))
        for agent, start, end in zip(*desk.touches, strict=True)
        for mate, since, until in zip(*desk.duties, strict=True)
        if agent == mate
    )
    found = of_all(busy)
    assert (most, 1) == found["backlog_max"]
    assert on_duty / HOUR == pytest.approx(found["occupancy"][0])


def test_a_warm_up_is_not_paid_for():
    """Warm-up until 09:05: 475 minutes of two at 30 an hour, and all eight hours of late-1 at 40 x 1.5."""
    found = of_all(worked_run(scenario=worked_scenario(warm_up="9h5m")))
    assert (pytest.approx(2 * 475 / 60 * 30 + 480), 1) == found["people_cost"]


def test_what_happens_at_the_very_end_of_the_warm_up_is_in_the_window_but_no_longer_waits_in_it():
    """At 09:00 numbers 0 and 2 are answered: two answers of the window, but nobody's wait of 660 reaches into it."""
    found = of_all(worked_run(scenario=worked_scenario(warm_up="9h")))
    assert (7, pytest.approx(3 * 15 / 24)) == found["per_agent_calendar_day"]
    assert (45, 1) == found["oldest_max"]


def test_a_desk_left_at_the_very_end_of_the_warm_up_is_no_worked_day():
    """Warm-up until 17:00, when desk-1 and desk-2 go home; late-1 stays."""
    found = of_all(worked_run(scenario=worked_scenario(warm_up="17h")))
    assert 1 == found["per_agent_worked_day"][1]


def test_who_waited_a_single_tick_has_waited():
    """Number 4 was answered at once; a millisecond later is not at once."""
    run = worked_run()
    run.record.conversations["started_at"][4] += 1
    assert (8, 9) == of_all(run)["waited"]


def test_where_nobody_came_nobody_has_waited_at_all():
    """Not even a tick."""
    found = of_all(worked_run(rows=[]))
    assert (0, 1) == found["oldest_max"] == found["oldest_end"]


def test_the_last_agent_on_the_roster_may_have_no_worked_day():
    """late-1 is ill: the others' days stay theirs."""
    duties = [duty for duty in DUTIES if duty[0] != LATE_1]
    rows = [row for row in TEN if row[3] != LATE_1]
    found = by_scope(worked_run(rows, duties))
    assert (5, 2) == found["all"]["per_agent_worked_day"]
    assert (0, 0) == found["team:late"]["per_agent_worked_day"]
