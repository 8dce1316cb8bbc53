"""Who is here: names and passwords, sessions, roles, and a guest's work that moves into an account."""
