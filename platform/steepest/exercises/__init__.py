"""The exercises: list, workbench, submissions and their verdicts."""
