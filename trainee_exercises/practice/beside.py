"""The simulated agent in the same seat on the same day: what a rep's shift is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.rules import access_of
from sim.engine.seat import StandIn
from sim.inputs import FAR, NOBODY
from sim.record import ABANDONED
from trainee_exercises.practice.day import seated
from trainee_exercises.practice.debrief.waiting import Wait, Waits, row_of
from trainee_exercises.practice.levels import TOUR
from trainee_exercises.practice.scripts import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.debrief.course import Setting
    from trainee_exercises.practice.shift import Shift, Terms


def first_responses_beside(terms: Terms, cases: Mapping[str, Case], setting: Setting) -> tuple[list[Waits], int]:
    """Return first responses by class of the same customers, had the simulator sat there, and its touches by then.

    A first response is the end of the first touch, as a reply is sent then. The stand-in has the speed of whoever the
    simulator drew for that seat. Who left, and who can still be answered as promised, counts as for the rep.
    """
    place = seated(terms.scenario, terms.scene)
    played = StandIn(place.drawn.inputs, place.agent, place.sits_at)
    until = place.sits_at + setting.now
    played.run_until(until)
    waits: dict[str, list[Wait]] = {}
    for case in cases.values():
        begins = place.sits_at + max(0, case.arrived_at)
        waits.setdefault(case.person.customer, []).append(_wait(played, case.number, (begins, until)))
    targets = setting.pack.targets
    classes = () if setting.level.number == TOUR else reversed(CLASSES)
    rows = [row_of(one, waits[one], targets[one]) for one in classes if one in waits]
    touches = sum(
        one.agent == place.agent and place.sits_at <= one.started_at and one.ended_at != NOBODY
        for one in played.record.touches
    )
    return rows, touches


def others_work(shift: Shift) -> frozenset[str]:
    """Return the cases that the team of the rep may not take, by the scenario's rules."""
    seat = shift.seat
    team = seat.inputs.agents[seat.agent].team
    return frozenset(
        one.id for one in shift.cases.values()
        if access_of(seat.inputs, team, seat.desk.places[one.number].work_type).may_take_after >= FAR
    )  # fmt: skip


def _wait(played: StandIn, number: int, span: tuple[int, int]) -> Wait:
    """Return the wait of a conversation for a first answer within a span of the simulator's ticks."""
    begins, until = span
    row, told = played.inputs.conversations[number], played.record.conversations[number]
    ended_at = played.record.touches[row.first_touch].ended_at
    if ended_at != NOBODY and ended_at <= until:
        return Wait(max(0, ended_at - begins), "answered")
    is_over = told.ended_at != NOBODY
    left = is_over and told.outcome == ABANDONED
    return Wait(max(0, (told.ended_at if is_over else until) - begins), "given_up" if left else "open")
