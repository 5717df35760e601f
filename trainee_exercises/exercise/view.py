"""What a candidate's browser gets of an attempt: no level, goal, fact or topic, and no question before the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from trainee_exercises.exercise.lookups import asked_json, status_json

if TYPE_CHECKING:
    from trainee_exercises.exercise.attempt import Answer, Attempt
    from trainee_exercises.packs import Pack, Question


class Notices(NamedTuple):
    """What a round tells its candidates, ready to read. privacy and accommodation: Markdown; contact: whom to ask."""

    company: str
    contact: str
    ai_text: str
    privacy: str
    accommodation: str


class Browser(NamedTuple):
    """Who looks: the candidate, and which of their devices."""

    candidate: str
    device: str


def view(attempt: Attempt, notices: Notices, now: int, browser: Browser) -> dict[str, Any]:
    """Return the whole page of a candidate at *now*, ms since 1970, for one browser."""
    pack, phase = attempt.terms.pack, attempt.phase(now)
    runs = phase == "running"
    return state(attempt, now, browser) | {
        "time_ms": attempt.terms.time_ms,
        "grace_ms": attempt.terms.grace_ms,
        "started_at": attempt.started_at,
        "finished_at": attempt.finished_at,
        "round": _round(attempt, notices),
        "before": _before(attempt) if phase == "before" else None,
        "n_questions": len(attempt.terms.form.questions),
        "questions": _questions(attempt) if phase != "before" else [],
        "current": attempt.question if phase != "before" else None,
        "colleagues": _colleagues(pack) if runs else [],
        "articles": _articles(pack) if runs else [],
        "start_article": pack.files.start_article if runs else None,
        "status": status_json(pack.status, attempt.terms.form.form) if runs else None,
        "product": pack.product,
        "today": f"{pack.today:%A} {pack.today.day} {pack.today:%B %Y}",
    }


def poll(attempt: Attempt, now: int, browser: Browser) -> dict[str, Any]:
    """Return whose page it is and what may have changed without the browser's doing: clock, device, answers."""
    return state(attempt, now, browser)


def state(attempt: Attempt, now: int, browser: Browser) -> dict[str, Any]:
    """Return the part that `view` and `poll` share; before the start nobody's device is shut out."""
    heard_until = now if attempt.ends_at is None else min(now, attempt.ends_at)
    if attempt.finished_at is not None:
        heard_until = min(heard_until, attempt.finished_at)
    return {
        "candidate": browser.candidate,
        "phase": attempt.phase(now),
        "now": now,
        "ends_at": attempt.ends_at,
        "extra_ms": attempt.extra_ms,
        "device": device_json(attempt, browser.device),
        "asked": [asked_json(one, heard_until) for one in attempt.asked],
    }


def device_json(attempt: Attempt, device: str) -> dict[str, Any]:
    """Tell whether this device may write."""
    return {"active": attempt.device is None or attempt.device == device}


def _round(attempt: Attempt, notices: Notices) -> dict[str, Any]:
    return {
        "company": notices.company,
        "product": attempt.terms.pack.title,
        "ai_rule": attempt.terms.ai_rule,
        "ai_text": notices.ai_text,
        "privacy": notices.privacy,
        "accommodation": notices.accommodation,
        "ai_told": {"at": attempt.disclosed_at, "text": attempt.disclosed[-1]} if attempt.disclosed else None,
        "contact": notices.contact,
    }


def _before(attempt: Attempt) -> dict[str, Any]:
    practice = attempt.terms.pack.practice_question
    return {
        "acknowledged": attempt.acknowledged_at is not None,
        "other_format": [one._asdict() for one in attempt.other_format],
        "practice": {"question": _asks(practice), "text": attempt.practice},
    }


def _questions(attempt: Attempt) -> list[dict[str, Any]]:
    return [_question(one, attempt.answer(one.id)) for one in attempt.terms.form.questions]


def _question(question: Question, answer: Answer) -> dict[str, Any]:
    return _asks(question) | {
        "state": state_of(answer),
        "reply": {"text": answer.reply, "revision": answer.revision},
        "note": {"text": answer.note, "revision": answer.note_revision},
        "late": answer.late,
    }


def state_of(answer: Answer) -> str:
    """Return how far a question has come: new, opened, draft, sent or skipped."""
    if answer.sent_at is not None:
        return "sent"
    if answer.is_aside:
        return "skipped"
    if answer.reply.strip() or answer.note.strip():
        return "draft"
    return "new" if answer.opened_at is None else "opened"


def _asks(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "customer": question.customer.model_dump(mode="json"),
        "subject": question.subject,
        "text": question.text,
    }


def _colleagues(pack: Pack) -> list[dict[str, Any]]:
    return [{"id": one.id, "name": one.name, "role": one.role, "about": one.about} for one in pack.colleagues]


def _articles(pack: Pack) -> list[dict[str, Any]]:
    return [{"id": one.id, "title": one.title, "section": one.section} for one in pack.articles.values()]
