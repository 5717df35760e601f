"""A made-up week of the spreadsheet beside the simulation, to change in places."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd


def a_table(**changes):
    """Return a week in which 6 an hour come, 4 people are there, formula and simulation say 1 minute."""
    usual = {
        "arrivals": 6.0, "handle_time": 10.0, "agents": 4.0, "load": 1.0, "erlang_c_wait": 1.0,
        "erlang_c_in_time": 0.9, "erlang_a_wait": math.nan, "simulated_wait": 1.0, "simulated_in_time": 0.9,
    }  # fmt: skip
    table = pd.DataFrame({"slot": np.arange(168)} | {name: np.full(168, value) for name, value in usual.items()})
    for name, cells in changes.items():
        for slot, value in cells.items():
            table.loc[slot, name] = value
    return table
