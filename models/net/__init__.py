"""The network: one careful client, and what is asked through it."""
