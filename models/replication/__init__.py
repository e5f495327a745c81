"""The operation log: what an operation is, how it merges, how it is chained and carried. Pure."""
