"""What the rep has in hand, may have in hand, and how a conversation goes on; and the refusal of everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.seat import Order
    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.scripts import Script
    from trainee_exercises.practice.shift import Shift
    from trainee_exercises.practice.understanding import Understood

    Understand = Callable[[Script, str], Understood]

Code = Literal["unknown", "not_yours", "not_now", "empty", "not_allowed"]


class CantDo(Exception):  # noqa: N818 - reads as what it says
    """It is not done; says: for the rep."""

    def __init__(self, code: Code, says: str) -> None:
        """Keep both."""
        super().__init__(says)
        self.code, self.says = code, says


class Here(NamedTuple):
    """What a rule looks at. understand: what a reply says of a script."""

    shift: Shift
    understand: Understand

    def case(self, name: str) -> Case:
        """Return the case of that id, or refuse."""
        found = self.shift.cases.get(name)
        if found is None:
            raise CantDo("unknown", "There is no such conversation on this desk; load the page again.")
        return found


def hold(here: Here, case: Case, **why: str) -> None:
    """Make a case the rep's own, if it is not. why: what else its entry says."""
    may_hold(here, case)
    if case.standing == "mine":
        return
    waiting, first = [one.id for one in here.shift.waiting_cases()], _first_by_policy(here.shift)
    here.shift.seat.take(case.number)
    case.standing = "mine"
    waited = here.shift.now - case.arrived_at
    here.shift.tell("took", case, first_by_policy=first, waiting=waiting, waited=waited, **why)


def _first_by_policy(shift: Shift) -> str:
    """Return which case that waits on the desk the plan's rule would take; who has said thanks waits for nothing."""
    by_number = {one.number: one.id for one in shift.cases.values()}
    chosen = shift.seat.first_by_policy(one.number for one in shift.waiting_cases())
    return by_number.get(chosen, "")


def may_hold(here: Here, case: Case) -> None:
    """Refuse what the rep neither has nor may have."""
    if case.standing == "theirs":
        raise CantDo("not_yours", f"{case.holder} has it. Choose one that nobody has yet.")
    if case.standing in {"passed", "gone"}:
        where = f"It is with {case.holder} now." if case.standing == "passed" else "This customer has left."
        raise CantDo("not_now", where)
    if case.standing == "closed":
        raise CantDo("not_now", "It is closed; reopen it first.")
    if case.standing == "new" and not here.shift.seat.may_take(case.number):
        raise CantDo("not_yours", "Your team does not take what this customer writes about; leave it to the others.")


def mine(here: Here, name: str) -> Case:
    """Return a case that the rep has or may have, which makes it theirs."""
    case = here.case(name)
    hold(here, case)
    return case


def in_hand(here: Here, case: Case) -> None:
    """Take up again a case of the rep's whose customer has written."""
    if here.shift.seat.where(case.number).state in {"with_me", "returned", "waiting"}:
        here.shift.seat.take(case.number)


def goes_on(here: Here, case: Case, order: Order) -> None:
    """Say how it goes on, whether or not the customer has the word."""
    in_hand(here, case)
    if here.shift.seat.where(case.number).state == "with_customer":
        here.shift.seat.change(case.number, order)
    else:
        here.shift.seat.answer(case.number, order)
