"""What is seen in a whole exercise, as frozen models that can be kept as JSON; never one figure for a person.

Every part has its figures and `says`: plain sentences that a rater can read without knowing how they came about.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

State = Literal["answered", "skipped", "opened", "untouched"]
Ending = Literal["untouched", "tried", "honest answer", "asked a colleague", "claimed wrong"]


class Part(BaseModel):
    """A part of what is seen."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Why(Part):
    """One reason for a reply's figure, with the candidate's words in `quote` ("" where there are none)."""

    kind: str
    item: str
    verdict: str
    text: str
    quote: str


class AnswerSeen(Part):
    """One question and what the scorer proposes for its reply.

    minute: when the text last changed, counted from the start; overall and values: None where there is no reply, a
    person must look, or nothing in this question shows that value.
    """

    question_id: str
    level: str
    state: State
    is_sent: bool
    is_late: bool
    n_words: int
    minute: float | None
    overall: float | None
    needs_human: bool
    values: dict[str, float | None]
    reasons: tuple[Why, ...]


class ValueSeen(Part):
    """One value or dimension over the exercise.

    mean: over the replies that show it and have a figure, None where there is none; n: how many these are; n_human: how
    many of its replies a person must look at; n_unanswered: questions that would show it and have no reply. Questions
    without a reply are counted and are no zeros in the mean.
    """

    value: str
    mean: float | None
    n: int
    n_human: int
    n_unanswered: int
    lowest: tuple[str, ...]
    """Questions with the lowest figure (at most 2.4), at most three: where to look first."""
    says: str


class PaceSpan(Part):
    """A stretch of the exercise. n_finished: replies whose text changed there for the last time; n_words: net words."""

    from_minute: float
    to_minute: float
    n_finished: int
    n_words: int


class Pace(Part):
    """How much was done when: stretches of five minutes, and both halves of the time given."""

    spans: tuple[PaceSpan, ...]
    finished_by_half: tuple[int, int]
    words_by_half: tuple[int, int]
    says: str


class Order(Part):
    """In which order the replies were begun. returned: begun, left for another question, and changed again later."""

    as_begun: tuple[str, ...]
    earlier_than_listed: tuple[str, ...]
    returned: tuple[str, ...]
    skipped_then_answered: tuple[str, ...]
    skipped: tuple[str, ...]
    says: str


class LookedUp(Part):
    """What was looked up for one question (None: while no question was open).

    found: the question's own articles that were opened; before: how many of the lookups came before the reply was
    finished.
    """

    question_id: str | None
    n_searches: int
    n_articles: int
    n_status: int
    n_asked: int
    before: int
    found: tuple[str, ...]


class Lookups(Part):
    """What was looked up. found, with_article: questions whose article was opened, and those that have one."""

    n_searches: int
    n_articles: int
    n_status: int
    n_asked: int
    found: int
    with_article: int
    by_question: tuple[LookedUp, ...]
    says: str


class OpenSeen(Part):
    """What became of a question that has no answer anywhere; quotes are the candidate's words."""

    question_id: str
    endings: tuple[Ending, ...]
    quotes: tuple[str, ...]
    says: str


class Held(Part):
    """Did the standard hold? The first and the last third of the replies, in the order in which they were begun.

    Means are None where fewer than two of that third have a figure.
    """

    first: float | None
    last: float | None
    n_first: int
    n_last: int
    words_first: float | None
    words_last: float | None
    says: str


class ExerciseScore(Part):
    """What the scorer sees in one exercise. There is no total: people weigh the parts and decide."""

    pack: str
    form: str
    has_meaning: bool
    """Were sentence embeddings there?"""
    n_questions: int
    n_answered: int
    n_human: int
    values: tuple[ValueSeen, ...]
    pace: Pace
    order: Order
    lookups: Lookups
    open_questions: tuple[OpenSeen, ...]
    held: Held
    disclosed: tuple[str, ...]
    """What the candidate said about AI assistants, word for word; never inferred from anything else."""
    answers: tuple[AnswerSeen, ...]
    says: tuple[str, ...]
