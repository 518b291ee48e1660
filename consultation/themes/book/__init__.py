"""The team's codebook: its themes and their order, what can be decided about them, and how it travels."""
