"""How common themes are and where groups differ, with intervals, as staff see it."""
