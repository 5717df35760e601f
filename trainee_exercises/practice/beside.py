"""The simulated agent in the same seat on the same day: what a rep's shift is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.seat import StandIn
from sim.inputs import NOBODY
from trainee_exercises.practice.day import seated
from trainee_exercises.practice.debrief.waiting import Waits, row_of
from trainee_exercises.practice.scripts import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.debrief.course import Setting
    from trainee_exercises.practice.shift import Terms


def first_responses_beside(terms: Terms, cases: Mapping[str, Case], setting: Setting) -> tuple[list[Waits], int]:
    """Return first responses by class of the same customers, had the simulator sat there, and its touches by then.

    A first response is the end of the first touch, as a reply is sent then. The stand-in has the speed of whoever the
    simulator drew for that seat.
    """
    place = seated(terms.scenario, terms.scene)
    played = StandIn(place.drawn.inputs, place.agent, place.sits_at)
    until = place.sits_at + setting.now
    played.run_until(until)
    waits: dict[str, list[tuple[int, bool]]] = {}
    for case in cases.values():
        row, told = played.inputs.conversations[case.number], played.record.conversations[case.number]
        ended_at = played.record.touches[row.first_touch].ended_at
        answered = ended_at != NOBODY and ended_at <= until
        ends = ended_at if answered else told.ended_at if told.ended_at != NOBODY else until
        waited = max(0, ends - place.sits_at - max(0, case.arrived_at))
        waits.setdefault(case.person.customer, []).append((waited, answered))
    targets = setting.pack.targets
    rows = [row_of(one, waits[one], targets[one]) for one in reversed(CLASSES) if one in waits]
    touches = sum(
        one.agent == place.agent and place.sits_at <= one.started_at and one.ended_at != NOBODY
        for one in played.record.touches
    )
    return rows, touches
