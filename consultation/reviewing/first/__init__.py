"""What is read before everything else, and what is read once for many: possible harm, and campaigns."""
