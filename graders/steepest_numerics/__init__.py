"""Losses, activations, gradients and optimisers in plain NumPy: the formulas that the course teaches.

Every function computes in the floating type it is given (float32, float64, longdouble) and promotes
integers to float64, so the same code serves lessons, and in extended precision the judge.
"""
