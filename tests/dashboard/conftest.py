"""The doors of the app, for all tests of this folder."""

from __future__ import annotations

from doors import cheap_hashes, house, public_house

__all__ = ["cheap_hashes", "house", "public_house"]
