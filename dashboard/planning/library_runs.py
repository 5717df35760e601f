"""Kept runs in the library: what each is of, how to get it again, name and note."""

from __future__ import annotations

import shlex
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from dashboard import plain, shared
from dashboard.menu import page_named
from dashboard.plain import as_markdown
from dashboard.planning import drafts
from dashboard.planning.board import id_of
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
from dashboard.planning.runs import RUN
from sim.experiments.results import package_version, scenario_hash
from sim.scenario.load import parse
from sim.scenario.problems import ScenarioError
from sim.scenario.titles import plan_title
from trainee_exercises.library import RECENT, may_delete

if TYPE_CHECKING:
    from trainee_exercises.library import Kept

_GOES: Final = (
    "Deleted is deleted: the figures go, for everybody. The scenario, seed and replications would give them again:"
    " download the scenario first if you may want that."
)


def runs(found: list[Kept], shelf: Shelf) -> None:
    """Show all kept runs: those with a name or note, then the recent ones."""
    if not found:
        st.info("Nothing has been run yet. Every comparison that you run is kept here by itself.")
        st.page_link(
            page_named("plan").file, label="Start one: a preset needs one click", icon=":material/arrow_forward:"
        )
        return
    wanted = looked_for("runs", len(found))
    found = [one for one in found if wanted in f"{one.called} {one.note} {one.title}".casefold()]
    named = [one for one in found if one.name or one.note]
    recent = [one for one in found if not (one.name or one.note)]
    _listed("named", named, shelf)
    if recent:
        st.subheader("Recent", anchor=False)
        st.caption(f"Of each person the last {RECENT} runs are kept by themselves. A run with a name or a note stays.")
        _listed("recent", recent, shelf)
    if not found:
        st.caption("Nothing has these words.")


def _listed(key: str, found: list[Kept], shelf: Shelf) -> None:
    for one in found[: first_of(key, len(found))]:
        _card(one, shelf)
    offer_more(key, len(found))


def _card(one: Kept, shelf: Shelf) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(f"**{as_markdown(one.called)}**")
        plain.text(_facts(one, shelf), "small")
        if one.note:
            plain.text(one.note)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                page_named("compare").file, label="Open", icon=":material/balance:", query_params={RUN: id_of(one)}
            )
            is_open = toggle(one.id)
        if is_open:
            _details(one, shelf)


def _facts(one: Kept, shelf: Shelf) -> str:
    parts = [
        ", ".join(map(plan_title, one.plans)),
        f"{many(one.replications, 'replication')}, seed {one.seed}",
        since(one.created_at, one.created_by, shelf.names),
        *([f"of the saved scenario {shelf.scenarios[one.origin]}"] if one.origin in shelf.scenarios else []),
        *([f"kept by version {one.version}"] if one.version != package_version() else []),
    ]
    return " · ".join(parts)


def _details(one: Kept, shelf: Shelf) -> None:
    library, by = shared.library(), shelf.visitor.actor
    text = library.run_text(one.id)

    def save(name: str, note: str, seen: tuple[str, str]) -> Kept:
        return library.rename_run(one.id, name, note, by, seen=seen)

    naming(Named(one.id, one.name, one.note, save, one.title))
    st.markdown("**How to get it again**")
    if said := other_version(one, text):
        st.warning(as_markdown(said), icon=":material/history:")
    st.caption(
        f"Scenario {one.hash[:12]}, seed {one.seed}, {many(one.replications, 'replication')}, support-sandbox"
        f" {as_markdown(one.version)}. The same four give the same figures, on any machine."
    )
    st.code(command(one, text), language="shell", wrap_lines=True)
    with st.container(horizontal=True):
        st.download_button(
            "Download the scenario", text.encode(), file_name(one.title), "application/yaml", key=f"yaml-{one.id}",
            on_click="ignore", icon=":material/download:",
        )  # fmt: skip
        if st.button("Edit its scenario", key=f"edit-{one.id}", icon=":material/tune:"):
            drafts.go_to(drafts.begin(text, one.title, by))
        may = may_delete(shelf.visitor.role, by, one.created_by)
        deleting(
            one.id,
            "this run",
            f"**{as_markdown(one.called)}**. {_GOES}",
            partial(library.delete_run, one.id, by, role=shelf.visitor.role),
            may=may,
        )


def other_version(one: Kept, text: str) -> str:
    """Return what to know where another version than the running one kept the run; "" where it was this one."""
    now = package_version()
    if one.version == now:
        return ""
    start = f"Kept by version {one.version}; version {now} runs now. "
    read = _read(text, one.title)
    if read is None:
        return f"{start}It can't read this scenario any more: the figures can't be opened or got again by it."
    if read.hash != one.hash:
        return f"{start}It reads this scenario differently: run it again rather than mix the two."
    return f"{start}It may play the same scenario differently: run it again before you compare it with newer runs."


def command(one: Kept, text: str) -> str:
    """Return what to type, beside the downloaded scenario, to get the same figures."""
    several, read = len(one.plans) > 1, _read(text, one.title)
    words = ["support-sandbox", "compare" if several else "run", file_name(one.title)]
    if not several:
        words += ["--plan", one.plans[0]]
    elif read is None or set(read.plans) != set(one.plans):
        words += ["--plans", ",".join(one.plans)]
    if several and (read is None or one.baseline != read.plans[0]):
        words += ["--baseline", one.baseline]
    return shlex.join([*words, "--replications", str(one.replications), "--seed", str(one.seed)])


class _Read(NamedTuple):
    """A text as the running version reads it."""

    plans: tuple[str, ...]
    hash: str


@lru_cache(maxsize=64)
def _read(text: str, title: str) -> _Read | None:
    """Return the plans and the hash of a scenario; None: this version can't read it."""
    try:
        scenario = parse(text, title)
    except ScenarioError:
        return None
    return _Read(tuple(scenario.plans), scenario_hash(scenario))
