"""The script that Streamlit runs for the team: navigation by role, then the page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import failures, shared
from dashboard.looks import readable
from dashboard.menu import pages_of

_ICON: Final = Path(__file__).parent / "web" / "icon.svg"  # a name of Streamlit's would be fetched from another site


def main() -> None:
    """Show the page that the address names, of those that the visitor may see."""
    st.set_page_config(page_title="Support sandbox", page_icon=str(_ICON), layout="wide")
    readable()
    visitor = shared.this_visitor()
    pages = [
        st.Page(
            one.file,
            title=one.title,
            icon=one.icon,
            url_path=None if one.name == "home" else one.name,
            default=one.name == "home",
            visibility="visible" if one.is_listed else "hidden",
        )
        for one in pages_of(visitor.role or "")
    ]
    chosen = st.navigation(pages, expanded=True)  # flat: headings would stand in its list, where entries are expected
    with st.sidebar:
        _who(visitor.kind, visitor.name)
    with failures.told():
        chosen.run()


def _who(kind: str, name: str) -> None:
    if kind == "local":
        st.caption("On this machine alone; nobody needs to sign in.")
        return
    st.text(f"Signed in as {name}")
    st.markdown('<a href="/sign-out" target="_self">Sign out</a>', unsafe_allow_html=True)


main()
