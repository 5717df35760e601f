"""`support-sandbox profile`: an arrival profile out of a CSV file of time stamps or counts."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - typer reads the annotations at run time
from pathlib import Path  # noqa: TC003 - see above
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from sim.calibrate.profile import ArrivalProfile, Reading

_DAY = ["%Y-%m-%d"]
_SHADES, _PLAIN_SHADES = "·░▒▓█", ".-+x#"


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command("profile")(profile)


def profile(
    csv: Annotated[Path, typer.Argument(metavar="CSV", help="CSV or .csv.gz: a row for each contact or interval.")],
    time: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help='Column of the time; "date+slot" names a date and when in the day.'),
    ] = None,
    count: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Column of the contacts per interval. Else a row is a contact.")
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="IANA zone whose clock the profile shows (and stamps without a zone)."),
    ] = None,
    interval: Annotated[
        str | None, typer.Option(metavar="SPAN", help="Length of one interval or numbered slot, such as 5m.")
    ] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, help="First day to use; days without a row count.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=_DAY, help="Last day to use.")] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Go on without rows that cannot be read.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the YAML to this file.")] = None,
) -> None:
    """Turn the times of your contacts into an arrival profile for a scenario.

    Example: support-sandbox profile tickets.csv --time "Created at" --zone Europe/London
    """
    import json as json_text

    from sim.calibrate.columns import ExportError
    from sim.calibrate.profile import profile_of_file
    from sim.calibrate.snippet import as_data, yaml_snippet

    try:
        reading = _reading(zone, interval, first, last)._replace(
            time_column=time, count_column=count, skip_bad=skip_bad
        )
        found = profile_of_file(csv, reading)
        if out:
            out.write_text(yaml_snippet(found), encoding="utf-8")
    except (ExportError, OSError) as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from None
    if json:
        typer.echo(json_text.dumps(as_data(found), allow_nan=False))
        return
    _show(found)
    typer.echo(f"written to {out}" if out else f"\nPaste into a scenario:\n\n{yaml_snippet(found)}")


def _reading(zone: str | None, interval: str | None, first: datetime | None, last: datetime | None) -> Reading:
    """Return the options checked.

    Raises:
        ExportError: no such zone, no duration, or the days are the wrong way round.

    """
    import difflib

    from sim.calibrate.columns import ExportError
    from sim.calibrate.profile import Reading
    from sim.durations import parse_duration
    from sim.scenario.part import zone_names

    if zone is not None and zone not in zone_names():
        close = difflib.get_close_matches(zone, zone_names(), n=1)
        mean = f"did you mean {close[0]}?" if close else "write an IANA name such as Europe/London"
        raise ExportError(f"--zone {zone}: there is no such time zone; {mean}")
    if first and last and first > last:
        raise ExportError(f"--from {first.date()} is after --to {last.date()}")
    try:
        ticks = parse_duration(interval) if interval is not None else None
    except ValueError as error:
        raise ExportError(f"--interval: {error}") from None
    if ticks is not None and ticks <= 0:
        raise ExportError(f"--interval {interval}: an interval is longer than 0, such as 5m")
    return Reading(zone=zone, interval=ticks, first=first.date() if first else None, last=last.date() if last else None)


def _show(found: ArrivalProfile) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold]{found.n_contacts:,} contacts[/], {found.first} to {found.last}, {found.zone}")
    console.print(_heat(found, _SHADES if console.encoding.lower().startswith("utf") else _PLAIN_SHADES))
    for line in (*_figures(found), *_left_out(found), *(f"Note: {note}." for note in found.notes)):
        console.print(line, markup=False)


def _heat(found: ArrivalProfile, levels: str) -> Table:
    """Return a line a weekday, a shade an hour, and the day's contacts with its share of a mean day."""
    from rich.table import Table

    from sim.scenario.part import WEEKDAYS

    table = Table(box=None, header_style="bold")
    table.add_column("day")
    table.add_column("".join(f"{hour:<6}" for hour in range(0, 24, 3)), no_wrap=True)
    table.add_column("contacts", justify="right")
    table.add_column("of a mean day", justify="right")
    top, mean = max(found.weights), sum(found.weekdays) / 7
    for day, name in enumerate(WEEKDAYS):
        hours = found.weights[24 * day : 24 * day + 24]
        shades = "".join(2 * levels[1 + min(3, int(4 * rate / top)) if rate else 0] for rate in hours)
        table.add_row(name, shades, f"{found.weekdays[day]:,.1f}", f"{100 * found.weekdays[day] / mean:.0f} %")
    return table


