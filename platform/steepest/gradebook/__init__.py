"""Results and grades: what everybody has handed in, what it is worth, and what being late costs."""
