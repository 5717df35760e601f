"""Statistics of agreement between raters and of rates between groups; plain numbers in, plain numbers out."""

from trainee_exercises.statistics.alpha import alpha, alpha_with_interval
from trainee_exercises.statistics.figure import Figure, Table, Verdict, table, verdict
from trainee_exercises.statistics.impact import Cell, Count, above_median, chi_square, fisher_exact, impact
from trainee_exercises.statistics.kappa import mean_kappa, weighted_kappa

__all__ = [
    "Cell",
    "Count",
    "Figure",
    "Table",
    "Verdict",
    "above_median",
    "alpha",
    "alpha_with_interval",
    "chi_square",
    "fisher_exact",
    "impact",
    "mean_kappa",
    "table",
    "verdict",
    "weighted_kappa",
]
