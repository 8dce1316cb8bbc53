"""The version that reports carry: a new one where grading may judge or word differently."""

GRADER_VERSION = "0.1.0"
