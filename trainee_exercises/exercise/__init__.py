"""The rules of the timed exercise, as a replay of events: no clock, no database, no web page."""

from trainee_exercises.exercise.attempt import Answer, Attempt, Lookup, Terms, advanced, replay
from trainee_exercises.exercise.decide import decide
from trainee_exercises.exercise.moment import Outcome
from trainee_exercises.exercise.refusals import NotAnAction, Refused

__all__ = ["Answer", "Attempt", "Lookup", "NotAnAction", "Outcome", "Refused", "Terms", "advanced", "decide", "replay"]
