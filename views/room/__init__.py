"""The war room: timeline, note line and what stands around them."""
