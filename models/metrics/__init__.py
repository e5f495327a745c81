"""Timestamps become figures: how fast, how often, what was promised and what is left of it."""
