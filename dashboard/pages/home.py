"""Home: three doors, and for owners how the app is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from dashboard import sample, settings, shared
from dashboard.menu import Page, pages_of
from dashboard.plain import as_markdown
from dashboard.round_parts import when
from trainee_exercises.accounts import users
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.ratings import my_sheets
from trainee_exercises.storage.backup import last_backup
from trainee_exercises.storage.folder import data_folder_path, database_url, shown

if TYPE_CHECKING:
    from dashboard.identity import Visitor


class _Door(NamedTuple):
    """A way in. page: where it leads; sample: what its button says, and for whom it makes one."""

    page: str
    icon: str
    title: str
    says: str
    label: str


_DOORS: Final = (
    _Door(
        "plan",
        ":material/groups:",
        "Plan a team",
        "Try staffing plans on simulated customers: who waits how long, what it costs, and how sure that is.",
        "Compare staffing plans",
    ),
    _Door(
        "rounds",
        ":material/how_to_reg:",
        "Hire",
        "Invite candidates to a timed exercise; people rate what they wrote, and people decide.",
        "Rounds of hiring",
    ),
    _Door(
        "practise",
        ":material/edit_note:",
        "Practise",
        "Work a shift at a made-up support desk, with customers who answer back, and learn from its debrief.",
        "Choose a shift",
    ),
)


def _home() -> None:
    visitor = shared.this_visitor()
    open_pages = {one.name: one for one in pages_of(visitor.role or "")}
    st.title("Support sandbox", anchor=False)
    st.markdown("Plan, hire for and practise customer support, on data that stays with you.")
    doors = [one for one in _DOORS if one.page in open_pages]
    for column, door in zip(st.columns(max(len(doors), 1), gap="medium"), doors, strict=False):
        with column:
            _door(door, open_pages[door.page], visitor)
    if "rate" in open_pages:
        _to_rate(open_pages["rate"], visitor)
    if visitor.role == "owner":
        _set_up(visitor)


def _door(door: _Door, page: Page, visitor: Visitor) -> None:
    with st.container(border=True, height="stretch"):
        st.subheader(f"{door.icon} {door.title}", anchor=False)
        st.markdown(door.says)
        if st.button(door.label, type="primary", icon=":material/arrow_forward:"):
            st.switch_page(page.file)
        if door.page == "rounds":
            _try_exercise(visitor)


def _to_rate(page: Page, visitor: Visitor) -> None:
    """Lead to what waits for this rater; for raters say so where nothing does."""
    waiting = sum(not one.is_locked for one in my_sheets(shared.storage(), visitor.actor))
    if waiting:
        label = "1 rating waits for you" if waiting == 1 else f"{waiting} ratings wait for you"
        if st.button(label, type="primary", icon=":material/rate_review:"):
            st.switch_page(page.file)
    elif visitor.role == "rater":
        st.info("No rating waits for you. When a hiring manager asks you for one, it shows here.")
        st.page_link(page.file, label="What you have rated", icon=":material/rate_review:")


def _try_exercise(visitor: Visitor) -> None:
    """Offer the exercise as a candidate sees it."""
    if st.button("Try the sample exercise", icon=":material/timer:"):
        try:
            with st.spinner("Getting it ready ..."):
                link = sample.sample_link(shared.storage(), visitor.actor)
        except HiringError as error:
            st.error(as_markdown(str(error)))
            return
        st.markdown(
            f'<a href="{link}" target="_self">Open it as the sample candidate</a>. This browser is then the candidate,'
            " until you leave the exercise.",
            unsafe_allow_html=True,
        )


def _set_up(visitor: Visitor) -> None:
    """Show owners how the app is set up, and what to do about what is not."""
    here = settings.from_environment()
    with shared.storage().read() as connection:
        has_users, backed_up_at = users.is_any(connection), last_backup(connection)
    with st.expander("How this app is set up", icon=":material/tune:"):
        _fact("Sign-in", _sign_in(has_users=has_users, by_sso=here.oidc is not None))
        _fact("Reached at", here.public_url or "this machine alone")
        _fact("Data folder", str(data_folder_path()))
        _fact("Database", shown(database_url()))
        if visitor.kind == "local":
            st.markdown("To let others in, add yourself first; from then on everybody signs in:")
            st.code("support-sandbox user add YOUR-NAME --role owner", language=None, wrap_lines=True)
        _fact("Last backup", when(backed_up_at) or "none yet")
        st.markdown("Back up before each round, and keep the file on another machine:")
        st.code("support-sandbox data backup monday.zip", language=None, wrap_lines=True)


def _sign_in(*, has_users: bool, by_sso: bool) -> str:
    if not has_users:
        return "not needed on this machine alone"
    return "name and password, or single sign-on" if by_sso else "name and password"


def _fact(name: str, value: str) -> None:
    left, right = st.columns([1, 4])
    left.markdown(f"**{name}**")
    right.text(value)


_home()
