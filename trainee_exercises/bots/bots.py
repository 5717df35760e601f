"""The made-up candidates: each plays a whole exercise in its own manner and returns the attempt.

They know the pack's answers, as no candidate does; what they are for is to see that the exercise and its scores tell
one manner from another.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sim.durations import MINUTE, SECOND
from trainee_exercises.bots.wording import all_phrasings, best_answer, first_words, reworded, sentence, weak_answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trainee_exercises.bots.player import Sitting
    from trainee_exercises.exercise.attempt import Attempt
    from trainee_exercises.packs import Question

_CANNED: Final = (
    "Thank you for contacting us. Your message is important to us. We have received your request and will get back to "
    "you as soon as possible. We apologise for any inconvenience this may have caused. Kind regards, the support team"
)
_FEW: Final = 5


def careful(sitting: Sitting) -> Attempt:
    """Look things up, answer well as many as time permits, ask about the open ones, and say what is not known."""
    sitting.begin()
    sitting.words_a_minute = 85
    questions = sitting.terms.form.questions
    _ask_ahead(sitting, [one for one in questions if not one.articles])
    for question in questions:
        sitting.open(question)
        _look_up(sitting, question)
        if not sitting.type(question, reworded(best_answer(question), sitting.random)):
            break
    return _ended(sitting)


def rusher(sitting: Sitting) -> Attempt:
    """Give every customer the first words of a fair reply, look nothing up, and finish early."""
    sitting.begin()
    sitting.words_a_minute = 80
    for question in sitting.terms.form.questions:
        sitting.open(question)
        if not sitting.type(question, first_words(weak_answer(question, 3), sitting.random.randint(10, 15))):
            break
    sitting.act("finish")
    return sitting.attempt


def quitter(sitting: Sitting) -> Attempt:
    """Answer a few questions well, look at two more, and give up."""
    sitting.begin()
    sitting.words_a_minute = 40
    questions = sitting.terms.form.questions
    for question in questions[:_FEW]:
        sitting.open(question)
        _look_up(sitting, question)
        if not sitting.type(question, reworded(best_answer(question), sitting.random)):
            break
    for question in questions[_FEW : _FEW + 2]:
        sitting.open(question)
        sitting.wait(40 * SECOND)
        sitting.act("skip", question=question.id)
    sitting.act("away")
    return _ended(sitting)


def stuffer(sitting: Sitting) -> Attempt:
    """Pile up whatever a rubric could ask for, in every reply."""

    def piled(question: Question) -> str:
        said = all_phrasings(question.must_say, *question.points.values())
        return " ".join(sitting.random.sample(said, len(said)))

    return _replies(sitting, piled)


def confident_wrong(sitting: Sitting) -> Attempt:
    """Claim with confidence what is not so."""

    def claimed(question: Question) -> str:
        wrong = [sentence(sitting.random.choice(one.phrasings)) for one in question.must_not_say]
        name = question.customer.name.split()[0]
        return f"Hi {name}, thanks for your message. {' '.join(wrong)} You can rely on that."

    return _replies(sitting, claimed)


def copy_paste(sitting: Sitting) -> Attempt:
    """Paste the first article that the search finds, or a canned text where it finds none."""
    sitting.begin()
    for question in sitting.terms.form.questions:
        sitting.open(question)
        article = _found(sitting, question.subject)
        text = sitting.act("read", article=article)["article"]["text"] if article else _CANNED
        sitting.wait(20 * SECOND)
        if not sitting.paste(question, text.strip()[:1500]):
            break
    return _ended(sitting)


Bot = Callable[["Sitting"], "Attempt"]
BOTS: Final[Mapping[str, Bot]] = MappingProxyType(
    {one.__name__: one for one in (careful, rusher, quitter, stuffer, confident_wrong, copy_paste)}
)
"""All of them by their names."""


def _replies(sitting: Sitting, made: Callable[[Question], str]) -> Attempt:
    """Type a reply to every question as far as time permits, without looking anything up."""
    sitting.begin()
    sitting.words_a_minute = 160  # it comes from somewhere else
    for question in sitting.terms.form.questions:
        sitting.open(question)
        if not sitting.type(question, made(question)):
            break
    return _ended(sitting)


def _ask_ahead(sitting: Sitting, questions: Sequence[Question]) -> None:
    """Ask a colleague about each question that the help centre will not answer: they take their time."""
    for question in questions:
        colleagues = sitting.terms.pack.colleagues
        if not colleagues:
            return
        sitting.act("open", question=question.id)
        sitting.wait(4 * SECOND)
        sitting.act("ask", colleague=sitting.random.choice(colleagues).id, text=question.subject)


def _look_up(sitting: Sitting, question: Question) -> None:
    """Search for the question's subject, and read the article that helps, or the first."""
    first = _found(sitting, question.subject)
    article = question.articles[0] if question.articles else first
    if article is not None:
        sitting.read(" ".join(sitting.act("read", article=article)["article"]["text"].split()[:60]))
    else:
        sitting.act("look_at_status")


def _found(sitting: Sitting, query: str) -> str | None:
    sitting.wait(4 * SECOND)
    hits = sitting.act("search", query=query).get("hits", ())
    return str(hits[0]["id"]) if hits else None


def _ended(sitting: Sitting) -> Attempt:
    """Let the rest of the time pass and return the attempt."""
    sitting.clock.forward(sitting.left_ms + MINUTE)
    return sitting.attempt
