"""Attached files on their way: cut in the middle, gone on with, never taken when wrong."""

import hashlib
import random

import pytest

from models.actions.declare import Declare, declare
from models.actions.import_bundle import import_bundle
from models.actions.note import Attached, Note, note
from models.domain.errors import Unavailable
from models.queries import export
from models.store import blobs
from server.blobs import PART_BYTES
from tests.sync.world import World

SIZE = 2 * PART_BYTES + 1_000


def test_a_file_goes_on_where_it_was_cut_up_and_down(world: World) -> None:
    body = random.Random(3).randbytes(SIZE)
    name = hashlib.sha256(body).hexdigest()
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    note(Note(uid, "the dump", attachments=(Attached("dump.bin", body),)), ana.desk)
    _cut_after(ana, "PUT", 2)
    with pytest.raises(Unavailable):
        ana.sync()
    assert world.site.blobs.size(name) == (2 * PART_BYTES, False)
    ana.channel.cut = False
    ana.channel.asked.clear()
    ana.sync()
    assert world.site.blobs.size(name) == (SIZE, True)
    assert sum(method == "PUT" for method, _ in ana.channel.asked) == 1, "only what was missing"

    _cut_after(dee, "GET", 1)
    with pytest.raises(Unavailable):
        dee.sync()
    assert not blobs.holds(dee.database.connection, name)
    dee.channel.cut = False
    dee.sync()
    assert blobs.read(dee.database.connection, name) == body


def test_a_file_that_came_in_a_bundle_reaches_those_who_wait_for_it(world: World) -> None:
    """Its author was gone before it was on the server; only what names it had arrived."""
    ana, dee, rae = (world.desktop(name) for name in ("Ana", "Dee", "Rae"))
    uid = declare(Declare("Checkout fails"), ana.desk)
    note(Note(uid, "see", attachments=(Attached("graph.txt", b"full"),)), ana.desk)
    name = hashlib.sha256(b"full").hexdigest()
    _cut_after(ana, "PUT", 0)
    with pytest.raises(Unavailable):
        ana.sync()
    for desktop in (dee, rae):
        desktop.sync()
        assert not blobs.holds(desktop.database.connection, name)
    import_bundle(export.incident_as_archive(ana.database.connection, uid), dee.desk)
    dee.sync()
    rae.sync()
    assert blobs.read(rae.database.connection, name) == b"full"


def _cut_after(desktop, method: str, times: int) -> None:
    """The line is dead after so many requests for a file."""
    exchange = desktop.channel.exchange
    left = [times]

    def cut(asked, path, *rest):
        if asked == method and path.startswith("/v1/blobs/"):
            if left[0] == 0:
                desktop.channel.cut = True
            left[0] -= 1
        return exchange(asked, path, *rest)

    desktop.channel.exchange = cut


def test_a_file_that_is_not_what_it_says_is_sent_again_from_its_beginning(world: World) -> None:
    ana = world.desktop("Ana")
    uid = declare(Declare("Checkout fails"), ana.desk)
    note(Note(uid, "see", attachments=(Attached("a.txt", b"right words"),)), ana.desk)
    name = hashlib.sha256(b"right words").hexdigest()
    ana.channel.cut = False
    line = ana.line()
    exchange = ana.channel.exchange

    def only_words(asked, path, *rest):
        if path.startswith("/v1/blobs/"):
            raise Unavailable("cut")
        return exchange(asked, path, *rest)

    ana.channel.exchange = only_words
    with pytest.raises(Unavailable):
        ana.sync()
    ana.channel.exchange = exchange
    world.site.blobs.add(name, 0, 11, b"wrong")
    ana.sync()
    assert world.site.blobs.size(name) in ((11, True), (0, False))
    ana.sync()
    assert world.site.blobs.read(name) == b"right words"
    assert line.ask("GET", f"/v1/blobs/{name}")["part"] == b"right words"
