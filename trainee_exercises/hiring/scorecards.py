"""A candidate's scorecard over all stages: every rater's marks side by side, what is missing, where people disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.accounts.users import names as names_by_id
from trainee_exercises.hiring.candidates import Candidate, candidate_by_id
from trainee_exercises.hiring.criteria import EXERCISE, Criterion, Part, criteria_of
from trainee_exercises.hiring.decisions import Decision, decisions_of
from trainee_exercises.hiring.marks import Given
from trainee_exercises.hiring.ratings import Sheet, sheets_of_candidate, sheets_of_round
from trainee_exercises.hiring.rounds import Round, round_by_id, round_of
from trainee_exercises.hiring.visibility import Seer, decisions_seen, may_see_machine, owes, visible
from trainee_exercises.statistics import Figure, alpha_with_interval, mean_kappa, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from trainee_exercises.packs import Pack
    from trainee_exercises.storage import Storage


class Mark(NamedTuple):
    """What one rater gave. mark: None where there is not enough evidence; former: what they had locked before."""

    rater: str
    mark: int | None
    words: str
    former: tuple[int | None, ...] = ()


class Line(NamedTuple):
    """One criterion of one stage. missing: raters who have not locked."""

    stage: str
    criterion: Criterion
    marks: tuple[Mark, ...]
    missing: tuple[str, ...]

    @property
    def spread(self) -> int | None:
        """Return the highest less the lowest mark; None where fewer than two people gave one."""
        given = self.given
        return max(given) - min(given) if len(given) > 1 else None

    @property
    def given(self) -> list[int]:
        """Return the marks that are numbers."""
        return [one.mark for one in self.marks if one.mark is not None]

    @property
    def disagrees(self) -> bool:
        """Do two marks lie 2 or more apart, or on both sides of the line between 2 and 3?"""
        given = self.given
        return len(given) > 1 and (max(given) - min(given) >= 2 or min(given) <= 2 < max(given))


class Reopening(NamedTuple):
    """A rating was opened again after its lock."""

    at: int
    by: str
    rater: str
    stage: str
    why: str


class Scorecard(NamedTuple):
    """All that is known about a candidate at one place. There is no sum and no rank.

    candidate: without name and address for raters, and for managers who owe a rating. owes: the person who looks has a
    rating open, so only their own marks and decisions are here; shows_machine: may they see what the scorer proposes?
    """

    candidate: Candidate
    round: Round
    lines: tuple[Line, ...]
    decisions: tuple[Decision, ...]
    reopened: tuple[Reopening, ...]
    owes: bool
    shows_machine: bool

    @property
    def disagreements(self) -> list[Line]:
        """Return the lines that people should talk about."""
        return [one for one in self.lines if one.disagrees]

    def of_value(self, value: str) -> list[Line]:
        """Return the lines that show a value, of all stages."""
        return [one for one in self.lines if value in one.criterion.values]


class Agreement(NamedTuple):
    """How far people agree on one criterion of a stage, by their first locks."""

    criterion: Criterion
    alpha: Figure
    kappa: Figure


class Disagreement(NamedTuple):
    """A line of one candidate that people should talk about."""

    candidate_id: str
    code: str
    line: Line


def scorecard(storage: Storage, candidate_id: str, seer: Seer, pack: Pack) -> Scorecard:
    """Return the scorecard of a candidate as *seer* may see it.

    Raises:
        HiringError: there is no such candidate.

    """
    with storage.read() as connection:
        candidate = candidate_by_id(connection, candidate_id)
        found = round_of(connection, candidate_id)
        sheets = sheets_of_candidate(connection, candidate_id)
        seen = visible(sheets, seer)
        is_hidden = owes(sheets, seer) or not seer.is_manager
        return Scorecard(
            candidate=candidate._replace(name=None, email=None) if is_hidden else candidate,
            round=found,
            lines=tuple(_lines(seen, found, candidate.form, pack)),
            decisions=tuple(decisions_seen(decisions_of(connection, candidate_id), sheets, seer)),
            reopened=tuple(_reopened(connection, seen)),
            owes=owes(sheets, seer),
            shows_machine=may_see_machine(sheets, seer, found.settings),
        )


def agreement_of(storage: Storage, round_id: str, stage: str, pack: Pack) -> list[Agreement]:
    """Return the agreement on each criterion of a stage; candidates are the units."""
    with storage.read() as connection:
        found = round_by_id(connection, round_id)
        sheets = [one for one in sheets_of_round(connection, round_id) if one.assignment.part.stage == stage]
    return [_agreement(one, sheets) for one in criteria_of(pack, found.settings.form, Part(stage))]


def disagreements_of(storage: Storage, round_id: str, seer: Seer, pack: Pack) -> list[Disagreement]:
    """Return what people should talk about, by code; nothing about candidates of whom *seer* owes a rating."""
    with storage.read() as connection:
        found = round_by_id(connection, round_id)
        sheets = sheets_of_round(connection, round_id)
    result = []
    for candidate_id in dict.fromkeys(one.assignment.candidate_id for one in sheets):
        seen = visible([one for one in sheets if one.assignment.candidate_id == candidate_id], seer)
        if seen:
            one = seen[0].assignment
            lines = _lines(seen, found, one.form, pack)
            result += [Disagreement(candidate_id, one.code, line) for line in lines if line.disagrees]
    return result


def waiting_for(storage: Storage, round_id: str) -> list[Sheet]:
    """Return the sheets that nobody has locked yet, or that were reopened, by code."""
    with storage.read() as connection:
        return [one for one in sheets_of_round(connection, round_id) if not one.is_locked]


# ---- inside ----


def _lines(sheets: Sequence[Sheet], found: Round, form: str, pack: Pack) -> Iterator[Line]:
    for stage in (EXERCISE, *found.settings.stages):
        here = [one for one in sheets if one.assignment.part.stage == stage]
        if not here:
            continue
        for criterion in criteria_of(pack, form, Part(stage)):
            asked = [one for one in here if _rates(one, criterion, form, pack)]
            if asked:
                marks = tuple(_mark(one, criterion.id) for one in asked if one.is_locked)
                missing = tuple(one.assignment.user_name for one in asked if not one.is_locked)
                yield Line(stage, criterion, marks, missing)


def _rates(sheet: Sheet, criterion: Criterion, form: str, pack: Pack) -> bool:
    part = sheet.assignment.part
    return part.section is None or any(one.id == criterion.id for one in criteria_of(pack, form, part))


def _mark(sheet: Sheet, criterion_id: str) -> Mark:
    given = [one.rating.marks.get(criterion_id, Given()) for one in sheet.locked]
    return Mark(sheet.assignment.user_name, given[-1].mark, given[-1].words, tuple(one.mark for one in given[:-1]))


def _reopened(connection: Connection, sheets: Sequence[Sheet]) -> Iterator[Reopening]:
    names = names_by_id(connection)
    for sheet in sheets:
        for one in sheet.reopened:
            who, stage = sheet.assignment.user_name, sheet.assignment.part.stage
            yield Reopening(one.at, names.get(one.by, one.by), who, stage, one.why)


def _agreement(criterion: Criterion, sheets: Sequence[Sheet]) -> Agreement:
    marks: dict[str, dict[str, float]] = {}
    for sheet in sheets:
        first = sheet.independent
        mark = first.marks.get(criterion.id, Given()).mark if first else None
        if mark is not None:
            marks.setdefault(sheet.assignment.user_id, {})[sheet.assignment.candidate_id] = mark
    rated = table(marks)
    return Agreement(criterion, alpha_with_interval(rated), mean_kappa(rated))
