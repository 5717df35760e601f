"""A round's candidates: who waits for an answer, how far everybody is, and adding more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import failures, shared
from dashboard.asking import RATERS
from dashboard.menu import page_named
from dashboard.plain import as_markdown as plain
from dashboard.round_parts import ago, problem, say, tried
from sim.scenario.part import zone_names
from trainee_exercises.hiring import questionnaires
from trainee_exercises.hiring.assignments import asked_about
from trainee_exercises.hiring.candidates import NewCandidate, add_candidate, add_from_csv, read_csv
from trainee_exercises.hiring.progress import Progress, progress_of

if TYPE_CHECKING:
    from trainee_exercises.hiring.rounds import Round

EVERY: Final = 5  # seconds from one look to the next
_ANY_ZONE: Final = "as the round"
_FILES: Final = "files_added"
_RESULTS: Final = page_named("results").file
_DONE: Final = frozenset({"finished", "time over"})
_MAY_LACK: Final = frozenset({"Left", "Extra"})


def people(found: Round, by: str) -> None:
    """Draw the part."""
    _live(found.id)
    if found.is_closed:
        st.caption("This round is closed: nobody can be added.")
        return
    left, right = st.columns(2)
    is_adding = bool(st.session_state.get(_adding(found)))
    with left, st.expander("Add a candidate", icon=":material/person_add:", expanded=is_adding):
        _one(found, by)
    with right, st.expander("Add many from a file", icon=":material/upload_file:"):
        _many(found, by)
    say("add")


@st.fragment(run_every=EVERY)
@failures.told()
def _live(round_id: str) -> None:
    """Draw what changes by itself; what somebody is filling in elsewhere on the page is left alone."""
    shared.require("manager")
    found = progress_of(shared.storage(), shared.attempts(), round_id)
    if not found:
        st.info("Nobody is in this round yet. Add candidates below, then invite them.", icon=":material/person_add:")
        return
    for one in found:
        if one.waits:
            _waits(one)
    _figures(found)
    _next(round_id, found)
    now, sheets = shared.storage().now(), questionnaires.states(shared.storage(), round_id)
    st.dataframe(
        _without_empty([_row(one, now) | _asked(one, sheets) for one in found]),
        hide_index=True,
        column_config=_COLUMNS,
        height="content" if len(found) < 25 else 900,
        alt="How far each candidate is",
    )
    _notes(found)
    st.caption("Updated every 5 seconds. There are no scores here, and nothing is sorted by what anybody wrote.")


def _waits(one: Progress) -> None:
    wish = next(each for each in one.wishes if each.answer is None)
    name = plain(one.candidate.name or one.candidate.code)
    st.warning(
        f"**{name} asked for more time or another format:** {plain(wish.text)}  \n"
        "Answer before they start, under *Time and formats*.",
        icon=":material/accessibility_new:",
    )


def _figures(found: list[Progress]) -> None:
    states = [one.state for one in found]
    shown = {
        "Candidates": len(found),
        "Invited, not started": sum(one in {"invited", "opened", "ready"} for one in states),
        "Invited, no link opens": states.count("link taken back") + states.count("link ran out"),
        "Running now": states.count("running"),
        "Done": sum(one in _DONE for one in states),
    }
    if not shown["Invited, no link opens"]:
        del shown["Invited, no link opens"]
    with st.container(horizontal=True, gap="large"):
        for label, n in shown.items():
            st.metric(label, n, width="content")


def _next(round_id: str, found: list[Progress]) -> None:
    """Lead on to asking for ratings, once anybody is done."""
    done = {one.candidate.id for one in found if one.state in _DONE}
    if not done:
        return
    n = len(done - asked_about(shared.storage(), round_id))
    who = "the one who is done" if n == 1 else f"the {n} who are done"
    label = f"Next: ask people to rate {who}" if n else "Ratings: who has not locked theirs"
    st.page_link(_RESULTS, label=label, icon=":material/rate_review:", query_params={"round": round_id, "show": RATERS})


_COLUMNS: Final[dict[str, Any]] = {
    "Answered": st.column_config.ProgressColumn(format="%d", min_value=0, max_value=20, help="Replies with words"),
    "Sent": st.column_config.TextColumn(help="Of those answered; the rest are drafts, which count as they stand"),
    "Lookups": st.column_config.TextColumn(help="Searches, articles, status page, colleagues: part of the work"),
    "Left": st.column_config.TextColumn(help="Minutes left, extra time included"),
}


def _row(one: Progress, now: int) -> dict[str, Any]:
    state = "asked for another format" if one.waits and one.started_at is None else one.state
    return {
        "Name": one.candidate.name or "(erased)",
        "Code": one.candidate.code,
        "State": state,
        "Left": "" if one.minutes_left is None else f"{one.minutes_left:.0f} min",
        "Answered": one.n_answered if one.started_at is not None else None,
        "Sent": str(one.n_sent) if one.started_at is not None else "",
        "Lookups": str(one.n_lookups) if one.started_at is not None else "",
        "Last seen": ago(one.last_seen_at, now),
        "Extra": f"{one.extra_minutes:+g} min" if one.extra_minutes else "",
    }


def _without_empty(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows without the columns in which nobody has anything, so that the others have room."""
    shown = [name for name in rows[0] if name not in _MAY_LACK or any(row[name] for row in rows)]
    return [{name: row[name] for name in shown} for row in rows]


