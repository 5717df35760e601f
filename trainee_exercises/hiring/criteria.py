"""What a rater rates: the values of the exercise, or the items of another stage, with anchors, and an overall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.hiring.problems import HiringError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trainee_exercises.packs import Pack, Stage
    from trainee_exercises.packs.stages import Item, Section

EXERCISE: Final = "exercise"
OVERALL: Final = "overall"
MARKS: Final = {1: "definitely not", 2: "rather not", 3: "rather yes", 4: "definitely yes"}


class Criterion(NamedTuple):
    """One thing to rate from 1 to 4. values: the values it shows; hints: what to look for and follow-up questions."""

    id: str
    title: str
    meaning: str
    anchors: Mapping[int, str]
    values: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


class Part(NamedTuple):
    """What somebody is asked to rate: a stage, and a section of it where they have only that."""

    stage: str
    section: str | None = None


def criteria_of(pack: Pack, form: str, part: Part) -> tuple[Criterion, ...]:
    """Return what is rated in *part* for a candidate with *form*, the overall last.

    Raises:
        HiringError: the pack has no such stage or section.

    """
    if part.stage == EXERCISE:
        return (*_of_values(pack), _overall("the exercise"))
    stage = stage_of(pack, part.stage)
    instead = {item.replaces: item for item in stage.variants.get(form, ())}
    items = [instead.get(item.id, item) for section in sections_of(stage, part) for item in section.items]
    return (*map(_of_item, items), _overall(stage.title))


def stage_of(pack: Pack, stage_id: str) -> Stage:
    """Return a stage of the pack apart from the exercise.

    Raises:
        HiringError: there is none.

    """
    if stage_id not in pack.stages:
        raise HiringError(f"{pack.title} has no stage {stage_id!r}; it has exercise, {', '.join(pack.stages)}")
    return pack.stages[stage_id]


def sections_of(stage: Stage, part: Part) -> tuple[Section, ...]:
    """Return the sections of *stage* that *part* covers: all, or the one named.

    Raises:
        HiringError: there is no such section.

    """
    if part.section is None:
        return stage.sections
    found = tuple(one for one in stage.sections if one.id == part.section)
    if not found:
        there = ", ".join(one.id for one in stage.sections)
        raise HiringError(f"{stage.title} has no section {part.section!r}; it has {there}")
    return found


def title_of(pack: Pack, part: Part) -> str:
    """Return what *part* is called on a page, such as "Interviews: Resourcefulness"."""
    if part.stage == EXERCISE:
        return "Exercise"
    stage = stage_of(pack, part.stage)
    return stage.title if part.section is None else f"{stage.title}: {sections_of(stage, part)[0].title}"


def _of_values(pack: Pack) -> Iterator[Criterion]:
    for name, value in pack.values.items():
        yield Criterion(name, value.name, value.meaning, value.anchors, (name,))


def _of_item(item: Item) -> Criterion:
    hints = (f"Look for: {item.looks_for}", *(f"You may ask: {one}" for one in item.follow_ups))
    return Criterion(item.id, item.id, item.ask, item.anchors, item.values, hints)


def _overall(subject: str) -> Criterion:
    meaning = f"After {subject} as a whole: should we go on with this person? Not a mean of the marks above."
    return Criterion(OVERALL, "Overall", meaning, {mark: f"{says.capitalize()}." for mark, says in MARKS.items()})
