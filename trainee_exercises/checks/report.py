"""All checks of a pack in one report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from trainee_exercises.checks.alike import alike
from trainee_exercises.checks.forms import figures_of, forms
from trainee_exercises.checks.labelled import labelled
from trainee_exercises.checks.questions import questions
from trainee_exercises.checks.stages import stages
from trainee_exercises.checks.structure import structure

if TYPE_CHECKING:
    from sim.scenario.problems import Problem
    from trainee_exercises.packs import Reading


class Report(NamedTuple):
    """What was found. problems: in the order of files and lines; forms: the figures of each form."""

    title: str
    n_articles: int
    forms: dict[str, dict[str, Any]]
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Is there nothing to put right?"""
        return not self.problems


def check(reading: Reading) -> Report:
    """Return all that keeps a pack from being fit for an exercise, and how its forms compare.

    Raises:
        PackError: a file of labelled replies cannot be read.

    """
    parts = (structure, questions, forms, alike, stages, labelled)
    found = {problem for part in parts for problem in part(reading)}
    pack = reading.pack
    return Report(
        pack.title,
        len(pack.articles),
        {name: figures_of(pack, form) for name, form in pack.forms.items()},
        tuple(sorted(found, key=lambda one: (one.file, one.line, one.path, one.message))),
    )
