"""The weights of the signs: printed by `python -m trainee_exercises.scoring.fit`, not written by hand."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION: Final = "3"
"""Changes with anything that changes figures: gates, signs or weights."""
WORDS_ONLY: Final[Mapping[str, float]] = MappingProxyType({
    "base": 2.089, "facts_by_best": 0.98, "good_words": 0.969, "names": 0.482, "figures": 0.221, "claims": -0.316,
    "wrong": -0.682, "turned": -1.469, "opposed": -1.311, "denials": -1.809, "no_denial": -0.29, "like_poor": -0.441,
    "strange_figures": -0.199, "too_sure": -0.18, "vague": -0.25, "template": -0.809, "instructions": 0.26,
    "scolding": -1.493, "back": 0.261, "promise": 0.909, "promise_else": 0.55,
})  # fmt: skip
"""Where only words are compared."""
WITH_MEANING: Final[Mapping[str, float]] = WORDS_ONLY
"""Where sentence vectors are there as well: the same, since facts are measured by what model answer 4 reaches."""
