"""How a disturbance was handled: seen on the status page, merged into one, and told to be over when it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trainee_exercises.practice.debrief.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Course, Setting

_MANY: Final = 2
_TIME_TO_TELL: Final = 3 * 60_000
"""Of the rep's own ms after the end of a disturbance: before that nobody can be said not to have been told."""


def findings(found: Sequence[Course], log: Sequence[Entry], setting: Setting) -> Iterator[Finding]:
    """Yield what could be done otherwise in each disturbance, of those who reported it and whom the rep answered."""
    reported = [one for one in found if one.script.incident and one.told]
    for incident in dict.fromkeys(one.script.incident for one in reported):
        ones = [one for one in reported if one.script.incident == incident]
        yield from _over(ones, _first(log, "incident_fixed", incident), setting)
        yield from _one_by_one(ones)
        yield from _unseen(ones, _first(log, "incident_began", incident), log)


def _first(log: Sequence[Entry], kind: str, incident: str | None) -> Entry | None:
    return next((one for one in log if one.kind == kind and one.data["incident"] == incident), None)


def _over(reported: Sequence[Course], fixed: Entry | None, setting: Setting) -> Iterator[Finding]:
    if fixed is None or setting.now - fixed.at < _TIME_TO_TELL * setting.speed:
        return
    open_ones = [one for one in reported if _still_asks(one, fixed)]
    if not open_ones:
        return
    n = len(open_ones)
    who = f"{open_ones[0].name} had reported it and" if n == 1 else f"{n} customers who had reported it"
    says = f"The disturbance was over, and {who} did not hear so from you."
    cites = (fixed.id, *(one.told[-1].entry.id for one in open_ones))
    yield Finding("incident", says, _BACK, 0.8 * n, cites, open_ones[0].id)


def _still_asks(one: Course, fixed: Entry) -> bool:
    """Tell whether a reporter is the rep's to come back to: answered before, not gone, told by nobody since."""
    later = [entry for entry in one.entries if entry.id > fixed.id]
    told = {"replied", "colleague_answered", "mate_answered"} & {entry.kind for entry in later}
    return (
        one.told[0].entry.id < fixed.id and not one.left and not told and not one.of("told_fixed")
        and one.holder != "colleague"
    )  # fmt: skip


def _one_by_one(reported: Sequence[Course]) -> Iterator[Finding]:
    apart = [one for one in reported if not one.of("merged") and not one.of("passed")]
    if len(apart) > _MANY:
        says = f"{len(apart)} reports of one disturbance were answered one by one."
        cites = tuple(one.told[0].entry.id for one in apart)
        yield Finding("incident", says, _MERGE, 0.3 * len(apart), cites, apart[0].id)


def _unseen(reported: Sequence[Course], began: Entry | None, log: Sequence[Entry]) -> Iterator[Finding]:
    if began and not any(entry.kind == "status" for entry in log):
        says = "Something was down, and you never looked at the status page."
        yield Finding("incident", says, _STATUS, 1.0, (began.id, reported[0].told[0].entry.id), reported[0].id)


_MERGE: Final = "From the second report on: merge into the first, and answer all of them at once with the canned reply."
_BACK: Final = "Keep the reports together; when the status page says it is over, one message to all closes them."
_STATUS: Final = "When two customers tell of the same thing within minutes, look at the status page before you search."
