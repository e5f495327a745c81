"""The command `warroom-server`."""

import sys


def main() -> int:
    from server.command_line import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
