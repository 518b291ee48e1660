"""What stands out in what they said: candidates, campaigns, and what may be harm."""
