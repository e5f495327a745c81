"""What somebody sees who has nothing here yet."""
