"""The course of an exercise: pace, order and lookups, from what was recorded while it ran."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from trainee_exercises.scoring.exercise_score import LookedUp, Lookups, Order, Pace, PaceSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trainee_exercises.exercise.attempt import Answer, Attempt, Lookup
    from trainee_exercises.packs import Form, Question

MINUTE = 60_000
_SPAN = 5 * MINUTE


def n_words(text: str) -> int:
    """Return how many words *text* has, as written between spaces."""
    return len(text.split())


def is_answered(answer: Answer | None) -> bool:
    """Tell whether there is a reply: what is saved counts, sent or not."""
    return answer is not None and bool(answer.reply.strip())


def finished_at(answer: Answer) -> int | None:
    """Return when the reply last changed, in ms since 1970; when it was sent if no save was recorded."""
    return answer.saved_at or answer.sent_at


def pace_of(attempt: Attempt) -> Pace:
    """Return how many replies were finished and words added in each five minutes of the time given.

    A reply is finished where its text last changed; words are net, so cutting a text down counts against them.
    """
    begins, ends = attempt.started_at, attempt.ends_at
    if begins is None or ends is None:
        return Pace(spans=(), finished_by_half=(0, 0), words_by_half=(0, 0), says="The exercise was not started.")
    borders = [*range(begins, max(ends, begins + 1), _SPAN), ends]
    spans = tuple(_span(attempt, begins, *around, is_last=around[1] == ends) for around in pairwise(borders))
    middle = begins + (ends - begins) // 2
    halves = (
        _span(attempt, begins, begins, middle, is_last=False),
        _span(attempt, begins, middle, ends, is_last=True),
    )
    finished, words = (halves[0].n_finished, halves[1].n_finished), (halves[0].n_words, halves[1].n_words)
    return Pace(spans=spans, finished_by_half=finished, words_by_half=words, says=_pace_says(finished, words))


def _span(attempt: Attempt, begins: int, start: int, end: int, *, is_last: bool) -> PaceSpan:
    """Return what was done from *start* up to *end*; the last stretch takes the seconds of grace along."""

    def is_inside(at: int | None) -> bool:
        return at is not None and start <= at and (at < end or is_last)

    words: dict[str, int] = {}
    added = 0
    for one in attempt.progress:
        if is_inside(one.at):
            added += one.words - words.get(one.question, 0)
        words[one.question] = one.words
    done = sum(is_answered(one) and is_inside(finished_at(one)) for one in attempt.answers.values())
    return PaceSpan(
        from_minute=(start - begins) / MINUTE, to_minute=(end - begins) / MINUTE, n_finished=done, n_words=added
    )


def _pace_says(finished: tuple[int, int], words: tuple[int, int]) -> str:
    return (
        f"{_times(finished[0], 'reply', 'replies')} ({words[0]} words) finished in the first half of the time, "
        f"{_times(finished[1], 'reply', 'replies')} ({words[1]} words) in the second."
    )


def order_of(form: Form, attempt: Attempt) -> Order:
    """Return in which order the replies were begun, and which were left and taken up again."""
    listed = [question.id for question in form.questions]
    begun = tuple(name for name in attempt.order if name in listed)
    place = {name: at for at, name in enumerate(listed)}
    earlier = tuple(
        name for at, name in enumerate(begun) if any(place[other] < place[name] for other in begun[at + 1 :])
    )
    returned = tuple(name for name in begun if _came_back(name, attempt))
    skipped = [name for name in listed if attempt.answer(name).skipped]
    later = tuple(name for name in skipped if is_answered(attempt.answer(name)))
    left = tuple(name for name in skipped if name not in later)
    return Order(
        as_begun=begun,
        earlier_than_listed=earlier,
        returned=returned,
        skipped_then_answered=later,
        skipped=left,
        says=_order_says(earlier, returned, left),
    )


def _came_back(name: str, attempt: Attempt) -> bool:
    """Tell whether another reply was begun between the first words of this one and its last change."""
    answer = attempt.answers[name]
    begun, done = answer.first_saved_at, finished_at(answer)
    others = (one.first_saved_at for other, one in attempt.answers.items() if other != name)
    return begun is not None and done is not None and any(at is not None and begun < at < done for at in others)


def _order_says(earlier: Sequence[str], returned: Sequence[str], left: Sequence[str]) -> str:
    parts = [
        f"begun before an easier one: {', '.join(earlier)}" if earlier else "begun in the order of the list",
        f"taken up again later: {', '.join(returned)}" if returned else "no reply was taken up again later",
        *([f"put aside and left: {', '.join(left)}"] if left else []),
    ]
    return "; ".join(parts).capitalize() + "."


def lookups_of(form: Form, attempt: Attempt) -> Lookups:
    """Return what was looked up, for each question: before the reply was finished or after, and the right article?"""
    questions: list[Question | None] = [*form.questions, None]
    by_question = tuple(one for question in questions if (one := _looked_up(question, attempt)) is not None)
    opened = {one.what for one in attempt.lookups if one.kind == "article"}
    with_article = [question for question in form.questions if question.articles]
    found = sum(bool(opened & set(question.articles)) for question in with_article)
    counts = _counts(attempt.lookups)
    return Lookups(
        **counts,
        found=found,
        with_article=len(with_article),
        by_question=by_question,
        says=_lookups_says(counts, found, len(with_article)),
    )


def _looked_up(question: Question | None, attempt: Attempt) -> LookedUp | None:
    """Return the lookups of one question, or None where there are none."""
    name = question.id if question else None
    mine = [one for one in attempt.lookups if one.question == name]
    if not mine:
        return None
    answer = attempt.answers.get(name) if name else None
    done = finished_at(answer) if answer and is_answered(answer) else None
    right = question.articles if question else ()
    opened = {one.what for one in mine if one.kind == "article"}
    return LookedUp(
        question_id=name,
        **_counts(mine),
        before=sum(done is None or one.at <= done for one in mine),
        found=tuple(one for one in right if one in opened),
    )


def _counts(lookups: Iterable[Lookup]) -> dict[str, int]:
    kinds = [str(one.kind) for one in lookups]
    names = {"search": "n_searches", "article": "n_articles", "status": "n_status", "colleague": "n_asked"}
    return {field: kinds.count(kind) for kind, field in names.items()}


def _lookups_says(counts: dict[str, int], found: int, with_article: int) -> str:
    if not any(counts.values()):
        return "Nothing was looked up: no search, no article, no status page, no colleague."
    seen = [_times(counts["n_searches"], "search", "searches"), _times(counts["n_articles"], "article", "articles")]
    seen += [_times(counts["n_status"], "look at the status page", "looks at the status page")]
    seen += [_times(counts["n_asked"], "question to a colleague", "questions to colleagues")]
    return (
        f"{', '.join(seen)}. The article with the answer was opened for {found} of the {with_article} questions that "
        "have one."
    )


def _times(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
