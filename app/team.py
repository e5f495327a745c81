"""The shared server from this machine's side: the way to it, the vault, and one exchange."""

import os
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.workspace import Workspace
from models import credentials
from models.actions.desk import Desk
from models.credentials import (
    PASSPHRASE,
    FileVault,
    Keep,
    KeyringVault,
    SessionVault,
    Vault,
)
from models.domain.errors import Refused, WarRoomError
from models.net.channel import HttpChannel, clean_url
from models.store import server_link
from models.store.database import read_meta
from models.store.driver import Connection
from models.sync.engine import Engine, Exchanged
from models.sync.line import Line
from models.sync.sign_in import SignedIn, sign_in, sign_out

_session = SessionVault()


class Opened(Protocol):
    @property
    def connection(self) -> Connection: ...


def real_now_ms() -> int:
    return time.time_ns() // 1_000_000


def vault_of(keep: Keep, folder: Path, passphrase: str = "") -> Vault:
    """Raises Refused where that cannot be done here."""
    if keep is Keep.SESSION:
        return _session
    if keep is Keep.FILE:
        return FileVault(folder, passphrase or os.environ.get(PASSPHRASE, ""))
    return KeyringVault()


def best_keep() -> Keep:
    return Keep.KEYRING if credentials.backend_name() else Keep.SESSION


class Team:
    """One workspace's server. `url` overrides the address that is remembered; `store` is a
    connection of its own, for use beside the thread that owns the workspace's."""

    def __init__(self, workspace: Workspace, url: str = "", store: Opened | None = None) -> None:
        self._workspace = workspace
        self._url = url
        self._store = store or workspace.database
        self._vault: Vault | None = None
        self._channel: HttpChannel | None = None

    @property
    def facts(self) -> dict[str, str]:
        return server_link.read_all(self._store.connection)

    def now(self) -> datetime:
        return self._workspace.now()

    @property
    def is_linked(self) -> bool:
        return "url" in self.facts

    def sign_in(
        self,
        url: str,
        name: str,
        password: str,
        keep: Keep,
        passphrase: str = "",
        ca_file: str = "",
    ) -> SignedIn:
        address = clean_url(url)
        folder = self._workspace.database.folder
        self._vault = vault_of(keep, folder, passphrase)
        self._channel = HttpChannel(address, ca_file)
        done = sign_in(
            address, name, password, self._seat(name), self._channel, self._vault,
            ca_file, os.uname().nodename if hasattr(os, "uname") else "", keep.value,
        )  # fmt: skip
        self._workspace.actor = done.account
        self._workspace.sign = self.line().signer()
        return done

    def sign_out(self) -> None:
        sign_out(self._store.connection, self.line())
        self._workspace.sign = None

    def line(self) -> Line:
        """Raises Refused where no server is known."""
        facts = self.facts
        if "url" not in facts:
            raise Refused("No server is known here. Sign in with 'warroom sign-in URL'.")
        if self._channel is None:
            self._channel = HttpChannel(
                clean_url(self._url or facts["url"]), facts.get("ca_file", "")
            )
        if self._vault is None:
            keep = Keep(facts.get("keep", Keep.KEYRING.value))
            self._vault = vault_of(keep, self._workspace.database.folder)
        device = read_meta(self._store.connection, "device") or ""
        name = Line.name_of(facts["server_id"], device)
        return Line(self._channel, self._vault, name, device, real_now_ms)

    def engine(self, *, take_all: bool = False) -> Engine:
        line = self.line()
        signed = replace(self._seat(self._workspace.actor), sign=line.signer())
        return Engine(signed, line, take_all)

    def _seat(self, name: str) -> Desk:
        """On this team's own connection: the workspace's belongs to another thread."""
        here = self._workspace
        return Desk(self._store, here.feed, here.now, os.urandom, name)

    def exchange(self, *, take_all: bool = False) -> Exchanged:
        return self.engine(take_all=take_all).exchange()

    def close(self) -> None:
        if self._channel is not None:
            self._channel.close()


def take_up_sign_in(workspace: Workspace) -> None:
    """Sign what is done here with the device's key, where somebody is signed in and the keyring
    is open; else it is vouched for at the next exchange."""
    facts = server_link.read_all(workspace.connection)
    if "url" not in facts or facts.get("signed_out"):
        return
    try:
        workspace.sign = Team(workspace).line().signer()
    except WarRoomError:
        workspace.sign = None
