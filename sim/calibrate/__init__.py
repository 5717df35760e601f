"""From real exports to the numbers of a scenario."""
