"""A sentence on standard error."""

import sys


def complain(message: str) -> None:
    sys.stderr.write(message.rstrip("\n") + "\n")
