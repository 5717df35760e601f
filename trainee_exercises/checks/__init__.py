"""What makes a pack fit for an exercise: everything that is not, and the figures by which its forms compare."""

from trainee_exercises.checks.report import Report, check

__all__ = ["Report", "check"]
