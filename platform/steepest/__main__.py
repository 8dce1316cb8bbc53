"""`python -m steepest` is the `steepest` command."""

from steepest.cli import main

main()
