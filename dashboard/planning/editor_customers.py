"""The tab of customers: when they write, who they are, what they write about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning import editor_hours, editor_sheet, parts
from dashboard.planning.editor_fields import Field, fields
from dashboard.planning.editor_fold import fold
from dashboard.planning.editor_plans import Sort, chosen, manage
from sim.reports.preview_charts import when_they_write
from sim.scenario.preview import CUSTOMERS, demand, zones_of
from sim.scenario.profiles import BUILT_IN
from sim.scenario.sheets import Column, Sheet, named_rows, with_named_rows

if TYPE_CHECKING:
    from dashboard.planning.editor_state import Editor
    from sim.scenario import Scenario

_SEGMENTS: Final = Sort("segment", ("world", "segments"))
_TOPICS: Final = Sort("topic", ("world", "topics"))
_EVERYBODY: Final = "everybody"
_COLUMNS: Final = (
    Column("stage", "Stage"),
    Column("customers", "Customers"),
    Column("contact_rate", "Contacts each, a week"),
    Column("growth_per_month", "Growth a month, %", 100),
    Column("channel", "Channel"),
    Column("zones", "Where they are"),
    Column("patience", "Give up after"),
    Column("topics", "Write about"),
)
_TOPIC_COLUMNS: Final = (
    Column("handle_time", "Work, on average"),
    Column("share", "Share"),
    Column("skill", "Skill needed"),
    Column("touches", "Answers it takes"),
    Column("wrong", "Answers that are wrong, %", 100),
    Column("deflectable", "Documentation could answer, %", 100),
)
_MORE: Final = (
    Field("languages", "Languages"),
    Field("holiday_factor", "On public holidays, times as many"),
    Field("seasonality", "By month, times as many"),
    Field("busyness.day_cv", "Days differ by, %", 100),
    Field("busyness.hour_cv", "Hours differ by, %", 100),
    Field("think_time", "They answer after"),
    Field("reply_patience", "Give up waiting for later answers after"),
    Field("redial.chance", "Try again after giving up, %", 100),
    Field("writes_again_after", "Write again while waiting, each"),
)


def show(editor: Editor, scenario: Scenario | None) -> None:
    """Show the tab. scenario: None while the draft has problems."""
    if scenario is not None:
        _when(scenario)
    st.markdown("**Who writes**, the same under every plan")
    fresh = {"stage": "paying", "customers": 100, "contact_rate": 0.1, "zones": {_zone(editor): 1}}
    sheet = Sheet(_SEGMENTS.path, _COLUMNS, fresh)
    table = editor_sheet.Table("segments", (*sheet.path, "x"), _COLUMNS, partial(with_named_rows, sheet=sheet))
    editor_sheet.show(editor, table, named_rows(editor.data or {}, sheet))
    editor_sheet.problems(editor, sheet.path)
    fold("More about one segment", "segment", partial(_one, editor))
    fold("What they write about", "topics", partial(_topics, editor))
    fold("What is already waiting at the start", "open-at-start", partial(editor_hours.open_at_start, editor))


def _topics(editor: Editor) -> None:
    topics = Sheet(_TOPICS.path, _TOPIC_COLUMNS, {"handle_time": "10m"})
    change = partial(with_named_rows, sheet=topics)
    table = editor_sheet.Table("topics", (*topics.path, "x"), _TOPIC_COLUMNS, change)
    editor_sheet.show(editor, table, named_rows(editor.data or {}, topics))
    editor_sheet.problems(editor, topics.path)


def _zone(editor: Editor) -> str:
    return str((editor.data or {}).get("zone") or "UTC")


def _when(scenario: Scenario) -> None:
    says = st.container()
    left, right = st.columns(2)
    zones = [CUSTOMERS, *zones_of(scenario)]
    clock = left.selectbox("By whose clock", zones, key="customers-clock", format_func=_clock)
    names = [_EVERYBODY, *scenario.world.segments]
    who = right.selectbox("Who", names, key="customers-who", format_func=lambda name: name.replace("_", " "))
    table = demand(scenario, clock)
    if who != _EVERYBODY:
        table = table[table["segment"] == who]
    drawn = when_they_write(table, clock)
    says.info(as_markdown(drawn.note), icon=":material/schedule:")
    parts.chart(drawn._replace(note=""), "when-they-write")


def _clock(zone: str) -> str:
    return "each customer's own" if zone == CUSTOMERS else zone


def _one(editor: Editor) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=300):
            name = chosen(editor, _SEGMENTS, "editor-segment", "Segment")
        if name is None:
            return
        manage(editor, _SEGMENTS, name, "editor-segment")
    profiles = (*BUILT_IN, *editor.parts("world", "profiles"))
    fields(editor, (*_SEGMENTS.path, name), [Field("profile", "When they write", choices=profiles), *_MORE])
    st.markdown("**When they write, hour by hour**")
    editor_hours.profile(editor, name)
