"""CSV files of macros and tags -> what desk.yaml says of them, or everything that is wrong, by file and line."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.scenario.problems import Problem, did_you_mean, listed, shown
from trainee_exercises.packs.text import PackError, read_text
from trainee_exercises.practice.check import PLACEHOLDERS
from trainee_exercises.practice.importing.articles import identifier
from trainee_exercises.practice.scripts import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PLACEHOLDER: Final = re.compile(r"\{([^{}\n]*)\}")
_MODIFIERS: Final = ("angry", "billing")


class Row(NamedTuple):
    """A row of a sheet, by its columns. line: where it ends in the file."""

    line: int
    cells: dict[str, str]


def macros_in(file: Path) -> list[tuple[str, str, str]]:
    """Return id, title and text of each macro of a sheet with the columns title and text, and id where wanted.

    PackError: everything that is wrong with it.
    """
    problems: list[Problem] = []
    found: dict[str, tuple[str, str, str]] = {}
    for row in _rows(file, ("title", "text"), ("id",)):
        name = row.cells.get("id") or identifier(row.cells["title"])
        says = _wrong_macro(name, row, found)
        if says:
            problems.append(Problem(str(file), row.line, "", says))
        found[name] = (name, row.cells["title"], row.cells["text"])
    if problems:
        raise PackError(problems)
    return list(found.values())


def _wrong_macro(name: str, row: Row, found: dict[str, tuple[str, str, str]]) -> str:
    """Return what is wrong with a macro, or ""."""
    if empty := [key for key in ("title", "text") if not row.cells[key]]:
        return f"has no {listed(empty)}; write it, or leave the row out"
    if not name or identifier(name) != name:
        return f"{shown(name or row.cells['title'])} is no id; write small letters, digits and -"
    if name in found:
        return f"{name!r} stands there twice; write another id"
    unknown = [one for one in _PLACEHOLDER.findall(row.cells["text"]) if one not in PLACEHOLDERS]
    if unknown:
        return f"{{{unknown[0]}}} is filled in by nobody; {did_you_mean(unknown[0], PLACEHOLDERS)}"
    return ""


def tags_in(file: Path) -> dict[str, str]:
    """Return the meaning of each tag of a sheet with the columns tag and meaning; PackError: what is wrong with it."""
    problems: list[Problem] = []
    found: dict[str, str] = {}
    for row in _rows(file, ("tag", "meaning"), ()):
        tag = row.cells["tag"]
        if tag not in {*CATEGORIES, *_MODIFIERS}:
            says = f"{shown(tag)} is no tag that scripts and the debrief know; {did_you_mean(tag, CATEGORIES)}"
            problems.append(Problem(str(file), row.line, "", says))
        elif not row.cells["meaning"]:
            problems.append(Problem(str(file), row.line, "", f"says nothing about {tag}; write its meaning"))
        elif tag in found:
            problems.append(Problem(str(file), row.line, "", f"{tag!r} stands there twice; drop one of the rows"))
        found[tag] = row.cells["meaning"]
    if problems:
        raise PackError(problems)
    return found


def _rows(file: Path, needed: Sequence[str], also: Sequence[str]) -> list[Row]:
    """Return the rows of a sheet, separated by commas, semicolons or tabs; empty ones are left out."""
    text = read_text(file, str(file)).replace("\r\n", "\n")
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        head = [one.strip().lower() for one in next(reader, [])]
        rows = [(reader.line_num, cells) for cells in reader if any(one.strip() for one in cells)]
    except csv.Error as error:
        raise PackError([Problem(str(file), reader.line_num, "", f"is no CSV here: {error}; save it anew")]) from None
    problems = _wrong_head(file, head, needed, also)
    problems += [
        Problem(
            str(file), line, "", f"has {len(cells)} cells where the first line has {len(head)}; quote what has a comma"
        )
        for line, cells in rows
        if len(cells) != len(head)
    ]
    if not rows:
        problems.append(Problem(str(file), 1, "", "has no rows below the first line; write some"))
    if problems:
        raise PackError(problems)
    return [Row(line, {key: one.strip() for key, one in zip(head, cells, strict=True)}) for line, cells in rows]


def _wrong_head(file: Path, head: Sequence[str], needed: Sequence[str], also: Sequence[str]) -> list[Problem]:
    columns = f"the columns are {listed((*needed, *also))}"
    missing = [Problem(str(file), 1, "", f"has no column {one!r}; {columns}") for one in needed if one not in head]
    odd = [one for one in head if one not in {*needed, *also}]
    return [*missing, *(Problem(str(file), 1, "", f"{shown(one)} is no column here; {columns}") for one in odd)]
