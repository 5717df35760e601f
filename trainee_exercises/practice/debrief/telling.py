"""Entries of the log in words, with what was said there: what a finding cites, for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.practice.debrief.course import counted, time_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from trainee_exercises.practice.cases import Entry, Message
    from trainee_exercises.practice.shift import Shift


class Cited(NamedTuple):
    """An entry in words. clock: as the desk shows it; who: the customer, or ""; words: what was written."""

    entry: int
    clock: str
    case: str
    who: str
    says: str
    words: str


def cited(shift: Shift, entries: Iterable[int]) -> list[Cited]:
    """Return entries of a shift, by their numbers, in words."""
    return [_cited(shift, shift.log[number - 1]) for number in entries]


def _cited(shift: Shift, entry: Entry) -> Cited:
    case = shift.cases.get(entry.case)
    message = _message(case.messages, entry) if case else None
    words = message.text if message and message.by != "system" else ""
    at = case.arrived_at if case and entry.kind == "arrived" else entry.at
    return Cited(
        entry.id,
        time_of(at, shift.terms.scene.time),
        entry.case,
        case.person.name if case else "",
        _says(shift, entry),
        words,
    )


def _message(messages: list[Message], entry: Entry) -> Message | None:
    return next((one for one in messages if one.entry == entry.id), None)


def _says(shift: Shift, entry: Entry) -> str:
    data: dict[str, Any] = dict(entry.data)
    if entry.kind in {"incident_began", "incident_fixed"}:
        title = next(one.title for one in shift.terms.pack.incidents if one.id == data["incident"])
        return f"{_PLAIN[entry.kind]}: {title}"
    says = _FILLED.get(entry.kind)
    return says(shift, data) if says else _PLAIN.get(entry.kind, entry.kind.replace("_", " "))


_PLAIN: Final = {
    "arrived": "wrote",
    "looked": "you looked at it",
    "took": "you took it",
    "released": "you gave it back to the team",
    "replied": "you replied",
    "customer_wrote": "wrote again",
    "nudged": "asked where you are",
    "noted": "you made a note",
    "closed": "you closed it",
    "came_back": "came back after it was closed",
    "reopened": "you opened it again",
    "merged": "you merged it with another one",
    "merged_along": "it went along to another conversation",
    "told_fixed": "was told that it is over",
    "returned": "came back to the team",
    "awake": "came back into sight",
    "hinted": "you asked for a hint",
    "disagreed": "you said that the machine read you wrongly",
    "status": "you looked at the status page",
    "incident_began": "a disturbance began",
    "incident_fixed": "the disturbance was over",
}
_LEFT: Final = {
    "waiting": "left, tired of waiting", "leaves": "left", "cancels": "left, and cancels",
}  # fmt: skip


def _mate(shift: Shift, name: str) -> str:
    return next((one.name for one in shift.terms.pack.colleagues if one.id == name), name)


def _tagged(_: Shift, data: Mapping[str, Any]) -> str:
    parts = [data["category"], *data["modifiers"], data["owner"] and f"for {data['owner']}"]
    return f"you tagged it: {', '.join(str(one).replace('_', ' ') for one in parts if one) or 'nothing'}"


def _carried(shift: Shift, data: Mapping[str, Any]) -> str:
    title = shift.terms.pack.procedures[data["procedure"]].title
    return f"{title}: you {'did it' if data['do'] else 'refused it'}"


_FILLED: Final[dict[str, Callable[[Shift, Any], str]]] = {
    "tagged": _tagged,
    "carried": _carried,
    "passed": lambda shift, data: f"you passed it to {_mate(shift, data['to'])}",
    "copied": lambda shift, data: f"you let {_mate(shift, data['to'])} read along",
    "bounced": lambda _, data: f"{data['by']} gave it back: {data['why']}",
    "taken_by_colleague": lambda _, data: f"{data['by']} took it",
    "colleague_answered": lambda _, data: f"{data['by']} answered",
    "colleague_closed": lambda _, data: f"{data['by']} closed it",
    "asked_engineering": lambda _, data: f"you asked {data['by']}",
    "engineering_said": lambda _, data: f"{data['by']} answered with a note",
    "mate_answered": lambda _, data: f"{data['by']} answered",
    "snoozed": lambda _, data: f"you put it aside for {counted(data['minutes'], 'minute')}",
    "searched": lambda _, data: f"you searched for “{data['query']}”",
    "read": lambda shift, data: f"you read “{shift.terms.pack.articles[data['article']].title}”",
    "left": lambda _, data: _LEFT.get(data["how"], "left"),
}
