"""`warroom` and `python -m app`: a verb runs headless, none opens the window."""

import sys


def main() -> None:
    from app.cli.main import main as run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
