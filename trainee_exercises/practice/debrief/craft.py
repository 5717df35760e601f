"""The craft beside the answer: tags and root causes, sales signals, handing on, procedures, disturbances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.practice.debrief.finding import CLASS_WEIGHT, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Course, Setting
    from trainee_exercises.practice.scripts import PracticePack


class Tagged(NamedTuple):
    """How the customers whom the rep answered were tagged. wrong: case, what was chosen, what was right, entry."""

    n: int
    right: int
    owners_right: int
    none: tuple[str, ...]
    wrong: tuple[tuple[str, str, str, int], ...]


class Signals(NamedTuple):
    """Sales signals among the customers whom the rep had: caught and missed, by case with the customer's words."""

    caught: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]


def tagging(found: Sequence[Course]) -> Tagged:
    """Return how well the tags fit; only customers whom the rep has answered or passed on count."""
    ones = [one for one in found if one.told or one.of("passed")]
    last = {one.id: one.of("tagged")[-1] for one in ones if one.of("tagged")}
    right = [one for one in ones if one.id in last and last[one.id].data["category"] == one.script.category]
    owners = [one for one in ones if one.id in last and last[one.id].data["owner"] == one.script.root_cause.owner]
    wrong = tuple(
        (one.id, str(last[one.id].data["category"]), one.script.category, last[one.id].id)
        for one in ones
        if one.id in last and last[one.id].data["category"] not in {None, one.script.category}
    )
    none = tuple(one.id for one in ones if one.id not in last or last[one.id].data["category"] is None)
    return Tagged(len(ones), len(right), len(owners), none, wrong)


def signals(found: Sequence[Course]) -> Signals:
    """Return the sales signals that the rep passed on or let read along, and those that went by."""
    ones = [one for one in found if one.mine and one.script.sales_signal]
    caught = [one for one in ones if any(entry.data["takes"] == "sales" for entry in one.of("passed", "copied"))]
    missed = [one for one in ones if one not in caught]
    return Signals(*(tuple((one.id, one.script.sales_signal) for one in each) for each in (caught, missed)))


def findings(found: Sequence[Course], log: Sequence[Entry], setting: Setting) -> Iterator[Finding]:
    """Yield what went wrong beside the answers, and what went well."""
    for one in found:
        for part in (_tags, _sales, _routes, _procedures):
            yield from part(one, setting.pack)
    yield from _incidents(found, log)


def _tags(one: Course, pack: PracticePack) -> Iterator[Finding]:
    tagged = one.of("tagged")
    if not tagged:
        return
    last = tagged[-1]
    chosen, right = last.data["category"], one.script.category
    if chosen not in {None, right}:
        says = f"{one.name} was tagged {_word(str(chosen))}; it is {_word(right)}: {pack.tags[right]}."
        yield Finding("tag", says, _TAGS, 0.4, (last.id,), one.id)
    owner = last.data["owner"]
    if owner not in {None, one.script.root_cause.owner}:
        says = (
            f"The root cause of {one.name}'s message: {one.script.root_cause.cause} That is for"
            f" {one.script.root_cause.owner}, not {owner}."
        )
        yield Finding("owner", says, _OWNER.get(str(owner), _ANY_OWNER), 0.25, (last.id,), one.id)


_TAGS: Final = "Ask what would have kept this message from being written; the tag follows from that, not from the mood."
_ANY_OWNER: Final = "Name who could change it so that nobody has to write about it again."
_OWNER: Final = {
    "support": f"{_ANY_OWNER} That support answers it does not make support its cause.",
    "customer": f"{_ANY_OWNER} A slip of the customer's often has a page behind it that invites the slip.",
}


def _sales(one: Course, _: PracticePack) -> Iterator[Finding]:
    if not (one.mine and one.script.sales_signal) or not (one.told or one.of("closed")):
        return
    if any(entry.data["takes"] == "sales" for entry in one.of("passed", "copied")):
        return
    says = f"{one.name} gave a sales signal that nobody in sales has heard of."
    cites = (one.entries[0].id, (one.told[0].entry if one.told else one.entries[-1]).id)
    advice = "Words about plans, prices and growing are an opening. Answer first, then let Pete read along."
    weight = 0.8 * CLASS_WEIGHT[one.customer]
    yield Finding("sales", says, advice, weight, cites, one.id, one.script.sales_signal)


