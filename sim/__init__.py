"""The simulator: from a scenario file to an honest comparison of staffing plans."""
