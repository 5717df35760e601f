"""The practice queue: a shift at the desk with simulated customers who answer back, and what came of it."""
