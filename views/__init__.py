"""Screens, and the presenters that decide what they show."""
