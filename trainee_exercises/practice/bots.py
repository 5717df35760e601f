"""Players that work a whole shift as they are named: for tests, samples and the load test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.durations import MINUTE, SECOND
from trainee_exercises.practice.cases import filled
from trainee_exercises.practice.doing import CantDo
from trainee_exercises.practice.luck import pick
from trainee_exercises.practice.scripts import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trainee_exercises.practice.cases import Case
    from trainee_exercises.practice.disturbances import Running
    from trainee_exercises.practice.played import Act, Played
    from trainee_exercises.practice.shift import Shift

BEGINS: Final = 1_773_100_800_000
"""When bots begin, in ms since 1970: any instant will do."""
_CLASSES: Final = {"vip": 0, "paying": 1, "trial": 2, "free": 3}


class Bot(NamedTuple):
    """How a bot works. think: ticks for a reply; writes: its reply; chooses: whom it takes next; quits_at: ticks.

    tags: what it says that a conversation is; hands_on: does it pass on what is not its own? closes: with each reply?
    """

    name: str
    think: int
    writes: Callable[[Case], str]
    chooses: Callable[[Shift, list[Case]], Case]
    tags: Callable[[Case], dict[str, Any]]
    hands_on: bool = True
    quits_at: int | None = None
    closes: bool = False


def play(played: Played, bot: Bot, *, step: int = 10 * SECOND) -> list[Act]:
    """Let *bot* work a shift from its beginning to its end; return what it did, to be replayed."""
    hands = _Hands(played)
    hands.do(kind="start")
    while played.clock.phase(hands.now) == "running":
        is_there = bot.quits_at is None or played.shift.now < bot.quits_at
        if not (is_there and _turn(hands, bot)):
            hands.wait(step)
    played.look(hands.now)
    return hands.acts


class _Hands:
    """What a bot does, with its clock."""

    def __init__(self, played: Played) -> None:
        self.played, self.now = played, BEGINS
        self.acts: list[Act] = []

    def wait(self, ticks: int) -> None:
        self.now += round(ticks / self.played.clock.speed)
        self.played.look(self.now)

    def do(self, **action: Any) -> bool:
        """Do something; return whether it was done."""
        try:
            self.acts.append(self.played.act(action, self.now).act)
        except CantDo:
            return False
        return True


def _turn(hands: _Hands, bot: Bot) -> bool:
    """Let a bot do the next thing; return whether there was one."""
    shift = hands.played.shift
    for case in [one for one in shift.cases.values() if one.standing == "mine" and _is_done(shift, one)]:
        hands.do(kind="close", case=case.id)
    if bot.hands_on and _tells_that_it_is_over(hands, bot):
        return True
    waiting = list(shift.waiting_cases())
    if not waiting:
        return False
    case = bot.chooses(shift, waiting)
    if not hands.do(kind="look", case=case.id) or not hands.do(kind="take", case=case.id):
        return False
    hands.wait(bot.think)
    if case.standing == "mine":
        _answer(hands, bot, case)
    return True


def _tells_that_it_is_over(hands: _Hands, bot: Bot) -> bool:
    """Come back to one whom the bot had answered before a disturbance was over; return whether there was one."""
    shift = hands.played.shift
    for one in (each for each in shift.running if each.fixed_at <= shift.now):
        for case in [each for each in shift.cases.values() if _knows_not(each, one)]:
            if case.standing == "mine" or hands.do(kind="reopen", case=case.id):
                hands.wait(bot.think)
                return hands.do(
                    kind="reply", case=case.id, text=f"Hello {case.person.first_name}, {one.incident.fixed}"
                )
    return False


def _knows_not(case: Case, over: Running) -> bool:
    """Has the bot answered a report, and not written since the disturbance is over? What is merged hears with it."""
    answers = [one.at for one in case.messages if one.by == "me"]
    is_ours = case.standing in {"mine", "closed"} and not case.merged_into
    return is_ours and case.script.incident == over.incident.id and bool(answers) and max(answers) < over.fixed_at


def _is_done(shift: Shift, case: Case) -> bool:
    """Are the customer of a case and all merged into it content? What is merged is closed with the other one."""
    into = shift.cases.get(case.merged_into)
    if into is not None and into.standing == "mine":
        return False
    merged = [one for one in shift.cases.values() if one.merged_into == case.id and one.standing == "mine"]
    return all(one.settled and not one.is_due for one in (case, *merged))


def _answer(hands: _Hands, bot: Bot, case: Case) -> None:
    shift = hands.played.shift
    hands.do(kind="tag", case=case.id, **bot.tags(case))
    mates = {one.takes: one for one in shift.terms.pack.colleagues}
    if bot.hands_on and case.script.sales_signal and "sales" in mates:
        hands.do(kind="copy", case=case.id, to=mates["sales"].id)
    if bot.hands_on and case.script.route in mates:
        mate = mates[case.script.route]
        hands.do(kind="pass", case=case.id, to=mate.id, text=f"Hello, I pass you to {mate.name}, who looks after this.")
        return
    if bot.hands_on:
        if case.script.incident:
            hands.do(kind="status")
        for one in list(_same_incident(shift, case)):
            hands.do(kind="merge", case=one.id, into=case.id)
            hands.do(kind="tag", case=one.id, **bot.tags(one))
    text = filled(bot.writes(case), case.person, shift.terms.rep)
    hands.do(kind="reply", case=case.id, text=text, close=bot.closes)


def _same_incident(shift: Shift, case: Case) -> Iterable[Case]:
    """Give the others who wait and tell of the same disturbance."""
    if case.script.incident is None:
        return ()
    others = (one for one in shift.waiting_cases() if one.id != case.id and not one.merged_into)
    return (one for one in others if one.script.incident == case.script.incident)


# ---- how they choose, write and tag ----


def _by_promise(shift: Shift, waiting: list[Case]) -> Case:
    targets = shift.terms.pack.targets
    return min(waiting, key=lambda one: ((one.waits_since or 0) + targets[one.person.customer], one.number))


def _no_vip(_: Shift, waiting: list[Case]) -> Case:
    """Return the one of the lowest class: the important ones look hard."""
    return max(waiting, key=lambda one: (_CLASSES[one.person.customer], -(one.waits_since or 0), -one.number))


def _newest(_: Shift, waiting: list[Case]) -> Case:
    return max(waiting, key=lambda one: (one.waits_since or 0, one.number))


def _right_tags(case: Case) -> dict[str, Any]:
    script = case.script
    return {"category": script.category, "modifiers": script.modifiers, "owner": script.root_cause.owner}


def _random_tags(case: Case) -> dict[str, Any]:
    wrong = [one for one in CATEGORIES if one != case.script.category]
    return {"category": pick(wrong, case.id), "modifiers": (), "owner": "customer"}


def _good(case: Case) -> str:
    if case.script.needs and not case.mind.given:
        return " ".join(f"Could you tell me: {one.phrasings[0]}?" for one in case.script.needs)
    return case.script.model_reply


def _wrong(case: Case) -> str:
    """Return the first wrong thing that comes to mind, or something empty."""
    left = [one for one in case.script.claims if one.id not in case.mind.heard]
    return f"Hi, {left[0].phrasings[0]}." if left else case.script.weak_reply


CAREFUL: Final = Bot("careful", 90 * SECOND, _good, _by_promise, _right_tags)
TAGS_AT_RANDOM: Final = Bot("tags-at-random", 90 * SECOND, _good, _by_promise, _random_tags)
IGNORES_VIP: Final = Bot("ignores-VIP", 90 * SECOND, _good, _no_vip, _right_tags)
FAST_AND_WRONG: Final = Bot("fast-and-wrong", 20 * SECOND, _wrong, _newest, _random_tags, hands_on=False)
QUITTER: Final = Bot("quitter", 90 * SECOND, _good, _by_promise, _right_tags, quits_at=4 * MINUTE)
BOTS: Final = {one.name: one for one in (CAREFUL, TAGS_AT_RANDOM, IGNORES_VIP, FAST_AND_WRONG, QUITTER)}
