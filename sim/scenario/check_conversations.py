"""Do the parts of a conversation fit each other: touches, the next tier, what comes back, and random spans of time?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.conversations import MOST_RETURN
from sim.scenario.problems import Finding, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.customers import Segment, Topic
    from sim.scenario.model import World
    from sim.scenario.part import Part, Spread
    from sim.scenario.problems import Path


def findings(world: World) -> Iterator[Finding]:
    """Check how the conversations of *world* go on."""
    for name, topic in world.topics.items():
        here: Path = ("world", "topics", name)
        yield from _touches(topic, here)
        yield from _next_tier(topic, here)
        yield from _returns(topic, here)
    for name, segment in world.segments.items():
        again = segment.writes_again_after
        if again is not None and not again.mean:
            message = "'0' would be a message without end; write a time above 0, such as 24h"
            yield Finding(("world", "segments", name, "writes_again_after"), message)
    for path, spread in _spreads(world):
        yield from _own_cv(spread, path)


def _touches(topic: Topic, here: Path) -> Iterator[Finding]:
    touches = topic.touches
    if touches.mean > touches.most:
        message = f"'{touches.mean:g}' is more than the most, {touches.most}; write a smaller mean, or a greater most"
        yield Finding((*here, "touches", "mean"), message, ((*here, "touches"),))
    elif touches.law == "fixed" and touches.mean % 1:
        message = f"'{touches.mean:g}' is no whole number, which law: fixed needs; write one, or law: geometric"
        yield Finding((*here, "touches", "mean"), message, ((*here, "touches", "law"),))


def _next_tier(topic: Topic, here: Path) -> Iterator[Finding]:
    if topic.escalation is not None and topic.escalation.to == topic.skill:
        message = f"{shown(topic.skill)} is the skill that the topic itself needs; escalate to another one"
        yield Finding((*here, "escalation", "to"), message, ((*here, "skill"),))


def _returns(topic: Topic, here: Path) -> Iterator[Finding]:
    if topic.reopen is None or topic.next_contact is None:
        return
    reopen, again = topic.reopen, topic.next_contact
    if_wrong = reopen.chance if reopen.if_wrong is None else reopen.if_wrong
    next_if_wrong = again.chance if again.if_wrong is None else again.if_wrong
    cases = [("chance", reopen.chance, again.chance), ("if_wrong", if_wrong, next_if_wrong)]
    if again.if_wrong is None:
        cases = [("chance", max(reopen.chance, if_wrong), again.chance)]
    for key, reopens, comes_anew in cases:
        if reopens + comes_anew > MOST_RETURN:
            message = (
                f"'{comes_anew:g}' and {reopens:g} of reopen are more than {MOST_RETURN:g} together: conversations "
                "would come back without end; lower one of them"
            )
            yield Finding((*here, "next_contact", key), message, ((*here, "reopen"),))


def _spreads(world: World) -> Iterator[tuple[Path, Spread | None]]:
    """Return every random span of time, and where it stands."""
    for name, topic in world.topics.items():
        yield from _of_topic(topic, ("world", "topics", name))
    for name, segment in world.segments.items():
        yield from _of_segment(segment, ("world", "segments", name))
    for n, some in enumerate(world.open_at_start):
        yield ("world", "open_at_start", n, "age"), some.age


def _of_topic(topic: Topic, here: Path) -> Iterator[tuple[Path, Spread | None]]:
    yield from _of(topic, here, "handle_time", "later_handle_time")
    yield from _of(topic.reopen, (*here, "reopen"), "after")
    yield from _of(topic.next_contact, (*here, "next_contact"), "after")
    yield from _of(topic.escalation, (*here, "escalation"), "handle_time")
    yield from _of(topic.engineering, (*here, "engineering"), "time", "update_time", "fix_time")


def _of_segment(segment: Segment, here: Path) -> Iterator[tuple[Path, Spread | None]]:
    yield from _of(segment, here, "patience", "reply_patience", "think_time", "writes_again_after")
    yield from _of(segment.redial, (*here, "redial"), "after")


def _of(part: Part | None, here: Path, *fields: str) -> Iterator[tuple[Path, Spread | None]]:
    for field in fields if part is not None else ():
        yield (*here, field), getattr(part, field)


def _own_cv(spread: Spread | None, here: Path) -> Iterator[Finding]:
    if spread and spread.cv is not None and spread.law in {"exponential", "constant"}:
        own = 1 if spread.law == "exponential" else 0
        message = f"'{spread.cv:g}' does not go with law: {spread.law}, whose cv is always {own}; leave cv out"
        yield Finding((*here, "cv"), message, ((*here, "law"),))
