"""Saved scenarios and drafts in the library: reopen, name, look through the revisions, delete."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import plain, shared
from dashboard.menu import page_named
from dashboard.plain import as_markdown
from dashboard.planning import drafts
from dashboard.planning.drafts import DRAFT
from dashboard.planning.library_parts import (
    Named,
    Shelf,
    deleting,
    file_name,
    first_of,
    looked_for,
    many,
    naming,
    offer_more,
    since,
    toggle,
)
from sim.scenario.editing import changes
from sim.scenario.problems import ScenarioError, dotted
from trainee_exercises.library import Gone, may_delete

if TYPE_CHECKING:
    from trainee_exercises.library import Draft, Saved

_GOES: Final = "Deleted is deleted: all of its revisions go, for everybody. Runs and drafts of it stay."
_MOST: Final = 40


def scenarios(found: list[Saved], shelf: Shelf) -> None:
    """Show all saved scenarios, the last changed first."""
    if not found:
        st.info("Nothing is saved yet. Change a scenario in the editor and save it there: each save is kept.")
        st.page_link(page_named("scenario").file, label="Go to the editor", icon=":material/tune:")
        return
    wanted = looked_for("scenarios", len(found))
    shown = [one for one in found if wanted in f"{one.name} {one.note}".casefold()]
    for one in shown[: first_of("scenarios", len(shown))]:
        _card(one, shelf)
    offer_more("scenarios", len(shown))
    if not shown:
        st.caption("Nothing has these words.")


def _card(one: Saved, shelf: Shelf) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(f"**{as_markdown(one.name)}**")
        changed = since(one.changed_at, one.changed_by, shelf.names)
        plain.text(f"revision {one.revision} · changed {changed}", "small")
        if one.note:
            plain.text(one.note)
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Open in the editor", key=f"open-{one.id}", icon=":material/tune:"):
                drafts.go_to(_draft_of(one, shelf.visitor.actor))
            is_open = toggle(one.id)
        if is_open:
            _details(one, shelf)


def _draft_of(one: Saved, by: str) -> Draft:
    """Return the visitor's own draft of this revision, where there is one, or else a new one."""
    mine = (each for each in shared.library().drafts_of(by) if each.saved_id == one.id)
    begun = next((each for each in mine if each.saved_revision == one.revision), None)
    return begun or drafts.begin(_text(one), one.name, by, one.id)


def _text(one: Saved) -> str:
    """Return what a scenario says at that revision, which a list does not hold."""
    found = shared.library().saved(one.id, one.revision)
    if found is None:
        raise Gone("This saved scenario is not there any more: it was deleted.")
    return found.text


def _details(one: Saved, shelf: Shelf) -> None:
    library, by = shared.library(), shelf.visitor.actor

    def save(name: str, note: str, seen: tuple[str, str]) -> Saved:
        return library.rename(one.id, name, note, by, seen=seen)

    naming(Named(one.id, one.name, one.note, save))
    _revisions(one, shelf)
    may, says = may_delete(shelf.visitor.role, by, one.created_by), f"**{as_markdown(one.name)}**. {_GOES}"
    deleting(one.id, "this scenario", says, partial(library.delete, one.id, by, role=shelf.visitor.role), may=may)


# ---- revisions ----


def _revisions(one: Saved, shelf: Shelf) -> None:
    """Show a revision, and what it changed in the one before."""
    found = shared.library().revisions(one.id)
    labels = {
        each.revision: f"{each.revision}: saved {since(each.changed_at, each.changed_by, shelf.names)}"
        for each in found
    }
    chosen = st.selectbox("Revision", list(labels), format_func=labels.__getitem__, key=f"revision-{one.id}")
    picked = next(each for each in found if each.revision == chosen)
    before = next((each for each in found if each.revision == picked.revision - 1), None)
    text = _text(picked)
    if before is not None:
        st.markdown(f"**What changed from revision {before.revision} to {picked.revision}**")
        diff(_text(before), text)
    with st.container(horizontal=True):
        st.download_button(
            "Download this revision", text.encode(), file_name(picked.name), "application/yaml",
            key=f"yaml-{one.id}", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        if picked.revision != one.revision and st.button(
            "Open this revision in the editor", key=f"back-{one.id}", icon=":material/history:"
        ):
            _open_old(one, text, shelf.visitor.actor)


def _open_old(one: Saved, text: str, by: str) -> None:
    """Begin a draft from an old text; saved, it becomes the newest revision, and none is lost."""
    draft = drafts.begin(_text(one), one.name, by, one.id)
    drafts.go_to(shared.library().write_draft(draft.id, text, draft.title, by, revision=draft.revision))


def diff(before: str, after: str) -> None:
    """Show what differs between two texts of a scenario, a line per setting."""
    try:
        found = changes(before, after)
    except ScenarioError:
        st.caption("One of the two is no sound scenario; download both to compare them.")
        return
    if not found:
        st.caption("The settings are the same; comments or layout differ.")
        return
    plain.table(("Setting", "Before", "After"), [(dotted(one.path), one.before, one.after) for one in found[:_MOST]])
    if len(found) > _MOST:
        st.caption(f"And {many(len(found) - _MOST, 'more change')}.")


# ---- drafts ----


def unsaved(found: list[Draft], shelf: Shelf) -> None:
    """Show the visitor's own drafts, the last changed first."""
    if not found:
        st.info("You have no unsaved work.")
        return
    st.caption("What you change in the editor is here until you save or delete it, also after a reload.")
    for one in found[: first_of("drafts", len(found))]:
        _draft_card(one, shelf)
    offer_more("drafts", len(found))


def _draft_card(one: Draft, shelf: Shelf) -> None:
    of = shelf.scenarios.get(one.saved_id or "", "")
    with st.container(border=True, gap="small"):
        st.markdown(f"**{as_markdown(one.title)}**")
        kind = f"of the saved scenario {of}" if of else "not saved yet"
        changed = since(one.changed_at, one.changed_by, shelf.names | {shelf.visitor.actor: "you"})
        plain.text(f"{kind} · {'changed' if one.revision > 1 else 'begun'} {changed}", "small")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                page_named("scenario").file, label="Continue", icon=":material/tune:", query_params={DRAFT: one.id}
            )
            says = f"**{as_markdown(one.title)}**. The draft goes with all its steps; what you saved of it stays."
            deleting(one.id, "this draft", says, partial(shared.library().drop_draft, one.id, shelf.visitor.actor))
