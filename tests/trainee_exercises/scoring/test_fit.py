"""The fit of the weights: bounded signs, the same every time, and judged on what it has not seen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from trainee_exercises.scoring.fit import bars_left_out, fitted, left_out, predicted, samples
from trainee_exercises.scoring.signs import RAISES

PACK = str(Path(__file__).parent / "other_pack")


@cache
def known():
    """Return the labelled replies of the small pack with their signs."""
    return tuple(samples([PACK], words_only=True))


def test_every_weight_only_raises_or_only_lowers():
    """Whatever the replies say."""
    weights = fitted(known())

    assert len(weights) > 10
    assert all((weight > 0) == (name in RAISES) for name, weight in weights.items() if name != "base")


def test_left_out_groups_get_figures_from_the_others_alone():
    """With two groups, each is judged by the weights of the other."""
    by = ["even" if at % 2 else "odd" for at in range(len(known()))]
    figures = left_out(known(), by)
    of_odd = fitted([one for one, group in zip(known(), by, strict=True) if group == "odd"])
    expected = [
        np.clip(predicted(of_odd, one), 1, 4) for one, group in zip(known(), by, strict=True) if group == "even"
    ]

    np.testing.assert_allclose(figures[1::2], expected)


def test_the_fit_is_the_same_every_time():
    """No chance is in it."""
    assert fitted(known()) == fitted(tuple(samples([PACK], words_only=True)))


def test_all_figures_are_told_with_length_beside_them():
    """Each bar has its figure on weights that never saw the form."""
    made_up = [one._replace(group="another pack") for one in known()]
    lines = list(bars_left_out(PACK, made_up, words_only=True))

    assert 9 == len(lines)
    assert all("length" in line and "bar" in line for line in lines[1:])


def test_a_whole_pack_is_left_out_with_all_its_forms():
    """Replies to the pack that is judged are not among those that the weights are learned from."""
    spoilt = [one._replace(label=one.label.model_copy(update={"overall": 1})) for one in known()]
    others = [one._replace(group="another pack") for one in known()]

    expected = list(bars_left_out(PACK, others, words_only=True, whole_pack=True))

    assert "the whole pack left out" in expected[0]
    assert expected == list(bars_left_out(PACK, [*spoilt, *others], words_only=True, whole_pack=True))


def test_a_sign_that_never_varies_gets_no_weight():
    """With nothing to learn from, nothing is made up."""
    same = [one._replace(signs=one.signs._replace(scolding=0.0)) for one in known()]

    assert "scolding" not in fitted(same)
