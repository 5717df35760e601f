"""Every field and table of the scenario editor: what it shows, written back, means what stood there."""

from __future__ import annotations

import pytest

import scenarios
from dashboard.planning import (
    editor_about,
    editor_customers,
    editor_order,
    editor_people,
    editor_support,
    editor_teams,
)
from sim.scenario.editing import Draft, changes
from sim.scenario.inheriting import MISSING, at, whole
from sim.scenario.kinds import kind_of
from sim.scenario.sheets import cell_at, cell_edit

TEAM = ("plans", "*", "teams", "*")
GROUPS = (
    ((), (*editor_about._WORDS, *editor_about._PERIOD)),
    (("world", "segments", "*"), (*editor_customers._COLUMNS, *editor_customers._MORE)),
    (("world", "topics", "*"), editor_customers._TOPIC_COLUMNS),
    (("world", "surges", "*"), editor_support._EVENT),
    (("world", "tools_down"), editor_support._TOOLS),
    (TEAM, editor_teams._MORE),
    (("plans", "*", "support", "*"), (*editor_support._LEVEL, *editor_support._BOT)),
    (("plans", "*", "routing"), editor_order._RULES),
    *(((*TEAM, *part.key.split(".")), part.shown) for part in editor_people._PARTS),
)


def _found(data, pattern, here=()):
    """Return the paths in *data* that *pattern* stands for."""
    if len(here) == len(pattern):
        return [here] if at(data, here) is not MISSING else []
    key = pattern[len(here)]
    if key != "*":
        return _found(data, pattern, (*here, key))
    parts = at(data, here)
    return [
        path for name in (parts if isinstance(parts, dict) else ()) for path in _found(data, pattern, (*here, name))
    ]


@pytest.mark.parametrize("name", scenarios.names())
def test_what_a_field_shows_can_be_written_back(name):
    """In the first and the last plan of every shipped scenario; nothing changes its meaning."""
    text = scenarios.text(name)
    draft = Draft(text)
    data, plans = whole(draft.data), list(draft.data["plans"])
    n_tried = 0
    for base, shown in GROUPS:
        for path in _found(data, base):
            if path[:1] == ("plans",) and path[1] not in {plans[0], plans[-1]}:
                continue
            for one in shown:
                here = (*path, *one.key.split("."))
                cell = cell_at(data, here, one.factor)
                if cell is not None:
                    draft.edit(cell_edit(data, here, cell, one.factor))
                    n_tried += 1
    assert n_tried > 10
    assert [] == changes(text, draft.text)


@pytest.mark.parametrize(("base", "shown"), GROUPS)
def test_every_field_is_a_setting(base, shown):
    """Of a kind that can be typed; plain text only where words or names are meant."""
    texts = {"title", "purpose", "start", "currency", "profile", "skill", "role", "holidays", "topic"}
    place = tuple("x" if key == "*" else key for key in base)
    for one in shown:
        kind = kind_of((*place, *one.key.split(".")))
        assert kind.what != "text" or one.key in texts
