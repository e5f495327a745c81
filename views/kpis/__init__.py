"""Key figures: how fast we notice, fix and learn."""
