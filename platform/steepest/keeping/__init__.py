"""Keeping what is stored: from one kind of database to another, into a backup and back."""
