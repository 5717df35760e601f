"""The other stages of hiring: questionnaire, phone guides and interview guides."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.scenario.part import Clock, Span  # noqa: TC001 - pydantic reads them at run time
from trainee_exercises.packs.base import Anchors, Id, Piece, Text


class Deadline(Piece):
    """When answers are due: at a time of day, so many days after the invitation, in the candidate's own zone."""

    days: Annotated[int, Field(ge=1, le=60)]
    at: Clock
    text: Text
    """What the candidate is told."""


class Item(Piece):
    """A question or situation, what a good answer shows, and what answers of each mark look like."""

    id: Id
    ask: Text
    replaces: Id | None = None
    """In a variant: the item that it takes the place of."""
    values: tuple[Id, ...] = ()
    """The values that it shows; none where it is about facts or skills."""
    looks_for: Text
    follow_ups: tuple[Text, ...] = ()
    anchors: Anchors


class Section(Piece):
    """A part of a stage: one subject, one interviewer or one span of time. subject: the value or trait it is about."""

    id: Id
    title: Text
    subject: Id | None = None
    who: Text | None = None
    other_team: bool = False
    """Must the interviewer be from another team than support?"""
    time: Span | None = None
    intro: Text | None = None
    items: tuple[Item, ...]


class Rating(Piece):
    """How a stage is rated. not_enough: what to do, and which reason to give, when there is too little to rate."""

    rule: Text
    not_enough: Text


class Stage(Piece):
    """A stage of hiring apart from the exercise: a questionnaire, a phone guide or interviews."""

    id: Id
    title: Text
    purpose: Text
    who: Text
    time: Span
    least_time: Span | None = None
    """Where the stage may take different times: the shortest; `time` is the longest."""
    deadline: Deadline | None = None
    before: Text | None = None
    """What the candidate is told before."""
    sections: tuple[Section, ...]
    variants: dict[Id, tuple[Item, ...]] = Field(default_factory=dict)
    """Items for other kinds of candidates, each in place of one of the sections'."""
    rating: Rating
    after: Text | None = None
