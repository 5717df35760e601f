"""The craft beside the answer: sales signals, handing on, procedures, disturbances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.practice.debrief import disturbed
from trainee_exercises.practice.debrief.finding import CLASS_WEIGHT, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Course, Setting
    from trainee_exercises.practice.scripts import Mate, PracticePack


class Signals(NamedTuple):
    """Sales signals by case, with the customer's words: caught, and missed of those whom the rep answered or closed."""

    caught: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]


def signals(found: Sequence[Course]) -> Signals:
    """Return the sales signals that the rep passed on or let read along, and those that went by."""
    ones = [one for one in found if one.script.sales_signal]
    caught = [one for one in ones if _is_known_to_sales(one)]
    missed = [one for one in ones if one not in caught and (one.told or one.of("closed"))]
    return Signals(*(tuple((one.id, one.script.sales_signal) for one in each) for each in (caught, missed)))


def _is_known_to_sales(one: Course) -> bool:
    return any(entry.data["takes"] == "sales" for entry in one.of("passed", "copied"))


def findings(found: Sequence[Course], log: Sequence[Entry], setting: Setting) -> Iterator[Finding]:
    """Yield what went wrong beside the answers."""
    by_id = {one.id: one for one in found}
    for one in found:
        for part in (_sales, _routes, _procedures):
            yield from part(one, setting.pack)
        yield from _merged(one, by_id)
    yield from disturbed.findings(found, log, setting)


def _sales(one: Course, pack: PracticePack) -> Iterator[Finding]:
    mate = next((each for each in pack.colleagues if each.takes == "sales"), None)
    if mate is None or (one.id, one.script.sales_signal) not in signals([one]).missed:
        return
    says = f"{one.name} gave a sales signal that nobody in sales has heard of."
    cites = (one.entries[0].id, (one.told[0].entry if one.told else one.of("closed")[0]).id)
    first, *_ = mate.name.split()
    advice = f"Words about plans, prices and growing are an opening. Answer first, then let {first} read along."
    weight = 0.8 * CLASS_WEIGHT[one.customer]
    yield Finding("sales", says, advice, weight, cites, one.id, one.script.sales_signal)


def _routes(one: Course, pack: PracticePack) -> Iterator[Finding]:
    mates = {each.id: each for each in pack.colleagues}
    for entry in one.of("passed"):
        mate = mates[str(entry.data["to"])]
        if not entry.data["right"]:
            bounced = [each.id for each in one.of("bounced") if each.id > entry.id][:1]
            came_to = "who gave it back; the customer waited for nothing" if bounced else "whom this is not for"
            says = f"{one.name} was passed to {mate.name}, {came_to}."
            yield Finding("route", says, _ROUTE, CLASS_WEIGHT[one.customer], (entry.id, *bounced), one.id)
        elif not entry.data["by_name"]:
            says = f"{one.name} was passed on without being told to whom."
            yield Finding("name", says, _name(mate), 0.5, (entry.id,), one.id)
    yield from _asked_for_nothing(one)
    yield from _closed_without(one, pack)


def _asked_for_nothing(one: Course) -> Iterator[Finding]:
    for entry in one.of("asked_engineering"):
        if not entry.data["right"]:
            said = [each.id for each in one.of("engineering_said") if each.id > entry.id][:1]
            says = f"{one.name}: {entry.data['by']} was asked, and it was nothing for an engineer."
            yield Finding("route", says, _ENGINEER, CLASS_WEIGHT[one.customer], (entry.id, *said), one.id)


def not_passed_on(one: Course, pack: PracticePack) -> Mate | None:
    """Return the colleague whom a customer needed and who heard nothing until it was closed; None: all is well."""
    needs, mates = one.script.route, [each for each in pack.colleagues if each.takes == one.script.route]
    if needs == "answer" or not (mates and one.told and one.of("closed")):
        return None
    asked = one.of("passed", *(("asked_engineering",) if needs == "engineering" else ()))
    return None if any(each.data["right"] for each in asked) else mates[0]


def _closed_without(one: Course, pack: PracticePack) -> Iterator[Finding]:
    if (mate := not_passed_on(one, pack)) is not None:
        says = f"{one.name} needed {mate.name} ({mate.role}), and was closed without."
        yield Finding("route", says, _ROUTE, CLASS_WEIGHT[one.customer], (one.of("closed")[-1].id,), one.id)


_ROUTE: Final = (
    "Read what each colleague looks after; what the help centre answers is yours, what needs their keys is not."
)

_ENGINEER: Final = (
    "Ask an engineer when something does not do what the help centre says it does; what it explains is yours to answer."
)


def _name(mate: Mate) -> str:
    first, *_ = mate.name.split()
    return f"“I pass you to {first}, {mate.role}” costs a few words, and nobody feels sent away."


def _procedures(one: Course, pack: PracticePack) -> Iterator[Finding]:
    for entry in one.of("carried"):
        data: dict[str, Any] = dict(entry.data)
        if data["right"]:
            continue
        title, weight = pack.procedures[data["procedure"]].title, CLASS_WEIGHT[one.customer]
        if data["do"]:
            says = f"{one.name}, “{title}”: it was done{_why_not(one, data)}."
            yield Finding("unsafe", says, _UNSAFE, 3.0 * weight, (entry.id,), one.id)
        elif not data["belongs"]:
            says = f"{one.name}, “{title}”: it was refused, and had not been asked for."
            yield Finding("procedure", says, _ASKED, 0.5 * weight, (entry.id,), one.id)
        else:
            says = f"{one.name}, “{title}”: it was refused, and the policy allows it."
            yield Finding("procedure", says, _ALLOWED, 1.5 * weight, (entry.id,), one.id)


def _why_not(one: Course, data: Mapping[str, Any]) -> str:
    if not data["belongs"]:
        return ", and had not been asked for"
    return " before the customer was asked for what the check needs" if one.script.may else ", which the check forbids"


_UNSAFE: Final = (
    "Ask for the last four digits of the card or the last invoice's number, compare with the account, and only then"
    " act; a friendly voice is no identity."
)
_ASKED: Final = "Read what the customer wants before you open the list of checks."
_ALLOWED: Final = (
    "Read the policy in the list of checks: where it says yes, a yes today costs less than a lost customer."
)


def _merged(one: Course, by_id: Mapping[str, Course]) -> Iterator[Finding]:
    """Yield that a conversation was merged with one about something else."""
    for entry in one.of("merged"):
        if not entry.data["right"] and (into := by_id.get(str(entry.data["into"]))) is not None:
            says = f"{one.name} was merged with {into.name}, who wrote about something else."
            wrote = [each.id for each in one.of("customer_wrote") if each.data["why"] == "merged"][:1]
            yield Finding("merge", says, _MERGE, 0.8 * CLASS_WEIGHT[one.customer], (entry.id, *wrote), one.id)


_MERGE: Final = "Merge only reports of one disturbance: whoever is merged reads what you write to the other one."
