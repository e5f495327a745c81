"""Facts and rules of incident response. Standard library only."""
