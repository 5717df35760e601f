"""What a candidate's browser may ask for: small messages, each checked before anything else looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, TypeAdapter, ValidationError

from trainee_exercises.exercise.refusals import NotAnAction, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = 20_000
"""Characters that a text may have."""
_TOO_LONG: Final = (
    f"This is longer than {LONGEST:,} characters and can't be saved; shorten it. It still stands in your browser."
)


def _storable(text: Any) -> Any:
    """Return *text* without what no database and no browser can take: half characters and the character 0."""
    if not isinstance(text, str):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


Text = Annotated[str, BeforeValidator(_storable), Field(max_length=LONGEST)]
_Name = Annotated[str, BeforeValidator(_storable), Field(max_length=100)]
_Revision = Annotated[StrictInt, Field(ge=1, le=1_000_000_000)]


class _Action(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Acknowledge(_Action):
    """I have read the privacy notice and this rule on AI assistants."""

    kind: Literal["acknowledge"]
    privacy: Literal[True]
    ai_rule: _Name


class AskOtherFormat(_Action):
    """I need more time or another format."""

    kind: Literal["ask_other_format"]
    text: Text


class Practise(_Action):
    """What stands in the reply to the practice question."""

    kind: Literal["practise"]
    text: Text


class Start(_Action):
    """Start the clock."""

    kind: Literal["start"]


class TakeOver(_Action):
    """Go on with this device."""

    kind: Literal["take_over"]


class Open(_Action):
    """I look at this question now."""

    kind: Literal["open"]
    question: _Name


class Save(_Action):
    """What stands in a reply or note. revision: counts up with each change of that field."""

    kind: Literal["save"]
    question: _Name
    field: Literal["reply", "note"]
    revision: _Revision
    text: Text


class Send(_Action):
    """This is my reply."""

    kind: Literal["send"]
    question: _Name
    revision: _Revision
    text: Text

    @property
    def field(self) -> Literal["reply"]:
        """Return the field that is sent."""
        return "reply"


class Reopen(_Action):
    """I change what I sent or put aside."""

    kind: Literal["reopen"]
    question: _Name


class Skip(_Action):
    """I put this question aside."""

    kind: Literal["skip"]
    question: _Name


class Search(_Action):
    """Search the help centre."""

    kind: Literal["search"]
    query: Text


class Read(_Action):
    """Open an article."""

    kind: Literal["read"]
    article: _Name


class LookAtStatus(_Action):
    """Look at the status page."""

    kind: Literal["look_at_status"]


class Ask(_Action):
    """Ask a colleague."""

    kind: Literal["ask"]
    colleague: _Name
    text: Text


class Paste(_Action):
    """Text was pasted that is not the candidate's own. length: characters; the text itself is not sent."""

    kind: Literal["paste"]
    question: _Name
    length: Annotated[StrictInt, Field(ge=1, le=100_000_000)]


class Away(_Action):
    """The page is no longer in view."""

    kind: Literal["away"]


class Back(_Action):
    """The page is in view again."""

    kind: Literal["back"]


class Disclose(_Action):
    """Which AI assistant I used, and for what."""

    kind: Literal["disclose"]
    text: Text


class Finish(_Action):
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
    """Return the action that a browser sent.

    Raises:
        NotAnAction: it is none that this page sends.
        Refused: its text is too long (code too_long).

    """
    try:
        return _ANY.validate_python(dict(action))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] in {"string_too_long", "too_long"} and first["loc"][-1] in {"text", "query"}:
        raise Refused("too_long", _TOO_LONG)
    place = ".".join(str(part) for part in first["loc"]) or "action"
    raise NotAnAction(f"{place}: {first['msg']}")
