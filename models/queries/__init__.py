"""What people look at, read from projections."""
