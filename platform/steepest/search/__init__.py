"""Finding a place in the lessons and the exercises."""
