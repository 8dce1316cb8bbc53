"""The course's front page, the pages about the site, and its health."""
