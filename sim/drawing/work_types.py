"""Work types: segment, skill and language of everything that can occur, also after an escalation."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.drawing.contacts import topic_mix
from sim.inputs import NOBODY, WORK_TYPE, Names
from sim.scenario.customers import LIVE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.inputs import Table
    from sim.scenario import Topic, World


class WorkTypes(NamedTuple):
    """Every work type that can occur, in order."""

    table: Table
    """WORK_TYPE, without `served`, which the plan decides."""
    of_topic: NDArray[np.int64]
    """[segment, topic, language] where a conversation begins; NOBODY: that does not occur."""
    of_next_tier: NDArray[np.int64]
    """[segment, topic, language] where it is after an escalation; NOBODY: it never is."""


def names_of(world: World) -> Names:
    """Return the names of everything in *world*, each kind in alphabetical order."""
    segments = world.segments.values()
    skills = chain.from_iterable((topic.skill, next_tier_of(topic)) for topic in world.topics.values())
    return Names(
        segments=tuple(sorted(world.segments)),
        topics=tuple(sorted(world.topics)),
        skills=tuple(sorted({skill for skill in skills if skill is not None})),
        languages=tuple(sorted({language for segment in segments for language in segment.languages})),
        zones=tuple(sorted({zone for segment in segments for zone in segment.zones})),
        surges=tuple(sorted(world.surges)),
    )


def next_tier_of(topic: Topic) -> str | None:
    """Return the skill to which conversations about *topic* may be escalated; None: they never are."""
    return topic.escalation.to if topic.escalation is not None and topic.escalation.chance else None


def work_types_of(world: World, names: Names) -> WorkTypes:
    """Return every work type that can occur, drawn or not, by segment, skill and language."""
    topics = [world.topics[name] for name in names.topics]
    first = _skill_numbers(names, [topic.skill for topic in topics])
    then = _skill_numbers(
        names, [topic.skill if next_tier_of(topic) is None else next_tier_of(topic) for topic in topics]
    )
    can_occur = {
        (number, skills[names.topics.index(topic)], names.languages.index(language))
        for number, name in enumerate(names.segments)
        for topic in _possible_topics(world, name)
        for language in world.segments[name].languages
        for skills in (first, then)
    }
    rows = sorted(can_occur)
    numbers = {row: number for number, row in enumerate(rows)}
    shape = (len(names.segments), len(names.topics), len(names.languages))
    of_topic, of_next_tier = np.full(shape, NOBODY, np.int64), np.full(shape, NOBODY, np.int64)
    for segment, topic, language in np.ndindex(shape):
        of_topic[segment, topic, language] = numbers.get((segment, first[topic], language), NOBODY)
        if then[topic] != first[topic]:
            of_next_tier[segment, topic, language] = numbers.get((segment, then[topic], language), NOBODY)
    table = np.zeros(len(rows), WORK_TYPE)  # not from tuples, which leaves the gaps between fields as they happen to be
    table["segment"], table["skill"], table["language"] = np.array(rows).T
    table["served"] = 1
    table["is_live"] = [world.segments[names.segments[row[0]]].channel in LIVE for row in rows]
    return WorkTypes(table, of_topic, of_next_tier)


def _skill_numbers(names: Names, skills: list[str | None]) -> list[int]:
    return [NOBODY if skill is None else names.skills.index(skill) for skill in skills]


def _possible_topics(world: World, segment: str) -> set[str]:
    """Return what customers of *segment* can write about, drawn or not."""
    of_surges = {
        surge.topic for surge in world.surges.values() if surge.segments is None or segment in surge.segments
    }  # fmt: skip
    of_open = {entry.topic for entry in world.open_at_start if entry.segment == segment}
    return {*topic_mix(world, segment)} | {topic for topic in of_surges | of_open if topic is not None}
