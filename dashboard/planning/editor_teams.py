"""The tab of teams: whether they are enough, how many people, when they work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning import editor_sheet, parts
from dashboard.planning.editor_fields import Field, field, fields
from dashboard.planning.editor_fold import fold
from dashboard.planning.editor_plans import Sort, choose, chosen, manage
from sim.reports.preview_charts import coverage_against_demand, shifts_on_the_week
from sim.scenario.editing import Edit
from sim.scenario.headcounts import is_by_shift, with_shift_rows
from sim.scenario.named import free_name
from sim.scenario.preview import coverage, shifts, skills_of, zones_of
from sim.scenario.sentences import team_sentence
from sim.scenario.sheets import Column, Sheet, listed_rows

if TYPE_CHECKING:
    from dashboard.planning.editor_state import Editor
    from sim.scenario import Scenario
    from sim.scenario.problems import Path

TEAM: Final = "editor-team"
_SKILL: Final = "teams-skill"
_SHIFTS: Final = (
    Column("days", "Days"),
    Column("start", "From"),
    Column("end", "To"),
    Column("agents", "People"),
    Column("breaks", "Breaks"),
    Column("pay_factor", "Pay, times the rate"),
    Column("dates", "Single dates"),
)
_MORE: Final = (
    Field("zone", "Time zone"),
    Field("skills", "Skills"),
    Field("languages", "Languages"),
    Field("speed", "Speed, times the usual"),
    Field("speed_cv", "People differ in speed by, %", 100),
    Field("errors", "Wrong answers, times the usual"),
    Field("live_limit", "Chats or calls at a time"),
    Field("shrinkage", "Time at the desk for other things, %", 100),
    Field("holidays", "Public holidays of"),
    Field("role", "Role, for reports"),
)
_FRESH: Final = {"days": "mon-fri", "start": "09:00", "end": "17:00"}


def show(editor: Editor, plan: str, scenario: Scenario | None) -> None:
    """Show the tab. scenario: None while the draft has problems."""
    if scenario is not None:
        says = st.container()
        _people(editor, plan)
        zone, skill = _looked_at(scenario)
        enough = coverage_against_demand(coverage(scenario, plan, zone, skill=skill), zone, skill)
        says.info(as_markdown(enough.note), icon=":material/group:")
        parts.chart(enough._replace(note=""), "coverage")
        parts.chart(shifts_on_the_week(shifts(scenario, plan, zone), zone, list(scenario.plans[plan].teams)), "shifts")
    else:
        _people(editor, plan)
    _team(editor, plan, scenario)


def _looked_at(scenario: Scenario) -> tuple[str, str]:
    """Let the visitor choose the clock of the charts, and the skill whose work is looked at; "" for all work."""
    skills = skills_of(scenario)
    left, right = st.columns(2)
    zone = left.selectbox("By whose clock", zones_of(scenario), key="teams-clock")
    if not skills:
        return zone, ""
    known = st.session_state.get(_SKILL, "")
    st.session_state[_SKILL] = known if known in skills else ""
    return zone, right.selectbox(
        "Work to look at", ["", *skills], key=_SKILL, format_func=lambda skill: f"needs {skill}" if skill else "all",
        help="All: who knows what is not looked at. Of a skill: only its work, and only the people who have it.",
    )  # fmt: skip


def _people(editor: Editor, plan: str) -> None:
    """Show how many people each team has, to be changed at once."""
    teams = editor.parts("plans", plan, "teams")
    counted = [name for name, team in teams.items() if not is_by_shift(team)]
    st.markdown("**How many people**")
    if len(counted) < len(teams):
        st.caption("Of the teams that are not here each shift says how many: see One team.")
    with st.container(horizontal=True, key="people-in-teams"):
        for name in counted:
            with st.container(width=190):
                field(editor, ("plans", plan, "teams", name), Field("headcount", as_markdown(name.replace("_", " "))))


def _team(editor: Editor, plan: str, scenario: Scenario | None) -> None:
    sort = Sort("team", ("plans", plan, "teams"))
    st.markdown("**One team**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=300):
            name = chosen(editor, sort, TEAM, "Team")
        if name is not None:
            manage(editor, sort, name, TEAM)
        st.button("Add a team", icon=":material/add:", key="add-team", on_click=_added, args=(editor, plan))
    if name is None:
        return
    here: Path = (*sort.path, name)
    if scenario is not None:
        st.markdown(as_markdown(team_sentence(scenario.plans[plan].teams[name], scenario.currency)))
    _shifts(editor, here)
    fold("Where they are, what they know, how they work", "team", partial(fields, editor, here, _MORE))


def _shifts(editor: Editor, team: Path) -> None:
    """Show the shifts of a team, or its weeks of shifts, as a table."""
    is_rota = "rota" in editor.parts(*map(str, team))
    sheet = Sheet((*team, "rota" if is_rota else "shifts"), _SHIFTS, _FRESH)
    place: Path = (*sheet.path, 0, 0) if is_rota else (*sheet.path, 0)
    table = editor_sheet.Table(
        f"shifts {'.'.join(map(str, team))}", place, _SHIFTS, partial(with_shift_rows, sheet=sheet)
    )
    editor_sheet.show(editor, table, listed_rows(editor.data or {}, sheet))
    editor_sheet.problems(editor, sheet.path)
    st.caption("Times are by the clock of the team. Empty under People: everybody of the team works this shift.")


def _added(editor: Editor, plan: str) -> None:
    path: Path = ("plans", plan, "teams")
    name = free_name(editor.draft.text, path, "new_team")
    team = {"zone": str((editor.data or {}).get("zone") or "UTC"), "headcount": 1, "shifts": [dict(_FRESH)], "rate": 30}
    editor.edit([Edit((*path, name), team)], "part team")
    choose(TEAM, name)
