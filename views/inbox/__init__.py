"""The inbox as a screen of its own."""
