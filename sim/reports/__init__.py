"""What is written down: result files, charts, the HTML report."""
