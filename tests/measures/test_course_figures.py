"""Figures of conversations that go back and forth: a day worked out by hand, and conservation on random inputs."""

from __future__ import annotations

import numpy as np
import pytest
from worked_run import DESK_1, DESK_2, FREE, LATE_1, PAYING, worked_run
from worked_tickets import TICKETS, Piece, Ticket, random_tickets, worked_tickets

from sim.durations import MINUTE
from sim.inputs import NOBODY
from sim.measures.facts import (
    DONE,
    ELSEWHERE,
    GAVE_UP,
    GAVE_UP_LATER,
    IN_HAND,
    PASSED_ON,
    REPLY_DUE,
    STILL_WAITING,
    TOLD,
    WITH_CUSTOMER,
    customers_of,
    desk_of,
    waits_of,
)
from sim.measures.figures import MEASURES, figures
from sim.measures.intervals import time_before
from sim.measures.touches import touches_of
from sim.record import OPEN, PASSED, REOPENED, RESOLVED

ALL = {
    "arrived": (8, 1),  # not the reopening 7, not 3, which the bot took
    "open_at_start": (0, 1),
    "answered": (6, 1),  # 0 1 4 6 8 9
    "abandonment": (1, 8),
    "turned_away": (0, 1),
    "waited": (7, 8),
    "wait_mean": (0 + 5 + 30 + 20 + 20 + 20 + 5 + 10, 8),
    "first_response_mean": (0 + 5 + 20 + 20 + 5 + 10, 6),
    "first_response_median": (5, 1),
    "first_response_p90": (20, 1),
    "first_response_mean_at_least": (60, 6),
    "first_response_p90_at_least": (20, 1),
    "first_response_business_mean": (60, 6),
    "first_response_business_median": (5, 1),
    "first_response_business_p90": (20, 1),
    "service_level": (6, 7),  # within 30 minutes; 5 was told before it was late
    "backlog_mean": ((10 + 60 + 5 + 390 + 10 + 340 + 30 + 20 + 30 + 20 + 20 + 20 + 5 + 10) / 1440, 1),
    "backlog_end": (1, 1),
    "backlog_max": (3, 1),  # at 650: the next tier's, 4 and 8
    "oldest_end": (340, 1),
    "oldest_max": (390, 1),
    "unfinished": (3, 1),
    "still_waiting": (0, 1),
    "in_hand": (1, 1),
    "reply_due": (1, 1),
    "with_customer": (1, 1),
    "oldest_open_end": (1440 - 545, 1),
    "resolved": (2, 1),
    "resolution_mean": (230 + 30, 2),
    "resolution_median": (30, 1),
    "resolution_p90": (230, 1),
    "touches_per_resolved": (3 + 1, 2),
    "hand_offs": (1, 2),  # 0 from desk-1 to desk-2; 7 goes back to desk-2
    "reply_wait_mean": (10 + 60 + 390 + 20, 4),  # not the update, not what was not begun
    "reply_wait_median": (20, 1),
    "reply_wait_p90": (390, 1),
    "gave_up_later": (1, 7),
    "escalated": (1, 7),
    "wrong_answers": (1, 2),
    "reopens": (1, 2),
    "next_contacts": (1, 1),
    "redials": (1, 1),
    "deflected": (1, 1),
    "false_resolutions": (1, 1),
    "passed": (1, 1),
    "fixed": (1, 1),
    "occupancy": ((40 + 50 + 455) / 60, (510 + 450 + 480) / 60),
    "on_duty_mean": (1, 1),
    "overtime_hours": (30 / 60, 1),
    "per_agent_calendar_day": (6, 3),
    "per_agent_worked_day": (6, 3),
    "touches_per_worked_day": (11, 3),
    "closed_per_worked_day": (3, 3),
    "headcount_mean": (3, 1),
    "headcount_end": (3, 1),
}
LATE = {
    "answered": (1, 1),
    "in_hand": (1, 1),
    "first_response_mean": (20, 1),
    "reply_wait_mean": (390, 1),
    "resolved": (0, 1),
    "touches_per_worked_day": (3, 1),
    "closed_per_worked_day": (0, 1),
}
PAID = {
    "arrived": (3, 1),
    "answered": (2, 1),
    "backlog_mean": ((10 + 60 + 20 + 20 + 10) / 1440, 1),
    "resolved": (2, 1),
    "reply_wait_mean": (10 + 60 + 20, 3),
    "with_customer": (1, 1),
    "deflected": (1, 1),
    "fixed": (1, 1),
    "oldest_open_end": (1440 - 900, 1),
}


