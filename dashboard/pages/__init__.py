"""The pages of the app for everybody but candidates: they ask the other rooms and draw, nothing else."""
