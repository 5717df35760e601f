"""Which days a file was observed on: those that were asked for, else from the first to the last contact."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.calibrate.columns import ExportError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BY_CHANCE: Final = 1e-4
"""Days that were asked for and have no row are in the file, unless luck leaves them empty less often than this."""
_FEW: Final = 100
"""Contacts below which it matters that a span begins and ends with one."""


class Span(NamedTuple):
    """The first and the last day to use, and what a reader has to know about them."""

    first: date
    last: date
    notes: tuple[str, ...]


class _Rows(NamedTuple):
    """The rows inside the days that were asked for."""

    day: NDArray[np.datetime64]
    counts: NDArray[np.int64]


def observed_span(
    when: NDArray[np.datetime64], counts: NDArray[np.int64], first: date | None, last: date | None
) -> Span:
    """Return the days to use, *first* and *last* (None: not asked for) included.

    Raises:
        ExportError: no contacts in the span, or less than a day.

    """
    days = when.astype("datetime64[D]")
    inside = np.ones(when.size, dtype=bool)
    inside &= days >= np.datetime64(first) if first else True
    inside &= days <= np.datetime64(last) if last else True
    if not counts[inside].sum():
        asked = f" from {first or 'the start'} to {last or 'the end'}" if first or last else ""
        had = f": the file has {days.min()} to {days.max()}" if when.size else ""
        raise ExportError(f"there are no contacts{asked}{had}")
    begin, end = when[inside].min(), when[inside].max()
    if end - begin < np.timedelta64(12, "h") or days[inside].min() == days[inside].max():
        raise ExportError(f"the contacts run from {begin} to {end}: less than a day shows no profile of the week")
    return _with_empty_days(_Rows(days[inside], counts[inside]), first, last)


def _with_empty_days(rows: _Rows, first: date | None, last: date | None) -> Span:
    """Return the span of the rows, widened to what was asked for where the days between may have had no contact."""
    begin, end = rows.day.min().astype(object), rows.day.max().astype(object)
    a_day, notes = _by_weekday(rows, begin, end), []
    if first and first < begin and (note := _absent(first, begin - timedelta(days=1), a_day)):
        notes.append(note)
    elif first:
        begin = first
    if last and last > end and (note := _absent(end + timedelta(days=1), last, a_day)):
        notes.append(note)
    elif last:
        end = last
    guessed = [
        asked is None and rows.counts[rows.day == np.datetime64(edge)].min() > 0
        for asked, edge in ((first, begin), (last, end))
    ]
    return Span(begin, end, (*notes, *_guessed(sum(guessed), int(rows.counts.sum()))))


def _by_weekday(rows: _Rows, begin: date, end: date) -> NDArray[np.float64]:
    """Return [7] contacts a day; the mean day for a weekday that the rows do not reach."""
    ordinal = rows.day.astype("datetime64[D]").astype(np.int64) + date(1970, 1, 1).toordinal()
    seen = np.bincount((ordinal - 1) % 7, weights=rows.counts, minlength=7)
    had = np.bincount((np.arange(begin.toordinal(), end.toordinal() + 1) - 1) % 7, minlength=7)
    return np.where(had > 0, seen / np.maximum(had, 1), seen.sum() / had.sum())


def _absent(first: date, last: date, a_day: NDArray[np.float64]) -> str:
    """Return what to say if the days *first* to *last* are not in the file; nothing if they may have been empty."""
    expected = float(a_day[(np.arange(first.toordinal(), last.toordinal() + 1) - 1) % 7].sum())
    if np.exp(-expected) >= _BY_CHANCE:
        return ""
    return (
        f"{first} to {last} was asked for and has no row, though about {expected:,.0f} contacts would be usual: taken"
        " as not in the file"
    )


def _guessed(ends: int, n_contacts: int) -> list[str]:
    """Return a note where the span begins or ends with a contact for want of better, and contacts are few."""
    if not ends or n_contacts >= _FEW:
        return []
    too_high = f"the volume may be about {100 * ends / n_contacts:.0f} % too high"
    unseen = "empty days before the first contact and after the last cannot be seen"
    return [f"{unseen}, so {too_high}: pass --from and --to, the days that the file covers"]
