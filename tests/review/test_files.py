"""What comes out of one store goes into another unchanged, or not at all."""

import json
import random
from pathlib import Path

import pytest

from app.demo import fill
from app.workspace import open_workspace
from models.actions.add_action import AddAction, add_action
from models.actions.declare import Declare, declare
from models.actions.edit_text import EditText, edit_text
from models.actions.import_bundle import import_bundle
from models.actions.import_policy import ImportPolicy, import_policy
from models.actions.move_review import MoveReview, move_review
from models.actions.set_action import SetAction, set_action
from models.actions.set_person import SetPerson, set_person
from models.domain.action_item import ActionKind, ActionState
from models.domain.errors import BadInput, WarRoomError
from models.domain.review import ReviewState, Section
from models.domain.times import parse_time
from models.queries import export, incidents
from models.queries.people import people
from models.queries.reviews import review_record
from models.replication import bundle
from models.replication.signing import Signer
from tests.actions.conftest import Room
from tests.store.conftest import Worker

INCIDENTS = 100


class Reviewer(Worker):
    """A worker at random who reviews too."""

    def review(self) -> None:
        uid = self.chance.choice(self.incidents)
        section = self.chance.choice(list(Section)).value
        words = "".join(self.chance.choices("ab üß🌊\n#|[]()", k=self.chance.randint(1, 60)))
        try:
            edit_text(EditText(uid, section, words), self.desk)
            action = add_action(
                AddAction(uid, "do it", self.chance.choice(list(ActionKind)), "Cy"), self.desk
            )
            state = self.chance.choice(list(ActionState))
            set_action(SetAction(action, state=state, reason="so"), self.desk)
            move_review(MoveReview(uid, self.chance.choice(list(ReviewState))), self.desk)
        except WarRoomError:
            return


def test_a_hundred_incidents_go_out_and_in_byte_for_byte(tmp_path: Path) -> None:
    worker = Reviewer(tmp_path / "one", seed=17)
    while len(worker.incidents) < INCIDENTS:
        worker.incidents.append(declare(Declare(title="One more"), worker.desk))
        for _ in range(8):
            worker.act()
        worker.review()
    taker = Room(tmp_path / "three").seat("Dee")
    for n, uid in enumerate(worker.incidents):
        first = export.incident_as_json(worker.database.connection, uid)
        write = (export.incident_as_json, export.incident_as_archive)[n % 2]
        import_bundle(write(worker.database.connection, uid), taker)
        assert export.incident_as_json(taker.store.connection, uid) == first


def test_the_sample_data_goes_out_and_in_byte_for_byte(tmp_path: Path) -> None:
    now = parse_time("2026-11-23T15:51:22Z")
    workspace = open_workspace(tmp_path / "demo", actor="Priya Nair", now=lambda: now)
    fill(workspace)
    taker = Room(tmp_path / "other").seat("Dee")
    uids = [one.uid for one in incidents.every(workspace.connection)]
    assert len(uids) == 14
    for uid in uids:
        first = export.incident_as_json(workspace.connection, uid)
        import_bundle(first, taker)
        assert export.incident_as_json(taker.store.connection, uid) == first
        mine, theirs = (review_record(c, uid, now).sections
                        for c in (workspace.connection, taker.store.connection))  # fmt: skip
        assert mine == theirs
    workspace.close()


@pytest.fixture
def reviewed(room: Room) -> str:
    uid = declare(Declare("Checkout fails"), room.desk)
    edit_text(EditText(uid, "what_happened", "The pool was full."), room.desk)
    add_action(AddAction(uid, "alarm", owner="Cy"), room.desk)
    return uid


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "here")


@pytest.mark.parametrize("form", ["json", "warroom", "signed"])
def test_any_changed_byte_is_refused_and_nothing_is_kept(
    room: Room, reviewed: str, tmp_path: Path, form: str
) -> None:
    connection = room.database.connection
    signer = Signer(b"s" * 32, "laptop") if form == "signed" else None
    raw = (
        export.incident_as_json(connection, reviewed)
        if form == "json"
        else export.incident_as_archive(connection, reviewed, signer)
    )
    taker = Room(tmp_path / "there")
    chance = random.Random(3)
    places = {0, len(raw) - 1, *chance.sample(range(len(raw)), 150)}
    for place in places:
        changed = raw[:place] + bytes([raw[place] ^ (1 << chance.randrange(8))]) + raw[place + 1 :]
        with pytest.raises(BadInput):
            import_bundle(changed, taker.desk)
    for cut in chance.sample(range(len(raw)), 20):
        with pytest.raises(BadInput):
            import_bundle(raw[:cut], taker.desk)
    held = taker.database.connection.execute("SELECT count(*) FROM operation").fetchone()
    assert held == (0,)
    assert import_bundle(raw, taker.desk).new > 0


def test_a_signed_file_says_whose_it_is_and_a_forged_word_is_found(
    room: Room, reviewed: str
) -> None:
    connection = room.database.connection
    raw = export.incident_as_archive(connection, reviewed, Signer(b"s" * 32, "laptop"))
    assert bundle.read(raw).signed_by == "laptop"
    plain = export.incident_as_archive(connection, reviewed)
    assert bundle.read(plain).signed_by == ""
    forged = bundle.read(plain)
    other = bundle.write_archive(forged, _Liar(b"s" * 32, "laptop"))
    with pytest.raises(BadInput, match="signature"):
        bundle.read(other)


class _Liar(Signer):
    def __call__(self, hash_: bytes) -> bytes:
        return super().__call__(bytes(32))


def test_what_the_workspace_knows_goes_along_and_counts_only_where_nothing_is_known(
    room: Room, reviewed: str, tmp_path: Path
) -> None:
    set_person(SetPerson("Cy", ("Database",), None, None), room.desk)
    policy = '[severity.P1]\nreview = "2 business days"\n'
    room.at("15:00")
    import_policy(ImportPolicy(policy), room.desk)
    room.at("18:00")
    raw = export.incident_as_archive(room.database.connection, reviewed)
    context = bundle.read(raw).context
    assert json.loads(json.dumps(context["people"])) == {"Cy": {"areas": ["Database"]}}
    there = Room(tmp_path / "there")
    there.at("18:00")
    import_bundle(raw, there.desk)
    (cy,) = [one for one in people(there.database.connection) if one.name == "Cy"]
    assert cy.areas == ("Database",)
    assert export.incident_as_archive(there.database.connection, reviewed) == raw
    elsewhere = Room(tmp_path / "elsewhere")
    elsewhere.at("15:30")
    import_policy(ImportPolicy('[severity.P1]\nreview = "9 business days"\n'), elsewhere.desk)
    before = elsewhere.database.connection.execute(
        "SELECT count(*) FROM operation WHERE entity_kind='policy'"
    ).fetchone()
    elsewhere.at("18:00")
    import_bundle(raw, elsewhere.desk)
    after = elsewhere.database.connection.execute(
        "SELECT count(*) FROM operation WHERE entity_kind='policy'"
    ).fetchone()
    assert before == after
