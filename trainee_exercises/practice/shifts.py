"""Shifts on the storage: what a rep's browser asks for, and the lists of a rep and of their trainer.

Every act is on the disk before it is answered; a shift in memory is only what its events say, and is made anew from
them after a crash.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import exists, insert, literal, select, update

from trainee_exercises.library.door import Door
from trainee_exercises.packs.text import PackError
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.once import once
from trainee_exercises.practice.played import Act, Played
from trainee_exercises.practice.receipts import coached, looked_up
from trainee_exercises.practice.understanding import Listener
from trainee_exercises.practice.view import About, poll, view
from trainee_exercises.practice.wish import Kept, as_json, pack_here, settled, terms_of
from trainee_exercises.storage import Entry, Stream, new_id
from trainee_exercises.storage import events as stored
from trainee_exercises.storage.tables import events, shifts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from trainee_exercises.practice.wish import Wish
    from trainee_exercises.storage import Storage
    from trainee_exercises.storage.events import Event

_ACTED: Final = "acted"
_MOST_LIVE: Final = 60
"""Shifts that are held in memory; the others are made anew when they are asked for."""


class Row(NamedTuple):
    """A shift in a list. figures: of its debrief, None where nobody has looked at that yet.

    is_of_ladder: of the pack's own week, not of another scenario.
    """

    id: str
    user_id: str
    created_at: int
    level: int
    title: str
    seed: int
    length: int
    speed: float
    is_private: bool
    ended_at: int | None
    figures: dict[str, Any] | None
    is_of_ladder: bool = True


class _Live(NamedTuple):
    """A shift in memory, and how many of its events it has seen; last_at: the instant of the last one."""

    played: Played
    about: About
    n: int
    last_at: int


class Shifts:
    """All shifts of a database. Make one for each process. Any thread may call."""

    def __init__(self, storage: Storage) -> None:
        self._door = Door(storage)  # a deleted file is noticed before anything is done
        self._live: dict[str, _Live] = {}
        self._locks: dict[str, RLock] = {}
        self._lock = RLock()

    # ---- for the rep's browser ----

    def begin(self, wish: Wish, user_id: str, rep: str) -> str:
        """Make a shift and return its id; its clock starts with the first `start`. The first of a level is private.

        Raises:
            PracticeError: such a shift can't be had; the text says why.

        """
        kept = settled(wish)
        shift_id = new_id()
        row = {
            "id": shift_id, "user_id": user_id, "level": kept.level, "pack": kept.pack, "title": kept.title,
            "scenario": kept.scenario, "terms": as_json(kept) | {"rep": rep},
        }  # fmt: skip
        with self._door.write() as connection:
            worked = exists().where(events.c.stream == literal("shift:") + shifts.c.id)
            mine = (shifts.c.user_id == user_id, shifts.c.level == kept.level)
            before = select(shifts.c.id).where(*mine, worked).limit(1)  # one that never started is no try
            first = connection.execute(before).first() is None
            values = row | {"created_at": self._door.now(), "is_private": first}
            connection.execute(insert(shifts).values(**values))
        return shift_id

    def view(self, shift_id: str, user_id: str) -> dict[str, Any]:
        """Return the page of a shift.

        Raises:
            PracticeError: there is no such shift, or it is somebody else's.

        """
        with self._held(shift_id):
            live = self._now(shift_id, user_id)
            return view(live.played, live.about, self._at(live))

    def poll(self, shift_id: str, user_id: str, since: int) -> dict[str, Any]:
        """Return what has changed since the page knew *since* entries; raises as `view` does."""
        with self._held(shift_id):
            live = self._now(shift_id, user_id)
            return poll(live.played, live.about, self._at(live), since)

    def act(self, shift_id: str, user_id: str, action: Mapping[str, Any], since: int) -> dict[str, Any]:
        """Do what the browser asks for, and return its receipt with what has changed: by then it is on the disk.

        Raises:
            CantDo: it may not be done.
            NotAnAction, Refused: the page sends no such message, or its text is too long.
            PracticeError: there is no such shift, or it is somebody else's.

        """
        with self._held(shift_id):
            live = self._now(shift_id, user_id)
            at = self._at(live)
            done = live.played.act(action, at)
            self._live.pop(shift_id)  # until it is written, memory knows more than the disk
            entry = Entry(_ACTED, {"action": dict(done.act.action), "understood": list(done.act.understood)})
            with self._door.write() as connection:
                written = stored.append(connection, _stream(shift_id), [entry], at, user_id)
                is_next = written[0].number == live.n + 1 and written[0].at == at
            if is_next:
                self._live[shift_id] = live = live._replace(n=live.n + 1, last_at=at)
            else:  # another process was quicker: what happened is what the events say
                live = self._now(shift_id, user_id)
            found = looked_up(live.about.pack, action) | coached(live.played.shift, action)
            return {"ok": True, **done.reply, **found, **poll(live.played, live.about, self._at(live), since)}

    # ---- afterwards ----

    def played(self, shift_id: str) -> Played:
        """Return a shift as it stands, replayed.

        Raises:
            PracticeError: there is no such shift.

        """
        with self._held(shift_id):
            row, found = self._read(shift_id)
            played = _replayed(row, found)
            played.look(self._door.now())
            return played

    def n_acts(self, shift_id: str) -> int:
        """Return how many acts of a shift are on the disk; 0 where there is no such shift."""
        with self._door.read() as connection:
            return len(stored.read(connection, _stream(shift_id).name))

    def row(self, shift_id: str) -> Row:
        """Return a shift as it stands in a list.

        Raises:
            PracticeError: there is no such shift.

        """
        with self._door.read() as connection:
            return _as_row(_row(connection, shift_id))

    def of(self, user_id: str) -> list[Row]:
        """Return the shifts of somebody, the newest first."""
        wanted = select(shifts).where(shifts.c.user_id == user_id).order_by(shifts.c.created_at.desc(), shifts.c.id)
        with self._door.read() as connection:
            return [_as_row(dict(one)) for one in connection.execute(wanted).mappings()]

    def all(self) -> list[Row]:
        """Return all shifts, the newest first; who may see what of them is decided by `cohort`."""
        wanted = select(shifts).order_by(shifts.c.created_at.desc(), shifts.c.id)
        with self._door.read() as connection:
            return [_as_row(dict(one)) for one in connection.execute(wanted).mappings()]

    def keep_figures(self, shift_id: str, figures: Mapping[str, Any], ended_at: int) -> None:
        """Keep what the debrief has found, for progress over weeks."""
        with self._door.write() as connection:
            change = update(shifts).where(shifts.c.id == shift_id).values(figures=dict(figures), ended_at=ended_at)
            connection.execute(change)

    def share(self, shift_id: str, user_id: str, *, is_private: bool) -> None:
        """Let the trainer see a shift, or not any more; only its own rep may."""
        with self._door.write() as connection:
            if _row(connection, shift_id)["user_id"] != user_id:
                raise PracticeError(_NOT_YOURS)
            connection.execute(update(shifts).where(shifts.c.id == shift_id).values(is_private=is_private))

    # ---- inside ----

    def _now(self, shift_id: str, user_id: str) -> _Live:
        """Return a shift of the user brought up to the newest event and to this instant."""
        live = self._live.get(shift_id)
        if live is not None:
            with self._door.read() as connection:
                _require(_row(connection, shift_id), user_id)
                new = stored.read(connection, _stream(shift_id).name, live.n)
            if new:
                live = None
        if live is None:
            row, found = self._read(shift_id)
            _require(row, user_id)
            about = About(shift_id, row["terms"]["rep"], row["title"], row["pack"], row["is_private"])
            live = _Live(_replayed(row, found), about, len(found), found[-1].at if found else 0)
            self._remember(shift_id, live)
        live.played.look(self._at(live))
        return live

    def _at(self, live: _Live) -> int:
        """Return this instant; a clock that was set back stands still."""
        return max(self._door.now(), live.last_at)

    def _remember(self, shift_id: str, live: _Live) -> None:
        with self._lock:
            self._live[shift_id] = live
            for old in list(self._live)[: max(0, len(self._live) - _MOST_LIVE)]:
                self._live.pop(old, None)

    def _read(self, shift_id: str) -> tuple[Mapping[str, Any], list[Event]]:
        with self._door.read() as connection:
            return _row(connection, shift_id), stored.read(connection, _stream(shift_id).name)

    @contextmanager
    def _held(self, shift_id: str) -> Iterator[None]:
        """Let one thread at a time be at a shift."""
        with self._lock:
            lock = self._locks.setdefault(shift_id, RLock())
        with lock:
            yield


_NOT_YOURS: Final = "This shift is somebody else's."


@once(8)
def listener(pack: str) -> Listener:
    """Return who understands replies to the customers of a pack."""
    return Listener(load_practice(pack))


def warm_up() -> None:
    """Read this server's pack, which takes seconds, so that the first shift need not wait for it."""
    with suppress(PackError):  # who wants a shift is told what is wrong with it
        listener(pack_here())


