"""Payloads and histories of other tools, read into values of the domain. No I/O."""