def by_scope(run):
    """Return (scope, measure) -> (top, bottom)."""
    return {(figure.scope, figure.measure): (figure.top, figure.bottom) for figure in figures(run)}


@pytest.mark.parametrize(("scope", "expected"), [("all", ALL), ("team:late", LATE), ("segment:paying", PAID)])
def test_figures_of_the_worked_tickets_are_what_a_hand_finds(scope, expected):
    """Touches, hand-offs, an escalation, a reopening, a redial, a next contact, a bot, a fix, sales, a longer day."""
    found = by_scope(worked_tickets())
    for name, fraction in expected.items():
        assert fraction == pytest.approx(found[scope, name], rel=1e-14), name


def test_states_of_the_worked_tickets():
    """In the order of arrival: 0 1 2 3 4 8 7 9 6 5; those of one instant by their number."""
    seen = customers_of(worked_tickets())
    assert [0, 1, 2, 3, 4, 8, 7, 9, 6, 5] == seen.row.tolist()
    assert [
        DONE, REPLY_DUE, GAVE_UP, ELSEWHERE, GAVE_UP_LATER, PASSED_ON, DONE, WITH_CUSTOMER, IN_HAND, TOLD,
    ] == seen.state.tolist()  # fmt: skip
    assert [3, 3, 0, 0, 1, 1, 1, 1, 1, 0] == seen.n_touches.tolist()
    assert [1, 1, 0, 0, 0, 0, 0, 0, 0, 0] == seen.n_hand_offs.tolist()


def test_a_reopening_that_somebody_else_takes_up_is_a_hand_off():
    """Ticket 0 ended with desk-2; now late-1 takes up its reopening."""
    taken = TICKETS[7]._replace(pieces=(Piece(800, 960, 970, LATE_1),), ended=970)
    tickets = [*TICKETS[:7], taken, *TICKETS[8:]]
    assert (2, 2) == by_scope(worked_tickets(tickets))["all", "hand_offs"]


def test_a_new_person_in_the_seat_is_somebody_else():
    """desk-1 twice; over midnight its seat has changed hands."""
    tickets = [Ticket(PAYING, 540, (Piece(540, 540, 550, DESK_1), Piece(600, 1980, 1990, DESK_1)), 1990, RESOLVED)]
    run = worked_tickets(tickets, 1, length="2d")
    assert (0, 1) == by_scope(run)["all", "hand_offs"]
    run.record.agent_days["generation"][1] = 1  # desk-1 on the second day
    assert (1, 1) == by_scope(run)["all", "hand_offs"]


def test_work_of_the_next_tier_stands_after_the_touch_that_led_to_it():
    """Also where all of it takes no time at all: desk, next tier, desk. Two hand-offs."""
    pieces = (
        Piece(600, 600, 600, DESK_1), Piece(600, 600, 600, LATE_1, is_escalation=1), Piece(600, 600, 600, DESK_2),
    )  # fmt: skip
    touches = touches_of(worked_tickets([Ticket(FREE, 600, pieces, 600, RESOLVED)], 1))
    assert [DESK_1, LATE_1, DESK_2] == touches.agent.tolist()
    assert [False, True, False] == touches.is_escalation.tolist()
    assert [False, True, True] == touches.is_hand_off.tolist()


