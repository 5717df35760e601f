"""What an act brings beside what has changed: hits, an article, a hint, feedback on a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trainee_exercises.exercise.search import Library as HelpCentre
from trainee_exercises.practice import coaching
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.once import once
from trainee_exercises.practice.view import article_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.practice.shift import Shift


def looked_up(pack: str, action: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a search or a look into the help centre brings."""
    if action["kind"] == "search":
        return {"hits": [one._asdict() for one in _shelf(pack).search(str(action["query"]))]}
    if action["kind"] == "read":
        return {"article": article_json(load_practice(pack).articles[str(action["article"])])}
    return {}


def coached(shift: Shift, action: Mapping[str, Any]) -> dict[str, Any]:
    """Return what there is to say about what was just done: about a reply at the low levels, and a hint."""
    if action["kind"] == "hint":
        return {"hint": {"says": coaching.hint(shift, shift.cases[action["case"]])}}
    if action["kind"] != "reply" or shift.terms.level.number > coaching.LIVE_UP_TO:
        return {}
    replies = [one for one in shift.log if one.kind == "replied" and one.case == action["case"]]
    before = frozenset[str]().union(*(one.data["understood"]["said"] for one in replies[:-1]))  # type: ignore[index]
    words = coaching.feedback(shift.cases[action["case"]].script, replies[-1], before)
    return {"feedback": coaching.as_json(words), "feedback_of": replies[-1].id}


@once(8)
def _shelf(pack: str) -> HelpCentre:
    return HelpCentre(load_practice(pack).articles.values())
