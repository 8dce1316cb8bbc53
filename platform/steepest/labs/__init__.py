"""Labs: pages on which one moves something and sees what follows. All of it is computed in the browser."""
