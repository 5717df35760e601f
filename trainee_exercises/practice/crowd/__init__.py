"""Many reps at once on a real server over HTTP: how quickly it reacts."""
