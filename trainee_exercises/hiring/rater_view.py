"""What a rater gets of a candidate: a code and the work; no name, no address, no marks of others, no machine score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.durations import MINUTE
from trainee_exercises.hiring import questionnaires
from trainee_exercises.hiring.assignments import shuffled
from trainee_exercises.hiring.candidates import candidate_by_id, candidates_of
from trainee_exercises.hiring.criteria import EXERCISE, criteria_of, sections_of, stage_of, title_of
from trainee_exercises.hiring.names import without_name
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.ratings import sheet_of
from trainee_exercises.hiring.rounds import round_by_id, round_of
from trainee_exercises.hiring.words import count, filled, ordinal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from trainee_exercises.exercise.attempt import Answer, Attempt, Lookup
    from trainee_exercises.hiring.ratings import Sheet
    from trainee_exercises.hiring.settings import RoundSettings
    from trainee_exercises.packs import Pack, Question
    from trainee_exercises.storage import Storage

ABOUT_NOTES: Final = (
    "A note, never a verdict. Looking things up, asking colleagues and pasting one's own draft are part of the work; "
    "being away from the page says nothing about why. No program can tell who wrote a text."
)


def is_over(attempt: Attempt, now: int) -> bool:
    """Return whether an exercise may be rated at *now*, ms since 1970: its time is over, and no text can follow."""
    return attempt.phase(now) == "over" and not attempt.takes_text(now)


def for_rater(
    storage: Storage, assignment_id: str, user_id: str, pack: Pack, attempt: Attempt | None
) -> dict[str, Any]:
    """Return all that the rater of an assignment may see of the candidate's work, ready for JSON.

    attempt: the candidate's, None where the stage is not the exercise. Answers come in an order of this rater's own for
    each candidate; "written" says of each when it was written. "ready": may it be rated now? The exercise only once it
    is over. Times of day, extra time and other formats asked for are left out on purpose.

    Raises:
        HiringError: the assignment is not this rater's.

    """
    with storage.read() as connection:
        sheet = sheet_of(connection, assignment_id)
        if sheet.assignment.user_id != user_id or sheet.assignment.ended_at is not None:
            raise HiringError("this rating is not yours, or no longer; go back to your list")
        settings = round_of(connection, sheet.assignment.candidate_id).settings
        candidate = candidate_by_id(connection, sheet.assignment.candidate_id)
    view, clean = _frame(sheet, pack), without_name(candidate.name, candidate.email, candidate.code)
    if attempt is None or sheet.assignment.part.stage != EXERCISE:
        return view | _guide(sheet, pack, settings) | _questionnaire(storage, sheet, pack, clean)
    return view | _exercise(sheet, settings, attempt, clean, storage.now())


def _frame(sheet: Sheet, pack: Pack) -> dict[str, Any]:
    one = sheet.assignment
    criteria = criteria_of(pack, one.form, one.part)
    return {
        "code": one.code,
        "title": title_of(pack, one.part),
        "state": sheet.state,
        "criteria": [{**each._asdict(), "anchors": dict(each.anchors)} for each in criteria],
        "reopened": [each.why for each in sheet.reopened],
        "ready": True,
        "answers": [],
        "written": [],
        "notes": [],
        "about_notes": ABOUT_NOTES,
    }


def _guide(sheet: Sheet, pack: Pack, settings: RoundSettings) -> dict[str, Any]:
    """Return what an interviewer needs at hand: how the stage is done and how it is rated."""
    part = sheet.assignment.part
    stage = stage_of(pack, part.stage)
    intros = [each.intro for each in sections_of(stage, part) if each.intro]
    return {
        "guide": [filled(one, settings) for one in (stage.purpose, *intros)],
        "rule": stage.rating.rule,
        "not_enough": stage.rating.not_enough,
    }


def _questionnaire(storage: Storage, sheet: Sheet, pack: Pack, clean: Callable[[str], str]) -> dict[str, Any]:
    """Return the written answers of a stage that has a deadline, once they count; nothing of other stages."""
    one = sheet.assignment
    if stage_of(pack, one.part.stage).deadline is None:
        return {}
    reading = questionnaires.read(storage, one.candidate_id)
    found = questionnaires.answers_for_rating(reading, storage.now()) if reading else None
    if found is None:
        return {
            "ready": False,
            "why_not": "The answers may still change. They show here when the time to answer is over.",
        }
    items = {each.id for each in criteria_of(pack, one.form, one.part)}
    return {"written": [each | {"text": clean(each["text"])} for each in found if each["id"] in items]}


def _exercise(
    sheet: Sheet, settings: RoundSettings, attempt: Attempt, clean: Callable[[str], str], now: int
) -> dict[str, Any]:
    if not is_over(attempt, now):
        return {"ready": False, "why_not": "The exercise is not over yet. Nothing of it shows before."}
    one = sheet.assignment
    questions = sorted(attempt.terms.form.questions, key=lambda each: shuffled(one.user_id, one.candidate_id, each.id))
    rule = attempt.terms.pack.ai_rules
    return {
        "answers": [answer_of(each, attempt, clean) for each in questions],
        "minutes": _minutes(attempt),
        "in_order": list(_in_order(attempt)),
        "notes": list(_notes(attempt)),
        "untouched": [each.id for each in questions if _state(attempt.answer(each.id)) == "untouched"],
        "ai_rule": settings.ai_rule,
        "ai_text": getattr(rule, settings.ai_rule),
        "disclosed": [clean(each) for each in attempt.disclosed],
    }


def answer_of(question: Question, attempt: Attempt, clean: Callable[[str], str]) -> dict[str, Any]:
    """Return one question of an exercise that is over, and all that became of it; *clean* goes over the texts."""
    given = attempt.answer(question.id)
    customer = question.customer
    return {
        "id": question.id,
        "customer": {"name": customer.name, "plan": customer.plan, "since": customer.since},
        "subject": question.subject,
        "text": question.text,
        "true": [one.fact for one in question.must_say],
        "wrong": [f"{one.claim} ({one.why})" for one in question.must_not_say],
        "state": _state(given),
        "written": _written(question.id, attempt),
        "reply": clean(given.reply),
        "note": clean(given.note),
        "lookups": [_looked(one, attempt, clean) for one in attempt.lookups if one.question == question.id],
        "notes": list(_notes_of(question.id, given, attempt)),
    }


def name_for_raters(storage: Storage, round_id: str) -> str:
    """Return the name of a round; "" where it tells who a candidate of it is."""
    with storage.read() as connection:
        name = round_by_id(connection, round_id).name
    people = candidates_of(storage, round_id)
    return name if all(without_name(one.name, one.email, "")(name) == name for one in people) else ""


def _in_order(attempt: Attempt) -> Iterator[str]:
    """Yield the replies in the order in which they were begun."""
    subjects = {one.id: one.subject for one in attempt.terms.form.questions}
    for name in attempt.order:
        if written := _written(name, attempt):
            yield f"{written}: {name}, {subjects[name]}"


def _written(question: str, attempt: Attempt) -> str:
    """Return when a reply was written, such as "3rd reply, minutes 12 to 14"; "" where there is none."""
    there = [one for one in attempt.order if attempt.answer(one).reply.strip()]
    if question not in there:
        return ""
    given = attempt.answer(question)
    first, last = _minute(given.first_saved_at, attempt), _minute(given.saved_at, attempt)
    span = f"minute {first}" if first >= last else f"minutes {first} to {last}"
    return f"{ordinal(there.index(question) + 1)} reply, {span}"


def _minutes(attempt: Attempt) -> int:
    return attempt.terms.time_ms // MINUTE


def _minute(at: int | None, attempt: Attempt) -> int:
    """Return the minute of an instant, counted from 1 at the start.

    Everybody's time is as long as the round's here: extra time is drawn together with the rest, so no minute tells.
    """
    begun, end, minutes = attempt.started_at or 0, attempt.ends_at or 0, _minutes(attempt)
    passed = max(0, (at or begun) - begun)
    return min(passed * minutes // max(1, end - begun), minutes - 1) + 1


def _state(given: Answer) -> str:
    """Return "sent", "saved" (counts the same), "skipped", "opened" or "untouched"."""
    if given.reply.strip():
        return "saved" if given.sent_at is None else "sent"
    if given.skipped:
        return "skipped"
    return "untouched" if given.opened_at is None else "opened"


def _looked(one: Lookup, attempt: Attempt, clean: Callable[[str], str]) -> str:
    pack = attempt.terms.pack
    if one.kind == "search":
        found = "nothing found" if one.found == 0 else count(one.found or 0, "hit")
        return f"searched for “{clean(one.what)}”: {found}"
    if one.kind == "article":
        article = pack.articles.get(one.what)
        return f"read “{article.title if article else one.what}”"
    if one.kind == "colleague":
        who = next((each for each in pack.colleagues if each.id == one.what), None)
        name = f"{who.name}, {who.role}" if who else one.what
        said = next(
            (clean(each.text) for each in attempt.asked if each.at == one.at and each.colleague == one.what), ""
        )
        return f"asked {name}: “{said}”, who {'knew' if one.found else 'did not know'}"
    return "looked at the status page"


def _notes_of(question: str, given: Answer, attempt: Attempt) -> Iterator[str]:
    for one in attempt.pastes:
        if one.question == question:
            yield f"{count(one.length, 'character')} were pasted at once"
    if given.late:
        yield "the last words were saved in the seconds after the end, and count"


def _notes(attempt: Attempt) -> Iterator[str]:
    if attempt.pastes:
        total = sum(one.length for one in attempt.pastes)
        yield f"{count(len(attempt.pastes), 'long paste')}, {total} characters in all"
    if attempt.aways:
        yield f"away from the page {count(len(attempt.aways), 'time')}, {_gone(attempt)} in all"
    late = sum(one.late for one in attempt.answers.values())
    if late:
        yield f"{count(late, 'reply') if late == 1 else f'{late} replies'} saved in the seconds after the end"


def _gone(attempt: Attempt) -> str:
    end = min(attempt.finished_at or attempt.ends_at or 0, attempt.ends_at or 0)
    seconds = sum(max(0, min(one.until or end, end) - one.at) for one in attempt.aways) // 1000
    return count(seconds, "second") if seconds < 120 else count(seconds // 60, "minute")
