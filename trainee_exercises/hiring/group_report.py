"""The adverse-impact report: rates between groups, from voluntary answers that are kept apart and only summed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import delete, insert, select

from trainee_exercises.hiring.candidates import candidate_by_id
from trainee_exercises.hiring.criteria import EXERCISE, OVERALL
from trainee_exercises.hiring.decisions import decisions_of_round
from trainee_exercises.hiring.marks import Given
from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.hiring.ratings import sheets_of_round
from trainee_exercises.hiring.rounds import round_by_id, round_of
from trainee_exercises.statistics import Cell, Count, above_median, impact
from trainee_exercises.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from trainee_exercises.hiring.settings import Jurisdiction
    from trainee_exercises.storage import Storage

UNSAID: Final = "prefer_not_to_say"
LEAST_SHOWN: Final = 5


class Category(NamedTuple):
    """A question about groups. options: {id: text}; leaving it out or "prefer not to say" is always possible."""

    title: str
    options: Mapping[str, str]


_SEX: Final = Category("Sex", {"female": "Female", "male": "Male", "another": "Another, or non-binary"})
_AGE: Final = Category("Age", {"under_40": "Under 40", "40_or_over": "40 or over"})
_ETHNICITY: Final = Category(  # the categories of the EEO-1 report, which NYC LL144 refers to
    "Race or ethnicity",
    {
        "hispanic_or_latino": "Hispanic or Latino",
        "white": "White",
        "black": "Black or African American",
        "pacific_islander": "Native Hawaiian or Pacific Islander",
        "asian": "Asian",
        "native_american": "Native American or Alaska Native",
        "two_or_more": "Two or more races",
    },
)


class Row(NamedTuple):
    """A group in a table. cell: None where the results of fewer than 5 people could be read from it."""

    group: str
    n: int
    cell: Cell | None
    small: str | None


class RateTable(NamedTuple):
    """Rates of one outcome between the groups of one question. n: people who answered and have that outcome or not."""

    outcome: str
    question: str
    n: int
    rows: tuple[Row, ...]


class GroupReport(NamedTuple):
    """All tables of a round. n_candidates: all; n_answered: who said anything at all about groups."""

    n_candidates: int
    n_answered: int
    tables: tuple[RateTable, ...]


def categories_of(jurisdiction: Jurisdiction) -> dict[str, Category]:
    """Return what may be asked. In the European Union ethnicity is left out: it needs a legal ground of its own."""
    if jurisdiction == "united_states":
        return {"sex": _SEX, "ethnicity": _ETHNICITY, "age": _AGE}
    return {"sex": _SEX, "age": _AGE}


def give_group_answers(storage: Storage, candidate_id: str, answers: Mapping[str, str]) -> None:
    """Keep a candidate's own answers in place of earlier ones; an empty mapping takes them back.

    Raises:
        WrongFields: a question or answer that is not declared; nothing is kept.
        HiringError: there is no such candidate, or they were erased.

    """
    with storage.write() as connection:
        if candidate_by_id(connection, candidate_id).erased_at is not None:
            raise HiringError("these data were erased; nothing can be added")
        known = categories_of(round_of(connection, candidate_id).settings.jurisdiction)
        _check(answers, known)
        connection.execute(delete(t.group_answers).where(t.group_answers.c.candidate_id == candidate_id))
        if answers:
            row = {"candidate_id": candidate_id, "answers": dict(answers), "given_at": storage.now()}
            connection.execute(insert(t.group_answers).values(**row))


def group_report(storage: Storage, round_id: str) -> GroupReport:
    """Return the report of a round: counts and rates by group, never a person.

    Outcomes: went on (ever invited further or offered, of those decided), offered (by the last decision), and above the
    median of people's overall marks of the exercise (what NYC LL144 calls the scoring rate).
    """
    with storage.read() as connection:
        known = categories_of(round_by_id(connection, round_id).settings.jurisdiction)
        of_round = select(t.candidates.c.id).where(
            t.candidates.c.round_id == round_id, t.candidates.c.erased_at.is_(None)
        )
        everybody = list(connection.execute(of_round).scalars())
        given = select(t.group_answers.c.candidate_id, t.group_answers.c.answers)
        found = connection.execute(given.where(t.group_answers.c.candidate_id.in_(everybody)))
        answers = {row.candidate_id: row.answers for row in found}
        outcomes = _outcomes(connection, round_id)
    tables = [
        _table(
            outcome,
            title,
            happened,
            {one: said for one in happened if (said := _group(answers.get(one, {}), names, known))},
        )
        for outcome, happened in outcomes.items()
        for title, names in _questions(known)
    ]
    return GroupReport(len(everybody), len(answers), tuple(tables))


# ---- inside ----


def _check(answers: Mapping[str, str], known: Mapping[str, Category]) -> None:
    wrong = {}
    for name, answer in answers.items():
        if name not in known:
            wrong[name] = f"is not asked here; there is {', '.join(known)}"
        elif answer != UNSAID and answer not in known[name].options:
            wrong[name] = f"{answer!r} is no answer; choose {', '.join((*known[name].options, UNSAID))}"
    if wrong:
        raise WrongFields(wrong)


def _questions(known: Mapping[str, Category]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the titles of the tables and the questions that each puts together."""
    alone: list[tuple[str, tuple[str, ...]]] = [(one.title, (name,)) for name, one in known.items()]
    return [*alone, ("Sex and race or ethnicity", ("sex", "ethnicity"))] if "ethnicity" in known else alone


