"""Candidates of a round: added one by one or from a CSV file, named to raters by a random code alone."""

from __future__ import annotations

import csv
import io
import re
import secrets
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import insert, select

from sim.scenario.part import zone_names
from sim.scenario.problems import listed, nearest
from sim.scenario.words import no_zone
from trainee_exercises.hiring.problems import HiringError, WrongFields, WrongLines
from trainee_exercises.hiring.rounds import Round, open_round, pack_of
from trainee_exercises.hiring.words import one_line
from trainee_exercises.storage import Audited, Storage, Stream, new_id
from trainee_exercises.storage import audit as log
from trainee_exercises.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

_SIGNS: Final = "23456789BCDFGHJKMNPQRSTVWXZ"  # none that are mistaken for each other; no vowels, so no words
_CODE_LENGTH: Final = 5
_EMAIL: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]{2,}")
_COLUMNS: Final = ("name", "email", "zone", "form")
_MOST_LINES: Final = 2000


class NewCandidate(NamedTuple):
    """Somebody to be added. zone, form: None for the round's."""

    name: str
    email: str
    zone: str | None = None
    form: str | None = None


class Candidate(NamedTuple):
    """A candidate. code: what raters see; name and email: None once erased; created_at, erased_at: ms since 1970."""

    id: str
    round_id: str
    code: str
    form: str
    name: str | None
    email: str | None
    zone: str
    created_at: int
    erased_at: int | None


# ---- reading ----


def candidates_of(storage: Storage, round_id: str) -> list[Candidate]:
    """Return the candidates of a round by their names, the erased ones last by code."""
    with storage.read() as connection:
        found = [_candidate(row) for row in connection.execute(_all_of(round_id))]
    return sorted(found, key=lambda one: (one.name is None, (one.name or one.code).casefold(), one.code))


def candidate_by_id(connection: Connection, candidate_id: str) -> Candidate:
    """Return the candidate of that id.

    Raises:
        HiringError: there is none.

    """
    row = connection.execute(select(t.candidates).where(t.candidates.c.id == candidate_id)).first()
    if row is None:
        raise HiringError(f"there is no candidate {candidate_id!r}")
    return _candidate(row)


