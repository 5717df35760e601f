"""The doors of the app and its pages, for all tests of this folder."""

from __future__ import annotations

from doors import cheap_hashes, house, public_house
from planning_pages import planning, warm_crew
from practice_pages import desk
from rating_pages import rated_team, rating_pages
from round_pages import round_pages

__all__ = [
    "cheap_hashes", "desk", "house", "planning", "public_house", "rated_team", "rating_pages", "round_pages",
    "warm_crew",
]  # fmt: skip