def _figures(found: ArrivalProfile) -> list[str]:
    import math

    busy, week = found.busyness, found.weekly
    reach = f" (95 % interval of the mean {week.low:,.1f} to {week.high:,.1f})" if math.isfinite(week.low) else ""
    ratios = [
        f"{hour}h {ratio:.1f}" for hour, ratio in enumerate(found.variance_to_mean)
        if math.isfinite(ratio) and found.hours[hour] >= 0.1 * max(found.hours)
    ]  # fmt: skip
    lines = [f"Weekly volume: {week.value:,.1f} contacts{reach}, from {found.n_days} ordinary days.", *_weeks(found)]
    if math.isnan(busy.day_cv.value):
        return [*lines, "Busyness: cannot be told; no weekday was seen twice."]
    trend, near, far = busy.day_cv_without_trend, _told(busy.next_hour_cv), _told(busy.far_hours_cv)
    around = f"; {trend:.3f} around a 15-day mean" if math.isfinite(trend) else ""
    return [
        *lines,
        f"Busyness: day_cv {_with_interval(busy.day_cv)}{around}; hour_cv {_with_interval(busy.hour_cv)}.",
        f"  Shared by neighbouring hours: {near}; by hours 6 or more apart: {far}.",
        f"Variance over mean by hour (1 is Poisson): {' '.join(ratios)}.",
    ]


def _weeks(found: ArrivalProfile) -> list[str]:
    """Return how weeks differ, where that can be told."""
    import math

    real, drawn = found.weeks.cv, found.weeks.cv_of_model
    if not math.isfinite(real.value):
        return []
    reach = f"{100 * real.value:.1f} % ({100 * real.low:.1f} to {100 * real.high:.1f} %)"
    around = " around their trend" if found.has_trend else ""
    model = f"; those of a scenario drawn from this by {100 * drawn:.1f} %" if math.isfinite(drawn) else ""
    return [f"Weeks vary by {reach}{around}{model}."]


def _told(value: float) -> str:
    import math

    return f"{value:.3f}" if math.isfinite(value) else "unknown"


def _with_interval(estimate: tuple[float, float, float]) -> str:
    import math

    value, low, high = estimate
    return f"{value:.3f} ({low:.3f} to {high:.3f})" if math.isfinite(low) else f"{value:.3f}"


def _left_out(found: ArrivalProfile) -> list[str]:
    """Return what is not in the profile: closed hours, odd and missing days, surges."""
    lines = [f"Closed hours of the week: {len(found.closed_hours)} of 168 (shown as dots)."]
    odd = [f"{one.day} {one.n_contacts:,} against {one.usual:,.0f}" for one in found.odd_days]
    surges = [f"{one.day} {one.hour}h {one.n_contacts:,} against {one.usual:,.0f}" for one in found.odd_hours]
    missing = [str(day) for day in found.missing_days]
    for what, items in (
        ("Odd days (holidays, outages), left out", odd),
        ("Surges, left out hour by hour", surges),
        ("Days without any row on weekdays that have some, left out as missing", missing),
    ):
        if items:
            lines.append(f"{what}: {'; '.join(items[:20])}{f' and {len(items) - 20} more' if len(items) > 20 else ''}.")
    return lines
