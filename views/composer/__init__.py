"""The desk of whoever writes status updates: one text an audience, read before it is sent."""
