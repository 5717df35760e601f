"""The command line: composes the commands of the packages, nothing else."""
