"""The weights of the signs: printed by `python -m trainee_exercises.scoring.fit`, not written by hand."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION: Final = "2"
"""Changes with anything that changes figures: gates, signs or weights."""
WORDS_ONLY: Final[Mapping[str, float]] = MappingProxyType({
    "base": 1.996, "facts": 0.043, "points": 0.91, "agreeing": 1.108, "good_words": 0.378, "fact_words": 0.454,
    "names": 0.215, "figures": 0.27, "strong": 0.23, "claims": -0.238, "wrong": -0.341, "turned": -1.746,
    "opposed": -0.97, "denials": -2.028, "no_denial": -0.323, "yes": -1.122, "poor_words": -1.018,
    "like_poor": -0.241, "strange_names": -0.237, "strange_figures": -0.16, "elsewhere": -0.274, "done": -0.644,
    "too_sure": -0.417, "vague": -0.26, "template": -0.798, "path": 0.405, "instructions": 0.275, "scolding": -1.649,
    "unknown": 0.488, "back": 0.189, "when": 0.215, "who": 0.137, "promise": 0.392, "promise_else": 0.402,
})  # fmt: skip
"""Where only words are compared."""
WITH_MEANING: Final[Mapping[str, float]] = MappingProxyType({
    "base": 1.896, "facts": 0.669, "points": 0.648, "agreeing": 0.636, "good_words": 0.404, "fact_words": 0.284,
    "names": 0.185, "figures": 0.2, "strong": 0.227, "leaning": 0.857, "claims": -0.302, "wrong": -0.271,
    "turned": -1.704, "opposed": -0.937, "denials": -2.06, "no_denial": -0.259, "yes": -1.168, "poor_words": -1.219,
    "like_poor": -0.132, "strange_names": -0.221, "strange_figures": -0.172, "elsewhere": -0.104, "done": -0.525,
    "too_sure": -0.364, "vague": -0.264, "template": -0.454, "path": 0.322, "instructions": 0.25, "scolding": -1.653,
    "unknown": 0.519, "back": 0.127, "when": 0.238, "who": 0.154, "promise": 0.398, "promise_else": 0.433,
})  # fmt: skip
"""Where sentence vectors are there as well."""
