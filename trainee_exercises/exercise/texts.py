"""Saving and sending: what is taken, what has been overtaken, and what is refused and kept all the same."""

from __future__ import annotations

from typing import Any, Final

from trainee_exercises.exercise import actions as a
from trainee_exercises.exercise.moment import ELSEWHERE, Moment, Outcome, known, over_says, something
from trainee_exercises.exercise.refusals import Refused, ToWrite

MOST_KEPT: Final = 1_000
"""Refused texts that are kept of one attempt: more than any browser sends, so that no program fills the disk."""


def save(here: Moment, action: a.Save | a.Send) -> Outcome:
    """Take a text, or answer as before one that was taken already.

    Raises:
        Refused: it comes too late or from a device that may not write (and is kept), or nothing stands in it.

    """
    known(here, action.question)
    answer = here.attempt.answer(action.question)
    text, revision = answer.field(action.field)
    is_done = isinstance(action, a.Save) or answer.sent_at is not None
    if is_done and answer.has_seen(action.field, action.revision, action.text):
        return Outcome((), _receipt(action, revision, is_late=answer.late))
    _may_write(here, action)
    if isinstance(action, a.Send):
        something(action.text, "There is no reply yet. Write one, or put the question aside.")
    if action.revision > revision or (isinstance(action, a.Send) and not is_done and action.text == text):
        return _taken(here, action, max(action.revision, revision))
    reply = _receipt(action, revision, is_late=answer.late)
    if action.text == text:
        return Outcome((), reply)
    return Outcome(_keep(here, action, "overtaken"), reply | {"overtaken": True})


def _taken(here: Moment, action: a.Save | a.Send, revision: int) -> Outcome:
    is_late = here.attempt.ends_at is not None and here.now > here.attempt.ends_at
    data = _text_of(action) | {"revision": revision} | ({"late": True} if is_late else {})
    kind = "sent" if isinstance(action, a.Send) else "saved"
    return Outcome((ToWrite(kind, data),), _receipt(action, revision, is_late=is_late))


def _receipt(action: a.Save | a.Send, revision: int, *, is_late: bool) -> dict[str, Any]:
    """Return what the browser gets. revision: the one that stands now; overtaken: a newer text stands already."""
    about = {"question": action.question, "field": action.field, "revision": revision, "late": is_late}
    return {"saved": about, "overtaken": False}


def _may_write(here: Moment, action: a.Save | a.Send) -> None:
    """Refuse a text that comes too late or from a device that may not write; keep it all the same."""
    attempt = here.attempt
    if not attempt.takes_text(here.now):
        raise Refused("over", over_says(here), _keep(here, action, "refused", "over"))
    if attempt.device != here.device:
        raise Refused("other_device", ELSEWHERE, _keep(here, action, "refused", "other_device"))


def _keep(here: Moment, action: a.Save | a.Send, kind: str, code: str = "overtaken") -> tuple[ToWrite, ...]:
    """Return the event that keeps a text, or none where just this one is kept already."""
    attempt = here.attempt
    kept = attempt.refused if kind == "refused" else attempt.overtaken
    mine = (code, action.question, action.field, action.revision, action.text)
    if any(tuple(one)[1:] == mine for one in kept) or len(kept) >= MOST_KEPT or not action.text:
        return ()
    return (ToWrite(kind, _text_of(action) | {"code": code, "device": here.device}),)


def _text_of(action: a.Save | a.Send) -> dict[str, Any]:
    return {"question": action.question, "field": action.field, "revision": action.revision, "text": action.text}
