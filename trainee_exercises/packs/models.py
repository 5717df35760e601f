"""A pack and its questions, as frozen models; a key that a model does not know is an error."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import Field

from sim.scenario.part import Day, Language, Span, Zone  # noqa: TC001 - pydantic reads them at run time
from trainee_exercises.packs.base import Anchors, Id, Mark, Piece, Text
from trainee_exercises.packs.lookup import Article, Colleague, Status  # noqa: TC001 - pydantic reads them at run time
from trainee_exercises.packs.stages import Stage  # noqa: TC001 - pydantic reads it at run time

LEVELS: Final = ("easy", "middle", "hard", "open")
TONES: Final = ("casual", "formal", "urgent")
_HIDDEN: Final = re.compile(r"(Asks|Demands)\b|.*\b(really wants|underneath)\b", re.DOTALL)

# ---- questions ----


class Phrased(Piece):
    """Something that a reply may say, in several wordings."""

    id: Id
    phrasings: tuple[Text, ...]


class Fact(Phrased):
    """A true sentence that the reply must bring across; "deny": what the customer must learn is a no."""

    fact: Text
    polarity: Literal["affirm", "deny"]


class Claim(Phrased):
    """Something wrong or harmful that no reply may say."""

    claim: Text
    why: Text


class Point(Phrased):
    """Something that a good reply does, seen by one of the values."""

    point: Text


class Customer(Piece):
    """Who writes. plan: the customer's plan in the product; since: how long, in words."""

    name: Text
    plan: Id
    since: Text


class Question(Piece):
    """What one customer writes, what they want, and what good and bad replies say."""

    id: Id
    level: Literal["easy", "middle", "hard", "open"]
    tone: Literal["casual", "formal", "urgent"]
    customer: Customer
    subject: Text
    text: Text
    goal: Text
    articles: tuple[Id, ...]
    """The articles that hold the answer; none for an open question."""
    must_say: tuple[Fact, ...]
    must_not_say: tuple[Claim, ...]
    points: dict[Id, tuple[Point, ...]]
    """The rubric points of each value."""
    model_answers: dict[Mark, Text]

    @property
    def has_hidden_goal(self) -> bool:
        """Does the customer want another thing than they ask for? The goal says so: "Asks ...; really wants ..."."""
        return bool(_HIDDEN.match(self.goal))


class Form(Piece):
    """One set of questions, in the order of their levels."""

    form: Id
    title: Text
    questions: tuple[Question, ...]


class Labelled(Piece):
    """A reply that was rated by hand, for judging a scorer. pair_of: the reply that it turns round, or None."""

    question_id: Id
    reply_id: Id
    text: str
    overall: Mark
    kind: Text
    pair_of: Id | None = None
    why: Text


class LabelledSet(Piece):
    """The file of the labelled replies to one form."""

    form: Id
    replies: tuple[Labelled, ...]


# ---- the pack ----


class Value(Piece):
    """What raters look for; anchors: what can be seen in replies that deserve 1, 2, 3 and 4."""

    name: Text
    meaning: Text
    anchors: Anchors


class Files(Piece):
    """Where the parts of the pack are, seen from its folder. start_article: the one that candidates see first."""

    product: Text
    help_centre: Text
    status: Text
    colleagues: Text
    start_article: Id


class Exercise(Piece):
    """The frame of the exercise."""

    questions: Annotated[int, Field(ge=1, le=200)]
    time: Span
    grace: Span


class Area(Piece):
    """The numbered sections of the product's facts that one form may use. open: the section of what is not known."""

    title: Text | None = None
    sections: tuple[int, ...]
    open: int | None = None
    names: dict[int, Text] = Field(default_factory=dict)


class AiRules(Piece):
    """What candidates are told about AI assistants, by the rule of the round."""

    allowed: Text
    disclose: Text
    not_allowed: Text


class About(Piece):
    """What pack.yaml says apart from the names of the forms."""

    id: Id
    title: Text
    language: Language
    today: Day
    time_zone: Zone
    product: Text
    files: Files
    exercise: Exercise
    variants: tuple[Id, ...] = ()
    """Forms for another kind of candidate: their customers' plans need not match those of the other forms."""
    areas: dict[Id, Area]
    values: dict[Id, Value]
    dimensions: dict[Id, Value]
    practice_question: Question
    ai_rules: AiRules
    privacy_notice: Text
    accommodation: Text


class Manifest(About):
    """The file pack.yaml."""

    forms: tuple[Id, ...]


class Pack(About):
    """A whole pack. forms: those that are written; facts: the product's facts in Markdown, never for candidates."""

    forms: dict[str, Form]
    articles: dict[str, Article]
    colleagues: tuple[Colleague, ...]
    status: Status
    facts: str
    stages: dict[str, Stage]

    def question(self, question_id: str) -> Question:
        """Return a question of any form, or the practice question.

        Raises:
            KeyError: there is none of that id.

        """
        of_forms = (one for form in self.forms.values() for one in form.questions)
        found = next((one for one in (*of_forms, self.practice_question) if one.id == question_id), None)
        if found is None:
            raise KeyError(question_id)
        return found
