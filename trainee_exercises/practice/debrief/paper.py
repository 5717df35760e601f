"""The debrief to take along: as Markdown to read, as CSV to count with; what people wrote stays plain text in both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trainee_exercises.exports.cells import csv_text
from trainee_exercises.practice.cases import filled
from trainee_exercises.practice.debrief.course import clock
from trainee_exercises.practice.debrief.tables import said, tag_rows, went_well
from trainee_exercises.practice.debrief.telling import cited
from trainee_exercises.practice.debrief.waiting import CLASS_WORDS
from trainee_exercises.practice.progress import FIGURES, MEANS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trainee_exercises.practice.debrief.course import Course
    from trainee_exercises.practice.debrief.finding import Finding
    from trainee_exercises.practice.debrief.replies import Judged
    from trainee_exercises.practice.look_back import LookBack
    from trainee_exercises.practice.shift import Shift

_MINUTE: Final = 60_000
_HEAD: Final = (
    "customer", "class", "wrote at", "first answer after minutes", "promised minutes", "answered by", "category given",
    "category right", "owner given", "owner right", "would say", "because", "left",
)  # fmt: skip


def percent(share: float | None) -> str:
    """Return a share such as "72 %"; a dash for none."""
    return "\N{EN DASH}" if share is None else f"{100 * share:.0f} %"


def as_markdown(back: LookBack, title: str) -> str:
    """Return the debrief to read."""
    return "\n".join(_lines(back, title)) + "\n"


def _lines(back: LookBack, title: str) -> Iterator[str]:
    found = back.debrief
    yield f"# {title}"
    yield ""
    yield from (f"- {says}: {percent(found.figures[name])}. {MEANS[name]}" for name, says in FIGURES.items())
    yield "\n## To try next"
    for one in found.try_next:
        yield from _finding(back.shift, one)
    yield "\n## What went well\n"
    yield from (f"- {one}" for one in went_well(found))
    yield "\n## First answers\n"
    for mine, other in zip(found.waits, back.beside, strict=True):
        yield (
            f"- {CLASS_WORDS[mine.customer]}: {mine.within} of {mine.n} within {clock(mine.target)}, the middle wait"
            f" {clock(mine.middle)}; the simulated agent: {other.within} of {other.n}, {clock(other.middle)}"
        )
    yield from _replies(back)
    yield "\n## Everything that was found"
    for one in found.findings:
        yield from _finding(back.shift, one)


def _finding(shift: Shift, one: Finding) -> Iterator[str]:
    yield f"\n- {one.says}"
    if one.advice:
        yield f"  {one.advice}"
    for each in cited(shift, one.entries):
        yield f"  - {each.clock}, {each.who or 'the desk'}: {each.says}"
        yield from _quoted(each.words)


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
        yield f"\n## {title}\n\nTo {one.course.name}, at {clock(one.told.entry.at)}:"
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
        given = (tag.chosen, tag.right, tag.owner, tag.right_owner) if tag else (None, None, None, None)
        says = (verdict.verdict, verdict.reasons) if verdict else (None, None)
        target = back.setting.pack.targets[one.customer] / _MINUTE
        after = None if one.answered_at is None else round(one.waited(back.setting.now) / _MINUTE, 2)
        rows.append(
            [one.name, CLASS_WORDS[one.customer], clock(one.since), after, target, _by(one), *given, *says, one.left]
        )
    return csv_text(_HEAD, rows)


def _by(one: Course) -> str:
    if one.answered is None:
        return ""
    return "you" if one.answered.kind == "replied" else str(one.answered.data["by"])