def _routes(one: Course, pack: PracticePack) -> Iterator[Finding]:
    for entry in one.of("passed"):
        if not entry.data["right"]:
            who = next(mate.name for mate in pack.colleagues if mate.id == entry.data["to"])
            bounced = [each.id for each in one.of("bounced") if each.id > entry.id][:1]
            came_to = "who gave it back; the customer waited for nothing" if bounced else "whom this is not for"
            says = f"{one.name} was passed to {who}, {came_to}."
            yield Finding("route", says, _ROUTE, CLASS_WEIGHT[one.customer], (entry.id, *bounced), one.id)
        elif not entry.data["by_name"]:
            says = f"{one.name} was passed on without being told to whom."
            yield Finding("name", says, _NAME, 0.5, (entry.id,), one.id)
    needs = one.script.route
    if needs != "answer" and one.told and one.of("closed") and not any(x.data["right"] for x in one.of("passed")):
        mate = next((each for each in pack.colleagues if each.takes == needs), None)
        if mate is not None:
            says = f"{one.name} needed {mate.name} ({mate.role}), and was closed without."
            yield Finding("route", says, _ROUTE, CLASS_WEIGHT[one.customer], (one.of("closed")[-1].id,), one.id)


_ROUTE: Final = (
    "Read what each colleague looks after; what the help centre answers is yours, what needs their keys is not."
)
_NAME: Final = '"I pass you to Yasmin, who does our invoices" costs five words, and nobody feels sent away.'


def _procedures(one: Course, _: PracticePack) -> Iterator[Finding]:
    for entry in one.of("carried"):
        data: dict[str, Any] = dict(entry.data)
        if data["right"]:
            continue
        if data["do"]:
            says = f"{one.name}: money or access was given without a reason or without the check."
            yield Finding("unsafe", says, _UNSAFE, 3.0 * CLASS_WEIGHT[one.customer], (entry.id,), one.id)
        else:
            says = f"{one.name} was refused what the policy allows."
            yield Finding("procedure", says, _ALLOWED, 1.5 * CLASS_WEIGHT[one.customer], (entry.id,), one.id)


_UNSAFE: Final = (
    "Ask for the last four digits of the card or the last invoice's number, compare with the account, and only then"
    " act; a friendly voice is no identity."
)
_ALLOWED: Final = (
    "Read the policy in the list of checks: where it says yes, a yes today costs less than a lost customer."
)


def _incidents(found: Sequence[Course], log: Sequence[Entry]) -> Iterator[Finding]:
    reported = [one for one in found if one.script.incident and one.told]
    fixed = next((entry for entry in log if entry.kind == "incident_fixed"), None)
    if fixed is not None:
        open_ones = [
            one for one in reported
            if not one.left and not any(told.entry.id > fixed.id for told in one.told) and not one.of("told_fixed")
        ]  # fmt: skip
        if open_ones:
            says = f"The disturbance was over, and {len(open_ones)} who had reported it did not hear so from you."
            cites = (fixed.id, *(one.told[-1].entry.id for one in open_ones))
            yield Finding("incident", says, _BACK, 0.8 * len(open_ones), cites, open_ones[0].id)
    apart = [one for one in reported if not one.of("merged")]
    if len(apart) > _MANY:
        says = f"{len(apart)} reports of one disturbance were answered one by one."
        cites = tuple(one.told[0].entry.id for one in apart)
        yield Finding("incident", says, _MERGE, 0.3 * len(apart), cites, apart[0].id)
    began = next((entry for entry in log if entry.kind == "incident_began"), None)
    if reported and began and not any(entry.kind == "status" for entry in log):
        says = "Something was down, and you never looked at the status page."
        yield Finding("incident", says, _STATUS, 1.0, (began.id, reported[0].told[0].entry.id), reported[0].id)


_MANY: Final = 2
_MERGE: Final = "From the second report on: merge into the first, and answer all of them at once with the canned reply."
_BACK: Final = "Keep the reports together; when the status page says it is over, one message to all closes them."
_STATUS: Final = "When two customers tell of the same thing within minutes, look at the status page before you search."


def _word(category: str) -> str:
    return category.replace("_", " ")
