"""Reviews: the list of them, and one with its replay, its text and its actions."""
