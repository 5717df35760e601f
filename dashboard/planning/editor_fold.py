"""What is folded away is not worked out: a page stays quick however much a scenario may say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable


def fold(label: str, key: str, show: Callable[[], None]) -> None:
    """Show a line that opens; *show* fills it once it is open."""
    box = st.expander(label, key=f"fold-{key}", on_change="rerun")
    if box.open:
        with box:
            show()
