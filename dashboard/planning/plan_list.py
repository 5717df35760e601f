"""What the plans of a run are, for pages that speak of them by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.plain import as_markdown
from sim.scenario.titles import plan_titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.scenario import Scenario


def show(scenario: Scenario, plans: Sequence[str]) -> None:
    """Show a line for each of the plans that says what it does; nothing where the scenario says it of none."""
    titles = plan_titles(scenario.plans)
    told = [(titles[plan], scenario.plans[plan].about) for plan in plans if scenario.plans[plan].about.strip()]
    if told:
        with st.expander("What the plans are"):
            st.markdown("\n".join(f"- **{as_markdown(plan)}**: {as_markdown(about)}" for plan, about in told))
