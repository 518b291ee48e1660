"""Reads and writes what machine and team made of the comments, from the first candidate to the last measurement."""
