"""What a person can choose and tell: themselves, the look, keys, people, rules, sources."""
