"""What leaves the app: CSV files that no spreadsheet takes for formulas, and scorecards as PDF."""

from trainee_exercises.exports.rounds import KINDS, candidate_pdf, round_csv

__all__ = ["KINDS", "candidate_pdf", "round_csv"]