def find_candidate(storage: Storage, round_id: str, text: str) -> Candidate:
    """Return the candidate of a round by code, address, id or whole name, in any case.

    Raises:
        HiringError: there is none, or several have that name.

    """
    everyone = candidates_of(storage, round_id)
    wanted = text.strip().casefold()
    sure = [one for one in everyone if wanted in {one.id, one.code.casefold(), (one.email or "").casefold()}]
    found = sure or [one for one in everyone if (one.name or "").casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise HiringError(f"{text!r} is the name of {len(found)}; write the code: {listed(one.code for one in found)}")
    known = [name for one in everyone for name in (one.code, one.email, one.name) if name]
    near = nearest(text, known)
    remedy = f"did you mean {near!r}?" if near else "write a code or an address of its list"
    raise HiringError(f"there is no candidate {text!r} in this round; {remedy}")


def care_of(candidate_id: str) -> Stream:
    """Return the line of events of what staff did for a candidate: invited, answered a wish. Raters never see it."""
    return Stream(f"care:{candidate_id}", candidate_id)


# ---- adding ----


def add_candidate(storage: Storage, round_id: str, new: NewCandidate, by: str) -> Candidate:
    """Add a candidate to a round and return them.

    Raises:
        WrongFields: a message for each of name, email, zone and form that cannot be used.
        HiringError: there is no such round, or it is closed.

    """
    with storage.write() as connection:
        found = open_round(connection, round_id)
        problems = _problems(new, found, _taken(connection, round_id))
        if problems:
            raise WrongFields(problems)
        return _added(connection, found, [new], Audited(storage.now(), by, "candidate added", "", {}))[0]


def add_from_csv(storage: Storage, round_id: str, text: str, by: str, file: str = "the file") -> list[Candidate]:
    """Add all candidates of a CSV text with the columns name, email and perhaps zone and form, or none of them.

    Raises:
        WrongLines: every line that cannot be used, with what would be right.
        HiringError: there is no such round, or it is closed.

    """
    rows = _rows(text, file)
    with storage.write() as connection:
        found = open_round(connection, round_id)
        problems = _line_problems(rows, found, _taken(connection, round_id))
        if problems:
            raise WrongLines(file, problems)
        line = Audited(storage.now(), by, "candidate added", "", {"from": "csv"})
        return _added(connection, found, [new for _, new in rows], line)


def read_csv(data: bytes, file: str = "the file") -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark, or in UTF-16 as spreadsheets write it.

    Raises:
        WrongLines: it is neither.

    """
    try:
        return data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise WrongLines(file, [(line, "this is not UTF-8; save the sheet as CSV in UTF-8")]) from None


# ---- inside ----


def _all_of(round_id: str) -> Any:
    return select(t.candidates).where(t.candidates.c.round_id == round_id)


def _candidate(row: Row[Any]) -> Candidate:
    return Candidate(*(row._mapping[name] for name in Candidate._fields))  # noqa: SLF001 - SQLAlchemy's public name


def _taken(connection: Connection, round_id: str) -> dict[str, str]:
    """Return who has which address in a round, by the address in small letters."""
    return {
        row.email.casefold(): f"a candidate of this round ({row.code})"
        for row in connection.execute(_all_of(round_id))
        if row.email is not None
    }


def _problems(new: NewCandidate, found: Round, taken: dict[str, str]) -> dict[str, str]:
    """Return what is wrong with somebody, by field. taken: who has which address already."""
    name, email = one_line(new.name), new.email.strip()
    wrong = {}
    if not 1 <= len(name) <= 200:
        wrong["name"] = "write the name, as it should stand in the invitation" if not name else "200 characters at most"
    if not _EMAIL.fullmatch(email) or len(email) > 320:
        wrong["email"] = f"{email[:60]!r} is no address; write such as ada@example.org"
    elif email.casefold() in taken:
        wrong["email"] = f"{email!r} is the address of {taken[email.casefold()]}; each has one of their own"
    if new.zone and new.zone.strip() not in zone_names():
        wrong["zone"] = no_zone(new.zone.strip()[:60])
    if new.form and new.form != found.settings.form and new.form not in (forms := pack_of(found.settings).forms):
        wrong["form"] = f"{new.form[:60]!r} is no form of the round's pack; choose {listed(forms, 'or')}"
    return wrong


def _line_problems(
    rows: Sequence[tuple[int, NewCandidate]], found: Round, taken: dict[str, str]
) -> list[tuple[int, str]]:
    """Return what is wrong with each line; an address that stands twice in the file is wrong the second time."""
    problems, taken = [], dict(taken)
    for number, new in rows:
        wrong = _problems(new, found, taken)
        problems += [(number, f"{field}: {message}") for field, message in wrong.items()]
        taken.setdefault(new.email.strip().casefold(), f"line {number}")
    return problems


def _added(connection: Connection, found: Round, everyone: Iterable[NewCandidate], line: Audited) -> list[Candidate]:
    codes = set(connection.execute(select(t.candidates.c.code).where(t.candidates.c.round_id == found.id)).scalars())
    added = []
    for new in everyone:
        code = _free_code(codes)
        codes.add(code)
        made = Candidate(
            new_id(),
            found.id,
            code,
            new.form or found.settings.form,
            one_line(new.name),
            new.email.strip(),
            (new.zone or "").strip() or found.settings.zone,
            line.at,
            None,
        )
        connection.execute(insert(t.candidates).values(made._asdict()))
        log.note(connection, line._replace(subject=f"candidate:{made.id}", detail=line.detail | {"round": found.id}))
        added.append(made)
    return added


def _free_code(taken: set[str]) -> str:
    """Return a code that nobody has, by chance alone: it says nothing about who was added when."""
    while True:
        code = "".join(secrets.choice(_SIGNS) for _ in range(_CODE_LENGTH))
        if code not in taken:
            return code


def _rows(text: str, file: str) -> list[tuple[int, NewCandidate]]:
    """Return the candidates of a CSV text with the line that each begins on."""
    lines = _parsed(text, file)
    if not lines:
        raise WrongLines(file, [(1, "there is nothing in it; write a first line name,email,zone and one for each")])
    columns = _columns(lines[0], file)
    rows, problems = [], []
    for number, cells in lines[1:]:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            problems.append((number, f'{len(cells)} cells for {len(columns)} columns; put "..." round a comma'))
        values = {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}
        rows.append((number, _new(values)))
    if problems:
        raise WrongLines(file, problems)
    if not rows:
        raise WrongLines(file, [(2, "there is nobody in it; write one line for each candidate")])
    return rows


def _new(values: dict[str, str]) -> NewCandidate:
    name, email = values.get("name", ""), values.get("email", "")
    return NewCandidate(name, email, values.get("zone") or None, values.get("form") or None)


def _parsed(text: str, file: str) -> list[tuple[int, list[str]]]:
    """Return the lines that say something, with the number that each begins on; commas, or the semicolons of some."""
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    lines, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error:
        raise WrongLines(file, [(begins, 'a quotation mark is not closed; write "" for one inside a cell')]) from None
    if len(lines) > _MOST_LINES:
        raise WrongLines(file, [(_MOST_LINES + 1, f"more than {_MOST_LINES} lines; split the file")])
    return lines


def _columns(header: tuple[int, list[str]], file: str) -> list[str]:
    number, cells = header
    columns = [cell.strip().casefold() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    problems = [(number, _unknown(one)) for one in columns if one not in _COLUMNS]
    problems += [(number, f"there is no column {one!r}") for one in ("name", "email") if one not in columns]
    problems += [(number, f"the column {one!r} stands there twice") for one in _COLUMNS if columns.count(one) > 1]
    if problems:
        raise WrongLines(file, problems)
    return columns


def _unknown(column: str) -> str:
    near = nearest(column, _COLUMNS)
    remedy = f"did you mean {near!r}?" if near else f"the first line names the columns {listed(_COLUMNS)}"
    return f"{column[:60]!r} is no column; {remedy}"
