"""The weights of the signs: printed by `python -m trainee_exercises.scoring.fit`, not written by hand."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION: Final = "4"
"""Changes with anything that changes figures: gates, signs or weights."""
WORDS_ONLY: Final[Mapping[str, float]] = MappingProxyType({
    "base": 2.074, "facts_by_best": 1.189, "good_words": 1.167, "names": 0.469, "figures": 0.305, "claims":
    -0.399, "wrong": -0.885, "turned": -1.956, "opposed": -1.565, "denials": -2.604, "no_denial": -0.443,
    "like_poor": -0.464, "strange_figures": -0.275, "too_sure": -0.193, "vague": -0.222, "template": -1.255,
    "instructions": 0.437, "scolding": -1.867, "back": 0.048, "promise": 1.206, "promise_else": 0.542,
})  # fmt: skip
"""Where only words are compared."""
WITH_MEANING: Final[Mapping[str, float]] = WORDS_ONLY
"""Where sentence vectors are there as well: the same, since facts are measured by what model answer 4 reaches."""
