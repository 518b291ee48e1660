"""What the system does: one verb per file."""
