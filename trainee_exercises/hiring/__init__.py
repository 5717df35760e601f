"""The hiring process around the exercise: rounds, candidates, ratings by people, decisions; everything that is stored."""
