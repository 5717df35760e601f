"""Limits on failed tries at a door: a few are free, then every one costs a longer wait, up to a quarter of an hour.

Nobody is locked out for good: a wait ends by itself, and an hour without failures forgets them all.
"""

from __future__ import annotations

import hashlib
import ipaddress
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import delete, func, insert, select

from trainee_exercises.accounts.problems import TooManyTriesError
from trainee_exercises.storage.tables import tries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.storage import Storage

REMEMBERED_MS: Final = 3_600_000
SHORTEST_WAIT_MS: Final = 30_000
LONGEST_WAIT_MS: Final = 900_000


class Door(NamedTuple):
    """A place to knock at. free: failures within an hour that cost no wait."""

    key: str
    free: int


def door_of_name(name: str) -> Door:
    """Return the door of one account. Its key is a digest: people type passwords into the wrong field."""
    return Door(f"name {hashlib.sha256(name.lower().encode()).hexdigest()}", 5)


def door_of_address(what: str, address: str) -> Door:
    """Return the door of one network address, for *what* (such as "sign-in"); many people may share one.

    Of IPv6 it is that of the network: whoever has one of its addresses has all 2^64.
    """
    return Door(f"{what} from {_network(address)[:100]}", 20)


def knock(storage: Storage, doors: Sequence[Door]) -> list[int]:
    """Count a try at every door and return its numbers, for `forgive`.

    It is written down before anything is checked: hundreds of tries at once meet the limit like hundreds in a row.
    Raises TooManyTriesError, and then does not count, while any of the doors is shut.
    """
    now = storage.now()
    with storage.write() as connection:
        connection.execute(delete(tries).where(tries.c.at <= now - REMEMBERED_MS))
        mine = [
            connection.execute(insert(tries).values(door=one.key, at=now).returning(tries.c.id)).scalar_one()
            for one in doors
        ]
    wait = max((_wait(storage, one, mine) for one in doors), default=0)
    if wait > 0:
        forgive(storage, mine)
        raise TooManyTriesError(wait)
    return mine


def forgive(storage: Storage, numbers: Sequence[int], door: Door | None = None) -> None:
    """Forget these tries, as they did not fail, and all earlier ones at *door*."""
    with storage.write() as connection:
        connection.execute(delete(tries).where(tries.c.id.in_(numbers)))
        if door is not None:
            connection.execute(delete(tries).where(tries.c.door == door.key))


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return address
    if found.version == 4 or found.ipv4_mapped is not None:
        return str(found if found.version == 4 else found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), 64), strict=False))


def _wait(storage: Storage, door: Door, mine: Sequence[int]) -> int:
    """Return the milliseconds that a door stays shut, given the tries other than *mine*."""
    others = select(func.count(), func.max(tries.c.at)).where(tries.c.door == door.key, tries.c.id.not_in(mine))
    with storage.read() as connection:
        count, last = connection.execute(others).one()
    if count < door.free:
        return 0
    wait = min(SHORTEST_WAIT_MS * 2 ** min(count - door.free, 10), LONGEST_WAIT_MS)
    until: int = last + wait
    return until - storage.now()
