"""Who rates whom: who has not rated yet, asking somebody, and taking somebody off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import deciding, plain, shared
from sim.scenario.problems import listed
from trainee_exercises.accounts import built_in
from trainee_exercises.hiring.assignments import (
    Assigning,
    assign,
    assignments_of_round,
    end_assignment,
    raters,
    warnings,
)
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.criteria import EXERCISE, Part, title_of
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.ratings import sheets_of_round
from trainee_exercises.hiring.words import count

if TYPE_CHECKING:
    from trainee_exercises.hiring.rounds import Round
    from trainee_exercises.hiring.visibility import Seer
    from trainee_exercises.packs import Pack

RATERS: Final = "Raters"
"""What this part is called on the page and in its address."""
_ASKED: Final = "asked"
_STATES: Final = {"open": "not begun", "draft": "begun", "reopened": "reopened"}


def asking(found: Round, seer: Seer) -> None:
    """Draw the part."""
    pack = deciding.pack_for(found)
    with shared.storage().read() as connection:
        assigned = assignments_of_round(connection, found.id)
        waiting = [one for one in sheets_of_round(connection, found.id) if not one.is_locked]
    standing = [one for one in assigned if one.ended_at is None]
    for one in warnings(assigned, pack):
        st.warning(plain.as_markdown(one))
    st.subheader("Who has not rated", anchor=False)
    rows = [
        (one.assignment.code, title_of(pack, one.assignment.part), one.assignment.user_name, _STATES[one.state])
        for one in waiting
    ]
    if rows:
        plain.table(("Candidate", "Part", "Rater", "State"), rows)
    else:
        st.caption("Nobody: all that were asked have locked." if standing else "Nobody has been asked yet.")
    _assign(found, pack, seer)
    if standing:
        _take_off({one.id: f"{one.code}, {title_of(pack, one.part)}: {one.user_name}" for one in standing}, seer)


def _assign(found: Round, pack: Pack, seer: Seer) -> None:
    people = {one.id: f"{one.name} ({one.team or 'team not known'})" for one in raters(shared.storage())}
    if not people or built_in.LOCAL in people:
        st.info("To have others rate, add them by the command line; from then on everybody signs in, you too.")
        st.code("support-sandbox user add NAME --role rater --team support", language=None)
    if not people:
        return
    there = (one for one in candidates_of(shared.storage(), found.id) if one.erased_at is None)
    codes = {one.id: one.code for one in sorted(there, key=lambda one: one.code)}
    parts = _parts(found, pack)
    turn = st.session_state.setdefault(f"{_ASKED} turn", 0)  # another one empties the boxes
    with st.form("assign"):
        st.subheader("Ask somebody to rate", anchor=False)
        who = st.multiselect("People", list(people), format_func=lambda one: people[one], key=f"who {turn}")
        whom = st.multiselect("Candidates", list(codes), format_func=lambda one: codes[one], key=f"whom {turn}")
        part = st.selectbox("Part", parts, format_func=lambda one: title_of(pack, one))
        if st.form_submit_button("Ask them", type="primary"):
            _ask([Assigning(one, user, part) for one in whom for user in who], people, pack, seer)
    kind, lines = st.session_state.pop(_ASKED, ("", []))
    for one in lines:
        (st.error if kind == "error" else st.success)(plain.as_markdown(one))


def _ask(asking: list[Assigning], people: dict[str, str], pack: Pack, seer: Seer) -> None:
    """Ask them, keep what to say about it, and draw the page anew."""
    state = st.session_state
    problems = [one for one in (_asked(each, pack, seer) for each in asking) if one]
    if problems or not asking:
        state[_ASKED] = "error", problems or ["Choose who rates, and whom."]
    else:
        who = listed(dict.fromkeys(people[one.user_id].rsplit(" (", 1)[0] for one in asking))
        n = len({one.candidate_id for one in asking})
        verb = "was" if len({one.user_id for one in asking}) == 1 else "were"
        says = f"{who} {verb} asked to rate {count(n, 'candidate')}. Tell them: nothing is sent by itself."
        state[_ASKED] = "success", [says]
        state[f"{_ASKED} turn"] += 1
    st.rerun()


def _asked(asking: Assigning, pack: Pack, seer: Seer) -> str | None:
    """Ask one person about one candidate and return why it can't be."""
    try:
        assign(shared.storage(), asking, pack, seer.user_id)
    except HiringError as error:
        return str(error)
    return None


def _parts(found: Round, pack: Pack) -> list[Part]:
    """Return what can be asked: the exercise, each stage, and the sections of those with several interviewers."""
    parts = [Part(EXERCISE)]
    for name in found.settings.stages:
        sections = pack.stages[name].sections
        has_several = any(one.subject or one.who for one in sections)
        parts += [Part(name), *(Part(name, one.id) for one in sections if has_several)]
    return parts


def _take_off(standing: dict[str, str], seer: Seer) -> None:
    with st.expander("Take somebody off"), st.form("take off", clear_on_submit=True):
        st.caption("What they have locked stays and counts.")
        one = st.selectbox("Who and whom", list(standing), format_func=lambda one: standing[one])
        if st.form_submit_button("Take off"):
            end_assignment(shared.storage(), one, seer.user_id)
            st.rerun()
