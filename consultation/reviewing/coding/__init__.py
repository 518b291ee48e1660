"""The desk where comments are read and coded, one at a time, all day."""
