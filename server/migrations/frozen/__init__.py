"""The tables as each step made them, whatever `server/tables.py` says later."""
