"""What the machine found: its candidates, what fits none of them, what is like a comment, and themes made of these."""
