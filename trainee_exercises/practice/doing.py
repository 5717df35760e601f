"""What a rep does to a shift: each action is refused with a reason, or done, and written into the shift's log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.engine.seat import GoesBack
from trainee_exercises.practice import actions as a
from trainee_exercises.practice.cases import Draft, Tags
from trainee_exercises.practice.closing import close, close_one, reopen, snooze
from trainee_exercises.practice.engineering import ask
from trainee_exercises.practice.handing_on import copy, merge, pass_on
from trainee_exercises.practice.holding import CantDo, Here, goes_on, hold, mine
from trainee_exercises.practice.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trainee_exercises.practice.holding import Understand
    from trainee_exercises.practice.shift import Shift

__all__ = ["CantDo", "do"]


def do(shift: Shift, action: a.Action, understand: Understand) -> Mapping[str, Any]:
    """Do what a rep asks for at the shift's instant; return what the page gets beside "ok".

    Raises:
        CantDo: it may not be done; the shift is as it was.

    """
    return _RULES[type(action)](Here(shift, understand), action) or {}


def _look(here: Here, action: a.Look) -> None:
    case = here.case(action.case)
    case.seen_up_to = len(case.messages)
    here.shift.tell("looked", case)


def _take(here: Here, action: a.Take) -> None:
    hold(here, here.case(action.case))


def _release(here: Here, action: a.Release) -> None:
    case = mine(here, action.case)
    if not case.is_due:
        raise CantDo("not_now", "The customer has the word; it stays with you until they write.")
    goes_on(here, case, GoesBack())
    case.standing = "new"
    here.shift.tell("released", case)


def _draft(here: Here, action: a.Draft) -> Mapping[str, Any]:
    case = here.case(action.case)
    before = case.drafts.get(action.field)
    if before is None or action.revision > before.revision:
        case.drafts[action.field] = Draft(action.text, action.revision)
    kept = case.drafts[action.field]
    return {"revision": kept.revision, "overtaken": kept.text != action.text}  # another tab has written in between


def _reply(here: Here, action: a.Reply) -> Mapping[str, Any]:
    text = action.text.strip()
    if not text:
        raise CantDo("empty", "Write a few words first.")
    case = mine(here, action.case)
    merged = [one for one in here.shift.cases.values() if one.merged_into == case.id and one.standing == "mine"]
    for one in (case, *merged):
        send(here, one, text, action.macro if one is case else None)
    case.drafts.pop("reply", None)
    for one in (case, *merged) if action.close else ():
        close_one(here, one)
    return {"entry": len(here.shift.log)}


def _note(here: Here, action: a.Note) -> None:
    case, text = here.case(action.case), action.text.strip()
    if not text:
        raise CantDo("empty", "Write a few words first.")
    here.shift.tell("noted", case, text=text)
    here.shift.say(case, "note", here.shift.terms.rep, text)
    case.drafts.pop("note", None)


def _tag(here: Here, action: a.Tag) -> None:
    case, tags = here.case(action.case), Tags(action.category, action.modifiers, action.owner)
    if tags != case.tags:
        case.tags = tags
        here.shift.tell("tagged", case, category=tags.category, modifiers=list(tags.modifiers), owner=tags.owner)


def _carry(here: Here, action: a.Carry) -> Mapping[str, Any]:
    shift = here.shift
    check = shift.terms.pack.procedures.get(action.procedure)
    if check is None:
        raise CantDo("unknown", "This desk has no such procedure.")
    if action.do and sorted(set(action.verified)) != list(range(len(check.verify))):
        raise CantDo("not_allowed", "Check everything in the list first, and tick it; or refuse.")
    case = mine(here, action.case)
    asked = all(need.id in case.mind.given for need in case.script.needs)
    belongs = case.script.procedure == action.procedure
    right = belongs and (action.do == case.script.may) and (asked or not action.do)
    says = check.done if action.do else check.refused
    shift.tell("carried", case, procedure=action.procedure, do=action.do, right=right, asked=asked, belongs=belongs)
    shift.say(case, "system", "", f"{check.title}: {says}")
    return {"says": says}


def _hint(here: Here, action: a.Hint) -> Mapping[str, Any]:
    case = here.case(action.case)
    if not here.shift.terms.level.hints:
        raise CantDo("not_allowed", "There are no hints at this level.")
    here.shift.tell("hinted", case)
    return {}


def _search(here: Here, action: a.Search) -> None:
    here.shift.tell("searched", here.shift.cases.get(action.case or ""), query=action.query)


def _read(here: Here, action: a.Read) -> None:
    if action.article not in here.shift.terms.pack.articles:
        raise CantDo("unknown", "There is no such article; search again.")
    here.shift.tell("read", here.shift.cases.get(action.case or ""), article=action.article)


def _status(here: Here, _: a.Status) -> None:
    here.shift.tell("status")


def _disagree(here: Here, action: a.Disagree) -> Mapping[str, Any]:
    case = here.case(action.case)
    here.shift.tell("disagreed", case, message=action.message, about=action.about)
    return {"says": "Noted for your trainer. It costs you nothing."}


_RULES: Final[Mapping[type, Callable[[Here, Any], Mapping[str, Any] | None]]] = {
    a.Look: _look,
    a.Take: _take,
    a.Release: _release,
    a.Draft: _draft,
    a.Reply: _reply,
    a.Note: _note,
    a.Tag: _tag,
    a.Pass: pass_on,
    a.Copy: copy,
    a.Engineering: ask,
    a.Merge: merge,
    a.Snooze: snooze,
    a.Close: close,
    a.Reopen: reopen,
    a.Carry: _carry,
    a.Disagree: _disagree,
    a.Hint: _hint,
    a.Search: _search,
    a.Read: _read,
    a.Status: _status,
}
