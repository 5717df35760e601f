"""The engine judged against theory: published cases as real scenarios, played the way every run is played.

Customers are drawn by `draw_demand`, agents by `draw_roster`, policies by `policy_tables`, and the engine plays them:
so all of these are on trial. Statistics are computed here from the record, apart from `sim.measures.figures`.
"""

from sim.certify.case import Case, Experiment
from sim.certify.runner import CASES, Effort, certify
from sim.certify.verdict import Finding

__all__ = ["CASES", "Case", "Effort", "Experiment", "Finding", "certify"]
