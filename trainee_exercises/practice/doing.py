"""What a rep does to a shift: each action is refused with a reason, or done, and written into the shift's log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sim.durations import MINUTE, SECOND
from sim.engine.seat import Ends, GoesBack, GoesOn
from sim.record import PASSED, RESOLVED
from trainee_exercises.practice import actions as a
from trainee_exercises.practice.cases import Case, Draft, Tags
from trainee_exercises.practice.customer import Heard, Says, answer, covers_all
from trainee_exercises.practice.luck import between, pick

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.engine.seat import Order
    from trainee_exercises.practice.scripts import Fact, Mate, Route, Script
    from trainee_exercises.practice.shift import Shift
    from trainee_exercises.practice.understanding import Understood

    Understand = Callable[[Script, str], Understood]

Code = Literal["unknown", "not_yours", "not_now", "empty", "not_allowed"]
_BACK_AFTER: Final = (180, 420)
"""Seconds until somebody whose conversation was closed too soon writes again (assumption)."""
_UNMERGED_AFTER: Final = 2 * MINUTE


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


def do(shift: Shift, action: a.Action, understand: Understand) -> Mapping[str, Any]:
    """Do what a rep asks for at the shift's instant; return what the page gets beside "ok".

    Raises:
        CantDo: it may not be done; the shift is as it was.

    """
    return _RULES[type(action)](Here(shift, understand), action) or {}


# ---- having a conversation ----


def _look(here: Here, action: a.Look) -> None:
    case = here.case(action.case)
    case.seen_up_to = len(case.messages)
    here.shift.tell("looked", case)


def _take(here: Here, action: a.Take) -> None:
    _hold(here, here.case(action.case))


def _hold(here: Here, case: Case) -> None:
    """Make a case the rep's own, if it is not."""
    _may_hold(here, case)
    if case.standing == "mine":
        return
    waiting, first = [one.id for one in here.shift.waiting_cases()], _first_by_policy(here.shift)
    here.shift.seat.take(case.number)
    case.standing = "mine"
    here.shift.tell("took", case, first_by_policy=first, waiting=waiting, waited=here.shift.now - case.arrived_at)


def _first_by_policy(shift: Shift) -> str:
    """Return which case of the desk the plan's rule would take; what waits elsewhere is not the rep's to choose."""
    by_number = {one.number: one.id for one in shift.cases.values()}
    chosen = shift.seat.by_policy()
    if chosen not in by_number:
        chosen = shift.seat.first_by_policy(one.number for one in shift.waiting_cases())
    return by_number.get(chosen, "")


def _may_hold(here: Here, case: Case) -> None:
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


def _release(here: Here, action: a.Release) -> None:
    case = _mine(here, action.case)
    if not case.is_due:
        raise CantDo("not_now", "The customer has the word; it stays with you until they write.")
    _in_hand(here, case)
    here.shift.seat.answer(case.number, GoesBack())
    case.standing = "new"
    here.shift.tell("released", case)


def _mine(here: Here, name: str) -> Case:
    """Return a case that the rep has or may have, which makes it theirs."""
    case = here.case(name)
    _hold(here, case)
    return case


def _in_hand(here: Here, case: Case) -> None:
    """Take up again a case of the rep's whose customer has written."""
    if here.shift.seat.where(case.number).state in {"with_me", "returned", "waiting"}:
        here.shift.seat.take(case.number)


def _goes_on(here: Here, case: Case, order: Order) -> None:
    """Say how it goes on, whether or not the customer has the word."""
    _in_hand(here, case)
    if here.shift.seat.where(case.number).state == "with_customer":
        here.shift.seat.change(case.number, order)
    else:
        here.shift.seat.answer(case.number, order)


# ---- writing ----


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
    case = _mine(here, action.case)
    merged = [one for one in here.shift.cases.values() if one.merged_into == case.id and one.standing == "mine"]
    for one in (case, *merged):
        _send(here, one, text, action.macro if one is case else None)
    case.drafts.pop("reply", None)
    if action.close:
        _close_one(here, case)
    return {"entry": len(here.shift.log)}


