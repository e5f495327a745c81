"""Entry points and composition: everything is wired here, nothing is decided."""
