"""The reading pages, their quick checks, and how far one has come."""
