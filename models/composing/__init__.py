"""A status update being written: templates, facts in the text, what changed. No I/O."""
