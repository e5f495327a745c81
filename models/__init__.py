"""What War room knows: facts, rules and how they are kept. No Qt."""
