"""Random streams: uniform, independent, the same for ever."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.drawing.streams import hashed, name_key, uniforms

N = 200_000
BAND = 3.3 / np.sqrt(N)


def test_a_stream_is_uniform():
    """Uniforms pass the Kolmogorov-Smirnov test, for every quantity, seed and way of counting."""
    counters = np.arange(N)
    for u in (
        uniforms(1, "handle_time", counters),
        uniforms(2, "handle_time", counters),
        uniforms(1, "patience", counters),
        uniforms(1, "handle_time", counters << 40),
        uniforms(1, "handle_time", 7, -counters),
    ):
        assert stats.kstest(u, "uniform").pvalue > 1e-3


def test_streams_are_not_correlated():
    """Quantities, seeds, replications, keys and neighbours in one stream have nothing to do with each other."""
    counters = np.arange(N)
    u = uniforms(1, "handle_time", 0, counters)
    others = {
        "quantity": uniforms(1, "patience", 0, counters),
        "seed": uniforms(2, "handle_time", 0, counters),
        "replication": uniforms(1, "handle_time", 1, counters),
        "neighbour": np.roll(u, 1),
        "far neighbour": np.roll(u, 24),
        "order of keys": uniforms(1, "handle_time", counters, 0),
    }
    for what, other in others.items():
        assert abs(np.corrcoef(u, other)[0, 1]) <= BAND, what


def test_pairs_of_neighbours_fill_the_square():
    """Of 64 x 64 squares each has its share of the pairs of successive uniforms (chi-square, 99.9 %)."""
    u = uniforms(5, "count", np.arange(N))
    found, _, _ = np.histogram2d(u[:-1], u[1:], bins=64, range=[[0, 1], [0, 1]])
    expected = (N - 1) / 64**2
    statistic = ((found - expected) ** 2 / expected).sum()
    low, high = stats.chi2.ppf([0.0005, 0.9995], 64**2 - 1)
    assert low < statistic < high


def test_a_bit_of_a_key_changes_half_of_the_bits():
    """Each of the 64 bits of a key flips every bit of the hash with a chance of a half."""
    keys = hashed(np.arange(2000))
    for bit in range(64):
        flipped = hashed(keys ^ np.uint64(1 << bit)) ^ hashed(keys)
        shares = np.unpackbits(flipped.view(np.uint8)).reshape(-1, 64).mean(axis=0)
        assert abs(shares - 0.5).max() < 5.5 * 0.5 / np.sqrt(2000)


def test_what_was_drawn_once_is_drawn_for_ever():
    """The values are pinned: a change here changes every result that anybody has kept."""
    assert 12830546156970994972 == name_key("paying")
    assert 0.9361299372428077 == uniforms(1, "handle_time", 3).item()
    assert 13628910951150830375 == hashed(1, 2, 3).item()


def test_a_uniform_is_never_0_or_1(monkeypatch):
    """The outermost hashes still give numbers inside the open interval."""
    outermost = np.array([0, (1 << 64) - 1], np.uint64)
    monkeypatch.setattr("sim.drawing.streams.hashed", lambda *_: outermost)
    assert [2.0**-53, 1 - 2.0**-53] == uniforms(1, "count").tolist()


def test_keys_are_broadcast():
    """A column and a row of keys give a table, of which each value is that of its own keys."""
    table = uniforms(1, "count", np.arange(3)[:, None], np.arange(4), 9)
    assert (3, 4) == table.shape
    assert uniforms(1, "count", 2, 1, 9).item() == table[2, 1]


def test_the_type_of_a_key_does_not_matter():
    """The same integer is the same key, whichever type holds it; -1 is a key too."""
    values = [uniforms(1, "count", key).item() for key in (7, np.int32(7), np.uint64(7), np.array(7))]
    assert [values[0]] * 4 == values
    assert uniforms(1, "count", -1).item() == uniforms(1, "count", np.int64(-1)).item()


def test_a_fraction_is_no_key():
    """A float is refused: rounding it would give different people the same luck."""
    with pytest.raises(TypeError, match="float64; give integers"):
        uniforms(1, "count", np.array([0.5]))


def test_names_have_different_keys():
    """No two of 100,000 names share a key."""
    assert 100_000 == len({name_key(f"segment_{number}") for number in range(100_000)})
