"""What each customer would say afterwards, Good, OK or Bad, and why: by waiting, effort, wrong answers and tone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from trainee_exercises.practice.debrief.closings import early, is_with_somebody
from trainee_exercises.practice.levels import TOUR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from trainee_exercises.practice.debrief.course import Course, Setting

Verdict = Literal["Good", "OK", "Bad"]
_GOOD_FROM, _OK_FROM = 0, -2
_TWICE: Final = 2


class Asked(NamedTuple):
    """A customer's verdict and its reasons, each with how much it took away or gave."""

    case: str
    verdict: Verdict
    reasons: tuple[tuple[str, int], ...]


def satisfaction(found: Sequence[Course], setting: Setting) -> list[Asked]:
    """Return the verdicts of those whom the rep answered or passed on, or who left the rep. The rule is an assumption.

    A point is lost for a wait past the promise, two past twice the promise; one for each thing asked twice and each
    return after it was closed too early; two for something wrong, three for a reproach or a conversation passed to who
    could not help; one is won for a next question that was answered ahead; three are lost where the answer is not there
    yet, or it was closed before a question that they had asked. Good from 0, OK from -2; who left without help says
    Bad. In the tour, which has no clock, no wait counts.
    """
    return [_asked(one, setting) for one in found if one.told or one.of("passed") or _left_the_rep(one)]


def _left_the_rep(one: Course) -> bool:
    return bool(one.left) and one.holder == "me"


def is_counted(one: Course, setting: Setting, ignored: AbstractSet[str]) -> bool:
    """Tell whether a customer counts among those who should have gone away content.

    Whoever was answered, passed on or closed by the rep; of the others whoever no colleague had, and who left, or
    waited without an answer past the promise or while the rep did nothing (*ignored*: of these the ids). What
    colleagues have or have answered is theirs, and who else can still be answered as promised counts neither way.
    """
    if one.told or one.of("passed", "closed"):
        return True
    if one.holder == "colleague" or one.id in setting.not_yours:
        return False
    if one.left:
        return one.answered is None or _left_the_rep(one)
    is_late = one.waited(setting.now) > setting.pack.targets[one.customer]
    return one.answered is None and (is_late or one.id in ignored)


def _asked(one: Course, setting: Setting) -> Asked:
    reasons = [*_wait(one, setting), *_effort(one), *_words(one), *_left_open(one)]
    total = sum(points for _, points in reasons)
    verdict: Verdict = "Good" if total >= _GOOD_FROM else "OK" if total >= _OK_FROM else "Bad"
    if one.left:
        verdict, reasons = "Bad", [("left before it was solved", -3), *reasons]
    return Asked(one.id, verdict, tuple(reasons))


def _left_open(one: Course) -> list[tuple[str, int]]:
    """Return whether something that was needed is still not said, and nobody is on it."""
    said = frozenset[str]().union(*(told.new for told in one.told))
    needed = {fact.id for fact in one.script.facts if not fact.later}
    is_missing = not needed <= said and not is_with_somebody(one)
    is_shut = any(each.back is None for each in early(one))  # also before a next question that they had asked
    return [("has no full answer yet", -3)] if is_missing or is_shut else []


def _wait(one: Course, setting: Setting) -> list[tuple[str, int]]:
    if setting.level.number == TOUR:
        return []
    ratio = one.waited(setting.now) / setting.pack.targets[one.customer]
    if ratio <= 1:
        return []
    return [("waited longer than promised", -1)] if ratio <= _TWICE else [("waited more than twice as promised", -2)]


def _effort(one: Course) -> list[tuple[str, int]]:
    asked = [str(each.data["about"]) for each in one.of("customer_wrote") if each.data["why"] in {"missing", "bare_no"}]
    again = len(asked) - len(set(asked))
    found = [("had to ask again", -again)] if again else []
    if backs := sum(each.back is not None for each in early(one)):
        found.append(("had to come back", -backs))
    if bounced := len(one.of("bounced")):
        found.append(("was passed to somebody who could not help", -3 * bounced))
    return found


def _words(one: Course) -> list[tuple[str, int]]:
    wrong = len({claim for told in one.told for claim in told.understood.claimed})
    rude = sum("rude" in told.understood.manner for told in one.told)
    ahead = sum(len(told.ahead) for told in one.told)
    found = [("was told something wrong", -2 * wrong)] if wrong else []
    if rude:
        found.append(("heard a reproach", -3 * rude))
    if ahead:
        found.append(("had the next question answered as well", min(ahead, 1)))
    return found
