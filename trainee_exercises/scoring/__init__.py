"""The scorer: offline, the same figures every time, and a reason with the candidate's words for each of them."""

from trainee_exercises.scoring.reasons import Reason
from trainee_exercises.scoring.score import Answer, Score, Scored, Scorer, score_answers, score_reply

__all__ = ["Answer", "Reason", "Score", "Scored", "Scorer", "score_answers", "score_reply"]
