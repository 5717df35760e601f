"""A candidate's attempt at the exercise: a replay of its events. No clock is read here and nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple
from zlib import crc32

from trainee_exercises.exercise.notes import Gone, Kept, Pasted, Progress, Visit, Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from trainee_exercises.exercise.search import Library
    from trainee_exercises.packs import Form, Pack
    from trainee_exercises.storage import Event

Phase = Literal["before", "running", "over"]


class Terms(NamedTuple):
    """What an attempt is about. time_ms: without extra time; library: the help centre made ready for searching."""

    pack: Pack
    form: Form
    time_ms: int
    grace_ms: int
    ai_rule: str
    library: Library | None = None


class Answer(NamedTuple):
    """What was written to one question; instants are None where it did not happen.

    opened_at: first; first_saved_at: first words of the reply; saved_at: its last change. sent_at: None again once it
    is changed. skipped: put aside at some time; is_aside: and not taken up again. late: something was saved in the
    seconds of grace. seen: field, revision and checksum of every text that was taken.
    """

    reply: str = ""
    revision: int = 0
    note: str = ""
    note_revision: int = 0
    opened_at: int | None = None
    first_saved_at: int | None = None
    saved_at: int | None = None
    sent_at: int | None = None
    skipped: bool = False
    is_aside: bool = False
    late: bool = False
    seen: frozenset[tuple[str, int, int]] = frozenset()

    def field(self, name: str) -> tuple[str, int]:
        """Return text and revision of "reply" or "note"."""
        return (self.reply, self.revision) if name == "reply" else (self.note, self.note_revision)

    def has_seen(self, name: str, revision: int, text: str) -> bool:
        """Tell whether just this was taken before."""
        return (name, revision, crc32(text.encode())) in self.seen


class Lookup(NamedTuple):
    """Something that was looked up. what: the query, the article's or the colleague's id, or "" for the status page.

    question: the one that was open; found: hits of a search; 1 or 0: did the colleague know something? Else None.
    """

    at: int
    kind: Literal["search", "article", "status", "colleague"]
    what: str
    question: str | None
    found: int | None = None


class Asked(NamedTuple):
    """A question to a colleague; the answer stands here from the start and comes at ready_at."""

    id: str
    colleague: str
    text: str
    at: int
    ready_at: int
    answer: str
    question: str | None


_NO_ANSWERS: Final[Mapping[str, Answer]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Attempt:
    """Everything about one attempt. Instants: ms since 1970, None: not yet. ends_at: the deadline with extra time.

    number: of the last event; last_at: its instant. order: questions by their first words. device: the one that may
    write. refused: texts that came too late or from another device. overtaken: older texts that came after newer ones.
    disclosed: what the candidate said about AI assistants, last at disclosed_at.
    """

    terms: Terms
    number: int = 0
    last_at: int = 0
    acknowledged_at: int | None = None
    other_format: tuple[Wish, ...] = ()
    practice: str = ""
    started_at: int | None = None
    ends_at: int | None = None
    extra_ms: int = 0
    finished_at: int | None = None
    device: str | None = None
    question: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=lambda: _NO_ANSWERS)
    order: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    progress: tuple[Progress, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    asked: tuple[Asked, ...] = ()
    pastes: tuple[Pasted, ...] = ()
    aways: tuple[Gone, ...] = ()
    refused: tuple[Kept, ...] = ()
    overtaken: tuple[Kept, ...] = ()
    disclosed: tuple[str, ...] = ()
    disclosed_at: int | None = None

    def phase(self, now: int) -> Phase:
        """Return where the attempt is at *now*; what is over needs nobody to close it."""
        if self.started_at is None or self.ends_at is None:
            return "before"
        return "over" if self.finished_at is not None or now > self.ends_at else "running"

    def takes_text(self, now: int) -> bool:
        """Tell whether a save that comes at *now* is taken: until the deadline and the seconds of grace after it."""
        is_open = self.ends_at is not None and self.finished_at is None
        return is_open and self.ends_at is not None and now <= self.ends_at + self.terms.grace_ms

    def answer(self, question: str) -> Answer:
        """Return what was written to a question; an empty answer where nothing was."""
        return self.answers.get(question, Answer())


def replay(terms: Terms, events: Iterable[Event]) -> Attempt:
    """Return the attempt that *events* tell of, in their order."""
    attempt = Attempt(terms)
    for event in events:
        attempt = advanced(attempt, event)
    return attempt


def advanced(attempt: Attempt, event: Event) -> Attempt:
    """Return *attempt* after one more event; a kind that nobody knows changes nothing but the count."""
    change = _CHANGES.get(event.kind)
    changed = change(attempt, event) if change else {}
    return replace(attempt, number=event.number, last_at=max(attempt.last_at, event.at), **changed)


# ---- what each kind of event changes ----


def _started(attempt: Attempt, event: Event) -> dict[str, Any]:
    ends_at = event.at + int(event.data["time_ms"]) + attempt.extra_ms
    return {"started_at": event.at, "ends_at": ends_at, "device": event.data["device"]}


def _granted(attempt: Attempt, event: Event) -> dict[str, Any]:
    more = int(event.data["extra_ms"])
    ends_at = None if attempt.ends_at is None else attempt.ends_at + more
    return {"extra_ms": attempt.extra_ms + more, "ends_at": ends_at}


def _opened(attempt: Attempt, event: Event) -> dict[str, Any]:
    question = event.data["question"]
    answer = attempt.answer(question)
    opened = answer if answer.opened_at is not None else answer._replace(opened_at=event.at)
    return {"answers": _with(attempt, question, opened)} | _visited(attempt, event.at, question)


def _saved(attempt: Attempt, event: Event) -> dict[str, Any]:
    data, question = event.data, event.data["question"]
    name, revision, text = data["field"], data["revision"], data["text"]
    answer = attempt.answer(question)
    answer = answer._replace(
        seen=answer.seen | {(name, revision, crc32(text.encode()))},
        late=answer.late or bool(data.get("late")),
        opened_at=event.at if answer.opened_at is None else answer.opened_at,
    )
    here = _visited(attempt, event.at, question)
    if name == "note":
        answer = answer._replace(note=text, note_revision=revision)
        return {"answers": _with(attempt, question, answer)} | here
    if text != answer.reply:
        answer = answer._replace(sent_at=None, is_aside=False, saved_at=event.at)
    answer = answer._replace(reply=text, revision=revision)
    if event.kind == "sent":
        answer = answer._replace(sent_at=event.at, is_aside=False)
    return _first_words(attempt, event.at, question, answer) | here


def _first_words(attempt: Attempt, at: int, question: str, answer: Answer) -> dict[str, Any]:
    """Return what a reply's change means for the order and the pace."""
    words = len(answer.reply.split())
    order = attempt.order
    if words and answer.first_saved_at is None:
        answer, order = answer._replace(first_saved_at=at), (*order, question)
    progress = (*attempt.progress, Progress(at, question, words))
    return {"answers": _with(attempt, question, answer), "order": order, "progress": progress}


