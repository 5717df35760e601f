"""What a candidate's browser may ask for: small messages, each checked before anything else looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import Field, StrictInt, TypeAdapter

from trainee_exercises.exercise import messages
from trainee_exercises.exercise.messages import Message, Name, Revision, Text

if TYPE_CHECKING:
    from collections.abc import Mapping


class Acknowledge(Message):
    """I have read the privacy notice and this rule on AI assistants."""

    kind: Literal["acknowledge"]
    privacy: Literal[True]
    ai_rule: Name


class AskOtherFormat(Message):
    """I need more time or another format."""

    kind: Literal["ask_other_format"]
    text: Text


class Practise(Message):
    """What stands in the reply to the practice question."""

    kind: Literal["practise"]
    text: Text


class Start(Message):
    """Start the clock."""

    kind: Literal["start"]


class TakeOver(Message):
    """Go on with this device."""

    kind: Literal["take_over"]


class Open(Message):
    """I look at this question now."""

    kind: Literal["open"]
    question: Name


class Save(Message):
    """What stands in a reply or note. revision: counts up with each change of that field."""

    kind: Literal["save"]
    question: Name
    field: Literal["reply", "note"]
    revision: Revision
    text: Text


class Send(Message):
    """This is my reply."""

    kind: Literal["send"]
    question: Name
    revision: Revision
    text: Text

    @property
    def field(self) -> Literal["reply"]:
        """Return the field that is sent."""
        return "reply"


class Reopen(Message):
    """I change what I sent or put aside."""

    kind: Literal["reopen"]
    question: Name


class Skip(Message):
    """I put this question aside."""

    kind: Literal["skip"]
    question: Name


class Search(Message):
    """Search the help centre."""

    kind: Literal["search"]
    query: Text


class Read(Message):
    """Open an article."""

    kind: Literal["read"]
    article: Name


class LookAtStatus(Message):
    """Look at the status page."""

    kind: Literal["look_at_status"]


class Ask(Message):
    """Ask a colleague."""

    kind: Literal["ask"]
    colleague: Name
    text: Text


class Paste(Message):
    """Text was pasted that is not the candidate's own. length: characters; the text itself is not sent."""

    kind: Literal["paste"]
    question: Name
    length: Annotated[StrictInt, Field(ge=1, le=100_000_000)]


class Away(Message):
    """The page is no longer in view."""

    kind: Literal["away"]


class Back(Message):
    """The page is in view again."""

    kind: Literal["back"]


class Disclose(Message):
    """Which AI assistant I used, and for what."""

    kind: Literal["disclose"]
    text: Text


class Finish(Message):
    """I am done before the time is over."""

    kind: Literal["finish"]


Action = (
    Acknowledge
    | AskOtherFormat
    | Practise
    | Start
    | TakeOver
    | Open
    | Save
    | Send
    | Reopen
    | Skip
    | Search
    | Read
    | LookAtStatus
    | Ask
    | Paste
    | Away
    | Back
    | Disclose
    | Finish
)
_ANY: Final[TypeAdapter[Action]] = TypeAdapter(Annotated[Action, Field(discriminator="kind")])


def parse(action: Mapping[str, Any]) -> Action:
    """Return the action that a browser sent; raises as `messages.parse` does."""
    return messages.parse(action, _ANY)
