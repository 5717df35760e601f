"""Inviting: links, the mails that carry them, and the questionnaire."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown as plain
from dashboard.round_parts import is_reachable, link, say, tried, your_time
from trainee_exercises.hiring import invitations, questionnaires
from trainee_exercises.hiring.candidates import Candidate, candidates_of
from trainee_exercises.hiring.mail import Mail, mail

if TYPE_CHECKING:
    from trainee_exercises.hiring.rounds import Round

_EXERCISE: Final = "The exercise"
_QUESTIONNAIRE: Final = "The questionnaire"


def inviting(found: Round, by: str) -> None:
    """Draw the part."""
    everyone = [one for one in candidates_of(shared.storage(), found.id) if one.erased_at is None]
    if not everyone:
        st.info("Add candidates first.", icon=":material/person_add:")
        return
    if not is_reachable():
        st.info(
            "The app runs on this machine alone, so these links open nowhere else. To invite others, start it with"
            " `support-sandbox dashboard --public-url https://...` behind a proxy.",
            icon=":material/lan:",
        )
    _without_link(found, by)
    say("invite")
    _one(found, everyone, by)


def _without_link(found: Round, by: str) -> None:
    waiting = invitations.to_invite(shared.storage(), found.id)
    if not waiting or found.is_closed:
        return
    with st.container(border=True):
        names = ", ".join(plain(one.name or one.code) for one in waiting[:8])
        more = f" and {len(waiting) - 8} more" if len(waiting) > 8 else ""
        st.markdown(f"**{len(waiting)} without a link:** {names}{more}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            days = st.number_input("Links open for (days)", 1, 90, 7, key="days", width=180)
            ids = [one.id for one in waiting]
            label = "Make the link" if len(ids) == 1 else f"Make {len(ids)} links"
            st.button(label, type="primary", on_click=_issue, args=(ids, by, int(days)), icon=":material/link:")


def _issue(ids: list[str], by: str, days: int) -> None:
    done = "The links are made. Copy or download the mails below: nothing is sent by itself."
    tried("invite", lambda: invitations.invite_many(shared.storage(), ids, by, days), done)


# ---- one candidate's mail ----


def _one(found: Round, everyone: list[Candidate], by: str) -> None:
    by_id = {one.id: one for one in everyone}
    current = {one.id: invitations.current(shared.storage(), one.id) for one in everyone}
    mails = {one.id: mail(found, one, link(found_link.token), found_link.expires_at)
             for one in everyone if (found_link := current[one.id])}  # fmt: skip
    st.subheader("Mails, ready to send", anchor=False)
    if mails:
        st.download_button(
            _drafts(len(mails)),
            zipped({by_id[key].code: one for key, one in mails.items()}),
            "invitations.zip",
            "application/zip",
            icon=":material/download:",
            on_click="ignore",
        )
    picked = st.selectbox(
        "Candidate", list(by_id), format_func=lambda one: f"{by_id[one].name} · {by_id[one].email}", key="invitee"
    )
    has_questionnaire = questionnaires.stage_of_round(found) is not None
    what = _EXERCISE
    if has_questionnaire:
        what = st.segmented_control(
            "Mail for", [_EXERCISE, _QUESTIONNAIRE], default=_EXERCISE, key="mail_for", required=True
        )
    if what == _QUESTIONNAIRE:
        _questionnaire(by_id[picked], by)
    elif picked in mails:
        until = current[picked]
        st.caption(f"Opens until {plain(your_time(until.expires_at if until else None))}.")
        _shown(mails[picked])
        _replace(by_id[picked], by)
    else:
        _no_link(found, picked, by)


def _drafts(n: int) -> str:
    """Return what the button says that hands over so many drafts."""
    if n == 1:
        return "Download the draft (.eml in a .zip)"
    return f"Download {'both' if n == 2 else f'all {n}'} drafts (.zip of .eml)"


def _no_link(found: Round, candidate_id: str, by: str) -> None:
    with shared.storage().read() as connection:
        may_come = not found.is_closed or invitations.has_started(connection, candidate_id)
    if not may_come:
        st.caption("No link opens for this candidate. This round is closed: no new links.")
        return
    st.caption("No link opens for this candidate now. A new one leads back to what they have written.")
    st.button("Make a link", on_click=_issue, args=([candidate_id], by, 7), icon=":material/link:")


def _shown(one: Mail) -> None:
    left, right = st.columns(2)
    with left:
        st.caption("To")
        st.code(one.to, language=None)
    with right:
        st.caption("Subject")
        st.code(one.subject, language=None)
    st.caption("Text")
    st.code(one.body, language=None, wrap_lines=True, height=420)


def _replace(one: Candidate, by: str) -> None:
    """Offer to replace or take back a link, each with what it does beside it."""
    with st.container(horizontal=True):
        with st.popover("Replace the link", icon=":material/autorenew:"):
            st.markdown("The former link opens nothing from then on, and whoever came by it is signed out. What was"
                        " written stays; the new link goes on with it.")  # fmt: skip
            days = st.number_input("Days", 1, 90, 7, key="new_days")
            st.button("Make a new link", on_click=_reissue, args=(one.id, by, int(days)), type="primary")
        with st.popover("Take the link back", icon=":material/link_off:"):
            st.markdown("It opens nothing from then on, and the candidate is signed out. What was written stays.")
            st.button("Take it back", on_click=_revoke, args=(one.id, by), type="primary")


def _reissue(candidate_id: str, by: str, days: int) -> None:
    done = "The new link is below; send it to the candidate."
    tried("invite", lambda: invitations.reissue(shared.storage(), candidate_id, by, days), done)


def _revoke(candidate_id: str, by: str) -> None:
    tried("invite", lambda: invitations.revoke(shared.storage(), candidate_id, by), "The link opens nothing any more.")


def zipped(mails: dict[str, Mail]) -> bytes:
    """Return a .zip of drafts, each under its candidate's code."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for code, one in mails.items():
            file.writestr(f"{code}.eml", one.file())
    return packed.getvalue()


