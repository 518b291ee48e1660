"""What we ask on paper: forms to print, and posters and cards that lead to the form."""