def _send(here: Here, case: Case, text: str, macro: str | None, passed_to: Route | None = None) -> None:
    shift = here.shift
    understood = here.understand(case.script, text)
    waited = shift.now - (case.waits_since if case.waits_since is not None else shift.now)
    shift.tell("replied", case, text=text, macro=macro, waited=waited, understood=understood.as_json())
    shift.say(case, "me", shift.terms.rep, text)
    case.n_replies += 1
    case.snoozed_until = None
    case.seen_up_to = len(case.messages)
    if case.first_reply_at is None:
        case.first_reply_at = shift.now
    if case.settled and not understood.claimed and "rude" not in understood.manner:
        shift.waits(case, is_due=False)
        _goes_on(here, case, GoesOn())
        return
    lines = shift.terms.pack.lines[case.script.tone]
    heard = Heard(understood, passed_to, f"{case.id} {case.n_replies}")
    case.mind, says = answer(case.script, lines, case.mind, heard)
    _comes(here, case, says)


def _comes(here: Here, case: Case, says: Says) -> None:
    """Let the customer have the word, and write what they have to say when they are ready."""
    case.settled = False
    here.shift.waits(case, is_due=False)
    here.shift.coming[case.id] = says
    _goes_on(here, case, GoesOn(says.after))


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


# ---- handing on ----


def _mate(here: Here, name: str) -> Mate:
    found = next((one for one in here.shift.terms.pack.colleagues if one.id == name), None)
    if found is None:
        raise CantDo("unknown", "There is no such colleague; choose one of the list.")
    return found


def is_theirs(script: Script, route: Route) -> bool:
    """Tell whether a conversation belongs to who takes that way, or may be passed there."""
    return route in {script.route, script.copy_to}


def _pass(here: Here, action: a.Pass) -> Mapping[str, Any]:
    mate, shift = _mate(here, action.to), here.shift
    case = _mine(here, action.case)
    if action.text.strip():
        _send(here, case, action.text.strip(), None, mate.takes)
        case.drafts.pop("reply", None)
    objects = _objects(case, shift.coming.pop(case.id, None))
    right = is_theirs(case.script, mate.takes)
    first, *_ = mate.name.split()
    called = mate.name if first == case.person.first_name else first
    told = any(one.by == "me" and called in one.text for one in case.messages)
    shift.tell("passed", case, to=mate.id, takes=mate.takes, right=right, by_name=told)
    shift.say(case, "system", "", f"Passed to {mate.name}, {mate.role}.")
    shift.waits(case, is_due=False)
    case.standing, case.holder = "passed", mate.name
    _goes_on(here, case, Ends(PASSED) if right else GoesOn(mate.delay))
    shift.at_in(mate.delay, "mate" if right else "bounce", case)
    if objects is not None:
        shift.coming[case.id] = objects
        shift.at_in(min(objects.after, mate.delay - SECOND), "objects", case)
    return {"says": f"Passed to {mate.name}."}


def _objects(case: Case, coming: Says | None) -> Says | None:
    """Return what the customer writes to being passed on, where the script has something for that."""
    if coming is None or coming.why not in {"branch", "rude"}:
        return None
    branch = next((one for one in case.script.branches if one.id == coming.about), None)
    return coming if branch is not None and branch.when.passed_to is not None else None


def _copy(here: Here, action: a.Copy) -> None:
    case, mate = here.case(action.case), _mate(here, action.to)
    if mate.id in case.copied:
        return
    case.copied = (*case.copied, mate.id)
    wanted = {case.script.copy_to, case.script.route} | ({"sales"} if case.script.sales_signal else set())
    here.shift.tell("copied", case, to=mate.id, takes=mate.takes, right=mate.takes in wanted)
    here.shift.say(case, "system", "", f"{mate.name}, {mate.role}, can read along.")


