"""What was approved goes out: the outbox, its channels, and nobody told twice."""
