"""Instants of a shift as the desk tells them: by the time of the shift's day."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from sim.durations import MINUTE
from trainee_exercises.practice.debrief import course

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from sim.reports.style import Chart
    from trainee_exercises.practice.look_back import LookBack

_STEPS: Final = (1, 2, 5, 10, 15, 30, 60, 120)
_MOST_TICKS: Final = 8


def time_of(back: LookBack, at: int) -> str:
    """Return an instant, in ticks since the start, as the desk shows it: "14:03", "yesterday 18:20"."""
    return course.time_of(at, back.setting.begins)


def instant(back: LookBack, entry: int) -> str:
    """Return when an entry of the log was, by its number; a customer's first message when they wrote it."""
    one = back.shift.log[entry - 1]
    case = back.shift.cases.get(one.case)
    return time_of(back, case.arrived_at if case and one.kind == "arrived" else one.at)


def by_the_desk(drawn: Chart, back: LookBack) -> Chart:
    """Return the timeline of a shift, drawn over minutes since its start, with the desk's times on it."""
    figure = deepcopy(drawn.figure)
    ticks = _ticks(back.setting.begins // MINUTE, back.setting.now // MINUTE)
    said = [time_of(back, one * MINUTE) for one in ticks]
    figure.update_xaxes(tickmode="array", tickvals=ticks, ticktext=said, title="time on the desk")
    for trace in figure.data:
        trace.customdata = _told(trace, back)
    return drawn._replace(figure=figure)


def _ticks(begins: int, length: int) -> list[int]:
    """Return minutes since the start at which the day's clock stands at a round time. begins: minutes of the day."""
    step = next((one for one in _STEPS if length <= one * _MOST_TICKS), _STEPS[-1])
    return list(range(-begins % step, length + 1, step))


def _told(trace: go.Bar | go.Scatter, back: LookBack) -> list[str]:
    """Return what stands in the hover of a trace: the desk's time, and the minutes since the start that stood there."""
    from_to = zip(trace.base, trace.x, strict=True) if trace.type == "bar" else ((x, None) for x in trace.x)
    ends = [[start] if length is None else [start, start + length] for start, length in from_to]
    times = [" to ".join(time_of(back, round(one * MINUTE)) for one in each) for each in ends]
    return [f"{at} ({since} from the start)" for at, since in zip(times, trace.customdata, strict=True)]