def _notes(found: list[Progress]) -> None:
    """List what a rater should know, in words that need no column to fit into."""
    noted = [f"- **{plain(one.candidate.name or one.candidate.code)}:** {plain('; '.join(one.notes))}"
             for one in found if one.notes]  # fmt: skip
    if noted:
        with st.expander(f"Notes on {len(noted)} of {len(found)}", icon=":material/sticky_note_2:", expanded=True):
            st.markdown("\n".join(noted))


def _asked(one: Progress, sheets: dict[str, str]) -> dict[str, str]:
    """Return the column of the questionnaire, where anybody has one."""
    return {"Questionnaire": sheets.get(one.candidate.id, "")} if any(sheets.values()) else {}


# ---- adding ----


def _adding(found: Round) -> str:
    """Return the key under which it is known that somebody adds people here: the part then stays open."""
    return f"adding {found.id}"


def _one(found: Round, by: str) -> None:
    st.text_input("Name", key="new_name", max_chars=200)
    problem("add", "name", "new_name")
    st.text_input("Email", key="new_email", placeholder="ada@example.org")
    problem("add", "email", "new_email")
    st.selectbox(
        "Time zone", [_ANY_ZONE, *sorted(zone_names())], key="new_zone", help=f"The round's: {found.settings.zone}"
    )
    problem("add", "zone", "new_zone")
    st.button("Add", type="primary", on_click=_add, args=(found, by), icon=":material/person_add:")


def _add(found: Round, by: str) -> None:
    state = st.session_state
    state[_adding(found)] = True
    zone = None if state["new_zone"] == _ANY_ZONE else state["new_zone"]
    new = NewCandidate(state["new_name"], state["new_email"], zone)
    done = tried(
        "add", lambda: add_candidate(shared.storage(), found.id, new, by), f"{new.name} was added. Next: Invite."
    )
    if done is not None:
        state["new_name"] = state["new_email"] = ""


def _many(found: Round, by: str) -> None:
    st.caption("A CSV file with a first line `name,email` or `name,email,zone`. If a line is wrong, nobody is added.")
    key = f"csv-{st.session_state.get(_FILES, 0)}"  # another key is an empty box
    sent = st.file_uploader("CSV file", type=["csv", "txt", "tsv"], key=key, max_upload_size=2)
    if sent is not None:
        st.button("Add all of them", on_click=_add_all, args=(found, by, sent), icon=":material/group_add:")


def _add_all(found: Round, by: str, sent: Any) -> None:
    def do() -> list[Any]:
        return add_from_csv(shared.storage(), found.id, read_csv(sent.getvalue(), sent.name), by, sent.name)

    if tried("add", do, f"All of {sent.name} were added. Next: Invite.") is not None:
        st.session_state[_FILES] = st.session_state.get(_FILES, 0) + 1
