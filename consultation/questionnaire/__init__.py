"""What we ask: questionnaires, their questions, and the one way an answer is checked."""
