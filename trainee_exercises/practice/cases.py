"""The conversations of a shift as the rep's desk knows them: who writes, what was said, how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from trainee_exercises.practice.customer import Mind
from trainee_exercises.practice.luck import between, luck, pick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.practice.day import Writer
    from trainee_exercises.practice.scripts import (
        Category,
        CustomerClass,
        Modifier,
        Owner,
        PracticePack,
        Script,
    )

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


class Person(NamedTuple):
    """A customer as the desk knows them. since: months; paid: whole euros a month; past: earlier contacts in words."""

    name: str
    first_name: str
    email: str
    company: str
    customer: CustomerClass
    plan: str
    seats: int
    paid: int
    since: int
    past: tuple[str, ...]
    check: str
    """The last four digits of the card, as the account has them; "": it has none."""


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
    turn: int = 0
    """Counts up whenever something about its waiting changes: timers of an earlier turn mean nothing."""


# ---- who writes, and what ----

_PRICE: Final = {"Team": 9, "Business": 16}
"""Euros for a person and month."""
_SEATS: Final[dict[CustomerClass, tuple[int, int]]] = {
    "free": (1, 5), "trial": (2, 12), "paying": (2, 24), "vip": (100, 240),
}  # fmt: skip


def person_of(writer: Writer, pack: PracticePack) -> Person:
    """Return what the desk knows of a customer: invented, and always the same for the same conversation."""
    key, kind = writer.key, writer.customer
    plan = pick(pack.plans[kind], key, "plan")
    seats = between(*_SEATS[kind], key, "seats")
    past = [one.subject for one in pack.scripts.values() if kind in one.customers and luck(key, one.id) < 0.02]
    return Person(
        writer.persona.latin_name,
        writer.persona.latin_name.split(" ")[0],
        writer.persona.email,
        writer.persona.company,
        kind,
        plan,
        seats,
        seats * _PRICE.get(plan, 0) if kind in {"paying", "vip"} else 0,
        0 if kind == "trial" else between(1, 60, key, "since"),
        tuple(past[:2]),
        f"{between(0, 9999, key, 'check'):04d}" if kind in {"paying", "vip"} else "",
    )


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
        fitting = [
            one for one in pack.scripts.values()
            if (one.incident == incident if incident else one.incident is None and one.from_level <= up_to
                and writer.customer in one.customers)
        ]  # fmt: skip
        if not fitting:
            fitting = [one for one in pack.scripts.values() if one.incident is None] or list(pack.scripts.values())
        least = min(used.get(one.id, 0) for one in fitting)
        script = pick([one for one in fitting if used.get(one.id, 0) == least], writer.key, "script")
        used[script.id] = used.get(script.id, 0) + 1
        found[number] = script
    return found


def incident_of(surge: str, pack: PracticePack) -> str:
    """Return the pack's incident of a scenario's surge: that of its name, else by luck; "": the pack has none."""
    ids = [one.id for one in pack.incidents]
    own = surge.replace("_", "-")
    return own if own in ids else pick(ids, surge, "incident") if ids else ""
