"""One reader per kind of sender: a decoded payload in, alerts out."""
