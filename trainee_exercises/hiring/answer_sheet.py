"""A candidate's questionnaire as a replay of its events, and what may be done with it when. No clock and no storage."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

from pydantic import Field, TypeAdapter

from trainee_exercises.exercise import messages
from trainee_exercises.exercise.messages import Message, Name, Revision, Text
from trainee_exercises.exercise.refusals import Refused, ToWrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trainee_exercises.storage import Event

Phase = Literal["not sent", "open", "handed in", "over"]
_MOST_KEPT: Final = 200
_NOT_SENT: Final = "This questionnaire has not been sent to you."
_OVER: Final = (
    "The time to answer is over. What was saved by then has been handed in; this text came later and is kept beside it."
)
_IN: Final = "You have handed in. Take it back first if you want to change something."


# ---- what a browser sends ----


class Save(Message):
    """What stands in an answer. revision: counts up with each change."""

    kind: Literal["save"]
    item: Name
    revision: Revision
    text: Text


class HandIn(Message):
    """These are my answers."""

    kind: Literal["hand_in"]


class TakeBack(Message):
    """I want to change something after all."""

    kind: Literal["take_back"]


Action = Save | HandIn | TakeBack
_ANY: Final[TypeAdapter[Action]] = TypeAdapter(Annotated[Action, Field(discriminator="kind")])


def parse(action: Mapping[str, Any]) -> Action:
    """Return the action that a browser sent; raises as `messages.parse` does."""
    return messages.parse(action, _ANY)


# ---- the state ----


class Answer(NamedTuple):
    """What stands in an answer, and since when (ms since 1970)."""

    text: str
    revision: int
    saved_at: int


class Kept(NamedTuple):
    """A text that did not become an answer. code: "over", "overtaken"."""

    at: int
    code: str
    item: str
    revision: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questionnaire of one candidate. Instants: ms since 1970, None: not so far.

    items: ids, in order; due_at: the last instant at which something is taken; handed_in_at: by the candidate; kept:
    texts that came too late or were overtaken by another device.
    """

    items: tuple[str, ...]
    sent_at: int | None = None
    due_at: int | None = None
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    handed_in_at: int | None = None
    kept: tuple[Kept, ...] = ()

    def phase(self, now: int) -> Phase:
        """Return where it is at *now*: at the deadline it is handed in as it stands, without anybody's doing."""
        if self.due_at is None:
            return "not sent"
        if now > self.due_at:
            return "over"
        return "open" if self.handed_in_at is None else "handed in"

    def counts_since(self, now: int) -> int | None:
        """Return when what stands here was handed in, by hand or by the deadline; None: it still may change."""
        if self.due_at is not None and now > self.due_at:
            return self.due_at if self.handed_in_at is None else self.handed_in_at
        return None

    @property
    def n_answered(self) -> int:
        """Return how many answers have words."""
        return sum(bool(one.text.strip()) for one in self.answers.values())


def replayed(items: tuple[str, ...], happened: Iterable[Event]) -> Sheet:
    """Return the sheet that *happened* tells of, in its order."""
    sheet = Sheet(items)
    for event in happened:
        sheet = _after(sheet, event)
    return sheet


def _after(sheet: Sheet, event: Event) -> Sheet:
    data = event.data
    if event.kind == "sent":
        return replace(sheet, sent_at=sheet.sent_at or event.at, due_at=data["due_at"])
    if event.kind == "due_moved":
        return replace(sheet, due_at=data["due_at"])
    if event.kind == "saved":
        answer = Answer(data["text"], data["revision"], event.at)
        return replace(sheet, answers=MappingProxyType({**sheet.answers, data["item"]: answer}))
    if event.kind in {"refused", "overtaken"}:
        kept = Kept(event.at, data["code"], data["item"], data["revision"], data["text"])
        return replace(sheet, kept=(*sheet.kept, kept))
    if event.kind in {"handed_in", "taken_back"}:
        return replace(sheet, handed_in_at=event.at if event.kind == "handed_in" else None)
    return sheet


# ---- what an action leads to ----


def decide(sheet: Sheet, action: Action, now: int) -> tuple[tuple[ToWrite, ...], dict[str, Any]]:
    """Return the events to write and what the browser is told beside the time.

    Raises:
        Refused: it may not be done; a text in it is kept all the same.

    """
    phase = sheet.phase(now)
    if phase == "not sent":
        raise Refused("not_started", _NOT_SENT)
    if isinstance(action, Save):
        return _save(sheet, action, phase)
    if phase == "over":
        raise Refused("over", _OVER.split(";", maxsplit=1)[0] + ".")
    if isinstance(action, HandIn):
        return _hand_in(sheet)
    return ((ToWrite("taken_back", {}),) if sheet.handed_in_at is not None else ()), {}


def _save(sheet: Sheet, action: Save, phase: Phase) -> tuple[tuple[ToWrite, ...], dict[str, Any]]:
    if action.item not in sheet.items:
        raise Refused("wrong_question", "There is no such question here. Load the page again.")
    now_there = sheet.answers.get(action.item, Answer("", 0, 0))
    data = {"item": action.item, "revision": action.revision, "text": action.text}
    if action.text == now_there.text and action.revision <= now_there.revision:
        return (), _receipt(action.item, now_there.revision)
    if phase == "over":
        raise Refused("over", _OVER, _keep(sheet, data | {"code": "over"}, "refused"))
    if phase == "handed in":
        raise Refused("over", _IN, _keep(sheet, data | {"code": "handed_in"}, "refused"))
    if action.revision <= now_there.revision:
        kept = _keep(sheet, data | {"code": "overtaken"}, "overtaken")
        return kept, _receipt(action.item, now_there.revision) | {"overtaken": True}
    return (ToWrite("saved", data),), _receipt(action.item, action.revision)


def _receipt(item: str, revision: int) -> dict[str, Any]:
    return {"saved": {"item": item, "revision": revision}, "overtaken": False}


def _keep(sheet: Sheet, data: dict[str, Any], kind: str) -> tuple[ToWrite, ...]:
    """Return the event that keeps a text, or none where just this is kept already or nothing stands in it."""
    mine = (data["code"], data["item"], data["revision"], data["text"])
    known = any(tuple(one)[1:] == mine for one in sheet.kept)
    return () if known or not data["text"] or len(sheet.kept) >= _MOST_KEPT else (ToWrite(kind, data),)


def _hand_in(sheet: Sheet) -> tuple[tuple[ToWrite, ...], dict[str, Any]]:
    if sheet.handed_in_at is not None:
        return (), {}
    if not sheet.n_answered:
        raise Refused("empty", "There is no answer yet. Write at least one before you hand in.")
    return (ToWrite("handed_in", {}),), {}
