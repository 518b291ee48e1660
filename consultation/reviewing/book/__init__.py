"""The codebook's own pages: what the team has decided, how it came to that, and every decision that changes it."""