def _group(answers: Mapping[str, str], names: Sequence[str], known: Mapping[str, Category]) -> str | None:
    """Return the group that somebody named, None where they left a part of it out."""
    said = [answers.get(name, UNSAID) for name in names]
    if UNSAID in said:
        return None
    return ", ".join(known[name].options[one] for name, one in zip(names, said, strict=True))


def _outcomes(connection: Connection, round_id: str) -> dict[str, dict[str, bool]]:
    """Return for each outcome whether it happened, by candidate; those about whom it is not known yet are not there."""
    decided = {
        one: [each.kind for each in made if each.kind != "hold"]
        for one, made in decisions_of_round(connection, round_id).items()
    }
    kinds = {one: made for one, made in decided.items() if made}
    marks: dict[str, list[int]] = {}
    for sheet in sheets_of_round(connection, round_id):
        if sheet.assignment.part.stage == EXERCISE and sheet.current:
            mark = sheet.current.marks.get(OVERALL, Given()).mark
            marks.setdefault(sheet.assignment.candidate_id, []).extend([] if mark is None else [mark])
    means = {one: sum(given) / len(given) for one, given in marks.items() if given}
    return {
        "Went on": {one: "invite_further" in made or "offer" in made for one, made in kinds.items()},
        "Offered": {one: made[-1] == "offer" for one, made in kinds.items()},
        "Above the median of people's overall marks": dict(zip(means, above_median(list(means.values())), strict=True)),
    }


def _table(outcome: str, question: str, happened: Mapping[str, bool], groups: Mapping[str, str]) -> RateTable:
    counts = [
        Count(group, len(mine), sum(happened[one] for one in mine))
        for group in sorted(set(groups.values()))
        for mine in [[one for one, said in groups.items() if said == group]]
    ]
    hidden = _withheld(counts)
    rows = [Row(one.group, one.n, None if one.group in hidden else one, one.small) for one in impact(counts)]
    return RateTable(outcome, question, len(groups), tuple(rows))


def _withheld(counts: Sequence[Count]) -> set[str]:
    """Return the groups of fewer than 5 people, and more, the small ones first, until these are 5 people together.

    Otherwise the results of the small ones were what is left of the whole.
    """
    hidden, n = set(), 0
    for one in sorted(counts, key=lambda one: (one.n, one.group)):
        if one.n < LEAST_SHOWN or 0 < n < LEAST_SHOWN:
            hidden.add(one.group)
            n += one.n
    return hidden
