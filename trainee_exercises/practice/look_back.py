"""Looking back at a shift that is over: who may, its debrief, and the figures that are kept of it."""

from __future__ import annotations

import logging
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.practice import tasks
from trainee_exercises.practice.beside import first_responses_beside, others_work
from trainee_exercises.practice.coaching import feedback
from trainee_exercises.practice.day import BusyError, PracticeError
from trainee_exercises.practice.debrief.course import Setting
from trainee_exercises.practice.debrief.report import debrief
from trainee_exercises.practice.levels import TOUR
from trainee_exercises.practice.measured import KEPT, kept
from trainee_exercises.practice.moments import moments
from trainee_exercises.practice.standing import ended_at, phases
from trainee_exercises.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.report import Debrief
    from trainee_exercises.practice.debrief.waiting import Waits
    from trainee_exercises.practice.played import Played
    from trainee_exercises.practice.rows import Row
    from trainee_exercises.practice.shift import Shift
    from trainee_exercises.practice.shifts import Shifts
    from trainee_exercises.storage import Storage

_ID: Final = re.compile("[0-9a-f]{16}")
_NONE: Final = "There is no such shift; choose one on the page Practise."


class Viewer(NamedTuple):
    """Who looks. is_trainer: an owner or a manager, who also sees what reps share."""

    user_id: str
    is_trainer: bool


class LookBack(NamedTuple):
    """A shift that is over. beside: first responses had the simulated agent sat there, beside_touches: its answers.

    Nothing in it changes any more, so that several people may read the same one.
    """

    played: Played
    setting: Setting
    debrief: Debrief
    beside: tuple[Waits, ...]
    beside_touches: int

    @property
    def shift(self) -> Shift:
        """Return the shift at its end."""
        return self.played.shift


def visible(shifts: Shifts, shift_id: str, viewer: Viewer) -> Row:
    """Return a shift that somebody may look back at: their own, or for a trainer one that is shared.

    Raises:
        PracticeError: there is none for them. A private one is not told from one that does not exist.

    """
    if not _ID.fullmatch(shift_id):  # an address may hold anything, also what a database refuses to look for
        raise PracticeError(_NONE)
    row = shifts.row(shift_id)
    if row.user_id != viewer.user_id and (row.is_private or not viewer.is_trainer):
        raise PracticeError(_NONE)
    return row


def look_back(shifts: Shifts, storage: Storage, row: Row) -> LookBack:
    """Return the debrief of a shift; the first look keeps its figures, and does the trainer's wish that it fulfils.

    Raises:
        PracticeError: it is not over yet, or can't be replayed.

    """
    played = shifts.played(row.id)
    if (phase := played.clock.phase(storage.now())) != "over":
        raise PracticeError(_NOT_OVER[phase != "before"])
    shift = played.shift
    acts, pack = tuple(played.acts), shift.terms.pack
    begins = shift.terms.scene.time
    setting = Setting(pack, shift.terms.level, shift.now, played.clock.speed, acts, others_work(shift), begins)
    found = debrief(shift.log, setting)
    beside, touches = first_responses_beside(shift.terms, shift.cases, setting)
    back = LookBack(played, setting, found, tuple(beside), touches)
    if row.figures is None:
        tasks.settle(storage, row, n_replies=found.figures["replies"])  # first: again does no harm, left out would
        shifts.keep_figures(row.id, kept_figures(back), ended_at(played.clock))
    return back


def catch_up(shifts: Shifts, storage: Storage, rows: Sequence[Row]) -> bool:
    """Look back at shifts that are over and that nobody has looked at, a few at a time; return whether there were any.

    So lists and progress are whole though a rep goes away without reading the debrief. What can't be replayed any more
    is left as it is, and is not tried again by this process: the others have their turn.
    """
    waiting = [one for one in rows if one.figures is None and one.id not in shifts.given_up]
    stands = phases(storage, waiting)
    found = [one for one in waiting if stands[one.id] == "over"][:_AT_ONCE]
    played = 0
    for one in found:
        played += _caught_up(shifts, storage, one)
        if played >= _PLAYED_AT_ONCE:
            break
    return bool(found)


def _caught_up(shifts: Shifts, storage: Storage, row: Row) -> int:
    """Look back at a shift, or give it up for good; return how many conversations were played for it."""
    try:
        back = look_back(shifts, storage, row)
    except StorageError:
        raise
    except BusyError:
        return 0  # another time
    except PracticeError as error:
        _LOG.warning("shift %s can't be looked back at: %s", row.id, error)
    except Exception:  # noqa: BLE001 -- one that fails may not keep the rep from all pages
        _LOG.exception("shift %s can't be looked back at", row.id)
    else:
        return len(back.shift.seat.inputs.conversations)
    shifts.given_up.add(row.id)
    return 0


_LOG: Final = logging.getLogger("support_sandbox")
_AT_ONCE: Final = 4
"""Shifts that a page may look back at before it shows anything: under half a second each."""
_PLAYED_AT_ONCE: Final = 10_000
"""Conversations in them, of the whole week: a second or so."""
_NOT_OVER: Final = (
    "This shift has not begun yet; go to the desk and start it.",
    "This shift is still under way; its debrief is here as soon as it is over.",
)


def kept_figures(back: LookBack) -> dict[str, Any]:
    """Return what is kept of a shift: the figures of its debrief, and what a trainer reads of many shifts at once."""
    found = back.debrief
    return found.figures | {
        "kinds": dict(Counter(one.kind for one in found.findings)),
        "played_out": back.setting.level.number == TOUR or back.setting.now >= back.shift.terms.length,
        KEPT: kept(back.shift.log, back.setting, found.replies),
        "disagreements": [_disagreement(back.shift, one) for one in back.shift.log if one.kind == "disagreed"],
    }


def _disagreement(shift: Shift, entry: Entry) -> dict[str, str]:
    """Return what a rep says to have said: their reply, and what the machine had made of it."""
    case, at = shift.cases[entry.case], entry.data["message"]
    moment = next((one for one in reversed(moments(shift, case)) if one.reply and one.reply.id <= at), None)  # type: ignore[operator]
    words = (
        feedback(case.script, moment.reply, moment.before, handed_on=moment.handed_on)
        if moment and moment.reply
        else []
    )
    about = {str(entry.data["about"])}
    return {
        "script": case.script.id,
        "customer": case.person.name,
        "reply": str(moment.reply.data["text"]) if moment and moment.reply else "",
        "machine": " ".join(one.says for one in words if about & {one.kind, one.about}),
    }
