"""The shared server of a team: it sequences, decides and hands on what desktops do."""
