"""Where candidates look things up: help centre, status page and colleagues."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.part import Day  # noqa: TC001 - pydantic reads it at run time
from trainee_exercises.packs.base import Id, Instant, Piece, Text


class FrontMatter(Piece):
    """What stands above an article, between two lines of ---."""

    id: Id
    title: Text
    section: Text
    updated: Day
    keywords: tuple[Text, ...]


class Article(FrontMatter):
    """An article of the help centre; text: its Markdown."""

    text: Text


class Topic(Piece):
    """Something a colleague knows. form: the form that it serves (None: all); open: it belongs to an open question."""

    topic: Text
    form: Id | None = None
    open: bool = False
    keywords: tuple[Text, ...]
    phrasings: tuple[Text, ...]
    answer: Text


class Colleague(Piece):
    """Somebody a candidate can ask. delay: seconds until the answer comes."""

    id: Id
    name: Text
    role: Text
    delay: Annotated[int, Field(ge=0, le=600)]
    about: Text
    dont_know: Text
    knows: tuple[Topic, ...]


class Component(Piece):
    """A part of the product on the status page."""

    id: Id
    name: Text
    state: Literal["operational", "degraded", "outage", "maintenance"]


class Update(Piece):
    """What the status page said at one time."""

    at: Instant
    state: Literal["investigating", "identified", "monitoring", "resolved"]
    text: Text


class Incident(Piece):
    """A disturbance; ended_at and the next update are None where not known. form: the form it serves; None: all."""

    id: Id
    title: Text
    components: tuple[Id, ...]
    form: Id | None = None
    began: Instant
    ended: Instant | None = None
    next_update: Instant | None = None
    updates: tuple[Update, ...]


class Maintenance(Piece):
    """Announced work on the product."""

    id: Id
    title: Text
    components: tuple[Id, ...]
    form: Id | None = None
    begins: Instant
    ends: Instant
    text: Text


class Status(Piece):
    """The status page on the day of the exercise."""

    as_of: Instant
    components: tuple[Component, ...]
    current: tuple[Incident, ...] = ()
    planned: tuple[Maintenance, ...] = ()
    past: tuple[Incident, ...] = ()
