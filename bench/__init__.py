"""How fast it is, each figure beside its floor from the same run."""
