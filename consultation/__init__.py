"""Anonymous consultations: ask, protect, read with the team, and tell what was said."""
