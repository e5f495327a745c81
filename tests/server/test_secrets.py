"""Nothing that opens a door lies in a database, a log, an export, a backup or `doctor`."""

import base64
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from app.team import Team
from app.workspace import open_workspace
from models.actions.declare import Declare, declare
from models.credentials import FileVault, Keep
from models.queries import export
from server import accounts, backup, intake
from server.access import Role
from server.core import Server, signer_of
from server.database import ServerDatabase
from tests.server.served import Served
from tests.server.test_command_line import serving

PASSWORD = "the-password-of-Ana-9041"
PASSPHRASE = "the-passphrase-of-the-file-7733"


def forms(secret: bytes) -> list[bytes]:
    """The ways it may have been written down."""
    return [secret, secret.hex().encode(), base64.b64encode(secret).rstrip(b"="),
            base64.urlsafe_b64encode(secret).rstrip(b"=")]  # fmt: skip


def contents(folder: Path, *, but: Iterable[str] = ()) -> Iterable[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if not path.is_file() or path.name in but:
            continue
        if zipfile.is_zipfile(path):  # packed bytes may look like anything
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name not in but:
                        yield f"{path}!{name}", archive.read(name)
        else:
            yield str(path), path.read_bytes()


def test_no_secret_is_written_where_it_could_be_read(tmp_path: Path) -> None:
    folder, desk = tmp_path / "server", tmp_path / "desktop"
    database = ServerDatabase(folder)
    server = Server(database, signer_of(folder))
    with database.writing() as connection:
        accounts.add_account(connection, "Ana", PASSWORD, Role.ADMIN, 0)
        token, signing_secret = intake.add_source(server, connection, "grafana")
    key = (folder / "server.key").read_bytes()
    secrets = [PASSWORD.encode(), PASSPHRASE.encode(), token.encode(), signing_secret.encode()]
    with serving(folder, "--port", "0") as running:
        workspace = open_workspace(desk, actor="Ana")
        team = Team(workspace)
        team.sign_in(running.url, "Ana", PASSWORD, Keep.FILE, PASSPHRASE)
        held = FileVault(desk, PASSPHRASE).read(team.line().name)
        assert held is not None
        secrets += [held.access.encode(), held.refresh.encode(), base64.b64decode(held.key)]
        uid = declare(Declare("Checkout fails"), workspace.desk)
        assert team.exchange().waiting == 0
        team.line()._renewed(held)
        renewed = FileVault(desk, PASSPHRASE).read(team.line().name)
        assert renewed is not None and renewed.refresh != held.refresh
        secrets += [renewed.access.encode(), renewed.refresh.encode()]
        told = doctor(desk)
        assert json.loads(told)["account"] == "Ana"
        out = tmp_path / "out"
        out.mkdir()
        (out / "doctor.json").write_bytes(told)
        (out / "incident.json").write_bytes(export.incident_as_json(workspace.connection, uid))
        (out / "bundle.zip").write_bytes(export.incident_as_archive(workspace.connection, uid))
        backup.write(database, folder, out / "backup.zip")
        team.close()
        workspace.close()
    database.close()
    (out / "server.log").write_text("".join(running.said), encoding="utf-8")
    everything = list(contents(tmp_path, but=["server.key"]))
    assert len(everything) > 20
    wanted = [form for secret in (*secrets, key) for form in forms(secret)]
    found = [name for name, raw in everything if any(form in raw for form in wanted)]
    assert found == []
    planted = [raw for _, raw in everything if b"Checkout fails" in raw]
    assert planted, "what is no secret is found by the same search"


def doctor(folder: Path) -> bytes:
    return subprocess.run(
        [sys.executable, "-m", "app", "doctor", "--json", "--data-dir", str(folder)],
        capture_output=True, check=True, env={**os.environ, "WARROOM_PASSPHRASE": PASSPHRASE},
    ).stdout  # fmt: skip


def test_an_error_of_the_database_shows_nothing_of_what_was_asked(served: Served) -> None:
    served.world.member("Ana")
    caller = served.sign_in("Ana", "desk")
    served.world.server.database.engine.dispose()
    with served.world.server.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE presence RENAME TO elsewhere")
    answer = caller.ask("POST", "/v1/presence", {"incident": "secret-words", "doing": ""})
    assert answer.status == 503
    assert answer.message == {"message": "The server's database does not answer."}
