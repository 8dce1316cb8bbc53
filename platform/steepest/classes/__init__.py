"""Classes: offerings, who is in them, what is assigned; the pages of their students."""