def _merge(here: Here, action: a.Merge) -> None:
    case, into, shift = here.case(action.case), here.case(action.into), here.shift
    if case is into or into.merged_into:
        raise CantDo("not_now", "Choose another conversation, one that is not merged itself.")
    _may_hold(here, into)
    _hold(here, case)
    _hold(here, into)
    right = case.script.incident is not None and case.script.incident == into.script.incident
    for one in (case, *(each for each in shift.cases.values() if each.merged_into == case.id)):
        one.merged_into = into.id
    shift.tell("merged", case, into=into.id, right=right)
    shift.say(case, "system", "", f"Merged with the conversation of {into.person.name}: your replies there go to both.")
    if not right:
        case.turn += 1
        shift.at_in(_UNMERGED_AFTER, "unmerge", case)


# ---- putting aside and ending ----


def _snooze(here: Here, action: a.Snooze) -> None:
    case = _mine(here, action.case)
    case.snoozed_until = here.shift.now + action.minutes * MINUTE
    here.shift.tell("snoozed", case, minutes=action.minutes)
    here.shift.at_in(action.minutes * MINUTE, "awake", case)


def _close(here: Here, action: a.Close) -> None:
    case = _mine(here, action.case)
    merged = [one for one in here.shift.cases.values() if one.merged_into == case.id and one.standing == "mine"]
    for one in (case, *merged):
        _close_one(here, one)


def _close_one(here: Here, case: Case) -> None:
    shift = here.shift
    coming = shift.coming.pop(case.id, None)
    left = None if case.settled or (coming and coming.then == "thanks") else _left(case)
    hears_more = coming is not None and coming.then not in {"thanks", "leaves", "cancels"}
    shift.tell("closed", case, replies=case.n_replies, all_said=covers_all(case.script, case.mind, later=True))
    shift.waits(case, is_due=False)
    case.standing, case.snoozed_until = "closed", None
    if not (hears_more or left):
        _goes_on(here, case, Ends(RESOLVED))
        return
    shift.coming[case.id] = _comes_back(here, case, coming if hears_more else None, left)
    _goes_on(here, case, GoesOn(shift.coming[case.id].after))


def _left(case: Case) -> Fact | None:
    """Return the first fact that the customer lacks."""
    return next((one for one in case.script.facts if one.id not in case.mind.told), None)


def _comes_back(here: Here, case: Case, coming: Says | None, left: Fact | None) -> Says:
    lines = here.shift.terms.pack.lines[case.script.tone]
    after = between(*_BACK_AFTER, case.id, case.n_replies, "back") * SECOND
    if coming is not None:
        return coming._replace(after=max(after, coming.after))
    begins = pick(lines.comes_back, case.id, "back")
    what = left.asks if left else ""
    return Says(f"{begins} {what}".strip(), "waits", "missing", after, left.id if left else "")


def _reopen(here: Here, action: a.Reopen) -> None:
    case = here.case(action.case)
    if case.standing != "closed" or here.shift.seat.where(case.number).state == "ended":
        raise CantDo("not_now", "The customer has what they need; it stays closed until they write again.")
    case.standing = "mine"
    here.shift.tell("reopened", case)


# ---- procedures ----


def _carry(here: Here, action: a.Carry) -> Mapping[str, Any]:
    shift = here.shift
    check = shift.terms.pack.procedures.get(action.procedure)
    if check is None:
        raise CantDo("unknown", "This desk has no such procedure.")
    if action.do and sorted(set(action.verified)) != list(range(len(check.verify))):
        raise CantDo("not_allowed", "Check everything in the list first, and tick it; or refuse.")
    case = _mine(here, action.case)
    asked = all(need.id in case.mind.given for need in case.script.needs)
    belongs = case.script.procedure == action.procedure
    right = belongs and (action.do == case.script.may) and (asked or not action.do)
    says = check.done if action.do else check.refused
    shift.tell("carried", case, procedure=action.procedure, do=action.do, right=right, asked=asked, belongs=belongs)
    shift.say(case, "system", "", f"{check.title}: {says}")
    return {"says": says}


# ---- looking things up ----


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
    a.Pass: _pass,
    a.Copy: _copy,
    a.Merge: _merge,
    a.Snooze: _snooze,
    a.Close: _close,
    a.Reopen: _reopen,
    a.Carry: _carry,
    a.Disagree: _disagree,
    a.Hint: _hint,
    a.Search: _search,
    a.Read: _read,
    a.Status: _status,
}
