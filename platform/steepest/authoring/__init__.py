"""Writing questions and quizzes in the browser."""
