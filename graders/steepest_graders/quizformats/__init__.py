"""Questions in the formats of other programs."""
