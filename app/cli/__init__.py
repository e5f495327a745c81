"""The command line: a second face of the same acts. No Qt."""
