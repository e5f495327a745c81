"""The declare dialog."""
