"""A sign-in is kept where nobody else can read it, or not at all."""

import sys
import types
from pathlib import Path

import pytest

from models import credentials
from models.credentials import FileVault, KeyringVault, SessionVault, SignIn
from models.domain.errors import BadInput, Refused

SECRET = SignIn("access-word", "refresh-word", 1_000, "a2V5")


def test_a_file_is_opened_by_its_passphrase_alone(tmp_path: Path) -> None:
    vault = FileVault(tmp_path, "a long passphrase")
    vault.write("server:device", SECRET)
    raw = (tmp_path / credentials.FILE).read_bytes()
    assert b"refresh-word" not in raw
    assert (tmp_path / credentials.FILE).stat().st_mode & 0o077 == 0
    assert FileVault(tmp_path, "a long passphrase").read("server:device") == SECRET
    with pytest.raises(BadInput, match="does not open"):
        FileVault(tmp_path, "another passphrase").read("server:device")


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    vault = FileVault(tmp_path, "a long passphrase")
    vault.write("server:device", SECRET)
    path = tmp_path / credentials.FILE
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(bytes(raw))
    with pytest.raises(BadInput):
        vault.read("server:device")


def test_what_is_forgotten_is_gone(tmp_path: Path) -> None:
    for vault in (FileVault(tmp_path, "a long passphrase"), SessionVault()):
        vault.write("one", SECRET)
        vault.write("two", SECRET)
        vault.forget("one")
        assert vault.read("one") is None
        assert vault.read("two") == SECRET


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="12 characters"):
        FileVault(tmp_path, "short")


def test_without_a_keyring_nothing_is_kept_in_one() -> None:
    assert credentials.backend_name() is None
    with pytest.raises(Refused, match="this session only"):
        KeyringVault()


@pytest.fixture
def plain_backend(monkeypatch: pytest.MonkeyPatch):
    """A backend of a library that writes secrets to a plain file."""
    import keyring
    from keyring.backend import KeyringBackend

    class Plain(KeyringBackend):
        priority = 10

        def __init__(self) -> None:
            super().__init__()
            self.held: dict[tuple[str, str], str] = {}

        def get_password(self, service: str, username: str) -> str | None:
            return self.held.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.held[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del self.held[service, username]

    module = types.ModuleType("plain_ring")
    module.Plain = Plain
    Plain.__module__, Plain.__qualname__ = "plain_ring", "Plain"
    monkeypatch.setitem(sys.modules, "plain_ring", module)
    before = keyring.get_keyring()
    keyring.set_keyring(Plain())
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("plain_backend")
def test_a_backend_that_nobody_named_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused):
        KeyringVault()
    monkeypatch.setenv(credentials.NAMED, "plain_ring.Plain")
    vault = KeyringVault()
    vault.write("server:device", SECRET)
    assert vault.read("server:device") == SECRET
    vault.forget("server:device")
    assert vault.read("server:device") is None


def test_a_sign_in_never_prints_itself() -> None:
    assert "word" not in repr(SECRET)
    assert "word" not in f"{SECRET}"
