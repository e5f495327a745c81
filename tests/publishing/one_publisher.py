"""A publisher in a process of its own, for a test to kill: FOLDER NOW. Its clock goes from one try
to the next at once; it ends when nothing is left that happens by itself."""

import os
import sys
from datetime import timedelta
from pathlib import Path

from models.actions.deliver import DeskOutbox
from models.actions.desk import Desk
from models.changes import ChangeFeed
from models.domain.times import parse_time
from models.publishing.channels import open_channel
from models.publishing.publisher import Publisher
from models.queries.channels import channels
from models.store.database import Database

ANSWER_S = 0.3


def main(folder: str, now: str) -> None:
    time = [parse_time(now)]
    store = Database(Path(folder))
    desk = Desk(store, ChangeFeed(), lambda: time[0], os.urandom, "War room")
    known = {one.name: one.settings for one in channels(store.connection)}
    publisher = Publisher(
        DeskOutbox.of(desk),
        lambda name: open_channel(known[name], whole_s=ANSWER_S),
        lambda: time[0],
        lambda: 0.5,
    )
    for _ in range(200):
        wake_at = publisher.run().wake_at
        if wake_at is None:
            break
        time[0] = max(time[0] + timedelta(seconds=1), wake_at)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
