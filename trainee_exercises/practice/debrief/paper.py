"""The debrief to take along: as Markdown to read, as CSV to count with; what people wrote stays plain text in both."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from html import escape
from typing import TYPE_CHECKING, Final

from trainee_exercises.exports.cells import csv_text
from trainee_exercises.practice.cases import filled
from trainee_exercises.practice.debrief.course import clock, time_of
from trainee_exercises.practice.debrief.tables import nothing_found, said, tag_rows, went_well
from trainee_exercises.practice.debrief.telling import cited
from trainee_exercises.practice.debrief.waiting import CLASS_WORDS
from trainee_exercises.practice.progress import FIGURES, MEANS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trainee_exercises.practice.debrief.course import Course
    from trainee_exercises.practice.debrief.finding import Finding
    from trainee_exercises.practice.debrief.replies import Judged
    from trainee_exercises.practice.debrief.waiting import Waits
    from trainee_exercises.practice.look_back import LookBack
    from trainee_exercises.practice.shift import Shift

_MINUTE: Final = 60_000
_MOST_CITED: Final = 8
_MARKS: Final = re.compile(r"([\\`*_\[\]#~|])")
_HEAD: Final = (
    "customer", "class", "wrote at", "wrote after minutes", "first answer after minutes", "promised minutes",
    "answered by", "category given", "category right", "modifiers given", "modifiers right", "owner given",
    "owner right", "would say", "because", "left",
)  # fmt: skip


def percent(share: float | None) -> str:
    """Return a share such as "72 %"; a dash for none."""
    return "\N{EN DASH}" if share is None else f"{100 * share:.0f} %"


def as_markdown(back: LookBack, title: str) -> str:
    """Return the debrief to read."""
    return "\n".join(_lines(back, title)) + "\n"


def _lines(back: LookBack, title: str) -> Iterator[str]:
    found = back.debrief
    yield f"# {_plain(title)}"
    yield ""
    yield from (f"- {says}: {percent(found.figures[name])}. {MEANS[name]}" for name, says in FIGURES.items())
    yield "\n## To try next"
    if not found.try_next:
        yield f"\n{nothing_found(found)}"
    for one in found.try_next:
        yield from _finding(back.shift, one)
    yield "\n## What went well\n"
    yield from (f"- {one}" for one in went_well(found))
    yield "\n## First answers\n"
    for mine, other in zip(found.waits, back.beside, strict=True):
        head = f"{CLASS_WORDS[mine.customer]}, within {clock(mine.target)}"
        yield f"- {head}: {_row(mine)}; the simulated agent: {_row(other)}"
    yield from _replies(back)
    yield "\n## Everything that was found"
    for one in found.findings:
        yield from _finding(back.shift, one)


def _row(one: Waits) -> str:
    not_due = f" ({one.not_due} more without an answer, still within the promise)" if one.not_due else ""
    return f"{one.within} of {one.due}{not_due}, the middle wait {clock(one.middle)}"


def _plain(text: str) -> str:
    """Return a text on one line in which nothing is markup: a scenario's title is whatever somebody wrote."""
    return _MARKS.sub(r"\\\1", escape(" ".join(text.split()), quote=False))


def _finding(shift: Shift, one: Finding) -> Iterator[str]:
    yield f"\n- {one.says}"
    if one.advice:
        yield f"  {one.advice}"
    for each in cited(shift, one.entries[:_MOST_CITED]):
        yield f"  - {each.clock}, {each.who or 'the desk'}: {each.says}"
        yield from _quoted(each.words)

    if len(one.entries) > _MOST_CITED:
        yield f"  - and {len(one.entries) - _MOST_CITED} more"


def _quoted(words: str) -> Iterator[str]:
    """Yield what somebody wrote, as a block in which nothing is markup."""
    if words:
        yield ""
        yield from (f"        {line}" for line in words.splitlines())
        yield ""


def model_of(shift: Shift, one: Judged) -> str:
    """Return a reply to the same customer that says it all."""
    return filled(one.model, shift.cases[one.course.id].person, shift.terms.rep)


def _replies(back: LookBack) -> Iterator[str]:
    found = back.debrief
    for title, one in (("The best reply", found.best), ("The reply with most to win", found.worst)):
        if one is None:
            continue
        yield f"\n## {title}\n\nTo {one.course.name}, at {time_of(one.told.entry.at, back.setting.begins)}:"
        yield from _quoted(one.told.text)
        yield from (f"- not said: {each}" for each in one.missing)
        yield from (f"- not so: {claim} {why}" for claim, why in one.wrong)
        yield "\nA reply that says it all:"
        yield from _quoted(model_of(back.shift, one))


def as_csv(back: LookBack) -> str:
    """Return a row for each customer, in the order of arrival; no cell is a formula."""
    tags = {one.case: one for one in tag_rows(back.debrief.courses)}
    verdicts = {one.case: one for one in said(back.debrief)}
    rows = []
    for one in back.debrief.courses:
        tag, verdict = tags.get(one.id), verdicts.get(one.id)
        given = tag[2:6] + tag[7:9] if tag else (None,) * 6
        says = (verdict.verdict, verdict.reasons) if verdict else (None, None)
        target = back.setting.pack.targets[one.customer] / _MINUTE
        after = None if one.answered_at is None else round(one.waited(back.setting.now) / _MINUTE, 2)
        wrote = (_dated(back, one.since), round(one.since / _MINUTE, 2))
        rows.append([
            one.name, CLASS_WORDS[one.customer], *wrote, after, target, _by(one), *given, *says, one.left,
        ])  # fmt: skip
    return csv_text(_HEAD, rows)


def _dated(back: LookBack, at: int) -> str:
    """Return an instant with its date, as the desk has both, in a form that programs read: "2026-03-09 14:03:12"."""
    terms = back.shift.terms
    midnight = datetime.combine(terms.scenario.start, time()) + timedelta(days=terms.scene.day)
    return (midnight + timedelta(seconds=(back.setting.begins + at) // 1000)).isoformat(" ")


def _by(one: Course) -> str:
    if one.answered is None:
        return ""
    return "you" if one.answered.kind == "replied" else str(one.answered.data["by"])
