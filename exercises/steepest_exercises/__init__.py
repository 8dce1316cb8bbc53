"""The course that ships with Steepest: lessons, exercises and quizzes, as data."""

from pathlib import Path

COURSE_ROOT = Path(__file__).parent
