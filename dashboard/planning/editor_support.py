"""The tab of support and incidents: what each segment is offered, and what happens on days that are not ordinary."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning import editor_sheet
from dashboard.planning.editor_fields import Field, fields
from dashboard.planning.editor_fold import fold
from dashboard.planning.editor_plans import Sort, choose, chosen, manage
from sim.scenario.editing import Edit
from sim.scenario.named import free_name
from sim.scenario.sentences import support_sentence, surge_sentence, tools_down_sentence
from sim.scenario.sheets import Column, Sheet, listed_rows, with_listed_rows

if TYPE_CHECKING:
    from dashboard.planning.editor_state import Editor
    from sim.scenario import Scenario

_SURGES: Final = Sort("surge", ("world", "surges"))
_SURGE: Final = "editor-surge"
_LEVEL: Final = (
    Field("level", "Level of support"),
    Field("promise", "First answer promised within"),
    Field("docs", "Documentation answers, %", 100),
    Field("patience", "Give up after"),
)
_BOT: Final = (
    Field("bot.meets", "Meet the bot, %", 100),
    Field("bot.leaks", "Insist on a person, %", 100),
    Field("bot.resolves", "Bot answers, %", 100),
    Field("bot.false_claims", "Bot only seems to answer, %", 100),
    Field("bot.returns", "of those come back, %", 100),
    Field("bot.returns_after", "they come back after"),
    Field("form.work_factor", "With a form: work, times the usual"),
    Field("form.gives_up", "With a form: give up at it, %", 100),
    Field("proactive.avoids", "Proactive: contacts that never happen, %", 100),
    Field("proactive.time", "Proactive: work per customer and month"),
)
_EVENT: Final = (
    Field("at", "When, by date and time"),
    Field("per_week", "Or by chance, times a week"),
    Field("zone", "Clock of these times"),
    Field("segments", "Who writes more"),
    Field("topic", "About"),
    Field("fixed_after", "Fixed after"),
    Field("known_after", "Cause known after"),
    Field("status_page", "Status page answers, %", 100),
    Field("macro_time", "A ready answer takes"),
    Field("duplicates", "Write twice, %", 100),
)
_TOOLS: Final = (
    Field("at", "When, by date and time"),
    Field("per_week", "Or by chance, times a week"),
    Field("time", "Each time for"),
)
_STEPS: Final = (Column("time", "For"), Column("factor", "Times the usual contacts"))
_SHAPE: Final = [{"time": "20m", "factor": 9}, {"time": "40m", "factor": 3}, {"time": "2h", "factor": 1.4}]


def show(editor: Editor, plan: str, scenario: Scenario | None) -> None:
    """Show the tab. scenario: None while the draft has problems."""
    _levels(editor, plan, scenario)
    st.markdown("**Outages, launches and other special days**")
    _incidents(editor, plan, scenario)


def _levels(editor: Editor, plan: str, scenario: Scenario | None) -> None:
    st.markdown("**What customers are offered**")
    if scenario is not None:
        lines = [support_sentence(scenario, scenario.plans[plan], name) for name in scenario.world.segments]
        st.markdown("\n".join(f"- {as_markdown(line)}" for line in lines))
    name = chosen(editor, Sort("segment", ("world", "segments")), "support-segment", "Segment to change")
    if name is None:
        return
    here = ("plans", plan, "support", name)
    fields(editor, here, _LEVEL, 4)
    fold("A bot, a form, proactive work", "bot", partial(fields, editor, here, _BOT))


def _incidents(editor: Editor, plan: str, scenario: Scenario | None) -> None:
    if scenario is not None:
        found = [surge_sentence(name, surge) for name, surge in scenario.world.surges.items()]
        found.append(tools_down_sentence(scenario.world.tools_down))
        st.markdown("\n".join(f"- {as_markdown(line)}" for line in found))
    incidents = (Field("status_page", "The status page is kept up to date"), Field("macros", "Ready answers are used"))
    fields(editor, ("plans", plan, "incidents"), incidents, 2)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = None
        if editor.parts(*map(str, _SURGES.path)):
            with st.container(width=300):
                name = chosen(editor, _SURGES, _SURGE, "Outage or special day")
        if name is not None:
            manage(editor, _SURGES, name, _SURGE)
        st.button("Add one", icon=":material/add:", key="add-surge", on_click=_added, args=(editor,))
    if name is not None:
        _surge(editor, name)
    fold("When the team's own tools fail", "tools", partial(fields, editor, ("world", "tools_down"), _TOOLS))


def _surge(editor: Editor, name: str) -> None:
    here = (*_SURGES.path, name)
    fields(editor, here, _EVENT)
    sheet = Sheet((*here, "shape"), _STEPS)
    st.markdown("How many write, step by step")
    table = editor_sheet.Table(f"shape {name}", (*sheet.path, 0), _STEPS, partial(with_listed_rows, sheet=sheet))
    editor_sheet.show(editor, table, listed_rows(editor.data or {}, sheet))
    editor_sheet.problems(editor, sheet.path)


def _added(editor: Editor) -> None:
    """Add an outage on the third day at ten, in the shape of the one that was measured."""
    name = free_name(editor.draft.text, _SURGES.path, "outage")
    day = str((editor.data or {}).get("start") or "2026-03-02")
    editor.edit([Edit((*_SURGES.path, name), {"at": [f"{day}T10:00"], "shape": _SHAPE})], "part surge")
    choose(_SURGE, name)
