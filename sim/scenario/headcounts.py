"""How many people a team has, said once: where shifts say it each, no headcount beside them contradicts their sum."""

from __future__ import annotations

from typing import Any

from sim.scenario.editing import Draft, Edit
from sim.scenario.inheriting import REMOVED, as_dict, whole
from sim.scenario.sheets import RowEdits, Sheet, with_listed_rows


def settled(text: str) -> str:
    """Return *text* in which a team whose shifts all say their people has no other headcount, of its own or inherited.

    Raises:
        ScenarioError: *text* is not YAML.

    """
    draft = Draft(text)
    plans = as_dict(whole(draft.data).get("plans"))
    for plan, says in plans.items():
        for name, team in as_dict(as_dict(says).get("teams")).items():
            if _contradicts(as_dict(team)):
                draft.edit(Edit(("plans", plan, "teams", name, "headcount"), REMOVED))
    return draft.text


def with_shift_rows(text: str, sheet: Sheet, rows: RowEdits) -> str:
    """Return *text* with the rows of shifts as they were edited, and settled. Raises as `settled` does."""
    return settled(with_listed_rows(text, sheet, rows))


def is_by_shift(team: Any) -> bool:
    """Do the shifts of *team*, plain values, say each how many people work them?"""
    shifts = as_dict(team).get("shifts")
    return isinstance(shifts, list) and any("agents" in as_dict(shift) for shift in shifts)


def _contradicts(team: dict[str, Any]) -> bool:
    shifts, headcount = team.get("shifts"), team.get("headcount")
    if not isinstance(shifts, list) or not shifts or headcount is None:
        return False
    given = [as_dict(shift).get("agents") for shift in shifts]
    return all(isinstance(n, int) for n in given) and sum(n for n in given if isinstance(n, int)) != headcount
