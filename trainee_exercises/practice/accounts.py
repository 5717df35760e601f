"""What a script says must be so of its customer's account: bounds, as frozen models, for all classes or for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from trainee_exercises.packs.base import Piece, Text

if TYPE_CHECKING:
    from trainee_exercises.practice.scripts import CustomerClass

Pays = Literal["month", "year"]


def _pair(value: Any) -> Any:
    """Return two numbers for one, and a tuple for a list; of anything else, what is wrong with it."""
    pair = [value, value] if isinstance(value, int) else value
    if not isinstance(pair, list) or len(pair) != 2 or not all(type(one) is int for one in pair):
        message = f"{value!r} is no range; write a whole number, or the least and the most: [2, 24]"
        raise ValueError(message)
    return tuple(pair)


def _in_order(pair: tuple[int, int]) -> tuple[int, int]:
    least, most = pair
    if least > most:
        message = f"[{least}, {most}] leaves nothing in between; write the smaller number first: [{most}, {least}]"
        raise ValueError(message)
    return pair


def _several(value: Any) -> Any:
    """Return a tuple of one text or of a list."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


def _card(value: Any) -> Any:
    if not isinstance(value, bool) and not (isinstance(value, str) and re.fullmatch(r"[0-9]{4}", value)):
        message = f'{value!r} is no card; write its last four digits in quotes, such as "0918", or true or false'
        raise ValueError(message)
    return value


_Seats = Annotated[
    tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]], BeforeValidator(_pair), AfterValidator(_in_order)
]
_Months = Annotated[
    tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]], BeforeValidator(_pair), AfterValidator(_in_order)
]


class Bounds(Piece):
    """What must be so of an account; None: anything that is usual of the class."""

    plan: Annotated[tuple[Text, ...], Field(min_length=1), BeforeValidator(_several)] | None = None
    """One of these, as the desk calls them."""
    seats: _Seats | None = None
    """People in the account, least and most."""
    since: _Months | None = None
    """Months as a customer, least and most; 0: less than one. A trial always has 0."""
    pays: Pays | None = None
    card: Annotated[bool | str, BeforeValidator(_card)] | None = None
    """Its last four digits; true: there is one on file; false: none."""
    invoice: Text | None = None
    """The number of the last one."""
    company: str | None = None
    """What it is called; "": the customer writes for none."""
    past: tuple[Text, ...] | None = None
    """Earlier contacts, exactly these; (): none."""


BOUNDS: Final = tuple(Bounds.model_fields)


class Account(Bounds):
    """The bounds of a script, and what is otherwise for a class: there, what it names holds in place of the rest."""

    free: Bounds | None = None
    trial: Bounds | None = None
    paying: Bounds | None = None
    vip: Bounds | None = None

    def of(self, kind: CustomerClass) -> Bounds:
        """Return what holds for a customer of that class."""
        own: Bounds | None = getattr(self, kind)
        named = () if own is None else own.model_fields_set
        return Bounds.model_construct(**{name: getattr(own if name in named else self, name) for name in BOUNDS})


class Price(Piece):
    """What a plan costs for a person, in euros."""

    month: Annotated[float, Field(ge=0)]
    year: Annotated[float, Field(ge=0)] | None = None
    """None: twelve months."""

    def of(self, seats: int, pays: Pays) -> int:
        """Return whole euros a month or a year for so many people."""
        each = self.month if pays == "month" else 12 * self.month if self.year is None else self.year
        return round(seats * each)
