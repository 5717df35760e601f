"""Which plan, team or segment is looked at; and making, naming, copying and removing such parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning.editor_fields import Field, field, wrong
from dashboard.planning.editor_state import Editor, refused
from sim.scenario.named import copied, free_name, removed, renamed
from sim.scenario.titles import plan_titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.scenario.problems import Path

PLAN = "editor-plan"


class Sort(NamedTuple):
    """A sort of parts that have names. word: what one is called; path: where they stand."""

    word: str
    path: Path


def chosen(editor: Editor, sort: Sort, key: str, label: str) -> str | None:
    """Let the visitor choose one of the parts, and return its name; None where there is none."""
    names = list(editor.parts(*map(str, sort.path)))
    if not names:
        return None
    kept = st.session_state.get(key, st.session_state.get(_kept(key)))
    st.session_state[key] = kept if kept in names else names[0]
    picked = st.selectbox(label, names, key=key, format_func=_said(sort, names))
    st.session_state[_kept(key)] = picked
    return str(picked)


def _said(sort: Sort, names: list[str]) -> Callable[[str], str]:
    return plan_titles(names).__getitem__ if sort.word == "plan" else lambda name: name.replace("_", " ")


def choose(key: str, name: str) -> None:
    """Let *name* be chosen from now on."""
    st.session_state[key] = st.session_state[_kept(key)] = name


def _kept(key: str) -> str:
    """Return where a choice is kept while another tab is open."""
    return f"{key}-kept"


def plan_of(editor: Editor) -> str | None:
    """Return the plan that is looked at, chosen above the tabs; None where there is none."""
    sort = Sort("plan", ("plans",))
    with st.container(horizontal=True, vertical_alignment="bottom", key="editor-plan-row"):
        with st.container(width=340):
            plan = chosen(editor, sort, PLAN, "Plan to look at and to change")
        if plan is not None:
            manage(editor, sort, plan, PLAN)
            _add_plan(editor, plan)
    if plan is not None:
        about = editor.parts("plans", plan).get("about")
        base = editor.parts("plans", plan).get("extends")
        st.caption(
            as_markdown(" ".join([str(about or ""), f"Where it says nothing itself it is as {base}." if base else ""]))
        )
    return plan


def _add_plan(editor: Editor, plan: str) -> None:
    """Show a button that adds a plan which does what *plan* does, until it is changed."""
    st.button(
        "Add a plan", icon=":material/add:", key="add-plan", on_click=_copied,
        args=(editor, ("plans", plan), "new_plan", PLAN),
        help="It begins as a copy of the plan that you look at: change what it should do otherwise.",
    )  # fmt: skip


def manage(editor: Editor, sort: Sort, name: str, key: str) -> None:
    """Show a button under which a part can be copied, named and removed. key: of the choice, to follow a new name."""
    what = "it" if sort.word == "surge" else sort.word
    with st.popover(f"Copy, rename, remove {what}", key=f"manage {sort.word} {name}"):
        here = (*sort.path, name)
        if sort.word == "plan":
            field(editor, here, Field("about", "What this plan does, in a sentence"))
        typed = st.text_input("Name", name, key=f"name {sort.word} {name} {editor.draft.revision}").strip()
        with st.container(horizontal=True):
            st.button("Rename", key=f"rename {sort.word}", on_click=_renamed, args=(editor, here, typed, key))
            st.button(
                "Copy under this name", key=f"copy {sort.word}", on_click=_copied, args=(editor, here, typed, key)
            )
            st.button(
                f"Remove {name}", key=f"remove {sort.word}", icon=":material/delete:", on_click=_removed,
                args=(editor, here), disabled=len(editor.parts(*map(str, sort.path))) < 2 and sort.word != "team",
            )  # fmt: skip
        if refused(f"part {sort.word}"):
            wrong(refused(f"part {sort.word}"))


def _word(path: Path) -> str:
    return {"plans": "plan", "teams": "team", "segments": "segment", "topics": "topic", "surges": "surge"}[
        str(path[-2])
    ]


def _renamed(editor: Editor, path: Path, name: str, key: str) -> None:
    if editor.change(partial(renamed, path=path, name=name), f"part {_word(path)}"):
        choose(key, name)


def _copied(editor: Editor, path: Path, name: str, key: str) -> None:
    wanted = free_name(editor.draft.text, path[:-1], name)
    if editor.change(partial(copied, path=path, name=wanted), f"part {_word(path)}"):
        choose(key, wanted)


def _removed(editor: Editor, path: Path) -> None:
    editor.change(partial(removed, path=path), f"part {_word(path)}")
