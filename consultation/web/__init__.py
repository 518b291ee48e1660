"""What both fronts share of Flask."""
