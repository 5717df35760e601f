"""The settings of a round: a form while nobody has begun, and what they are from then on."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown as plain
from dashboard.round_form import LAWS, RULES, Form, fields
from dashboard.round_parts import say, tried
from trainee_exercises.hiring import invitations
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.changes import change_settings, may_change
from trainee_exercises.hiring.rounds import Round, pack_of
from trainee_exercises.hiring.typed_rounds import settings_of

_PLACE: Final = "settings"


def settings_part(found: Round, by: str) -> None:
    """Draw the part."""
    if not may_change(shared.storage(), found):
        say(_PLACE)
        _as_they_are(found)
        return
    st.caption("They can change until the first candidate has read the rules or begun, or somebody has rated one.")
    if any(invitations.current(shared.storage(), one.id) for one in candidates_of(shared.storage(), found.id)):
        st.info("Candidates have a link already. If you change something, send them their mail again: it says the"
                " former settings.", icon=":material/mail:")  # fmt: skip
    start = found.settings.model_dump()
    form = Form(_PLACE, start, prefix=f"{found.id}-", may_name_folders=shared.require("manager").role == "owner")
    fields(form)
    st.button("Save these settings", type="primary", on_click=_save, args=(found, form, by),
              icon=":material/check:")  # fmt: skip
    say(_PLACE)


def _save(found: Round, form: Form, by: str) -> None:
    def do() -> Round:
        typed = settings_of(found.settings.model_dump() | form.typed())
        return change_settings(shared.storage(), found.id, typed, by)

    tried(_PLACE, do, "Saved. They count for everybody in this round.")


def _as_they_are(found: Round) -> None:
    why = "The round is closed" if found.is_closed else "A candidate has begun, or somebody has rated one"
    st.info(f"{why}, so the settings stay as they are. For others, make a new round.", icon=":material/lock:")
    now = found.settings
    pack = pack_of(now)
    stages = [pack.stages[one].title for one in now.stages if one in pack.stages]
    shown = {
        "Company": now.company,
        "Whom candidates write to": now.contact,
        "Exercise": f"{pack.title}, form {now.form}, {now.minutes} minutes",
        "Time zone": now.zone,
        "AI assistants": RULES[now.ai_rule],
        "A program may propose scores": "yes" if now.machine_scoring else "no",
        "Stages beside the exercise": ", ".join(stages) or "none",
        "Law": f"{LAWS[now.jurisdiction]}, {now.retention_months} months",
        "Who sees the answers": now.who_sees,
        "Legal basis": now.legal_basis,
        "Authority for complaints": now.authority,
    }
    st.markdown("\n".join(f"- **{name}:** {plain(value)}" for name, value in shown.items()))