def _replayed(row: Mapping[str, Any], found: list[Event]) -> Played:
    terms = dict(row["terms"])
    rep = str(terms.pop("rep"))
    kept = Kept(level=row["level"], pack=row["pack"], scenario=row["scenario"], title=row["title"], **terms)
    played = Played(terms_of(kept, rep), kept.speed, listener(kept.pack).understand)
    for one in found:
        played.replay(Act(one.at, one.data["action"], tuple(one.data["understood"])))
    return played


def _row(connection: Connection, shift_id: str) -> Mapping[str, Any]:
    found = connection.execute(select(shifts).where(shifts.c.id == shift_id)).mappings().first()
    if found is None:
        raise PracticeError("There is no such shift; choose one on the page Practise.")
    return dict(found)


def _require(row: Mapping[str, Any], user_id: str) -> None:
    if row["user_id"] != user_id:
        raise PracticeError(_NOT_YOURS)


def _as_row(row: Mapping[str, Any]) -> Row:
    terms = row["terms"]
    return Row(
        row["id"], row["user_id"], row["created_at"], row["level"], row["title"], terms["seed"], terms["length"],
        terms["speed"], row["is_private"], row["ended_at"], row["figures"], not row["scenario"],
    )  # fmt: skip


def _stream(shift_id: str) -> Stream:
    return Stream(f"shift:{shift_id}")
