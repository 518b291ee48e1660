"""How a text is read: its language, words and passages, and what of it a machine counts."""
