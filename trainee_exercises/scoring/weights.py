"""The weights of the signs: printed by `python -m trainee_exercises.scoring.fit`, not written by hand."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Both(NamedTuple):
    """The weights for the figure, and those for the doubt with the limit above which a person must look."""

    figure: Mapping[str, float]
    doubt: Mapping[str, float]


VERSION: Final = "6"
"""Changes with anything that changes figures: gates, signs or weights."""
WORDS_ONLY: Final = Both(
    MappingProxyType({
        "base": 2.011, "facts_by_best": 1.156, "names": 0.471, "figures": 0.298, "point_words": 2.378,
        "best_words": 1.125, "like_answer": 0.039, "claims": -0.304, "wrong": -0.618, "turned": -1.844,
        "opposed": -1.027, "denials": -2.256, "misdenied": -1.544, "poor_pairs": -4.254, "no_denial": -0.538,
        "like_poor": -0.393, "strange_figures": -0.23, "too_sure": -0.328, "template": -1.325,
        "instructions": 0.425, "scolding": -1.709, "promise": 1.062, "promise_else": 0.589,
    }),
    MappingProxyType({
        "base": -0.048, "claims": 0.092, "wrong": 0.173, "turned": 0.449, "opposed": 0.258, "contrary": 0.066,
        "denials": 0.405, "no_denial": 0.238, "misdenied": 0.741, "poor_pairs": 1.539, "limit": 0.491,
    }),
)  # fmt: skip
"""Where only words are compared."""
WITH_MEANING: Final = Both(
    MappingProxyType({
        "base": 1.009, "facts_by_best": 1.168, "names": 0.379, "figures": 0.205, "point_words": 2.358,
        "best_words": 1.102, "like_answer": 0.389, "claims": -0.437, "wrong": -0.386, "turned": -1.472,
        "opposed": -0.815, "denials": -2.369, "misdenied": -1.25, "poor_pairs": -2.681, "against": -1.37,
        "no_denial": -0.43, "like_poor": -0.292, "strange_figures": -0.225, "too_sure": -0.274, "template": -1.218,
        "instructions": 0.476, "scolding": -1.664, "promise": 1.035, "promise_else": 0.651,
    }),
    MappingProxyType({
        "base": -0.045, "claims": 0.126, "wrong": 0.137, "turned": 0.444, "opposed": 0.221, "contrary": 0.039,
        "denials": 0.474, "no_denial": 0.22, "misdenied": 0.715, "poor_pairs": 1.528, "against": 0.139,
        "limit": 0.475,
    }),
)  # fmt: skip
"""Where sentence vectors are there as well."""
