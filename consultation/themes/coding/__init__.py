"""Suggestions that can be defended: what they promise, what they leave open, which words weighed, when to learn again."""
