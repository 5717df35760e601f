"""The hiring process around the exercise: rounds, candidates, ratings by people, decisions; all of it stored."""
