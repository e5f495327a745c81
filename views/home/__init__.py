"""Home: what burns, what burnt lately, what waits."""
