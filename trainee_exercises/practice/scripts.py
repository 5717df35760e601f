"""A practice pack, as frozen models: the desk of a product, and the customers who write to it, as scripts."""

from __future__ import annotations

from typing import Annotated, Final, Literal, get_args

from pydantic import Field, field_validator

from sim.scenario.part import Day, Language, Span  # noqa: TC001 - pydantic reads them at run time
from trainee_exercises.packs.base import Id, Piece, Text
from trainee_exercises.packs.lookup import Article  # noqa: TC001 - pydantic reads it at run time
from trainee_exercises.packs.models import Claim as _Claim
from trainee_exercises.packs.models import Fact as _Fact
from trainee_exercises.packs.models import Phrased
from trainee_exercises.practice.accounts import Account, Price

Category = Literal[
    "feature_request", "positive_feedback", "outage", "churn_feedback", "bug_report", "confused", "unaware",
    "user_issue", "pricing", "deal_blocker",
]  # fmt: skip
Modifier = Literal["angry", "billing"]
CustomerClass = Literal["free", "trial", "paying", "vip"]
Tone = Literal["casual", "formal", "urgent", "angry"]
Owner = Literal["design", "engineering", "marketing", "support", "sales", "product", "customer"]
Route = Literal["answer", "sales", "billing", "tier2", "engineering", "design", "marketing", "lead"]
Procedure = Literal["refund", "password_reset"]
Then = Literal["waits", "thanks", "leaves", "cancels", "comes_back"]
Level = Annotated[int, Field(ge=1, le=5)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]

CATEGORIES: Final[tuple[Category, ...]] = (
    "feature_request", "positive_feedback", "outage", "churn_feedback", "bug_report", "confused", "unaware",
    "user_issue", "pricing", "deal_blocker",
)  # fmt: skip
"""Every conversation is exactly one of these. Source: Intercom on Customer Support (2015)."""
CLASSES: Final[tuple[CustomerClass, ...]] = ("free", "trial", "paying", "vip")
TONES: Final[tuple[Tone, ...]] = ("casual", "formal", "urgent", "angry")
OWNERS: Final[tuple[Owner, ...]] = get_args(Owner)
"""Who could see to it that a message need not be written, in the order in which the desk offers them."""

# ---- what a customer wants, and says ----


class Fact(_Fact):
    """Something that a full reply brings across.

    asks: what the customer says if the reply left it out; later: the next question, only asked once the others are
    settled, so that who anticipates it avoids a contact.
    """

    asks: Text
    later: bool = False


class Claim(_Claim):
    """Something wrong that a hurried reply would say; reacts: what the customer says after trying it."""

    reacts: Text


class Need(Phrased):
    """Something that must be asked before it can be solved; gives: what the customer answers."""

    ask: Text
    gives: Text


class RootCause(Piece):
    """Why the customer had to write at all, and who could see to it that nobody else has to."""

    cause: Text
    owner: Owner


class When(Piece):
    """The conditions of a branch; all that are given must hold."""

    said: tuple[Id, ...] = ()
    not_said: tuple[Id, ...] = ()
    claimed: tuple[Id, ...] = ()
    passed_to: Route | None = None
    manner: Literal["rude", "promise", "bare_no"] | None = None


class Branch(Piece):
    """A special reaction: the first whose conditions hold, each once."""

    id: Id
    when: When
    says: Text
    then: Then = "waits"


class Script(Piece):
    """One situation: who writes what, what they want underneath, and how they go on by what they are told."""

    id: Id
    category: Category
    modifiers: tuple[Modifier, ...] = ()
    customers: Annotated[tuple[CustomerClass, ...], Field(min_length=1)]
    tone: Tone
    from_level: Level
    account: Account = Account()
    """What must be so of the customer's account, as the text implies it."""
    subject: Text
    opening: Text
    goal: Text
    root_cause: RootCause
    articles: tuple[Id, ...] = ()
    route: Route = "answer"
    copy_to: Route | None = None
    sales_signal: str = ""
    """The customer's own words that are one; "": there is none."""
    procedure: Procedure | None = None
    may: bool = True
    """Of a procedure: does what the customer gives pass the identity check, and the policy allow it?"""
    incident: Id | None = None
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]
    claims: tuple[Claim, ...] = ()
    needs: tuple[Need, ...] = ()
    branches: tuple[Branch, ...] = ()
    thanks: Text
    model_reply: Text
    weak_reply: Text

    @field_validator("modifiers", "customers")
    @classmethod
    def _once(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(given)) < len(given):
            message = f"{', '.join(given)}: the same twice; write each once"
            raise ValueError(message)
        return given


class ScriptFile(Piece):
    """A file of scripts."""

    scripts: tuple[Script, ...]


# ---- the desk ----


class Mate(Piece):
    """A colleague by name. takes: the way that leads to them; refers: what "pass it to them" sounds like."""

    id: Id
    name: Text
    role: Text
    about: Text
    takes: Route
    delay: Span
    """How long they take to look at what is passed to them."""
    bounces: Text
    """What they say when it is not theirs."""


class Macro(Piece):
    """A canned reply; {first_name} and {rep} are filled in."""

    id: Id
    title: Text
    text: Text


class StatusLine(Piece):
    """What the status page says of an incident from `after` its beginning on."""

    after: Span
    text: Text


class Incident(Piece):
    """A disturbance: what the status page says, and what all who report it may be told at once."""

    id: Id
    title: Text
    component: Text
    status: tuple[StatusLine, ...]
    lasts: Span
    fixed: Text


class Check(Piece):
    """How a procedure goes: what must be verified, and what the policy says."""

    title: Text
    verify: tuple[Text, ...]
    policy: Text
    done: Text
    refused: Text


class Lines(Piece):
    """What customers of a tone say where their script says nothing."""

    neutral: Texts
    """When the reply may or may not say it."""
    impatient: Texts
    thanks: Texts
    leaves: Texts
    cancels: Texts
    rude: Texts
    bare_no: Texts
    promised: Texts
    comes_back: Texts
    again: Texts
    """Before what was asked once already."""


class About(Piece):
    """What desk.yaml says."""

    id: Id
    title: Text
    language: Language
    today: Day
    product: Text
    start_article: Id
    policy: tuple[Text, ...]
    """In which order the desk works, in sentences."""
    targets: dict[CustomerClass, Span]
    """The first response that each class was promised."""
    patience: dict[Tone, Span]
    """How long a customer of that tone waits before saying so."""
    tags: dict[Category, Text]
    modifiers: dict[Modifier, Text]
    owners: dict[Owner, Text] = Field(default_factory=dict)
    """What it means that a root cause is somebody's, in a sentence each; {}: nothing is said of any."""
    colleagues: tuple[Mate, ...]
    macros: tuple[Macro, ...]
    incidents: tuple[Incident, ...] = ()
    procedures: dict[Procedure, Check]
    lines: dict[Tone, Lines]
    plans: dict[CustomerClass, Texts]
    """What the customer's pane calls the plans of a class."""
    prices: dict[str, Price] = Field(
        default_factory=lambda: {"Team": Price(month=9, year=90), "Business": Price(month=16, year=160)}
    )
    """Of the plans that cost something; left out: those of Pinfold."""
    contacts: tuple[Text, ...] = ()
    """What earlier contacts of anybody may have been about; (): subjects of scripts."""


class PracticePack(About):
    """A whole pack; articles and scripts by id."""

    articles: dict[str, Article]
    scripts: dict[str, Script]
    facts: str
    """The product's facts, for authors only."""
