"""`warroom` and `python -m app`: a verb runs headless, none opens the window."""

import argparse
import sys


def main() -> None:
    from app.cli.main import main as run

    sys.exit(run(sys.argv[1:], _open_window))


def _open_window(given: argparse.Namespace) -> int:
    from app.desktop import open_window

    return open_window(given)


if __name__ == "__main__":
    main()
