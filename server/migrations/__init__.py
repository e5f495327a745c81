"""How the server's database grew."""