# ---- the questionnaire ----


def _questionnaire(one: Candidate, by: str) -> None:
    storage = shared.storage()
    reading = questionnaires.read(storage, one.id)
    if reading is None:
        return
    sheet, now = reading.sheet, storage.now()
    if sheet.due_at is None:
        st.caption("Not open yet. From then on the candidate's link opens until a day after the deadline.")
        _deadline(one, by, is_new=True)
        return
    kept = f"; {len(sheet.kept)} late or overtaken texts are kept beside it" if sheet.kept else ""
    st.markdown(f"**{sheet.phase(now).capitalize()}.** {sheet.n_answered} of {len(reading.items)} answered{kept}. "
                f"Deadline: {plain(questionnaires.due_text(reading))}")  # fmt: skip
    invited = invitations.current(storage, one.id)
    if invited is not None:
        _shown(questionnaires.mail_of(reading, link(invited.token)))
    with st.popover("Name another day", icon=":material/event:"):
        _deadline(one, by, is_new=False)


def _deadline(one: Candidate, by: str, *, is_new: bool) -> None:
    days = st.number_input("Days until the deadline, from today", 1, 60, 5, key="due_days", width=260)
    label = "Open the questionnaire and write the mail" if is_new else "Set this deadline"
    st.button(label, type="primary", on_click=_set_deadline, args=(one.id, by, int(days), is_new))


def _set_deadline(candidate_id: str, by: str, days: int, is_new: bool) -> None:  # noqa: FBT001 - a button hands it on
    do = questionnaires.send if is_new else questionnaires.move_deadline
    done = "It is open, and the deadline is set. The mail is below: nothing is sent by itself."
    tried("invite", lambda: do(shared.storage(), candidate_id, by, days), done)
