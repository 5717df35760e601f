"""Shifts on the storage: what a rep's browser asks for, and the lists of a rep and of their trainer.

Every act is on the disk before it is answered; a shift in memory is only what its events say, and is made anew from
them after a crash.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert, select

from trainee_exercises.exercise.refusals import NotAnAction, Refused
from trainee_exercises.packs.text import PackError
from trainee_exercises.practice import earlier, limits
from trainee_exercises.practice.day import BusyError, PracticeError
from trainee_exercises.practice.doing import CantDo
from trainee_exercises.practice.keeping import (
    grown,
    kept_of,
    put_down,
    replaced_by,
    require_room_for,
    withdraw_unstarted,
)
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.memory import Live, Memory
from trainee_exercises.practice.once import once
from trainee_exercises.practice.played import Act, Played
from trainee_exercises.practice.receipts import coached, looked_up
from trainee_exercises.practice.rows import WORKED, Rows, require_theirs, stream_of, whole
from trainee_exercises.practice.understanding import Listener
from trainee_exercises.practice.view import About, poll, view
from trainee_exercises.practice.wish import Kept, as_json, name_of, pack_here, settled, terms_of
from trainee_exercises.storage import events as stored
from trainee_exercises.storage import new_id
from trainee_exercises.storage.tables import shifts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.practice.played import Done
    from trainee_exercises.practice.wish import Wish
    from trainee_exercises.storage import Storage
    from trainee_exercises.storage.events import Event

    Told = Mapping[int, Mapping[str, Any] | None]

__all__ = ["Shifts", "listener", "warm_up"]

_MEANWHILE: Final = (
    "Something else was done on this desk at the same instant; look again. What you typed still stands here."
)
_LOG: Final = logging.getLogger("support_sandbox")
_MOST_OWNERS: Final = 2_000
"""Shifts of which this process remembers whose they are."""


class Shifts(Rows):
    """All shifts of a database. Make one for each process. Any thread may call."""

    def __init__(self, storage: Storage, memory: Memory | None = None) -> None:
        super().__init__(storage)
        self._storage = storage
        self._memory = memory or Memory()
        self._owners: dict[str, str] = {}  # by shift: that never changes; whether it is still there is asked
        self.given_up: set[str] = set()
        """Shifts that this process could not look back at; `catch_up` leaves them alone."""

    # ---- for the rep's browser ----

    def begin(self, wish: Wish, user_id: str, rep: str) -> str:
        """Make a shift and return its id; its clock starts with the first `start`. The first of a level is private.

        Raises:
            PracticeError: such a shift can't be had, or this rep has too many; the text says why.

        """
        require_room_for(self._storage, self.of(user_id))
        kept = settled(wish)
        shift_id = new_id()
        row = {
            "id": shift_id, "user_id": user_id, "level": kept.level, "pack": kept.pack, "title": kept.title,
            "scenario": kept.scenario,
            "terms": as_json(kept) | {"rep": name_of(rep), "fingerprint": earlier.fingerprint(kept)},
        }  # fmt: skip
        with self._door.write() as connection:
            mine = (shifts.c.user_id == user_id, shifts.c.level == kept.level)
            before = select(shifts.c.id).where(*mine, WORKED).limit(1)  # one that never started is no try
            first = connection.execute(before).first() is None
            values = row | {"created_at": self._door.now(), "is_private": first}
            withdraw_unstarted(connection, user_id)
            connection.execute(insert(shifts).values(**values))
        return shift_id

    def view(self, shift_id: str, user_id: str) -> dict[str, Any]:
        """Return the page of a shift.

        Raises:
            PracticeError: there is no such shift, or it is somebody else's; a BusyError: others are at it; an
                EarlierError: it is of an earlier version.

        """
        self._require(shift_id, user_id)
        with self._memory.at(shift_id):
            live = self._now(shift_id, user_id)
            return view(live.played, live.about, self._at(live))

    def poll(self, shift_id: str, user_id: str, since: int) -> dict[str, Any]:
        """Return what has changed since the page knew *since* entries; raises as `view` does."""
        self._require(shift_id, user_id)
        with self._memory.at(shift_id):
            live = self._now(shift_id, user_id)
            return poll(live.played, live.about, self._at(live), since)

    def act(self, shift_id: str, user_id: str, action: Mapping[str, Any], since: int) -> dict[str, Any]:
        """Do what the browser asks for, and return its receipt with what has changed: by then it is on the disk.

        Raises:
            CantDo: it may not be done.
            NotAnAction, Refused: the page sends no such message, or its text is too long.
            PracticeError: as `view` does.

        """
        self._require(shift_id, user_id)
        with self._memory.at(shift_id):
            live = self._now(shift_id, user_id)
            limits.require_room(action, live.kept.acts, live.kept.size)
            done = self._acted(shift_id, live, action)
            live, reply = self._written(shift_id, user_id, live, done)
            found = looked_up(live.about.pack, action) | coached(live.played.shift, action)
            return {"ok": True, **reply, **found, **poll(live.played, live.about, self._at(live), since)}

    def forget(self, shift_id: str) -> None:
        """Let go of a shift that was deleted; if others are at it for long, the next who looks does that."""
        with suppress(BusyError), self._memory.at(shift_id):
            self._memory.drop(shift_id)
            self._owners.pop(shift_id, None)

    # ---- afterwards ----

    def played(self, shift_id: str) -> Played:
        """Return a shift as it stands, replayed.

        Raises:
            PracticeError: there is no such shift, or it can't be replayed (an EarlierError: it is of an earlier
                version); a BusyError: others are at it.

        """
        self._require(shift_id)
        with self._memory.at(shift_id):
            played, _ = _replayed(*self._read(shift_id))
            played.look(self._door.now())
            return played

    def typed(self, shift_id: str) -> list[earlier.Typed]:
        """Return what its rep typed in a shift, also where it can't be replayed. PracticeError: there is none."""
        return earlier.typed(self._read(shift_id)[1])

    # ---- inside ----

    def _require(self, shift_id: str, user_id: str | None = None) -> None:
        """Refuse before anything of a shift is read or waited for; whose it is known to be, need not be asked here."""
        if user_id is not None and self._owners.get(shift_id) == user_id:
            return  # `_now` and `_read` ask whether it is still there
        with self._door.read() as connection:
            require_theirs(connection, shift_id, user_id)

    def _now(self, shift_id: str, user_id: str) -> Live:
        """Return a shift of the user brought up to the newest event and to this instant."""
        live = self._memory.get(shift_id)
        if live is None or self._is_behind(shift_id, user_id, live.kept.n):
            live, _ = self._anew(shift_id)
        live.played.look(self._at(live))
        return live

    def _is_behind(self, shift_id: str, user_id: str, n: int) -> bool:
        """Tell whether there are more than *n* events on the disk; a shift that was deleted is held no more."""
        with self._door.read() as connection:
            try:
                require_theirs(connection, shift_id, user_id)
            except PracticeError:
                self._memory.drop(shift_id)
                raise
            return bool(stored.read(connection, stream_of(shift_id), n))

    def _anew(self, shift_id: str) -> tuple[Live, Told]:
        """Make a shift from what is on the disk; return what the page gets for each act, too."""
        row, found = self._read(shift_id)
        self._belongs(shift_id, row["user_id"])
        about = About(shift_id, row["terms"]["rep"], row["title"], row["pack"], row["is_private"])
        played, told = _replayed(row, found)
        live = Live(played, about, kept_of(found, told))
        self._memory.keep(shift_id, live)
        return live, {one.number: reply for one, reply in zip(found, told, strict=True)}

    def _belongs(self, shift_id: str, user_id: str) -> None:
        """Remember whose a shift is; all anew where there are too many."""
        if len(self._owners) >= _MOST_OWNERS:
            self._owners = {}
        self._owners[shift_id] = user_id

    def _acted(self, shift_id: str, live: Live, action: Mapping[str, Any]) -> Done:
        """Do an act, and hold the shift no more: memory knows more than the disk then, or an error has left it half."""
        self._memory.drop(shift_id)
        try:
            return live.played.act(action, self._at(live))
        except (CantDo, NotAnAction, Refused):  # after these it is as it was
            self._memory.keep(shift_id, live)
            raise

    def _written(self, shift_id: str, user_id: str, live: Live, done: Done) -> tuple[Live, Mapping[str, Any]]:
        """Write an act down, and return the shift as it stands then, and what the page gets for the act.

        Raises:
            CantDo: another process was quicker, and after what was done there it may not be done.

        """
        act, now = done.act, live.kept
        with self._door.write() as connection:
            stream = stored.Stream(stream_of(shift_id))
            written = put_down(connection, stream, act, replaced_by(act.action, done.reply, now), user_id)
            require_theirs(connection, shift_id, user_id)  # its rep may have deleted it on another device
        if written.number != now.n + 1 or written.at != act.at:  # another process was quicker: its events say how
            return self._after_another(shift_id, written.number)
        live = live._replace(kept=grown(now, written, done.reply))
        self._memory.keep(shift_id, live)
        return live, done.reply

    def _after_another(self, shift_id: str, number: int) -> tuple[Live, Mapping[str, Any]]:
        live, told = self._anew(shift_id)
        live.played.look(self._at(live))
        reply = told[number]
        if reply is None:
            raise CantDo("not_now", _MEANWHILE)
        return live, reply

    def _at(self, live: Live) -> int:
        """Return this instant; a clock that was set back stands still, also where it was only looked at before."""
        return max(self._door.now(), live.kept.last_at, live.played.looked_at)

    def _read(self, shift_id: str) -> tuple[Mapping[str, Any], list[Event]]:
        with self._door.read() as connection:
            return whole(connection, shift_id), stored.read(connection, stream_of(shift_id))


@once(8)
def listener(pack: str) -> Listener:
    """Return who understands replies to the customers of a pack."""
    return Listener(load_practice(pack))


def warm_up() -> None:
    """Read this server's pack, which takes seconds, so that the first shift need not wait for it."""
    try:
        listener(pack_here())
    except PackError as error:  # who wants a shift is told that there is none
        _LOG.warning("the practice pack can't be read: %s", error)


def _replayed(row: Mapping[str, Any], found: list[Event]) -> tuple[Played, list[Mapping[str, Any] | None]]:
    """Return a shift after its acts, and what the page gets for each; None: it is refused."""
    terms = dict(row["terms"])
    rep, begun_with = str(terms.pop("rep")), terms.pop("fingerprint", None)
    kept = Kept(level=row["level"], pack=row["pack"], scenario=row["scenario"], title=row["title"], **terms)
    of_now = terms_of(kept, rep)
    earlier.require_same(begun_with, kept)
    played = Played(of_now, kept.speed, listener(kept.pack).understand)
    told = [played.replay(Act(one.at, one.data["action"], tuple(one.data["understood"]))) for one in found]
    earlier.require_all_done(begun_with, told)
    return played, told
