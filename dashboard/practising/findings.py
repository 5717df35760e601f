"""What a debrief found, each with the events it was seen in, and the way to that place of the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard.plain import as_markdown, html_of, text, wide_table
from dashboard.planning.library_parts import first_of, offer_more
from dashboard.planning.parts import chart
from dashboard.practising import parts
from dashboard.practising.times import by_the_desk, instant, time_of
from trainee_exercises.practice import charts
from trainee_exercises.practice.debrief.course import counted
from trainee_exercises.practice.debrief.paper import model_of, percent
from trainee_exercises.practice.debrief.tables import choices, nothing_found, said, tag_rows, went_well
from trainee_exercises.practice.debrief.telling import cited
from trainee_exercises.practice.progress import FIGURES, MEANS, beside_own

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.practice.debrief.finding import Finding
    from trainee_exercises.practice.debrief.replies import Judged
    from trainee_exercises.practice.debrief.telling import Cited
    from trainee_exercises.practice.look_back import LookBack
    from trainee_exercises.practice.progress import Beside
    from trainee_exercises.practice.rows import Row

PART: Final = "debrief-part"
CASE: Final = "debrief-case"
CITES: Final = "debrief-cites"
TALKS: Final = "Conversations"
_MOST_WORDS: Final = 240
_MOST_CHOICES: Final = 8
_MOST_CITED: Final = 6
_POINT: Final = 0.005
_SAME: Final = "0 points"
_NOT_DUE: Final = (
    "Not due yet: no answer, but the promise had not run out when the shift ended, or when the system told them that"
    " the disturbance is over. They count neither way."
)


# ---- at the top ----


def figures(found: dict[str, Any], row: Row, rows: Sequence[Row]) -> None:
    """Show the figures that were found of the shift beside the rep's earlier shifts of that level."""
    compared = beside_own(rows, row, found)
    with st.container(horizontal=True):
        for one in compared:
            delta = _delta(one)
            label, share = FIGURES[one.name], percent(one.value)
            is_same = delta == _SAME
            st.metric(label, share, delta, width=120, delta_color="off" if is_same else "normal",
                      delta_arrow="off" if is_same else "auto")  # fmt: skip
    n = max(one.n for one in compared)
    st.caption(
        f"The arrows compare with the middle of {n} earlier shift{'s' if n > 1 else ''} of this level."
        if n
        else "From the next shift of this level on, arrows compare it with the earlier ones."
    )


def meaning() -> None:
    """Show what the figures mean."""
    with st.popover("What these figures mean"):
        for name, says in MEANS.items():
            st.markdown(f"**{FIGURES[name]}**: {as_markdown(says)}")


def _delta(one: Beside) -> str | None:
    if one.value is None or one.before is None:
        return None
    points = one.value - one.before
    if abs(points) < _POINT:
        return _SAME
    says = f"{100 * points:+.0f} points"
    return says[:-1] if says in {"+1 points", "-1 points"} else says


def to_try(back: LookBack) -> None:
    """Show the three things to try next, and what went well."""
    found = back.debrief
    st.header("To try next", anchor=False)
    if not found.try_next:
        st.markdown(as_markdown(nothing_found(found)))
    for number, one in enumerate(found.try_next):
        with st.container(border=True):
            finding(back, one, f"try-{number}", f"{number + 1}. ")
    st.header("What went well", anchor=False)
    st.markdown("\n".join(f"- {as_markdown(one)}" for one in went_well(found)) or "Every shift has a next one.")


def finding(back: LookBack, one: Finding, key: str, number: str = "") -> None:
    """Show a finding: what was seen, what to try, the events, and a way there."""
    st.markdown(f"**{number}{as_markdown(one.says)}**")
    if one.quote:
        text(f"“{one.quote}”", "reply")
    if one.advice:
        st.markdown(as_markdown(one.advice))
    _lines(back, one.entries[:_MOST_CITED])
    if more := one.entries[_MOST_CITED:]:
        with st.expander(f"{len(more)} more"):
            _lines(back, more)
    if one.case:
        st.button("See it in the conversation", key=f"see-{key}", on_click=_see, args=(one.case, one.entries))


def _lines(back: LookBack, entries: tuple[int, ...]) -> None:
    parts.lines([
        (_seen(each), _short(each.words)) for each in cited(back.shift, entries)
    ])  # fmt: skip


def _seen(one: Cited) -> str:
    return f"{one.clock} {one.who + ': ' if one.who else ''}{one.says}"


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _MOST_WORDS else f"{flat[:_MOST_WORDS]} ..."


def _see(case: str, entries: tuple[int, ...] = ()) -> None:
    st.session_state[PART], st.session_state[CASE], st.session_state[CITES] = TALKS, case, entries


# ---- the parts below ----


