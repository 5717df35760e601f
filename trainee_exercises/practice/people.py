"""Who the customers of a shift are: invented for each conversation, within what its script says must be so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.practice.luck import between, luck, pick

if TYPE_CHECKING:
    from trainee_exercises.practice.accounts import Bounds, Pays
    from trainee_exercises.practice.day import Writer
    from trainee_exercises.practice.scripts import CustomerClass, PracticePack, Script

USUAL_SEATS: Final[dict[CustomerClass, tuple[int, int]]] = {
    "free": (1, 5), "trial": (2, 12), "paying": (2, 24), "vip": (100, 240),
}  # fmt: skip
"""Least and most people of an account whose script says nothing of them."""
USUAL_SINCE: Final = (1, 60)
"""Months."""
_PAY: Final = frozenset({"paying", "vip"})
_N_PAST: Final = 2
_OFTEN: Final = {"contacts": 0.1, "subjects": 0.02}
"""The chance of each line to be an earlier contact of somebody's."""
_NO_PAST: Final = frozenset({"churn_feedback", "outage"})
"""Subjects of these would say of somebody who is still a customer that they have left, or of another day's fault."""


class Person(NamedTuple):
    """A customer as the desk knows them. since: months; paid: whole euros a `pays`; past: earlier contacts in words."""

    name: str
    first_name: str
    email: str
    company: str
    """"": they write for none."""
    customer: CustomerClass
    plan: str
    seats: int
    paid: int
    since: int
    past: tuple[str, ...]
    check: str
    """The last four digits of the card, as the account has them; "": it has none."""
    pays: Pays = "month"
    invoice: str = ""
    """The number of the last invoice; "": the desk does not show it."""


def person_of(writer: Writer, script: Script, pack: PracticePack) -> Person:
    """Return what the desk knows of a customer: invented, and always the same for the same conversation."""
    key, kind, bounds = writer.key, writer.customer, script.account.of(writer.customer)
    plan = pick(plans_of(kind, bounds, pack), key, "plan")
    seats = between(*seats_of(kind, bounds), key, "seats")
    pays = bounds.pays or "month"
    return Person(
        name=writer.persona.latin_name,
        first_name=writer.persona.latin_name.split(" ")[0],
        email=writer.persona.email,
        company=writer.persona.company if bounds.company is None else bounds.company,
        customer=kind,
        plan=plan,
        seats=seats,
        paid=pack.prices[plan].of(seats, pays) if kind in _PAY and plan in pack.prices else 0,
        since=0 if kind == "trial" else between(*(bounds.since or USUAL_SINCE), key, "since"),
        past=_past(key, kind, script, pack) if bounds.past is None else bounds.past,
        check=_card(key, kind, bounds),
        pays=pays,
        invoice=bounds.invoice or "",
    )


def plans_of(kind: CustomerClass, bounds: Bounds, pack: PracticePack) -> tuple[str, ...]:
    """Return the plans that a customer may have: of the class those that the script allows, or else all."""
    every = pack.plans[kind]
    return tuple(one for one in every if bounds.plan is None or one in bounds.plan) or every


def seats_of(kind: CustomerClass, bounds: Bounds) -> tuple[int, int]:
    """Return least and most people: what is usual of the class as far as the script allows it, or else the script's."""
    usual = USUAL_SEATS[kind]
    given = bounds.seats or usual
    both = max(usual[0], given[0]), min(usual[1], given[1])
    return both if both[0] <= both[1] else given


def _card(key: int, kind: CustomerClass, bounds: Bounds) -> str:
    if isinstance(bounds.card, str):
        return bounds.card
    has_one = kind in _PAY if bounds.card is None else bounds.card
    return f"{between(0, 9999, key, 'check'):04d}" if has_one else ""


def _past(key: int, kind: CustomerClass, script: Script, pack: PracticePack) -> tuple[str, ...]:
    """Return earlier contacts: the desk's lines, or subjects of scripts for anybody of the class, if it has none."""
    if pack.contacts:
        found = [one for one in pack.contacts if luck(key, one) < _OFTEN["contacts"]]
    else:
        others = (one for one in pack.scripts.values() if kind in one.customers and one is not script)
        plain = (one for one in others if one.category not in _NO_PAST and not one.account.model_fields_set)
        found = [one.subject for one in plain if luck(key, one.id) < _OFTEN["subjects"]]
    return tuple(found[:_N_PAST])
