"""A candidate's replies as texts on a page: for who rates them, and on the scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_STATES: Final = {
    "sent": "sent",
    "saved": "saved, not sent (counts the same)",
    "skipped": "put aside, no reply",
    "opened": "opened, no reply",
    "untouched": "not opened",
}


def is_there(one: dict[str, Any]) -> bool:
    """Has the question a reply?"""
    return bool(one["reply"].strip())


def show(answers: Sequence[dict[str, Any]], below: Callable[[dict[str, Any]], None] | None = None) -> None:
    """Show questions with their replies; those without a reply are folded away. below: draws what stands below one."""
    for one in filter(is_there, answers):
        with st.container(border=True):
            st.html(as_html(one))
            if below is not None:
                below(one)
    without = [one for one in answers if not is_there(one)]
    if without:
        title = f"{len(without)} question{'' if len(without) == 1 else 's'} without a reply"
        st.html(f"<details><summary>{title}</summary>{''.join(map(as_html, without))}</details>")


def as_html(one: dict[str, Any]) -> str:
    """Return a question, its reply, and what was noted and looked up for it."""
    head = " · ".join(part for part in (f"Question {one['id']}", _STATES[one["state"]], one["written"]) if part)
    parts = [plain.html_of(head, "small"), plain.html_of(_who(one)), plain.html_of(one["text"], "asked")]
    if is_there(one):
        parts.append(plain.html_of(one["reply"], "reply"))
    if one["note"].strip():
        parts.append(plain.html_of(f"Internal note: {one['note']}", "small"))
    parts.append(plain.items(one["notes"]))
    parts.append(plain.items(one["lookups"], f"Looked up: {len(one['lookups'])}"))
    facts = [f"True: {each}" for each in one["true"]] + [f"Not so: {each}" for each in one["wrong"]]
    parts.append(plain.items(facts, "What is true here"))
    return "".join(parts)


def questionnaire(written: Sequence[dict[str, str]]) -> None:
    """Show the written answers of a questionnaire."""
    for one in written:
        with st.container(border=True):
            plain.text(f"{one['id']} · {one['ask']}", "asked")
            plain.text(one["text"] or "No answer.", "reply")


def _who(one: dict[str, Any]) -> str:
    """Return who writes, as candidates see it, such as "Ada Low (Trial plan, customer for 4 days): Two invoices"."""
    customer = one["customer"]
    plan = customer["plan"].replace("_", " ").capitalize()
    return f"{customer['name']} ({plan} plan, customer for {customer['since']}): {one['subject']}"
