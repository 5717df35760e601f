"""Finds out which columns of a CSV file hold the time and the count, and reads them with their line numbers."""

from __future__ import annotations

import csv
import difflib
import gzip
import io
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.scenario.part import zone_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TIME_NAMES: Final = (
    (
        "created at", "created time", "created on", "created date", "date created", "creation date", "creation time",
        "conversation started at", "opened at", "received at", "submitted at", "arrived at", "arrival at",
    ),
    ("start", "start time", "started at", "timestamp", "time stamp", "datetime", "date time", "interval start"),
    ("created", "opened", "received", "arrival", "time"),
)  # fmt: skip
"""Names of the column with the time of a contact, the surest first (Zendesk, Intercom, Freshdesk, ServiceNow)."""
DAY_NAMES: Final = ("date", "day")
WITHIN_NAMES: Final = ("slot", "arrival s", "time", "time of day", "start time", "hour")
"""Names of a second column that says when in the day."""
COUNT_NAMES: Final = ("count", "counts", "calls", "contacts", "tickets", "conversations", "chats", "volume", "arrivals")
_HEADER_ZONE: Final = re.compile(r"(.+?)\s*\((UTC|GMT|[A-Za-z]+(?:/[A-Za-z0-9_+-]+)+)\)")
_SAMPLE: Final = 65_536
_FIRST_LINE: Final = 65_536
_MOST_COLUMNS: Final = 1000
_LONGEST_NAME: Final = 200
_SHOWN: Final = 40
"""Columns, and characters of the name of each, that a message lists."""


class ExportError(ValueError):
    """A file that no profile can be made of; the message says what is wrong with it and what would help."""


class Columns(NamedTuple):
    """Which columns to read, as they are called in the file."""

    time: str
    within: str | None
    """A second column with the time inside the day; then `time` holds the date."""
    number: str | None
    """The contacts of an interval. None: a row is a contact."""
    number_was_found: bool
    """True: nobody asked for `number`, its name only looks like it."""
    zone: str | None
    """The zone that stands in the header of the time column, as in Intercom exports."""


class Cells(NamedTuple):
    """The text of the chosen columns, row by row; `within` and `number` are empty where there is no such column."""

    line: list[int]
    time: list[str]
    within: list[str]
    number: list[str]


def plain_name(header: str) -> str:
    """Return a header as we compare it: lower case, single spaces, without a zone in brackets."""
    found = _HEADER_ZONE.fullmatch(header.strip())
    return " ".join(re.sub(r"[\s_\-]+", " ", found[1] if found else header).casefold().split())


def header_zone(header: str) -> str | None:
    """Return the zone in "Conversation started at (Europe/London)"; None where there is none."""
    found = _HEADER_ZONE.fullmatch(header.strip())
    return found[2] if found and found[2] in zone_names() else None


def read_text(path: str | Path) -> str:
    """Return the text of a CSV file, also of one that is gzipped.

    Raises:
        ExportError: there is no such file, or it is empty or no text.

    """
    file = Path(path)
    if not file.exists():
        raise ExportError(f"{file}: there is no such file{_similar_file(file)}")
    if file.is_dir():
        raise ExportError(f"{file} is a folder; name a CSV file in it")
    try:
        raw = file.read_bytes()
        raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    except (OSError, EOFError, zlib.error) as error:
        raise ExportError(f"{file}: cannot be read ({error})") from None
    return text_of(raw, str(file))


def text_of(raw: bytes, file: str) -> str:
    """Return the text of a CSV file that was read already; *file*: its name in messages.

    Raises:
        ExportError: it is empty or no text.

    """
    text = _decoded(raw, file)
    if not text.strip():
        raise ExportError(f"{file} is empty; it needs a line of column names and a row for each contact or interval")
    return text


