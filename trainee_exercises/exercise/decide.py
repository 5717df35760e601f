"""What an action leads to: events to write and the answer to the browser, or a refusal. Pure: state and instant in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from trainee_exercises.exercise import actions as a
from trainee_exercises.exercise import lookups, texts
from trainee_exercises.exercise.moment import NOT_YET, Moment, Outcome, known, running, something, writing, wrote
from trainee_exercises.exercise.refusals import Refused, ToWrite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trainee_exercises.exercise.attempt import Answer, Attempt

LONG_PASTE: Final = 200
"""Characters from which a paste is noted."""
MOST_WISHES: Final = 20
_READ_FIRST: Final = "Please confirm first that you have read the privacy notice and the rule on AI assistants."


def decide(attempt: Attempt, action: a.Action, now: int, device: str) -> Outcome:
    """Return what *action* leads to at the instant *now*, ms since 1970.

    Raises:
        Refused: it may not be done; what must be kept of it stands in the refusal.

    """
    return _RULES[type(action)](Moment(attempt, now, device), action)


# ---- before the start ----


def _acknowledge(here: Moment, action: a.Acknowledge) -> Outcome:
    rule = here.attempt.terms.ai_rule
    if action.ai_rule != rule:
        raise Refused("wrong_rule", "The rule on AI assistants has changed since you loaded this page. Load it again.")
    if here.attempt.acknowledged_at is not None:
        return Outcome((), {})
    return wrote("acknowledged", ai_rule=rule, privacy=True)


def _ask_other_format(here: Moment, action: a.AskOtherFormat) -> Outcome:
    _before_start(here, "You have started already. Write to the person who invited you instead: they can add time.")
    text = something(action.text, "Write in a few words what would help.")
    wishes = here.attempt.other_format
    if any(one.text == text for one in wishes):
        return Outcome((), {})
    if len(wishes) >= MOST_WISHES:
        raise Refused("too_many", "You have asked many times. The people who invited you see all of it.")
    return wrote("other_format", text=text)


def _practise(here: Moment, action: a.Practise) -> Outcome:
    _before_start(here, "The exercise has started; the practice question is closed.")
    return Outcome((), {}) if action.text == here.attempt.practice else wrote("practised", text=action.text)


def _start(here: Moment, _: a.Start) -> Outcome:
    attempt = here.attempt
    if attempt.started_at is not None:
        writing(here)  # sent again by the same device: it is running
        return Outcome((), {})
    if attempt.acknowledged_at is None:
        raise Refused("not_acknowledged", _READ_FIRST)
    terms = attempt.terms
    return wrote("started", device=here.device, time_ms=terms.time_ms, form=terms.form.form, pack=terms.pack.id)


def _before_start(here: Moment, says: str) -> None:
    if here.attempt.started_at is not None:
        raise Refused("already_started", says)


# ---- going about the questions ----


def _open(here: Moment, action: a.Open) -> Outcome:
    writing(here)
    known(here, action.question)
    return Outcome((), {}) if here.attempt.question == action.question else wrote("opened", question=action.question)


def _reopen(here: Moment, action: a.Reopen) -> Outcome:
    answer = _answer(here, action.question)
    is_shut = answer.sent_at is not None or answer.is_aside
    return wrote("reopened", question=action.question) if is_shut else Outcome((), {})


def _skip(here: Moment, action: a.Skip) -> Outcome:
    answer = _answer(here, action.question)
    if answer.is_aside or answer.sent_at is not None:
        return Outcome((), {})
    return wrote("skipped", question=action.question)


def _answer(here: Moment, question: str) -> Answer:
    writing(here)
    known(here, question)
    return here.attempt.answer(question)


def _take_over(here: Moment, _: a.TakeOver) -> Outcome:
    running(here)
    return Outcome((), {}) if here.attempt.device == here.device else wrote("device", device=here.device)


def _finish(here: Moment, _: a.Finish) -> Outcome:
    if here.attempt.finished_at is not None:
        return Outcome((), {})
    writing(here)
    return wrote("finished")


# ---- notes for the rater ----


def _paste(here: Moment, action: a.Paste) -> Outcome:
    writing(here)
    known(here, action.question)
    if action.length < LONG_PASTE:
        return Outcome((), {})
    return wrote("pasted", question=action.question, length=action.length)


def _away(here: Moment, _: a.Away) -> Outcome:
    writing(here)
    return Outcome((), {}) if _is_away(here.attempt) else wrote("away")


def _back(here: Moment, _: a.Back) -> Outcome:
    writing(here)
    return wrote("back") if _is_away(here.attempt) else Outcome((), {})


def _is_away(attempt: Attempt) -> bool:
    return bool(attempt.aways) and attempt.aways[-1].until is None


def _disclose(here: Moment, action: a.Disclose) -> Outcome:
    """It may also be said after the end, from any device: it is no answer."""
    if here.attempt.started_at is None:
        raise Refused("not_started", NOT_YET)
    text = something(action.text, "Write which assistant you used and for what, or leave it out.")
    told = here.attempt.disclosed
    if len(told) >= MOST_WISHES:
        raise Refused("too_many", "You have said this many times. The people who rate see all of it.")
    return Outcome((), {}) if told and told[-1] == text else wrote("disclosed", text=text)


# ---- looking things up ----


def _looking(
    rule: Callable[[Attempt, Any, int], tuple[ToWrite | None, Mapping[str, Any]]], here: Moment, action: a.Action
) -> Outcome:
    """Return the outcome of a lookup, which only the device that writes may do while the clock runs."""
    writing(here)
    entry, reply = rule(here.attempt, action, here.now)
    return Outcome((entry,) if entry else (), reply)


_RULES: Final[Mapping[type, Callable[[Moment, Any], Outcome]]] = {
    a.Acknowledge: _acknowledge,
    a.AskOtherFormat: _ask_other_format,
    a.Practise: _practise,
    a.Start: _start,
    a.TakeOver: _take_over,
    a.Open: _open,
    a.Save: texts.save,
    a.Send: texts.save,
    a.Reopen: _reopen,
    a.Skip: _skip,
    a.Search: partial(_looking, lookups.search),
    a.Read: partial(_looking, lookups.read),
    a.LookAtStatus: partial(_looking, lookups.look_at_status),
    a.Ask: partial(_looking, lookups.ask),
    a.Paste: _paste,
    a.Away: _away,
    a.Back: _back,
    a.Disclose: _disclose,
    a.Finish: _finish,
}
