"""A file of one's own: a scenario, or the times of contacts, of which a first scenario is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning import drafts, runs
from dashboard.planning.board import Wish
from dashboard.planning.crew import asker, crew
from dashboard.planning.start_answers import WHICH_PLANS, go, questions
from dashboard.planning.start_words import HOW, on_page
from sim.calibrate.columns import ExportError, read_header, text_of
from sim.calibrate.first import first_scenario
from sim.calibrate.profile import ArrivalProfile, Reading, profile_of_text
from sim.experiments.standing import BusyError
from sim.scenario.editing import Edit, edited
from sim.scenario.part import zone_names
from sim.scenario.problems import ScenarioError
from trainee_exercises.library import MAX_TEXT, LibraryError

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_PATIENCE: Final = 120.0
_FOUND_OUT: Final = "found by its name"
_COVERS: Final = "Where you leave it empty, the day of the first (or the last) contact is taken."


def scenario(by: str) -> None:
    """Take a scenario file; what is wrong with it is told with its lines, and it can be mended in the editor."""
    st.markdown("A scenario is a text file that describes customers, teams and the plans to compare.")
    sent = st.file_uploader(
        "Scenario file", type=["yaml", "yml"], help="`support-sandbox new` writes one, and the editor exports them."
    )
    text = None if sent is None else _text(sent)
    if sent is None or text is None:
        return
    left, right, _ = st.columns([1, 1, 2])
    if left.button("Compare its plans", type="primary", key="file-run", width="stretch"):
        shown = runs.start(Wish(text, sent.name), by)
        if shown is not None:
            runs.go_to(shown)
    if right.button("Open in the editor", key="file-edit", width="stretch"):
        _edit(text, sent.name, by)


def _text(sent: UploadedFile) -> str | None:
    try:
        text = sent.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        st.error(f"{as_markdown(sent.name)} is no text file; a scenario is YAML in UTF-8.")
        return None
    if len(text) > MAX_TEXT:  # before it is read: that takes seconds for a long one
        st.error(f"{as_markdown(sent.name)} has {len(text):,} characters; {MAX_TEXT:,} is the most for a scenario.")
        return None
    return text


def _edit(text: str, name: str, by: str) -> None:
    try:
        draft = drafts.begin(text, name, by)
    except LibraryError as error:
        st.error(as_markdown(str(error)))
        return
    drafts.go_to(draft)


def contacts(by: str) -> None:
    """Take time stamps or counts; show what they say, ask what they do not, and make a first scenario."""
    st.markdown(
        "An export of your help desk as CSV, a row for each contact (such as the column *Created at*), or counts an"
        " hour or day. Only the times are read."
    )
    sent = st.file_uploader("Contacts as CSV", type=["csv", "txt", "tsv"])
    if sent is None:
        return
    try:
        text = text_of(sent.getvalue(), sent.name)
        found = _profile(text, _reading(text), by)
    except ExportError as error:
        st.error(as_markdown(on_page(str(error))))
        return
    if found is None:
        return
    _says(found)
    st.markdown(WHICH_PLANS)
    with st.form("contacts-questions", border=False):
        asked = questions(by_week=False, key="contacts")
        left, right, _ = st.columns([1, 1, 2])
        runs_now = left.form_submit_button("Compare three plans", type="primary", width="stretch")
        edits = right.form_submit_button("Open in the editor", width="stretch")
    if runs_now or edits:
        title = f"Our support team, by {sent.name}"
        try:
            text = edited(first_scenario(found, asked.values), [Edit(("title",), title)])
        except ScenarioError as error:
            asked.tell(error)
            return
        go(text, by, edits=edits, title=title)


def _reading(text: str) -> Reading:
    """Return how to read the file; what the visitor leaves alone is found out."""
    headers, _ = read_header(text)
    zones = sorted(zone_names())
    here = st.context.timezone if st.context.timezone in zones else "UTC"
    zone = st.selectbox(
        "Time zone of the clock in the file", zones, zones.index(here),
        help="For times that say no zone of their own; the scenario shows this clock.",
    )  # fmt: skip
    with st.expander(HOW):
        time = st.selectbox("Column of the time", [_FOUND_OUT, *headers])
        count = st.selectbox("Column of the number of contacts", ["none: a row is a contact", *headers])
        first = st.date_input("First day that the file covers", value=None, help=_COVERS)
        last = st.date_input("Last day that the file covers", value=None, help=_COVERS)
        skip = st.checkbox("Leave out rows that cannot be read")
    return Reading(
        time_column=None if time == _FOUND_OUT else time,
        count_column=count if count in headers else None,
        zone=zone,
        first=first,
        last=last,
        skip_bad=skip,
    )


@st.cache_data(show_spinner=False, max_entries=8)
def _measured(text: str, reading: Reading, _by: str) -> ArrivalProfile:
    job = crew().call(profile_of_text, text, reading, by=asker(_by))
    if not job.wait(_PATIENCE):
        job.cancel()
        raise ExportError("reading takes too long; send fewer months")
    if job.state != "done":
        raise ExportError(job.error)
    found: ArrivalProfile = job.value
    return found


def _profile(text: str, reading: Reading, by: str) -> ArrivalProfile | None:
    try:
        with st.spinner("Reading the times ..."):
            return _measured(text, reading, by)
    except BusyError as busy:
        st.warning(as_markdown(str(busy)))
        return None


def _says(found: ArrivalProfile) -> None:
    busiest = max(range(7), key=lambda day: found.weekdays[day])
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    st.success(
        as_markdown(
            f"{found.n_contacts:,} contacts from {found.first} to {found.last} ({found.zone}): about"
            f" {found.weekly.value:,.0f} in an ordinary week; {days[busiest]} is the busiest day."
        )
    )
    for note in map(on_page, found.notes):
        st.caption(as_markdown(f"{note[:1].upper()}{note[1:]}."))