def _reopened(attempt: Attempt, event: Event) -> dict[str, Any]:
    question = event.data["question"]
    answer = attempt.answer(question)._replace(sent_at=None, is_aside=False)
    return {"answers": _with(attempt, question, answer)} | _visited(attempt, event.at, question)


def _skipped(attempt: Attempt, event: Event) -> dict[str, Any]:
    question = event.data["question"]
    answer = attempt.answer(question)._replace(skipped=True, is_aside=True)
    return {"answers": _with(attempt, question, answer)}


def _visited(attempt: Attempt, at: int, question: str) -> dict[str, Any]:
    if attempt.question == question:
        return {}
    return {"question": question, "visits": (*attempt.visits, Visit(at, question))}


def _looked(attempt: Attempt, event: Event) -> dict[str, Any]:
    data = event.data
    made = {
        "searched": lambda: Lookup(event.at, "search", data["query"], data["question"], data["found"]),
        "read": lambda: Lookup(event.at, "article", data["article"], data["question"]),
        "looked_at_status": lambda: Lookup(event.at, "status", "", data["question"]),
        "asked": lambda: Lookup(event.at, "colleague", data["colleague"], data["question"], int(data["knows"])),
    }[event.kind]()
    return {"lookups": (*attempt.lookups, made)}


def _asked(attempt: Attempt, event: Event) -> dict[str, Any]:
    one = event.data
    asked = Asked(one["id"], one["colleague"], one["text"], event.at, one["ready_at"], one["answer"], one["question"])
    return {"asked": (*attempt.asked, asked)} | _looked(attempt, event)


def _back(attempt: Attempt, event: Event) -> dict[str, Any]:
    *before, last = attempt.aways
    return {"aways": (*before, last._replace(until=event.at))}


def _kept(event: Event) -> Kept:
    one = event.data
    return Kept(event.at, one["code"], one["question"], one["field"], one["revision"], one["text"])


def _with(attempt: Attempt, question: str, answer: Answer) -> Mapping[str, Answer]:
    return MappingProxyType({**attempt.answers, question: answer})


_CHANGES: Final[Mapping[str, Callable[[Attempt, Event], dict[str, Any]]]] = MappingProxyType(
    {
        "acknowledged": lambda _, event: {"acknowledged_at": event.at},
        "other_format": lambda one, event: {"other_format": (*one.other_format, Wish(event.at, event.data["text"]))},
        "practised": lambda _, event: {"practice": event.data["text"]},
        "started": _started,
        "device": lambda _, event: {"device": event.data["device"]},
        "granted": _granted,
        "opened": _opened,
        "saved": _saved,
        "sent": _saved,
        "reopened": _reopened,
        "skipped": _skipped,
        "searched": _looked,
        "read": _looked,
        "looked_at_status": _looked,
        "asked": _asked,
        "pasted": lambda one, event: {
            "pastes": (*one.pastes, Pasted(event.at, event.data["question"], event.data["length"]))
        },
        "away": lambda one, event: {"aways": (*one.aways, Gone(event.at))},
        "back": _back,
        "refused": lambda one, event: {"refused": (*one.refused, _kept(event))},
        "overtaken": lambda one, event: {"overtaken": (*one.overtaken, _kept(event))},
        "disclosed": lambda one, event: {"disclosed": (*one.disclosed, event.data["text"]), "disclosed_at": event.at},
        "finished": lambda _, event: {"finished_at": event.at},
    }
)
