"""The conversations of a shift as the rep's desk knows them: who writes, what was said, how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from trainee_exercises.practice.customer import Mind
from trainee_exercises.practice.luck import pick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.practice.day import Writer
    from trainee_exercises.practice.people import Person
    from trainee_exercises.practice.scripts import Category, Modifier, Owner, PracticePack, Script

By = Literal["customer", "me", "colleague", "note", "system"]
Standing = Literal["new", "mine", "theirs", "passed", "closed", "gone"]
"""new: with the team, for anybody; mine; theirs: a simulated colleague has it; passed: with a colleague by name;
closed; gone: the customer has left."""


class Entry(NamedTuple):
    """Something that happened in a shift. id: 1, 2, 3 ...; at: ticks since its start; case: its id, or ""."""

    id: int
    at: int
    kind: str
    case: str
    data: Mapping[str, object]


class Message(NamedTuple):
    """One message of a thread. entry: the id of the entry that tells of it."""

    entry: int
    at: int
    by: By
    name: str
    text: str


class Tags(NamedTuple):
    """What the rep says that it is about; None, (): nothing yet."""

    category: Category | None = None
    modifiers: tuple[Modifier, ...] = ()
    owner: Owner | None = None


class Draft(NamedTuple):
    """What stands in a field, not sent."""

    text: str
    revision: int


class Asked(NamedTuple):
    """A question to an engineer: to whom, since and until when, in ticks."""

    name: str
    since: int
    until: int


class Shut(NamedTuple):
    """Closed while the customer waited. waits_since: in ticks; writes: had they something of their own to write?"""

    waits_since: int
    writes: bool


@dataclass
class Case:
    """A conversation. All instants in ticks since the start of the shift; what waited before has one below 0."""

    number: int
    id: str
    script: Script
    person: Person
    opening: str
    arrived_at: int
    standing: Standing = "new"
    holder: str = ""
    """Who has it where that is a colleague."""
    mind: Mind = field(default_factory=Mind)
    messages: list[Message] = field(default_factory=list)
    tags: Tags = field(default_factory=Tags)
    drafts: dict[str, Draft] = field(default_factory=dict)
    waits_since: int | None = None
    """Since when the customer waits for us; None: it is not our turn."""
    promised: bool = False
    """Does the customer know that it takes a while?"""
    settled: bool = False
    """Has the customer said thanks?"""
    is_due: bool = False
    """Has the customer written again since the rep's last reply?"""
    first_reply_at: int | None = None
    n_replies: int = 0
    snoozed_until: int | None = None
    asked: Asked | None = None
    """The engineer whose note is to come."""
    merged_into: str = ""
    copied: tuple[str, ...] = ()
    seen_up_to: int = 0
    """How many of its messages the rep has looked at."""
    n_nudges: int = 0
    impatient_at: int = 0
    """When the customer says that they have waited too long, as far as they wait."""
    shut: Shut | None = None
    """How the rep last closed it while the customer waited; None: it was not our turn."""
    turn: int = 0
    """Counts up whenever something about its waiting changes: timers of an earlier turn mean nothing."""


# ---- who writes, and what ----


def filled(text: str, person: Person, rep: str) -> str:
    """Return a text of the pack with the placeholders filled in."""
    values = {
        "first_name": person.first_name, "name": person.name, "company": person.company, "email": person.email,
        "rep": rep,
    }  # fmt: skip
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def dealt(writers: list[tuple[int, Writer]], pack: PracticePack, up_to: int) -> dict[int, Script]:
    """Return a script for each conversation by its number: reports of an incident are about it, none twice too soon.

    writers: in the order of arrival. The same customers meet the same situations, however long the shift is.
    """
    used: dict[str, int] = {}
    found = {}
    for number, writer in writers:
        incident = writer.surge and incident_of(writer.surge, pack)
        fitting = _fitting(writer, incident, pack, up_to)
        least = min(used.get(one.id, 0) for one in fitting)
        script = pick([one for one in fitting if used.get(one.id, 0) == least], writer.key, "script")
        used[script.id] = used.get(script.id, 0) + 1
        found[number] = script
    return found


def _fitting(writer: Writer, incident: str, pack: PracticePack, up_to: int) -> list[Script]:
    """Return the scripts that a customer may have: of their class, and where there are none, of others."""
    if incident:
        able = [one for one in pack.scripts.values() if one.incident == incident]
    else:
        able = [one for one in pack.scripts.values() if one.incident is None and one.from_level <= up_to]
    own = [one for one in able if writer.customer in one.customers]
    others = able if incident else [one for one in pack.scripts.values() if one.incident is None]
    return own or others or list(pack.scripts.values())


def incident_of(surge: str, pack: PracticePack) -> str:
    """Return the pack's incident of a scenario's surge: that of its name, else by luck; "": the pack has none."""
    ids = [one.id for one in pack.incidents]
    own = surge.replace("_", "-")
    return own if own in ids else pick(ids, surge, "incident") if ids else ""