def _similar_file(file: Path) -> str:
    beside = [other.name for other in file.parent.iterdir() if other.is_file()] if file.parent.is_dir() else []
    close = difflib.get_close_matches(file.name, beside, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _decoded(raw: bytes, file: str) -> str:
    """Return the text of *raw*: UTF-8, UTF-16 with its mark (Excel's "Unicode text"), or else Windows' Western."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw[:_SAMPLE]:
        raise ExportError(f"{file} is no text; a CSV file (or .csv.gz) is needed: save or export the table as CSV")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def read_header(text: str) -> tuple[list[str], str]:
    """Return the column names and the character between columns: comma, semicolon or tab, whichever is most.

    Raises:
        ExportError: the first line is too long to be one of column names, or is no CSV.

    """
    begins = len(text) - len(text.lstrip("\r\n"))
    first = text[begins : begins + _FIRST_LINE + 2].split("\n", 1)[0]
    if len(first) > _FIRST_LINE:
        raise ExportError(f"the first line is longer than {_FIRST_LINE:,} characters; it must hold the column names")
    delimiter = max(",;\t", key=first.count)
    try:
        names = next(csv.reader(io.StringIO(first.strip("\r")), delimiter=delimiter))
    except csv.Error:  # it is short, so what is left is this
        says = "the first line has a carriage return inside, by which some old programs end their lines"
        raise ExportError(f"{says}; save the table as CSV (UTF-8) once more") from None
    if len(names) > _MOST_COLUMNS:
        raise ExportError(f"the first line names {len(names):,} columns, more than {_MOST_COLUMNS:,}; leave out some")
    for n, name in enumerate(names, 1):
        if len(name) > _LONGEST_NAME:
            says = f"column {n} has a name of {len(name):,} characters, more than {_LONGEST_NAME}"
            raise ExportError(f"{says}; the first line must hold the column names")
    return [name.strip() for name in names], delimiter


def find_columns(headers: Sequence[str], time: str | None = None, count: str | None = None) -> Columns:
    """Return the columns to read: those that are named, else those with a usual name.

    *time* may name two columns, "date+slot" or "date+arrival_s": the date, and when in the day.

    Raises:
        ExportError: no such column, none with a usual name, or more than one.

    """
    day, within = _asked_time(headers, time) if time else _usual_time(headers)
    number = _column(headers, count, "--count") if count else _usual_count(headers)
    return Columns(day, within, number, number is not None and not count, header_zone(day))


def _column(headers: Sequence[str], wanted: str, option: str) -> str:
    """Return the header that is meant by *wanted*: exactly, else whatever its case, underscores and zone."""
    matches = [name for name in headers if name == wanted.strip()]
    matches = matches or [name for name in headers if plain_name(name) == plain_name(wanted)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise ExportError(f"{option} {wanted}: {len(matches)} columns are called so: {_listed(matches)}")
    close = difflib.get_close_matches(plain_name(wanted), [plain_name(name) for name in headers], n=1)
    hint = [name for name in headers if close and plain_name(name) == close[0]]
    mean = f"did you mean {hint[0]!r}? " if hint else ""
    raise ExportError(f"{option} {wanted}: there is no such column; {mean}the file has {_listed(headers)}")


def _asked_time(headers: Sequence[str], asked: str) -> tuple[str, str | None]:
    if asked.strip() in headers or "+" not in asked:
        return _column(headers, asked, "--time"), None
    day, _, within = asked.partition("+")
    return _column(headers, day, "--time"), _column(headers, within, "--time")


def _usual_time(headers: Sequence[str]) -> tuple[str, str | None]:
    """Return the time column by its usual name; the surest kind of name that occurs must occur once."""
    for names in TIME_NAMES[:2]:
        if found := _called(headers, names):
            return _only(found), None
    days = _called(headers, DAY_NAMES)
    if days:
        within = [name for usual in WITHIN_NAMES for name in _called(headers, (usual,))]
        if within:
            return _only(days), within[0]
    if found := _called(headers, TIME_NAMES[2]):
        return _only(found), None
    if days:
        return _only(days), None
    raise ExportError(
        f"no column has a usual name for the time of a contact; pass --time COLUMN: the file has {_listed(headers)}"
    )


def _called(headers: Sequence[str], names: Iterable[str]) -> list[str]:
    usual = set(names)
    return [name for name in headers if plain_name(name) in usual]


def _only(found: Sequence[str]) -> str:
    if len(found) > 1:
        raise ExportError(f"several columns may be the time of a contact; pass --time with one of {_listed(found)}")
    return found[0]


def _usual_count(headers: Sequence[str]) -> str | None:
    found = _called(headers, COUNT_NAMES)
    return found[0] if len(found) == 1 else None


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}...") for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown


def read_cells(text: str, headers: Sequence[str], delimiter: str, columns: Columns) -> Cells:
    """Return the text of the chosen columns. A row that is too short has "" where nothing stands.

    Raises:
        ExportError: the file breaks off inside a quotation, or has column names only.

    """
    wanted = [headers.index(name) if name else None for name in (columns.time, columns.within, columns.number)]
    cells = Cells([], [], [], [])
    reader = csv.reader(io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=delimiter)
    skipped = text[: len(text) - len(text.lstrip("\r\n"))].count("\n")
    try:
        next(reader)
        for row in reader:
            if not any(row):
                continue
            cells.line.append(reader.line_num + skipped)
            for where, target in zip(wanted, cells[1:], strict=True):
                if where is not None:
                    target.append(row[where].strip() if where < len(row) else "")
    except csv.Error as error:
        raise ExportError(f"line {reader.line_num + skipped}: no CSV ({error})") from None
    if not cells.line:
        raise ExportError("there are column names but no rows")
    return cells
