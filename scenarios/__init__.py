"""The shipped scenarios: one YAML file each, with its purpose, assumptions and expected finding."""
