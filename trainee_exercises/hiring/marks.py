"""The marks of one rater for one candidate: whole numbers from 1 to 4, or "not enough evidence" with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from trainee_exercises.hiring.problems import WrongFields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic_core import ErrorDetails

    from trainee_exercises.hiring.criteria import Criterion

_Mark = Annotated[StrictInt, Field(ge=1, le=4)]
_Words = Annotated[str, Field(max_length=4000)]


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Given(_Plain):
    """What a rater gave to one criterion. words: what was seen; the reason where there is not enough evidence.

    No mark and not `not_enough`: still open, which only a draft may be.
    """

    mark: _Mark | None = None
    not_enough: bool = False
    words: _Words = ""


class Rating(_Plain):
    """All marks of one rater for one candidate. replies: marks of single replies, optional, by question."""

    marks: dict[str, Given] = Field(default_factory=dict)
    replies: dict[str, _Mark] = Field(default_factory=dict)
    note: _Words = ""


def rating_of(values: Mapping[str, Any]) -> Rating:
    """Return a rating, or the draft of one, made of what a person gave.

    Raises:
        WrongFields: a message for each mark that is not 1, 2, 3 or 4, and for each text that is too long.

    """
    try:
        return Rating.model_validate(dict(values))
    except ValidationError as error:
        raise WrongFields({_field(one): _said(one) for one in error.errors()}) from None


def check_known(rating: Rating, criteria: Sequence[Criterion], questions: Sequence[str] = ()) -> None:
    """Refuse marks of what this rater does not rate.

    Raises:
        WrongFields: a message for each.

    """
    known = {one.id for one in criteria}
    unknown = {name: "is not among what you rate here" for name in rating.marks if name not in known}
    unknown |= {name: "is no question of this exercise" for name in rating.replies if name not in questions}
    if unknown:
        raise WrongFields(unknown)


def open_points(rating: Rating, criteria: Sequence[Criterion]) -> dict[str, str]:
    """Return what is missing before *rating* can be locked: a message by criterion; none: it is complete."""
    return dict(_open(rating, criteria))


def _open(rating: Rating, criteria: Sequence[Criterion]) -> Iterator[tuple[str, str]]:
    for one in criteria:
        given = rating.marks.get(one.id, Given())
        if given.not_enough and given.mark is not None:
            yield one.id, "has a mark and “not enough evidence”; keep one of the two"
        elif given.not_enough and not given.words.strip():
            yield one.id, "write why there is not enough evidence"
        elif given.mark is None and not given.not_enough:
            yield one.id, "choose 1, 2, 3 or 4, or “not enough evidence” with a reason"


def _field(error: ErrorDetails) -> str:
    where = [str(one) for one in error["loc"]]
    return where[1] if len(where) > 1 else where[0]


def _said(error: ErrorDetails) -> str:
    if "mark" in error["loc"] or error["loc"][0] == "replies":
        return f"{error['input']!r} is no mark; choose 1, 2, 3 or 4"
    return error["msg"][0].lower() + error["msg"][1:]
