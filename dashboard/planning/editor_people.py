"""The tab of people and pay: what an hour costs, who is away, and what happens to people over the months."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning import editor_hours, editor_sheet
from dashboard.planning.editor_fields import Field, fields
from dashboard.planning.editor_fold import fold
from dashboard.planning.editor_plans import Sort, chosen
from dashboard.planning.editor_teams import TEAM
from sim.scenario.editing import REMOVED, Edit
from sim.scenario.sentences import people_sentence, team_sentence
from sim.scenario.sheets import Column, Sheet, listed_rows, with_listed_rows

if TYPE_CHECKING:
    from dashboard.planning.editor_state import Editor
    from sim.scenario import Scenario
    from sim.scenario.problems import Path


class _Part(NamedTuple):
    """What may happen to people: a switch, what is written when it is turned on, and its settings."""

    key: str
    label: str
    fresh: dict[str, Any]
    shown: tuple[Field, ...]


_PARTS: Final = (
    _Part(
        "people.sickness", "People fall ill", {"per_day": 0.04},
        (Field("per_day", "Ill on any day, %", 100), Field("at_full_exhaustion", "If worn out, times")),
    ),
    _Part(
        "people.quits", "People leave", {"per_year": 0.32},
        (Field("per_year", "Leave in a year, %", 100), Field("at_full_disengagement", "If disheartened, times")),
    ),
    _Part(
        "people.ramp", "Newcomers learn", {},
        (
            Field("start_speed", "Speed on the first day, % of later", 100), Field("time", "Learn for"),
            Field("start_errors", "Wrong answers at first, times"), Field("mentor_share", "Time of a mentor, %", 100),
        ),
    ),
    _Part(
        "people.exhaustion", "Much work tires people", {},
        (Field("above", "Work of the time, from %", 100), Field("full", "fully at %", 100), Field("time", "Over")),
    ),
    _Part(
        "people.disengagement", "People lose heart", {},
        (Field("above", "Work of the time, from %", 100), Field("full", "fully at %", 100), Field("time", "Over")),
    ),
    _Part(
        "vacation", "People go on leave", {"days_per_year": 25},
        (Field("days_per_year", "Days a year"), Field("block", "At a time"), Field("at_once", "Away at once, %", 100)),
    ),
    _Part(
        "overtime", "People stay on when many wait", {"from_waiting": 20, "time": "1h"},
        (
            Field("from_waiting", "If so many wait"), Field("time", "Stay for"),
            Field("pay_factor", "Pay, times the rate"),
        ),
    ),
)  # fmt: skip
_LISTS: Final = (
    ("absences", "Days off that are known", (Column("agents", "Who, by number"), Column("start", "First day off"),
     Column("end", "Last day off"), Column("paid", "Paid")), {"agents": [1]}),
    ("hires", "Who comes later", (Column("agents", "Who, by number"), Column("start", "First day"),
     Column("tenure", "Has done the job for")), {"agents": [1]}),
    ("meetings", "Meetings", (Column("days", "Days"), Column("start", "From"), Column("end", "To"),
     Column("agents", "Who, by number")), {"days": "mon"}),
)  # fmt: skip


def show(editor: Editor, plan: str, scenario: Scenario | None) -> None:
    """Show the tab. scenario: None while the draft has problems."""
    name = chosen(editor, Sort("team", ("plans", plan, "teams")), TEAM, "Team")
    if name is None:
        st.info("This plan has no team yet: add one under Teams and shifts.")
        return
    here: Path = ("plans", plan, "teams", name)
    if scenario is not None:
        team = scenario.plans[plan].teams[name]
        st.markdown(as_markdown(f"{team_sentence(team, scenario.currency)} {people_sentence(team.people)}"))
    currency = str((editor.data or {}).get("currency") or "USD")
    fields(editor, here, [Field("rate", f"Pay an hour, {currency}, everything included")])
    for part in _PARTS:
        _part(editor, here, part)
    fold("Work takes longer late in a shift", "fatigue", partial(editor_hours.fatigue, editor))
    for key, title, columns, fresh in _LISTS:
        fold(title, key, partial(_listed, editor, Sheet((*here, key), columns, fresh)))


def _part(editor: Editor, team: Path, part: _Part) -> None:
    path = (*team, *part.key.split("."))
    key = f"switch {'.'.join(map(str, path))}"
    *above, last = path
    is_on = last in editor.parts(*map(str, above))
    st.session_state[key] = is_on
    st.toggle(part.label, key=key, on_change=_switched, args=(editor, path, part))
    if is_on:
        with st.container(border=True):
            fields(editor, path, part.shown, 4)


def _switched(editor: Editor, path: Path, part: _Part) -> None:
    is_on = st.session_state[f"switch {'.'.join(map(str, path))}"]
    editor.edit([Edit(path, dict(part.fresh) if is_on else REMOVED)], "part people")


def _listed(editor: Editor, sheet: Sheet) -> None:
    table = editor_sheet.Table(
        ".".join(map(str, sheet.path)), (*sheet.path, 0), sheet.columns, partial(with_listed_rows, sheet=sheet)
    )
    editor_sheet.show(editor, table, listed_rows(editor.data or {}, sheet))
    editor_sheet.problems(editor, sheet.path)
