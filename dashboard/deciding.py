"""What the pages about ratings and decisions share: packs, attempts, who looks, the machine's panel."""

from __future__ import annotations

from datetime import UTC, datetime
from math import isnan
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import plain, shared
from trainee_exercises.hiring.criteria import MARKS, Criterion, criteria_of
from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.hiring.rounds import pack_of, round_by_id
from trainee_exercises.hiring.visibility import Seer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.identity import Visitor
    from trainee_exercises.hiring.ratings import Sheet
    from trainee_exercises.hiring.rounds import Round
    from trainee_exercises.hiring.scorecards import Line, Mark
    from trainee_exercises.packs import Pack

_LABEL: Final = 60


def seer_of(visitor: Visitor) -> Seer:
    """Return who looks, as the rules of what may be seen know them."""
    return Seer(visitor.actor, visitor.role in {"owner", "manager"})


def pack_for(found: Round) -> Pack:
    """Return the pack of a round, read once as long as its files stay."""
    return pack_of(found.settings)


def round_for(round_id: str) -> Round:
    """Return the round of that id."""
    with shared.storage().read() as connection:
        return round_by_id(connection, round_id)


def criteria(sheet: Sheet, pack: Pack) -> tuple[Criterion, ...]:
    """Return what is rated on a sheet."""
    return criteria_of(pack, sheet.assignment.form, sheet.assignment.part)


def when(at: int) -> str:
    """Return an instant (ms since 1970) as a date and time of UTC."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%d %b %Y, %H:%M UTC").lstrip("0")


def figure(value: float, digits: int = 2) -> str:
    """Return a figure in words: a dash where there is none."""
    return "none" if isnan(value) else f"{value:.{digits}f}"


def short(name: str) -> str:
    """Return a person's name as columns show it: a mail address without its host."""
    return name.split("@", maxsplit=1)[0]


def label(one: Criterion) -> str:
    """Return what a criterion is called in tables: an item of a stage with the beginning of what is asked."""
    if one.title != one.id:
        return one.title
    return f"{one.id}: {one.meaning if len(one.meaning) <= _LABEL else one.meaning[:_LABEL].rsplit(' ', 1)[0] + ' ...'}"


def given(one: Mark) -> str:
    """Return what a rater gave, such as "ada 3 (before: 2)"."""
    return f"{short(one.rater)}: {_mark(one)}"


def marks_table(lines: Sequence[Line], *, stages: bool = False) -> None:
    """Show lines of a scorecard: a column a rater, and how far apart they are. stages: name the stage of each line."""
    people = sorted({name for one in lines for name in (*(each.rater for each in one.marks), *one.missing)})
    head = (*(("Stage",) if stages else ()), "What", *map(short, people), "Apart")
    plain.table(head, [_row(one, people, stages=stages) for one in lines])
    words = [
        f"{label(one.criterion)}, {short(each.rater)}: {each.words}"
        for one in lines
        for each in one.marks
        if each.words
    ]
    if words:
        st.html(plain.items(words, f"What raters wrote: {len(words)}"))


def _row(one: Line, people: Sequence[str], *, stages: bool) -> tuple[str, ...]:
    marks = {each.rater: _mark(each) for each in one.marks} | dict.fromkeys(one.missing, "not yet")
    stage = (one.stage.replace("_", " ").capitalize(),) if stages else ()
    apart = "" if one.spread is None else f"{one.spread}{', talk about it' if one.disagrees else ''}"
    return (*stage, label(one.criterion), *(marks.get(name, "") for name in people), apart)


def _mark(one: Mark) -> str:
    before = f" (before: {', '.join(str(each or 'none') for each in one.former)})" if one.former else ""
    return f"{'not enough evidence' if one.mark is None else one.mark}{before}"


def sentences(error: HiringError) -> str:
    """Return what is wrong in sentences, without the names of fields."""
    says = error.fields.values() if isinstance(error, WrongFields) else [str(error)]
    return " ".join(f"{one[0].upper()}{one[1:].removesuffix('.')}." for one in says)


def mark_says(mark: int) -> str:
    """Return a mark with its meaning, such as "3 rather yes"."""
    return f"{mark} {MARKS[mark]}"
