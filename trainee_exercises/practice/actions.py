"""What a rep's page may ask for: small messages, each checked before anything else looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, StrictInt, TypeAdapter

from trainee_exercises.exercise import messages
from trainee_exercises.exercise.messages import Message, Name, Revision, Text
from trainee_exercises.practice.scripts import (  # noqa: TC001 - pydantic reads them at run time
    Category,
    Modifier,
    Owner,
    Procedure,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

Case = Annotated[str, Field(pattern=r"^c-[0-9a-z]{10}$")]
_FEW = Field(max_length=20)


class Start(Message):
    """Begin the shift."""

    kind: Literal["start"]


class Pause(Message):
    """Stop the clock, where the level allows it."""

    kind: Literal["pause"]


class Resume(Message):
    """Let it go on."""

    kind: Literal["resume"]


class Finish(Message):
    """End the shift before its time."""

    kind: Literal["finish"]


class Look(Message):
    """I look at this conversation now."""

    kind: Literal["look"]
    case: Case


class Take(Message):
    """It is mine."""

    kind: Literal["take"]
    case: Case


class Release(Message):
    """Anybody may have it."""

    kind: Literal["release"]
    case: Case


class Draft(Message):
    """What stands in the field, not sent. revision: counts up with each change of that field."""

    kind: Literal["draft"]
    case: Case
    field: Literal["reply", "note"]
    text: Text
    revision: Revision


class Reply(Message):
    """Send this to the customer. macro: the canned reply that it began as; close: and close it."""

    kind: Literal["reply"]
    case: Case
    text: Text
    macro: Name | None = None
    close: bool = False


class Note(Message):
    """An internal note."""

    kind: Literal["note"]
    case: Case
    text: Text


class Tag(Message):
    """What it is about; owner: who could see to its root cause."""

    kind: Literal["tag"]
    case: Case
    category: Category | None = None
    modifiers: Annotated[tuple[Modifier, ...], _FEW] = ()
    owner: Owner | None = None


class Pass(Message):
    """Pass it to a colleague, who takes it over."""

    kind: Literal["pass"]
    case: Case
    to: Name
    text: Text = ""


class Copy(Message):
    """Let a colleague know, and keep it."""

    kind: Literal["copy"]
    case: Case
    to: Name


class Merge(Message):
    """Another report of the same disturbance: what is told to one is told to all."""

    kind: Literal["merge"]
    case: Case
    into: Case


class Engineering(Message):
    """Ask an engineer about it, and keep it."""

    kind: Literal["engineering"]
    case: Case


class Snooze(Message):
    """Out of sight for so many minutes."""

    kind: Literal["snooze"]
    case: Case
    minutes: Annotated[StrictInt, Field(ge=1, le=120)]


class Close(Message):
    """Done."""

    kind: Literal["close"]
    case: Case


class Reopen(Message):
    """Not done after all."""

    kind: Literal["reopen"]
    case: Case


class Carry(Message):
    """Carry out a procedure, or refuse it. verified: what was checked, each by its place in the list."""

    kind: Literal["carry"]
    case: Case
    procedure: Procedure
    verified: Annotated[tuple[Annotated[StrictInt, Field(ge=0, le=9)], ...], _FEW]
    do: bool


class Disagree(Message):
    """I did say that: for the trainer, without any effect on the shift."""

    kind: Literal["disagree"]
    case: Case
    message: Annotated[StrictInt, Field(ge=0, le=1_000_000_000)]
    about: Name


class Hint(Message):
    """What could I do here?"""

    kind: Literal["hint"]
    case: Case


class Search(Message):
    """Search in the help centre."""

    kind: Literal["search"]
    query: Text
    case: Case | None = None


class Read(Message):
    """Read an article."""

    kind: Literal["read"]
    article: Name
    case: Case | None = None


class Status(Message):
    """Look at the status page."""

    kind: Literal["status"]


Action = (
    Start | Pause | Resume | Finish | Look | Take | Release | Draft | Reply | Note | Tag | Pass | Copy | Engineering
    | Merge | Snooze | Close | Reopen | Carry | Disagree | Hint | Search | Read | Status
)  # fmt: skip
_ANY: Final[TypeAdapter[Action]] = TypeAdapter(Annotated[Action, Field(discriminator="kind")])


def parse(action: Mapping[str, Any]) -> Action:
    """Return the action that a browser sent; raises as `messages.parse` does."""
    return messages.parse(action, _ANY)
