"""Array types and the one special function that the encoder needs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Floats = NDArray[Any]
"""An array of numbers."""


def normal_cdf(values: Floats) -> Floats:
    """Return the standard normal distribution function of each value, in the type of *values*."""
    return np.asarray(ndtr(values), values.dtype)
