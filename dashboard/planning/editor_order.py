"""The tab of who comes first: the routing in a sentence, the segments in their order, and the finer rules."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning import editor_sheet
from dashboard.planning.editor_fields import Field, fields
from dashboard.planning.editor_fold import fold
from sim.scenario.sentences import routing_sentence
from sim.scenario.sheets import ORDER, RowEdits, order_rows, with_order_rows
from sim.scenario.titles import plan_titles

if TYPE_CHECKING:
    from dashboard.planning.editor_state import Editor
    from sim.scenario import Scenario

_RULES: Final = (
    Field("prefer", "If several people are free"),
    Field("queue_limit", "Turn away when so many wait"),
    Field("follow_ups", "Replies of customers"),
    Field("returns_to_owner", "Replies wait for who answered before"),
    Field("owner_away", "as long as they are back within"),
    Field("reread_time", "Somebody else reads up for"),
    Field("switch_time", "Changing between chats takes"),
    Field("read_again_time", "Reading what was written again takes"),
)


def show(editor: Editor, plan: str, scenario: Scenario | None) -> None:
    """Show the tab. scenario: None while the draft has problems."""
    if scenario is not None:
        st.info(as_markdown(routing_sentence(scenario, scenario.plans[plan])), icon=":material/low_priority:")
    here = ("plans", plan, "routing")

    def changed(text: str, rows: RowEdits) -> str:
        return with_order_rows(text, plan, rows)

    table = editor_sheet.Table(f"order {plan}", (*here, "segments", "x"), ORDER, changed, is_fixed=True)
    editor_sheet.show(editor, table, order_rows(editor.data or {}, plan))
    st.caption(
        "Rank 1 goes before rank 2 however long others have waited; the same number is one group. Without ranks, a "
        "head start such as 30m counts as so much waiting, and 3 under Waiting counts makes a minute count as three."
    )
    editor_sheet.problems(editor, here)
    fold("Finer rules: whom it goes to, replies, a full queue", "rules", partial(fields, editor, here, _RULES))
    if scenario is not None and len(scenario.plans) > 1:
        fold("How the other plans do it", "other-plans", partial(_others, scenario, plan))


def _others(scenario: Scenario, plan: str) -> None:
    titles = plan_titles(scenario.plans)
    for name, other in scenario.plans.items():
        if name != plan:
            st.markdown(f"**{as_markdown(titles[name])}**: {as_markdown(routing_sentence(scenario, other))}")
