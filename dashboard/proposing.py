"""What the program proposes for a candidate's exercise, in words. Call it only where `may_see_machine` says yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import plain, shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trainee_exercises.packs import Pack
    from trainee_exercises.scoring.exercise_score import ExerciseScore, ValueSeen, Why

_SAYS: Final = {"met": "There: ", "missed": "Missing: ", "claimed": "Says what is wrong: "}
_FACT_SAYS: Final = {**_SAYS, "contradicted": "Seems to say the opposite of: "}


def proposal(candidate_id: str) -> ExerciseScore | None:
    """Return what the scorer proposes, worked out now where it is not kept yet; None: there is none."""
    from trainee_exercises.hiring.scores import scores_of  # noqa: PLC0415 -- the scorer loads when somebody may see it

    return scores_of(shared.storage(), candidate_id)


def panel(candidate_id: str, pack: Pack) -> None:
    """Show what the scorer proposes: by value, the whole, then each reply with the reasons."""
    st.subheader("What the program proposes", anchor=False)
    with st.spinner("Reading the replies"):
        found = proposal(candidate_id)
    if found is None:
        st.caption("There is no proposal for this exercise.")
        return
    st.caption("A second look, never a decision. It misses right answers in unusual words.")
    names = {**pack.values, **pack.dimensions}
    rows = [(names[one.value].name, _mean(one.mean), how(one)) for one in found.values]
    plain.table(("What", "Mean of replies", "How it came about"), rows)
    st.html(
        plain.items([*found.says, found.pace.says, found.order.says, found.lookups.says, found.held.says], "The whole")
    )
    for one in found.answers:
        if one.state == "answered":
            figure = "a person must look" if one.overall is None else _mean(one.overall)
            title = f"{one.question_id}, {pack.question(one.question_id).subject}: {figure}"
            st.html(plain.items([*map(reason, one.reasons)] or ["no reason given"], title))


def how(one: ValueSeen) -> str:
    """Return how a value's figure came about, such as "2.6 on average over 5 replies; 14 without a reply."."""
    return "; ".join(_parts(one)) + "." + (f" Lowest: {', '.join(one.lowest)}." if one.lowest else "")


def _parts(one: ValueSeen) -> Iterator[str]:
    replies = f"{one.n} repl{'y' if one.n == 1 else 'ies'}"
    yield "No reply shows it" if one.mean is None else f"{one.mean:.1f} on average over {replies}"
    if one.n_human:
        yield f"{one.n_human} for a person to look at"
    if one.n_unanswered:
        yield f"{one.n_unanswered} of the questions that show it without a reply"


def _mean(figure: float | None) -> str:
    return "none" if figure is None else f"{figure:.1f}"


def reason(one: Why) -> str:
    """Return a reason in words, with the candidate's own behind it."""
    says = one.text if one.text.startswith("may ") else f"{_word(one)}{one.text.removeprefix('not said: ')}"
    return f"{says[0].upper()}{says[1:]}" + (f" (“{one.quote}”)" if one.quote else "")


def _word(one: Why) -> str:
    if one.kind == "claim" and one.verdict == "note":
        return "Rightly not said: "
    return (_FACT_SAYS if one.kind == "fact" else _SAYS).get(one.verdict, "")
