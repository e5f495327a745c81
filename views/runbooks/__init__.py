"""Runbooks on screen: a run step by step, and the library."""
