"""What they said: themes that a machine proposes and people decide."""
