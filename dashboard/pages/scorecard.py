"""A candidate's scorecard over all stages, and the decision about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import deciding, plain, proposing, replies, shared
from trainee_exercises.accounts import users
from trainee_exercises.hiring.criteria import EXERCISE, Part, title_of
from trainee_exercises.hiring.decisions import KINDS, Deciding, record
from trainee_exercises.hiring.manager_view import for_manager
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.ratings import reopen, sheets_of_candidate
from trainee_exercises.hiring.rounds import round_of
from trainee_exercises.hiring.scorecards import Scorecard, scorecard

if TYPE_CHECKING:
    from trainee_exercises.hiring.visibility import Seer
    from trainee_exercises.packs import Pack


def _page() -> None:
    seer = deciding.seer_of(shared.require("manager"))
    plain.style()
    wanted = st.query_params.get("candidate")
    if wanted is None:
        _none("Choose a candidate on the page Results of hiring.")
        return
    try:
        with shared.storage().read() as connection:
            found = round_of(connection, wanted)
        pack = deciding.pack_for(found)
        card = scorecard(shared.storage(), wanted, seer, pack)
    except HiringError as error:
        says = str(error)
        _none(plain.as_markdown(f"{says[:1].upper()}{says[1:]}"))
        return
    _card(card, seer, pack)


def _none(says: str) -> None:
    """Say why there is no scorecard, with a way on."""
    _back({})
    st.title("Scorecard", anchor=False)
    st.info(says)


def _back(to: dict[str, str]) -> None:
    if st.button("Results of hiring", icon=":material/arrow_back:", type="tertiary"):
        st.switch_page("pages/results.py", query_params=to)


def _card(card: Scorecard, seer: Seer, pack: Pack) -> None:
    person = card.candidate
    _back({"round": card.round.id})
    st.title(f"Scorecard {plain.as_markdown(person.code)}", anchor=False)
    plain.text(f"{card.round.name}, form {person.form}" + (f", {person.name}, {person.email}" if person.name else ""))
    if card.owes:
        st.info(
            "You have a rating of this person open. Their name, the marks and decisions of others and the program's "
            "proposal show once it is locked."
        )
    left, right = st.columns([3, 2], gap="large")
    with left:
        _marks(card, pack)
        if card.shows_machine:
            proposing.panel(person.id, pack)
        _written(card, seer)
    with right:
        _decisions(card)
        _decide(card, seer, pack)
        _reopen(card, seer)
        plain.download("Scorecard as PDF", f"/api/exports/candidates/{person.id}.pdf")


def _written(card: Scorecard, seer: Seer) -> None:
    """Show what the candidate wrote to a manager who has no rating of them open."""
    found = for_manager(shared.storage(), shared.attempts(), card.candidate.id, seer)
    if found is None or not (found["answers"] or found["written"]):
        return
    st.subheader("What the candidate wrote", anchor=False)
    if found["answers"]:
        n = sum(map(replies.is_there, found["answers"]))
        with st.expander(f"Exercise: {n} of {len(found['answers'])} questions have a reply"):
            st.caption(f"Minutes from the start, on a scale of {card.round.settings.minutes} also with extra time.")
            replies.show(found["answers"])
    if found["written"]:
        n = sum(bool(one["text"]) for one in found["written"])
        with st.expander(f"Questionnaire: {n} of {len(found['written'])} answered"):
            replies.questionnaire(found["written"])


# ---- marks ----


def _marks(card: Scorecard, pack: Pack) -> None:
    if not card.lines:
        st.info("Nobody has been asked to rate this person yet. Do so on the page Results of hiring, under Raters.")
        return
    by = st.segmented_control("Show", ("By stage", "By value"), default="By stage", label_visibility="collapsed")
    if card.disagreements:
        st.warning(f"{len(card.disagreements)} to talk about: marks far apart, or on both sides of 2 and 3.")
    if by == "By value":
        for name, value in pack.values.items():
            st.subheader(plain.as_markdown(value.name), anchor=False)
            deciding.marks_table(card.of_value(name), stages=True)
        return
    for stage in dict.fromkeys(one.stage for one in card.lines):
        st.subheader(plain.as_markdown(title_of(pack, Part(stage))), anchor=False)
        deciding.marks_table([one for one in card.lines if one.stage == stage])
    st.caption("There is no sum and no rank: marks of different stages are about different things.")


# ---- decisions ----


def _decisions(card: Scorecard) -> None:
    st.subheader("Decisions", anchor=False)
    with shared.storage().read() as connection:
        names = users.names(connection)
    if card.owes:
        st.caption("Those of others show once your rating is locked.")
    elif not card.decisions:
        st.caption("None so far. Only people decide; nothing here decides by itself.")
    for one in card.decisions:
        with st.container(border=True):
            on = ", ".join(one.stages) or "no stage"
            st.markdown(f"**{KINDS[one.kind]}**")
            plain.text(f"{names.get(one.by, one.by)}, {deciding.when(one.at)}", "small")
            plain.text(one.why)
            plain.text(
                f"Rests on: {on}." + (f" Without a rating because: {one.despite}" if one.despite else ""), "small"
            )


def _decide(card: Scorecard, seer: Seer, pack: Pack) -> None:
    if card.candidate.erased_at is not None:
        return
    stages = (EXERCISE, *card.round.settings.stages)
    rated = [one for one in stages if any(line.stage == one and line.marks for line in card.lines)]
    count = f"decided {card.candidate.id}"  # another key is an empty form: what was recorded stands above it
    with st.form(f"decide {st.session_state.get(count, 0)}", border=True):
        kind = st.radio("Decision", list(KINDS), format_func=KINDS.get, index=None, horizontal=True)
        why = st.text_area("Reasons: which ratings, and what was seen", max_chars=10_000, height=120)
        on = st.multiselect("Rests on", stages, default=rated, format_func=lambda one: title_of(pack, Part(one)))
        despite = st.text_input("If a stage has no locked rating: why decide all the same?", max_chars=2000)
        if not st.form_submit_button("Record this decision", type="primary"):
            return
    try:
        record(shared.storage(), Deciding(card.candidate.id, kind or "", why, tuple(on), despite), seer.user_id)
    except HiringError as error:
        st.error(plain.as_markdown(deciding.sentences(error)))
        return
    st.session_state[count] = st.session_state.get(count, 0) + 1
    st.rerun()


def _reopen(card: Scorecard, seer: Seer) -> None:
    for one in card.reopened:
        plain.text(
            f"{deciding.when(one.at)}: {one.by} let {one.rater} correct the rating of {one.stage}: {one.why}", "small"
        )
    if card.owes:
        return
    with shared.storage().read() as connection:
        locked = {
            one.assignment.id: one.assignment
            for one in sheets_of_candidate(connection, card.candidate.id)
            if one.is_locked
        }
    if not locked:
        return
    with st.expander("Let a rater correct a locked rating"), st.form("reopen", clear_on_submit=True):
        st.caption("The former marks and your reason stay to be seen. Agreement is still measured on the first marks.")
        which = st.selectbox(
            "Rating", list(locked), format_func=lambda one: f"{locked[one].user_name}: {locked[one].part.stage}"
        )
        why = st.text_input("Reason", max_chars=2000)
        if not st.form_submit_button("Reopen"):
            return
    try:
        reopen(shared.storage(), which, seer.user_id, why)
    except HiringError as error:
        st.error(plain.as_markdown(str(error)))
        return
    st.rerun()


_page()
