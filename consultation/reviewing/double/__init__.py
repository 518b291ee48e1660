"""Blind double coding: two people code the same sample, then what they read differently is settled and measured."""
