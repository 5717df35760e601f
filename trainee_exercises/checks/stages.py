"""The other stages of hiring: they are all there, complete, and cover every value and trait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.durations import MINUTE, format_duration
from sim.scenario.problems import did_you_mean, listed, shown
from trainee_exercises.checks.structure import MARKS, unknown_placeholders
from trainee_exercises.packs.folders import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.problems import Path, Problem
    from trainee_exercises.packs import Reading, Stage
    from trainee_exercises.packs.stages import Item
    from trainee_exercises.packs.text import Source

STAGES: Final = ("pre_screen", "phone_first", "phone_second", "interviews")
TRAITS: Final = ("control_quotient", "emotional_intelligence", "basic_skills", "advanced_problem_solving")
_PRE_SCREEN: Final = 10
_PHONE: Final = (30 * MINUTE, 45 * MINUTE)


def stages(reading: Reading) -> Iterator[Problem]:
    """Find what is wrong with the stages."""
    found = reading.pack.stages
    for name in STAGES:
        if name not in found:
            message = f"there is no stage {name!r}; write stages/{name}.yaml"
            yield reading.sources[MANIFEST].problem((), message)
    for name, stage in found.items():
        source = reading.sources[f"stages/{name}.yaml"]
        yield from _items(reading, source, stage)
        yield from _variants(reading, source, stage)
        told: dict[Path, str | None] = {("before",): stage.before, ("after",): stage.after}
        told |= {("deadline", "text"): stage.deadline.text} if stage.deadline else {}
        for path, text in told.items():
            yield from (source.problem(path, message) for message in unknown_placeholders(text or ""))
        for path, message in _of_kind(reading, stage):
            yield source.problem(path, message)


def _all(stage: Stage) -> list[tuple[Path, Item]]:
    return [
        (("sections", m, "items", n), item)
        for m, section in enumerate(stage.sections)
        for n, item in enumerate(section.items)
    ] + [(("variants", name, n), item) for name, items in stage.variants.items() for n, item in enumerate(items)]


def _items(reading: Reading, source: Source, stage: Stage) -> Iterator[Problem]:
    seen: set[str] = set()
    values = [*reading.pack.values, *reading.pack.dimensions]
    for path, item in _all(stage):
        if item.id in seen:
            yield source.problem((*path, "id"), f"{item.id!r} is there already in this stage; write another id")
        seen.add(item.id)
        for mark in MARKS:
            if mark not in item.anchors:
                message = f"{item.id} has no anchor {mark}; describe an answer that deserves it"
                yield source.problem((*path, "anchors", str(mark)), message)
        for n, value in enumerate(item.values):
            if value not in values:
                message = f"{item.id}: {shown(value)} is no value of this pack; {did_you_mean(value, values)}"
                yield source.problem((*path, "values", n), message)


def _variants(reading: Reading, source: Source, stage: Stage) -> Iterator[Problem]:
    known = [item.id for section in stage.sections for item in section.items]
    for name, items in stage.variants.items():
        if name not in reading.wanted_forms:
            message = f"{name!r} is no form; {did_you_mean(name, reading.wanted_forms)}"
            yield source.problem(("variants", name), message)
        for n, item in enumerate(items):
            if item.replaces not in known:
                message = f"{item.id} replaces {shown(item.replaces)}, which is no item; name one of {listed(known)}"
                yield source.problem(("variants", name, n), message)


def _of_kind(reading: Reading, stage: Stage) -> Iterator[tuple[Path, str]]:
    if stage.id == "pre_screen":
        n = sum(len(section.items) for section in stage.sections)
        if n != _PRE_SCREEN:
            yield ("sections",), f"has {n} questions; write {_PRE_SCREEN}"
        if stage.deadline is None:
            yield (), "has no deadline; write days, at and text, in the candidate's own time zone"
    if stage.id == "phone_first" and not (_PHONE[0] <= (stage.least_time or stage.time) and stage.time <= _PHONE[1]):
        yield (
            ("time",),
            f"{format_duration(stage.time)} is not between 30 and 45 minutes; write 45m, or least_time as well",
        )
    first = reading.pack.stages.get("phone_first")
    if stage.id == "phone_second" and first and stage.time >= first.time:
        yield ("time",), f"{format_duration(stage.time)} is not shorter than the first call; write less"
    if stage.id == "interviews":
        yield from _interviews(reading, stage)


def _interviews(reading: Reading, stage: Stage) -> Iterator[tuple[Path, str]]:
    subjects = {section.subject for section in stage.sections}
    for name in (*reading.pack.values, *TRAITS):
        if name not in subjects:
            kind = "trait" if name in TRAITS else "value"
            yield ("sections",), f"no section has the subject {name!r}; write a guide for this {kind}"
    for n, section in enumerate(stage.sections):
        if section.who is None:
            yield ("sections", n), f"{section.id}: nobody interviews; write `who`"
    if not any(section.other_team for section in stage.sections):
        yield (
            ("sections",),
            "everybody is from support; mark a section `other_team: true`: one rater sees it from outside",
        )
