"""What candidates' pages send: small messages of a kind, and texts as a database and a browser can take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, ValidationError

from trainee_exercises.exercise.refusals import NotAnAction, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import TypeAdapter

LONGEST: Final = 20_000
"""Characters that a text may have."""
_TOO_LONG: Final = (
    f"This is longer than {LONGEST:,} characters and can't be saved; shorten it. It still stands in your browser."
)
_TEXTS: Final = frozenset({"text", "query"})

_M = TypeVar("_M")


def _storable(text: Any) -> Any:
    """Return *text* without what no database and no browser can take: half characters and the character 0."""
    if not isinstance(text, str):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


Text = Annotated[str, BeforeValidator(_storable), Field(max_length=LONGEST)]
Name = Annotated[str, BeforeValidator(_storable), Field(max_length=100)]
Revision = Annotated[StrictInt, Field(ge=1, le=1_000_000_000)]


class Message(BaseModel):
    """A message of one kind: what is not named in it is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def parse(message: Mapping[str, Any], kinds: TypeAdapter[_M]) -> _M:
    """Return the message that a browser sent. kinds: those that the page sends, told apart by "kind".

    Raises:
        NotAnAction: it is none that the page sends.
        Refused: its text is too long (code too_long).

    """
    try:
        return kinds.validate_python(dict(message))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] in {"string_too_long", "too_long"} and first["loc"][-1] in _TEXTS:
        raise Refused("too_long", _TOO_LONG)
    place = ".".join(str(part) for part in first["loc"]) or "action"
    raise NotAnAction(f"{place}: {first['msg']}")
