"""What the team and its machine do in the reading room: one verb per file."""
