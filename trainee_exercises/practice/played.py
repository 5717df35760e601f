"""A shift replayed from what was written down: its terms, and the rep's acts with the instants at which they came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from trainee_exercises.exercise.refusals import NotAnAction
from trainee_exercises.practice import actions, limits
from trainee_exercises.practice.clock import Acted, Clock
from trainee_exercises.practice.doing import CantDo, do
from trainee_exercises.practice.shift import Shift
from trainee_exercises.practice.understanding import Understood

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trainee_exercises.practice.scripts import Script
    from trainee_exercises.practice.shift import Terms

    Understand = Callable[[Script, str], Understood]


class Act(NamedTuple):
    """Something that the rep did. at: ms since 1970; understood: of each reply in it, in order, what it said."""

    at: int
    action: Mapping[str, Any]
    understood: tuple[Mapping[str, Any], ...] = ()


class Done(NamedTuple):
    """What came of an act: what to write down, and what the page gets."""

    act: Act
    reply: Mapping[str, Any]


class Played:
    """A shift with its clock. understand: what a reply says; of acts that were written down, that stands with them."""

    def __init__(self, terms: Terms, speed: float, understand: Understand) -> None:
        self.shift = Shift(terms)
        self.clock = Clock(terms.length, speed)
        self.acts: list[Acted] = []
        self.understand = understand
        self.looked_at = 0
        """The latest instant up to which it has gone on, ms since 1970; what comes next is not earlier."""

    def look(self, now: int) -> None:
        """Let everything happen up to *now*, ms since 1970."""
        self.looked_at = max(self.looked_at, now)
        self.shift.advance(self.clock.ticks(now))

    def act(self, action: Mapping[str, Any], now: int) -> Done:
        """Do what the rep's page asks for.

        Raises:
            CantDo: it may not be done; the shift has gone on to *now*, and nothing else.
            NotAnAction, Refused: the page sends no such message, or its text is too long.

        """
        said: list[Understood] = []

        known: dict[tuple[str, str], Understood] = {}  # many who report the same wait for one answer

        def understand(script: Script, text: str) -> Understood:
            if (key := (script.id, text)) not in known:
                known[key] = self.understand(script, text)
            said.append(known[key])
            return said[-1]

        limits.require_short(action)
        asked = actions.parse(action)
        self.look(now)
        limits.require_bounded(self.shift, asked)
        reply = self._do(asked, now, understand)
        return Done(Act(now, action, tuple(one.as_json() for one in said)), reply)

    def replay(self, act: Act) -> Mapping[str, Any] | None:
        """Do again what was done, and return what the page got.

        What this version would refuse, where an earlier one did not, is left out: None.
        """
        said = iter(act.understood)

        def understood(*_: object) -> Understood:
            told = next(said, None)
            return Understood() if told is None else Understood.from_json(dict(told))

        try:
            return self._do(actions.parse(act.action), act.at, understood)
        except (CantDo, NotAnAction):
            return None

    def _do(self, action: actions.Action, now: int, understand: Understand) -> Mapping[str, Any]:
        self.look(now)
        reply = self._done(action, now, understand)
        kind = "emptied" if isinstance(action, actions.Draft) and not action.text.strip() else action.kind
        case = getattr(action, "case", None) or ""
        self.acts.append(Acted(now, self.shift.now, kind, case, len(self.shift.log)))
        return reply

    def _done(self, action: actions.Action, now: int, understand: Understand) -> Mapping[str, Any]:
        phase = self.clock.phase(now)
        if isinstance(action, actions.Start | actions.Pause | actions.Resume | actions.Finish):
            self.clock = self._turned(action, now)
            return {}
        if phase == "before":
            raise CantDo("not_now", "The shift has not begun yet.")
        if phase == "over":
            raise CantDo("not_now", "The shift is over.")
        if phase == "paused" and not isinstance(action, actions.Draft):
            raise CantDo("not_now", "The clock stands still; go on first.")
        reply = do(self.shift, action, understand)
        self.shift.notice()
        return reply

    def _turned(self, action: actions.Action, now: int) -> Clock:
        """Return the clock after it was started, stopped, let go on or ended; twice is as once."""
        clock, phase = self.clock, self.clock.phase(now)
        if isinstance(action, actions.Start):
            return clock._replace(started_at=now) if phase == "before" else clock
        if phase in {"before", "over"}:
            raise CantDo("not_now", "The shift is not running.")
        if isinstance(action, actions.Finish):
            return clock._replace(finished_at=now)
        if isinstance(action, actions.Pause):
            if not self.shift.terms.level.pauses:
                raise CantDo("not_allowed", "At this level the clock does not stop.")
            return clock if phase == "paused" else clock._replace(paused_at=now)
        if clock.paused_at is None:
            return clock
        return clock._replace(paused_at=None, lost=clock.lost + now - clock.paused_at)