def test_what_happens_before_the_end_of_the_warm_up_is_not_measured():
    """Warm-up until 10:50: what wrote then or later counts, with all its touches; agents' time from then on."""
    found = by_scope(worked_tickets(warm_up="10h50m"))
    for name, fraction in {
        "arrived": (5, 1), "resolved": (1, 1), "reply_wait_mean": (20, 1), "deflected": (0, 1), "redials": (1, 1),
        "touches_per_worked_day": (8, 3), "closed_per_worked_day": (3, 3), "oldest_open_end": (895, 1),
    }.items():  # fmt: skip
        assert fraction == found["all", name], name


def test_in_one_touch_runs_the_new_figures_say_nothing_new():
    """The worked day of one touch each: one touch per resolved one, no hand-off, nothing comes back."""
    found = by_scope(worked_run())
    assert (6, 6) == found["all", "touches_per_resolved"]
    for name in ("hand_offs", "reopens", "escalated", "wrong_answers", "gave_up_later", "next_contacts", "redials",
                 "deflected", "passed", "fixed", "reply_due", "with_customer"):  # fmt: skip
        assert 0 == found["all", name][0], name


# ---- random inputs with every feature ----

SEEDS = range(40)


@pytest.fixture(scope="module", params=SEEDS)
def random_run(request):
    """Return a run of random inputs full of ties."""
    return random_tickets(request.param)


def test_nothing_is_lost_between_arrival_and_outcome(random_run):
    """Arrived and open at the start = answered + gave up + turned away + told + still waiting; all that is open is in
    one of four states.
    """
    found = {name: top for (scope, name), (top, _) in by_scope(random_run).items() if scope == "all"}
    state = customers_of(random_run).state
    assert found["arrived"] + found["open_at_start"] == (
        found["answered"] + found["abandonment"] + found["turned_away"] + (state == TOLD).sum() + found["still_waiting"]
    )
    assert (
        found["unfinished"] == (random_run.record.conversations["outcome"][customers_of(random_run).row] == OPEN).sum()
    )
    assert (
        found["unfinished"] == found["still_waiting"] + found["in_hand"] + found["reply_due"] + found["with_customer"]
    )
    assert found["backlog_end"] == found["still_waiting"] + found["reply_due"]


def test_every_touch_that_was_done_is_there_once_and_in_order(random_run):
    """Touches begun are those of the record; within a conversation each begins when the one before has ended, and the
    last was done by whom the record names last.
    """
    touches, told = touches_of(random_run), random_run.record
    begun = touches.of(touches.is_started)
    assert np.flatnonzero(told.touches["started_at"] != NOBODY).tolist() == sorted(begun.row.tolist())
    for conversation in np.unique(begun.conversation):
        mine = begun.of(begun.conversation == conversation)
        assert (mine.ready_at[1:] >= mine.ended_at[:-1]).all()
        assert list(range(1, mine.row.size + 1)) == mine.number.tolist()
        assert told.conversations["agent"][conversation] == mine.agent[-1]
    escalated = touches.conversation[touches.is_escalation]
    assert np.flatnonzero(told.conversations["is_escalated"]).tolist() == sorted(escalated.tolist())


def test_hand_offs_agree_with_a_plain_look_at_each_conversation(random_run):
    """A naive twin: who did the touch before, in this conversation or the one that it reopens, and is it the same?"""
    inputs, told, touches = random_run.drawn.inputs, random_run.record, touches_of(random_run)
    days, last, expected = told.agent_days.reshape(len(inputs.agents), len(inputs.days) - 1), {}, []
    parents = {int(child): row for row, child in enumerate(inputs.conversations["follow_up"]) if child != NOBODY}
    order = np.argsort(told.conversations["arrived_at"][touches.conversation], kind="stable")
    for at in order:  # a reopening comes after what it reopens
        conversation, agent, start = (int(touches[name][at]) for name in (1, 8, 6))
        if start == NOBODY:
            continue
        person = (agent, int(days[agent, np.searchsorted(inputs.days, start, side="right") - 1]["generation"]))
        before = last.get(conversation)
        if before is None and told.conversations["cause"][conversation] == REOPENED:
            before = last[parents[conversation]]
        if before not in {None, person}:
            expected.append(int(at))
        last[conversation] = person
    assert sorted(expected) == np.flatnonzero(touches.is_hand_off).tolist()


