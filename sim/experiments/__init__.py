"""Many replications, paired differences, verdicts in words."""
