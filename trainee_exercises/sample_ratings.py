"""What the made-up raters of the sample round gave: marks that fit how each made-up candidate played, and differ a bit.

The same candidate gets the same marks each time.
"""

from __future__ import annotations

import random
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.hiring.criteria import OVERALL
from trainee_exercises.hiring.marks import Given, Rating

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trainee_exercises.hiring.criteria import Criterion

_FIRM: Final = (0, 0, 0, 0, 0, 0, 0, 1, -1)  # how far a mark lies from the manner's own


class _Manner(NamedTuple):
    """How a made-up candidate comes across. marks: by value, the overall last; saw: what raters wrote, by value."""

    marks: tuple[int, int, int, int, int]
    saw: tuple[str, str, str, str]


_VALUES: Final = ("resourcefulness", "empathy", "pressure", "problem", OVERALL)
_MANNERS: Final[Mapping[str, _Manner]] = MappingProxyType(
    {
        "careful": _Manner(
            (4, 3, 3, 4, 4),
            (
                "Searched before most replies, and asked a colleague where the help centre is silent.",
                "Speaks to what the customer is worried about, in plain words.",
                "Slow but even. Some of the last ones got no reply.",
                "Goes past the literal question to what the customer is after.",
            ),
        ),
        "rusher": _Manner(
            (2, 2, 2, 2, 2),
            (
                "Nothing looked up; general words where there is an exact answer.",
                "Friendly openings that stop before the answer.",
                "Reached everybody, and left most of each question open. Finished early.",
                "Begins an answer and does not end it.",
            ),
        ),
        "quitter": _Manner(
            (3, 3, 1, 3, 2),
            (
                "The few replies are well looked up.",
                "Kind and to the point in what is there.",
                "Stops after a few replies; put two aside and gave up.",
                "What is answered is answered in full.",
            ),
        ),
        "stuffer": _Manner(
            (2, 1, 2, 2, 1),
            (
                "Right and beside the point in one heap; nothing looked up.",
                "No customer would find their answer in this.",
                "Long throughout, whatever the question.",
                "Says everything that could be said, so nothing is picked out.",
            ),
        ),
        "confident_wrong": _Manner(
            (1, 2, 2, 1, 1),
            (
                "States with confidence what the help centre contradicts.",
                "Polite, but the promises will not hold.",
                "Even from first to last, and wrong from first to last.",
                "Sends customers the wrong way.",
            ),
        ),
        "copy_paste": _Manner(
            (2, 1, 3, 2, 2),
            (
                "Finds an article, and pastes all of it.",
                "The same for everybody; not a word about the customer.",
                "Every customer got something.",
                "Leaves it to the customer to find the answer in the article.",
            ),
        ),
    }
)


def rating(criteria: Sequence[Criterion], manner: str, code: str, rater: int) -> Rating:
    """Return the whole rating of a made-up candidate. code: theirs; rater: 0 or 1, who see them a bit differently."""
    drawn = random.Random(f"{manner} {code} {rater}")  # noqa: S311 - made-up marks, no secret
    marks = {one.id: _given(one.id, manner, drawn) for one in criteria}
    if manner == "copy_paste" and rater == 1 and "empathy" in marks:
        why = "Hardly a sentence of their own, so there is nothing to go by."
        marks["empathy"] = Given(not_enough=True, words=why)
    return Rating(marks=marks, note="Sample: these marks are made up.")


def _given(criterion: str, manner: str, drawn: random.Random) -> Given:
    """Return a mark; for what is not of the shipped pack the overall one, without words."""
    known = _MANNERS[manner]
    place = _VALUES.index(criterion) if criterion in _VALUES else _VALUES.index(OVERALL)
    mark = min(4, max(1, known.marks[place] + drawn.choice(_FIRM)))
    return Given(mark=mark, words=known.saw[place] if place < len(known.saw) else "")


def manners() -> tuple[str, ...]:
    """Return the manners of playing that there are marks for."""
    return tuple(_MANNERS)