def test_littles_law_holds_along_the_path_of_touches(random_run):
    """Number waiting, over time = sum of all waits inside the run, to the tick."""
    waits, horizon = waits_of(random_run), random_run.drawn.inputs.horizon
    inside = int(waits.spans.lengths().sum())
    assert inside == int(time_before(waits.spans, horizon))
    assert inside / horizon == pytest.approx(by_scope(random_run)["all", "backlog_mean"][0], rel=1e-12)


def test_work_is_inside_duty_or_overtime_and_no_agent_does_two_things_at_once(random_run):
    """All work of touches is busy time or overtime; touches of an agent follow each other."""
    desk, told = desk_of(random_run), random_run.record.touches
    ends_at = np.where(told["ended_at"] == NOBODY, random_run.drawn.inputs.horizon, told["ended_at"])
    work = int((ends_at - told["started_at"])[told["started_at"] != NOBODY].sum())
    assert work == int(desk.touches.lengths().sum())
    found = by_scope(random_run)
    stays = desk.stays.lengths().sum()
    outside = found["all", "overtime_hours"][0] * 60 * MINUTE - stays
    assert work == pytest.approx(found["all", "occupancy"][0] * 60 * MINUTE + outside, abs=1)
    for agent in np.unique(desk.touches.owner):
        mine = desk.touches.of(desk.touches.owner == agent)
        order = np.lexsort((mine.ends_at, mine.starts_at))
        assert (mine.starts_at[order][1:] >= mine.ends_at[order][:-1]).all()
    assert (desk.busy.spans.per_owner(20) <= desk.duties.per_owner(20)).all()


def test_scopes_of_teams_add_up(random_run):
    """What teams did and resolved sums up to everybody's."""
    found = by_scope(random_run)
    teams = [scope for scope in {scope for scope, _ in found} if scope.startswith("team:")]
    for name in ("resolved", "answered", "in_hand", "touches_per_worked_day", "closed_per_worked_day", "quits",
                 "headcount_mean", "reply_wait_mean", "wrong_answers", "overtime_hours"):  # fmt: skip
        assert found["all", name][0] == pytest.approx(sum(found[team, name][0] for team in teams)), name


def test_random_runs_reach_every_figure():
    """The random runs are worth the name: over all of them every count of the course is above 0."""
    totals = dict.fromkeys(MEASURES, 0.0)
    for seed in SEEDS:
        for (scope, name), (top, _) in by_scope(random_tickets(seed)).items():
            totals[name] += top if scope == "all" else 0
    before_nine = {name for name in MEASURES if "business" in name}  # the runs are short, and begin at midnight
    assert set() == {name for name, top in totals.items() if not top > 0} - before_nine


def test_closed_means_resolved_or_passed(random_run):
    """One closing touch for each, by whoever did it."""
    outcome = random_run.record.conversations["outcome"]
    assert ((outcome == RESOLVED) | (outcome == PASSED)).sum() == desk_of(random_run).closes.sum()


def test_who_still_waits_for_a_first_response_is_not_answered(random_run):
    """The states of the facts against the record."""
    seen, told = customers_of(random_run), random_run.record.conversations
    assert ((told["started_at"][seen.row] != NOBODY) <= seen.answered).all()
    assert (told["started_at"][seen.row][seen.state == STILL_WAITING] == NOBODY).all()
