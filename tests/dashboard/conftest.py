"""The doors of the app and its pages, for all tests of this folder."""

from __future__ import annotations

from doors import cheap_hashes, house, public_house
from rating_pages import rated_team, rating_pages
from round_pages import round_pages

__all__ = ["cheap_hashes", "house", "public_house", "rated_team", "rating_pages", "round_pages"]
