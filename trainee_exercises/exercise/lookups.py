"""Looking things up while the clock runs: help centre, status page, colleagues. Each look is an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trainee_exercises.exercise.colleagues import told
from trainee_exercises.exercise.refusals import Refused, ToWrite
from trainee_exercises.exercise.search import LONGEST_QUERY, Library

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trainee_exercises.exercise import actions as a
    from trainee_exercises.exercise.attempt import Asked, Attempt
    from trainee_exercises.packs import Article, Colleague, Status
    from trainee_exercises.packs.lookup import Incident, Maintenance

MOST_OPEN: Final = 2
"""Questions that a colleague takes on at once."""
MOST_ASKED: Final = 60
LONGEST_QUESTION: Final = 2_000

Looked = tuple["ToWrite | None", "Mapping[str, Any]"]


def search(attempt: Attempt, action: a.Search, _now: int) -> Looked:
    """Return what the help centre has; a query without a word finds nothing and is not noted."""
    query = action.query.strip()[:LONGEST_QUERY]
    if not query:
        return None, {"hits": []}
    library = attempt.terms.library or Library(attempt.terms.pack.articles.values())
    hits = library.search(query)
    entry = ToWrite("searched", {"query": query, "question": attempt.question, "found": len(hits)})
    return entry, {"hits": [hit._asdict() for hit in hits]}


def read(attempt: Attempt, action: a.Read, _now: int) -> Looked:
    """Return an article."""
    article = attempt.terms.pack.articles.get(action.article)
    if article is None:
        raise Refused("unknown_article", "There is no such article; search the help centre for it.")
    entry = ToWrite("read", {"article": article.id, "question": attempt.question})
    return entry, {"article": article_json(article)}


def look_at_status(attempt: Attempt, _action: a.LookAtStatus, _now: int) -> Looked:
    """Return the status page."""
    terms = attempt.terms
    entry = ToWrite("looked_at_status", {"question": attempt.question})
    return entry, {"status": status_json(terms.pack.status, terms.form.form)}


def ask(attempt: Attempt, action: a.Ask, now: int) -> Looked:
    """Put a question to a colleague; the answer is fixed now and comes later."""
    colleague = _colleague(attempt, action.colleague)
    text = action.text.strip()
    if not text:
        raise Refused("empty", f"Write what you would like {colleague.name} to tell you.")
    if len(text) > LONGEST_QUESTION:
        raise Refused("too_long", f"Colleagues read up to {LONGEST_QUESTION:,} characters; shorten your question.")
    waiting = [one for one in attempt.asked if one.colleague == colleague.id and one.ready_at > now]
    same = next((one for one in waiting if one.text == text), None)  # pressed twice, or sent again
    if same:
        return None, {"asked": asked_json(same, now)}
    _has_room(attempt, colleague, waiting)
    entry = _question(attempt, colleague, text, now)
    return entry, {"asked": {key: entry.data[key] for key in ("id", "colleague", "text", "ready_at")} | {
        "asked_at": now, "answer": None
    }}  # fmt: skip


def _colleague(attempt: Attempt, name: str) -> Colleague:
    found = next((one for one in attempt.terms.pack.colleagues if one.id == name), None)
    if found is None:
        raise Refused("unknown_colleague", "There is no such colleague; choose one of the list.")
    return found


def _has_room(attempt: Attempt, colleague: Colleague, waiting: list[Asked]) -> None:
    if len(waiting) >= MOST_OPEN:
        says = f"{colleague.name} is still busy with your last {MOST_OPEN} questions. Ask again when one is answered."
        raise Refused("too_many", says)
    if len(attempt.asked) >= MOST_ASKED:
        says = f"You have asked your colleagues {MOST_ASKED} times; they have to see to their own work now."
        raise Refused("too_many", says)


def _question(attempt: Attempt, colleague: Colleague, text: str, now: int) -> ToWrite:
    answer = told(colleague, attempt.terms.form.form, text)
    data = {
        "id": f"q{len(attempt.asked) + 1}",
        "colleague": colleague.id,
        "text": text,
        "ready_at": now + colleague.delay * 1000,
        "answer": answer.text,
        "knows": answer.knows,
        "question": attempt.question,
    }
    return ToWrite("asked", data)


# ---- as the browser gets it ----


def asked_json(one: Asked, now: int) -> dict[str, Any]:
    """Return a question to a colleague, with its answer only once that has come."""
    answer = one.answer if one.ready_at <= now else None
    return {"id": one.id, "colleague": one.colleague, "text": one.text, "asked_at": one.at, "ready_at": one.ready_at,
            "answer": answer}  # fmt: skip


def article_json(article: Article) -> dict[str, Any]:
    """Return an article; its text is Markdown."""
    return article.model_dump(mode="json", exclude={"keywords"})


def status_json(status: Status, form: str) -> dict[str, Any]:
    """Return the status page as it serves *form*: what was written for another form is not there, nor its marks."""
    current, planned, past = (
        [one for one in ones if one.form in {None, form}] for ones in (status.current, status.planned, status.past)
    )
    hushed = _touched((*status.current, *status.planned)) - _touched((*current, *planned))
    whole = status.model_dump(mode="json")
    components = [one | {"state": "operational"} if one["id"] in hushed else one for one in whole["components"]]
    lists = {"current": current, "planned": planned, "past": past}
    return {"as_of": whole["as_of"], "components": components} | {
        name: [one.model_dump(mode="json", exclude={"form"}) for one in ones] for name, ones in lists.items()
    }


def _touched(entries: Iterable[Incident | Maintenance]) -> set[str]:
    """Return the components that some entries of the status page are about."""
    return {component for one in entries for component in one.components}
