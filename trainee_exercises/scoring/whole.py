"""A whole exercise: every reply's score, each value over all of them, and how it went under pressure.

Means are plain means over the replies that have a figure. Questions without a reply are counted beside them and are no
zeros: whether somebody ran out of time is seen in the counts and in the pace. Nothing is summed up to one figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainee_exercises.scoring.course import MINUTE, finished_at, is_answered, lookups_of, n_words, order_of, pace_of
from trainee_exercises.scoring.embeddings import load_encoder
from trainee_exercises.scoring.exercise_score import (
    AnswerSeen,
    Ending,
    ExerciseScore,
    Held,
    OpenSeen,
    State,
    ValueSeen,
    Why,
)
from trainee_exercises.scoring.score import Scorer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trainee_exercises.exercise.attempt import Answer, Attempt
    from trainee_exercises.packs import Form, Pack, Question

_LOW = 2.4
_FEWEST = 2
_DIMENSIONS = ("correctness", "clarity")


def whole(pack: Pack, form: Form, attempt: Attempt, scorer: Scorer | None = None) -> ExerciseScore:
    """Return what is seen in *attempt* at *form*; *scorer* saves preparing the pack again for each candidate."""
    scorer = scorer or Scorer(pack, load_encoder())
    answers = tuple(_answer(one, attempt, scorer) for one in form.questions)
    done = [one for one in answers if one.state == "answered"]
    held = _held(answers, [name for name in attempt.order if any(one.question_id == name for one in done)])
    n_human = sum(one.needs_human for one in done)
    return ExerciseScore(
        pack=pack.id,
        form=form.form,
        has_meaning=scorer.has_meaning,
        n_questions=len(answers),
        n_answered=len(done),
        n_human=n_human,
        values=tuple(_value(name, form, answers) for name in (*pack.values, *_DIMENSIONS)),
        pace=pace_of(attempt),
        order=order_of(form, attempt),
        lookups=lookups_of(form, attempt),
        open_questions=tuple(
            _open(question, seen, attempt)
            for question, seen in zip(form.questions, answers, strict=True)
            if question in _last_ones(form)
        ),
        held=held,
        disclosed=tuple(attempt.disclosed),
        answers=answers,
        says=tuple(_says(answers, n_human)),
    )


def _answer(question: Question, attempt: Attempt, scorer: Scorer) -> AnswerSeen:
    answer = attempt.answers.get(question.id)
    score = scorer.score(question, answer.reply) if answer is not None and is_answered(answer) else None
    done = finished_at(answer) if answer is not None and score is not None else None
    return AnswerSeen(
        question_id=question.id,
        level=question.level,
        state=_state(answer),
        is_sent=answer is not None and answer.sent_at is not None,
        is_late=answer is not None and answer.late,
        n_words=n_words(answer.reply) if answer is not None else 0,
        minute=round((done - attempt.started_at) / MINUTE, 1) if done and attempt.started_at else None,
        overall=score.overall if score else None,
        needs_human=bool(score and score.needs_human),
        values=score.values if score else {},
        reasons=tuple(Why(**reason._asdict()) for reason in score.reasons) if score else (),
    )


def _state(answer: Answer | None) -> State:
    if answer is None:
        return "untouched"
    if is_answered(answer):
        return "answered"
    if answer.skipped:
        return "skipped"
    return "untouched" if answer.opened_at is None else "opened"


def _value(name: str, form: Form, answers: Sequence[AnswerSeen]) -> ValueSeen:
    """Return one value over the replies that show it; a dimension is shown by every reply."""
    shows = {one.id for one in form.questions if name in _DIMENSIONS or name in one.points}
    mine = [one for one in answers if one.question_id in shows]
    scored = [(figure, one.question_id) for one in mine if (figure := one.values.get(name)) is not None]
    mean = round(sum(figure for figure, _ in scored) / len(scored), 2) if scored else None
    n_human = sum(one.needs_human for one in mine)
    n_unanswered = sum(one.state != "answered" for one in mine)
    lowest = tuple(question for figure, question in sorted(scored) if figure <= _LOW)[:3]
    shown = (
        "No reply shows it"
        if mean is None
        else f"{mean:.1f} on average over {len(scored)} of {len(mine)} questions that show it"
    )
    rest = f"; {n_human} for a person to look at, {n_unanswered} without a reply."
    return ValueSeen(
        value=name,
        mean=mean,
        n=len(scored),
        n_human=n_human,
        n_unanswered=n_unanswered,
        lowest=lowest,
        says=shown + rest + (f" Lowest: {', '.join(lowest)}." if lowest else ""),
    )


def _last_ones(form: Form) -> Sequence[Question]:
    """Return the questions without an answer: those marked as open, else the last quarter of the form."""
    marked = [question for question in form.questions if question.level == "open"]
    return marked or form.questions[-max(1, len(form.questions) // 4) :]


def _open(question: Question, seen: AnswerSeen, attempt: Attempt) -> OpenSeen:
    asked = [one for one in attempt.lookups if one.kind == "colleague" and one.question == question.id]
    honest = [why for why in seen.reasons if why.item in {"unknown", "back"} and why.verdict == "met"]
    wrong = [why for why in seen.reasons if why.verdict in {"claimed", "contradicted"}]
    endings: list[Ending] = ["untouched" if seen.state != "answered" else "tried"]
    if {why.item for why in honest} == {"unknown", "back"}:
        endings.append("honest answer")
    if asked:
        endings.append("asked a colleague")
    if wrong:
        endings.append("claimed wrong")
    quotes = tuple(why.quote for why in (*honest, *wrong) if why.quote)
    return OpenSeen(
        question_id=question.id,
        endings=tuple(endings),
        quotes=tuple(dict.fromkeys(quotes)),
        says=_ending_says(seen, len(asked), is_honest="honest answer" in endings, wrong=wrong),
    )


def _ending_says(seen: AnswerSeen, n_asked: int, *, is_honest: bool, wrong: Sequence[Why]) -> str:
    parts = {
        "answered": "says what is not known and that the customer will hear again" if is_honest else "has a reply",
        "skipped": "was put aside",
        "opened": "was opened and left without a reply",
        "untouched": "was not opened",
    }
    said = [parts[seen.state]]
    if n_asked:
        said.append(f"a colleague was asked {'once' if n_asked == 1 else f'{n_asked} times'}")
    said += [f'says what may be wrong: "{why.quote}"' for why in wrong if why.quote]
    return f"{seen.question_id} {'; '.join(said)}."


def _held(answers: Sequence[AnswerSeen], begun: Sequence[str]) -> Held:
    by_id = {one.question_id: one for one in answers}
    third = len(begun) // 3
    first, last = ([by_id[name] for name in names] for names in (begun[:third], begun[len(begun) - third :]))
    means = [_mean(one.overall for one in ones) for ones in (first, last)]
    words = [_mean((float(one.n_words) for one in ones), 1) for ones in (first, last)]
    return Held(
        first=means[0],
        last=means[1],
        n_first=len(first),
        n_last=len(last),
        words_first=words[0],
        words_last=words[1],
        says=_held_says(third, means, words),
    )


def _held_says(third: int, means: Sequence[float | None], words: Sequence[float | None]) -> str:
    if means[0] is None or means[1] is None:
        return "Too few replies have a figure to compare the first third with the last."
    return (
        f"The first {third} replies have {means[0]:.1f} on average ({words[0] or 0:.0f} words each), the last {third} "
        f"have {means[1]:.1f} ({words[1] or 0:.0f} words each). Later questions of the list are harder: compare with "
        "others at the same form."
    )


def _mean(figures: Iterable[float | None], fewest: int = _FEWEST) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return round(sum(known) / len(known), 2) if len(known) >= fewest else None


def _says(answers: Sequence[AnswerSeen], n_human: int) -> Iterable[str]:
    done = [one for one in answers if one.state == "answered"]
    not_sent = sum(not one.is_sent for one in done)
    yield f"{len(done)} of {len(answers)} questions have a reply; not sent, which counts the same: {not_sent}."
    if n_human:
        yield f"{n_human} of the replies have no figure: a person must look at them."
    late = [one.question_id for one in done if one.is_late]
    if late:
        yield f"Saved in the seconds after the end, and accepted: {', '.join(late)}."
    yield "These are proposals by a program. People rate without seeing them, and people decide."
