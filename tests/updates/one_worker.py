"""A worker of the server in a process of its own, for a test to kill: FOLDER DATABASE NOW_MS. It
delivers what is due at that time, and ends."""

import sys
from pathlib import Path

from models.replication.signing import Signer
from server.channels import Opener
from server.core import Server
from server.database import ServerDatabase
from server.publishing import publisher_of, run_once
from tests.updates.test_team import Held

KEY = b"k" * 32


def main(folder: str, url: str, now: str) -> None:
    database = ServerDatabase(Path(folder), url)
    server = Server(database, Signer(KEY), lambda: int(now), lambda: int(now))
    run_once(server, publisher_of(server, Opener(database, Held())))
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
