"""Start: from a preset, six answers, or a file of one's own to a first comparison of staffing plans."""

from __future__ import annotations

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown
from dashboard.planning import crew, start_answers, start_examples, start_recent, start_upload

visitor = shared.require("rep")
crew.crew()  # warms up while the visitor reads
st.title("Plan a team", anchor=False)
st.markdown(
    "Two or more staffing plans meet the very same simulated customers. You see who waits how long, what each plan"
    " costs, and how sure that is. To see how it reads, take a team like yours: one click, nothing to type. For your"
    " own team answer six questions further down, or send an export of your contacts."
)
start_recent.show(visitor.actor)
st.header("A team like yours", anchor=False)
start_examples.stages(visitor.actor)
st.header("Your own team", anchor=False)
answers, contacts, scenario, examples = st.tabs(
    ["Six questions", "From your contacts", "A scenario file", "All examples"]
)
with answers:
    start_answers.show(visitor.actor)
with contacts:
    start_upload.contacts(visitor.actor)
with scenario:
    start_upload.scenario(visitor.actor)
with examples:
    start_examples.everything(visitor.actor)
st.caption(as_markdown("What you type and send stays on this server; nothing leaves it."))
