"""The disturbances of a shift: when each began and was over, and what the status page says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sim.inputs import FAR
from trainee_exercises.practice.cases import incident_of
from trainee_exercises.practice.scripts import StatusLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.day import Writer
    from trainee_exercises.practice.scripts import Incident, PracticePack
    from trainee_exercises.practice.understanding import Understood


class Running(NamedTuple):
    """A disturbance in the shift: from, to in ticks since its start."""

    incident: Incident
    began_at: int
    fixed_at: int


def running(rows: Iterable[tuple[Any, Writer]], pack: PracticePack, sits_at: int) -> list[Running]:
    """Return all disturbances: each begins with the first contact that its surge brought. rows: of the engine."""
    by_id = {one.id: one for one in pack.incidents}
    found: dict[str, Running] = {}
    for row, writer in rows:
        surge = writer.surge
        if not surge or surge in found:
            continue
        incident = by_id.get(incident_of(surge, pack))
        if incident is not None:
            began_at = row.arrival_at - sits_at
            fixed_at = row.fixed_at - sits_at if row.fixed_at < FAR else began_at + incident.lasts
            found[surge] = Running(incident, began_at, fixed_at)
    return list(found.values())


def is_over(log: Iterable[Entry], incident: str | None) -> bool:
    """Tell whether a disturbance is over by the last of these entries."""
    return any(one.kind == "incident_fixed" and one.data["incident"] == incident for one in log)


def right_by_now(understood: Understood, *, over: bool) -> Understood:
    """Return a reply to who reported a disturbance: once it is over, what was wrong before is so no longer.

    "Try again" is a wrong answer while uploads fail, and the right one afterwards.
    """
    return understood._replace(claimed=frozenset()) if over else understood


def status_page(ones: Iterable[Running], now: int) -> list[tuple[Running, StatusLine, int]]:
    """Return what the status page says at *now*, the newest first: disturbance, line, when it was written."""
    lines = []
    for one in ones:
        lines += [(one, line, one.began_at + line.after) for line in one.incident.status]
        lines.append((one, StatusLine(after=0, text=one.incident.fixed), one.fixed_at))
    return sorted((each for each in lines if each[2] <= now), key=lambda each: -each[2])
