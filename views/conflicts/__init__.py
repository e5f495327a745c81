"""The conflict tray: what several people wrote apart, one at a time."""
