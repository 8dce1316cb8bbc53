"""`steepest serve`: a supervisor that holds the data folder and starts, watches and stops web and graders."""
