"""Quizzes: their pages, attempts at them, and practice of what went wrong."""