def waiting(back: LookBack) -> None:
    """Show first responses against the promise and beside the simulated agent, and the order of work."""
    found = back.debrief
    if not found.waits:
        st.markdown("The tour has no clock: nobody's wait counts." if found.courses else "No customer wrote.")
        return
    rows = charts.response_table(found.waits, back.beside)
    chart(charts.first_responses(rows), "first-responses")
    head = ("Class", "Customers", "Promised", "In time", "Too late or never", "Not due yet", "Middle", "Longest",
            "Simulated agent")  # fmt: skip
    wide_table(head, [
        (each["class"], str(each["customers"]), f"{each['promised']:.0f} min", str(each["in time"]),
         str(each["customers"] - each["in time"] - each["not due"]), str(each["not due"]),
         f"{each['middle']:.1f} min", f"{each['longest']:.1f} min",
         f"{each['in time, simulated agent']} in time, middle wait {each['middle, simulated agent']:.1f} min")
        for each in rows.to_dict("records")
    ])  # fmt: skip
    if any(one.not_due for one in (*found.waits, *back.beside)):
        st.caption(_NOT_DUE)
    st.subheader("The order of work", anchor=False)
    order = found.order
    if not order.n:
        st.markdown("You never had a choice: at most one customer waited when you took the next one.")
        return
    st.markdown(
        f"In {order.in_order} of {counted(order.n, 'choice')} you took what the policy would, or one of that"
        " class or above."
    )
    left = choices(found.courses, back.setting.not_yours, back.setting.speed)
    _left_the_order([(instant(back, one.entry), one.took, one.first, one.waited) for one in left])
    for line in back.setting.pack.policy:
        st.caption(as_markdown(line))


def _left_the_order(rows: Sequence[tuple[str, str, str, str]]) -> None:
    if rows:
        head = ("Time", "You took", "The policy first", "Who had waited")
        st.markdown("Where you took another one:")
        wide_table(head, rows[:_MOST_CHOICES])
        if len(rows) > _MOST_CHOICES:
            with st.expander(f"{len(rows) - _MOST_CHOICES} more"):
                wide_table(head, rows[_MOST_CHOICES:])


def timeline(back: LookBack) -> None:
    """Show the timeline of the shift."""
    all_of_them = st.toggle("Also the customers whom only colleagues answered", key="timeline-all")
    courses = [one for one in back.debrief.courses if all_of_them or one.mine or one.answered is None or one.left]
    drawn = charts.timeline_table(courses, back.setting.now)
    chart(by_the_desk(charts.timeline(drawn, back.setting.now), back), "timeline")


def replies(back: LookBack) -> None:
    """Show the best and the worst reply beside a model answer, and what customers would say."""
    found = back.debrief
    for title, one in (("The best reply", found.best), ("The reply with most to win", found.worst)):
        if one is not None:
            st.subheader(title, anchor=False)
            _reply(back, one, title)
    st.subheader("What customers would say", anchor=False)
    st.caption(
        "Of those whom you answered or passed on, or who left while you had them. By a rule of ours:"
        " waiting, effort, mistakes, tone."
    )
    if found.asked:
        wide_table(("Customer", "Says", "Because"), [(one.who, one.verdict, one.reasons) for one in said(found)])
    else:
        st.markdown("There was nobody to ask.")


def _reply(back: LookBack, one: Judged, key: str) -> None:
    st.caption(as_markdown(f"To {one.course.name}, at {time_of(back, one.told.entry.at)}"))
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**You wrote**")
        text(one.told.text, "reply")
    with right:
        st.markdown("**A reply that says it all**")
        text(model_of(back.shift, one), "reply")
    notes = [*(f"Not said: {each}" for each in one.missing), *(f"Not so: {claim} {why}" for claim, why in one.wrong)]
    quotes = [f"In your words: “{quote}”" for _, quote in one.told.understood.quotes]
    for each in (*notes, *quotes):
        st.html(html_of(each, "small"))
    st.button("See it in the conversation", key=f"see-{key}", on_click=_see, args=(one.course.id, (one.told.entry.id,)))


def tags(back: LookBack) -> None:
    """Show tags right and wrong with their root causes, and sales signals caught and missed."""
    found, words = back.debrief, {one.id: one for one in back.debrief.courses}
    _tags(back)
    st.subheader("Sales signals", anchor=False)
    rows = [(words[case].name, how, f"“{said}”") for how, ones in
            (("caught", found.signals.caught), ("missed", found.signals.missed)) for case, said in ones]  # fmt: skip
    if rows:
        wide_table(("Customer", "You", "The words"), rows)
    else:
        st.markdown("None of your customers gave one.")


def _tags(back: LookBack) -> None:
    tagged = back.debrief.tagged
    if not tagged.n:
        st.markdown("You answered or passed on nobody, so there was nothing to tag.")
        return
    st.markdown(
        f"Of {counted(tagged.n, 'customer')} whom you answered or passed on: right category {tagged.right}, right"
        f" category and modifiers {tagged.whole}, right owner of the root cause {tagged.owners_right}, no category"
        f" {len(tagged.none)}."
    )
    with st.container(key="practice-tags"):
        wide_table(("Customer", "Category", "Right", "Modifiers", "Right", "Owner", "Right", "Root cause"), [
            (one.who, one.chosen or "none", _tick(one.chosen, one.right), one.modifiers or "none",
             _tick(one.modifiers, one.right_modifiers), one.owner or "none", _tick(one.owner, one.right_owner),
             one.cause)
            for one in tag_rows(back.debrief.courses)
        ])  # fmt: skip


def _tick(chosen: str, right: str) -> str:
    return "\N{CHECK MARK}" if chosen == right else f"\N{BALLOT X} {right or 'none'}"


def everything(back: LookBack) -> None:
    """Show all findings, what cost customers most first."""
    found = back.debrief.findings
    if not found:
        st.markdown(as_markdown(nothing_found(back.debrief)))
    for number, one in enumerate(found[: first_of("findings", len(found))]):
        with st.container(border=True):
            finding(back, one, f"all-{number}")
    offer_more("findings", len(found))
