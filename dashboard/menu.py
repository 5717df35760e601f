"""The team's pages: what they are called, where they are, and for whom."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

_FOLDER: Final = Path(__file__).parent / "pages"
_MANAGERS: Final = frozenset({"owner", "manager"})
_PLANNERS: Final = _MANAGERS | {"rep"}


class Page(NamedTuple):
    """A page of the team. name: of its file and in its address; roles: who may see it; icon: Streamlit's name of it.

    is_listed: stands in the menu; otherwise other pages lead to it.
    """

    name: str
    title: str
    icon: str
    roles: frozenset[str]
    is_listed: bool = True

    @property
    def url(self) -> str:
        """Return its path."""
        return "/" if self.name == "home" else f"/{self.name}"

    @property
    def file(self) -> Path:
        """Return its script."""
        return _FOLDER / f"{self.name}.py"


PAGES: Final[tuple[Page, ...]] = (
    Page("home", "Home", ":material/home:", _MANAGERS | {"rater", "rep"}),
    Page("plan", "Plan a team", ":material/groups:", _PLANNERS),
    Page("scenario", "Scenario", ":material/tune:", _PLANNERS),
    Page("compare", "Compare", ":material/balance:", _PLANNERS),
    Page("cost", "Who pays", ":material/payments:", _PLANNERS),
    Page("replay", "Replay a day", ":material/play_circle:", _PLANNERS),
    Page("library", "Library", ":material/inventory_2:", _PLANNERS),
    Page("rounds", "Rounds of hiring", ":material/list_alt:", _MANAGERS),
    Page("round", "The round", ":material/fact_check:", _MANAGERS, is_listed=False),
    Page("rate", "Rate", ":material/rate_review:", _MANAGERS | {"rater"}),
    Page("results", "Results of hiring", ":material/insights:", _MANAGERS),
    Page("scorecard", "Scorecard", ":material/badge:", _MANAGERS, is_listed=False),
    Page("practise", "Practise", ":material/edit_note:", _PLANNERS),
    Page("debrief", "Debrief", ":material/insights:", _PLANNERS, is_listed=False),
    Page("cohort", "Who practises", ":material/school:", _MANAGERS),
)


def page_named(name: str) -> Page:
    """Return the page of that name."""
    return next(one for one in PAGES if one.name == name)


def pages_of(role: str) -> tuple[Page, ...]:
    """Return the pages that *role* may see."""
    return tuple(one for one in PAGES if role in one.roles)
