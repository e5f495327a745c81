"""Secrets of this desktop: in the system's keyring, for this session only, or in a file that a
passphrase opens. Never in the database, never in the clear on disk.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from models.domain.errors import BadInput, Refused, Unavailable

SERVICE = "warroom"
PASSPHRASE = "WARROOM_PASSPHRASE"  # noqa: S105 - the variable's name
"""Opens the sealed files in a script; the window asks for it."""
FILE = "sign-in.sealed"
SECRETS_FILE = "channels.sealed"

ALLOWED_BACKENDS = (
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
)
"""Those of the operating systems. Others that libraries bring keep secrets in plain files."""

NAMED = "PYTHON_KEYRING_BACKEND"
"""A backend that the person names in this variable is trusted like a listed one."""


class Keep(Enum):
    KEYRING = "keyring"
    SESSION = "session"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class SignIn:
    """`key` is the device's private Ed25519 key and the tokens are opaque, all as text;
    `expires_at` is when `access` ends, in milliseconds since the epoch."""

    access: str
    refresh: str
    expires_at: int
    key: str

    def __repr__(self) -> str:
        return "SignIn(…)"


class Vault(Protocol):
    """Keeps one sign-in under a name."""

    def read(self, name: str) -> SignIn | None: ...

    def write(self, name: str, sign_in: SignIn) -> None: ...

    def forget(self, name: str) -> None: ...


class SessionVault:
    """Gone when the program ends."""

    def __init__(self) -> None:
        self._held: dict[str, SignIn] = {}

    def read(self, name: str) -> SignIn | None:
        return self._held.get(name)

    def write(self, name: str, sign_in: SignIn) -> None:
        self._held[name] = sign_in

    def forget(self, name: str) -> None:
        self._held.pop(name, None)


class KeyringVault:
    """The operating system's own store. Raises Refused where there is none to trust."""

    def __init__(self) -> None:
        found = backend_name()
        if found is None:
            raise Refused(
                "There is no keyring here that keeps secrets safely. Sign in for this session "
                "only, or choose a file with a passphrase."
            )

    def read(self, name: str) -> SignIn | None:
        import keyring
        from keyring.errors import KeyringError

        try:
            text = keyring.get_password(SERVICE, name)
        except KeyringError:
            return None
        return None if text is None else _from_text(text)

    def write(self, name: str, sign_in: SignIn) -> None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, name, json.dumps(asdict(sign_in)))
        except KeyringError as error:
            raise Refused(
                f"The keyring did not take the sign-in ({error}). Unlock it and sign in again."
            ) from None

    def forget(self, name: str) -> None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.delete_password(SERVICE, name)
        except KeyringError:
            return


class Secrets(Protocol):
    """Keeps single secrets, such as the key of a channel, under names."""

    def read(self, name: str) -> str | None: ...

    def write(self, name: str, secret: str) -> None: ...

    def forget(self, name: str) -> None: ...


class KeyringSecrets:
    """Raises Refused where there is no keyring to trust, Unavailable where it stays locked."""

    def __init__(self) -> None:
        if backend_name() is None:
            raise Refused(
                "There is no keyring here that keeps secrets safely. Unlock one, or set "
                f"{PASSPHRASE} to keep them in a file that a passphrase opens."
            )

    def read(self, name: str) -> str | None:
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(SERVICE, name)
        except KeyringError as error:
            raise Unavailable(f"The keyring is locked ({error}). Unlock it.") from None

    def write(self, name: str, secret: str) -> None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, name, secret)
        except KeyringError as error:
            raise Refused(
                f"The keyring did not take the secret ({error}). Unlock it and try again."
            ) from None

    def forget(self, name: str) -> None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.delete_password(SERVICE, name)
        except KeyringError:
            return


class FileSecrets:
    """In a sealed file."""

    def __init__(self, folder: Path, passphrase: str) -> None:
        self._file = SealedFile(folder / SECRETS_FILE, passphrase)

    def read(self, name: str) -> str | None:
        return self._file.open().get(name)

    def write(self, name: str, secret: str) -> None:
        self._file.seal({**self._file.open(), name: secret})

    def forget(self, name: str) -> None:
        held = self._file.open()
        if held.pop(name, None) is not None:
            self._file.seal(held)


def secrets_here(folder: Path) -> Secrets:
    """The keyring, else a file where a passphrase is given. Raises Refused where neither is."""
    passphrase = os.environ.get(PASSPHRASE, "")
    if backend_name() is None and passphrase:
        return FileSecrets(folder, passphrase)
    return KeyringSecrets()


class FileVault:
    def __init__(self, folder: Path, passphrase: str) -> None:
        self._file = SealedFile(folder / FILE, passphrase)

    def read(self, name: str) -> SignIn | None:
        """Raises BadInput for a wrong passphrase, or a file that was changed."""
        text = self._file.open().get(name)
        return None if text is None else _from_text(text)

    def write(self, name: str, sign_in: SignIn) -> None:
        self._file.seal({**self._file.open(), name: json.dumps(asdict(sign_in))})

    def forget(self, name: str) -> None:
        held = self._file.open()
        if held.pop(name, None) is not None:
            self._file.seal(held)


class SealedFile:
    """Texts by name, sealed with AES-GCM under a key that scrypt makes from the passphrase."""

    _N, _R, _P = 2**16, 8, 1

    def __init__(self, path: Path, passphrase: str) -> None:
        if len(passphrase) < 12:
            raise Refused("The passphrase needs at least 12 characters.")
        self._path = path
        self._passphrase = passphrase

    def open(self) -> dict[str, str]:
        """Raises BadInput for a wrong passphrase, or a file that was changed."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if not self._path.exists():
            return {}
        raw = self._path.read_bytes()
        salt, nonce, sealed = raw[:16], raw[16:28], raw[28:]
        try:
            opened = AESGCM(self._key(salt)).decrypt(nonce, sealed, SERVICE.encode())
        except (InvalidTag, ValueError):
            raise BadInput(
                f"The passphrase does not open {self._path.name}. Try again, or give the secrets "
                "in it anew."
            ) from None
        found: dict[str, str] = json.loads(opened)
        return found

    def seal(self, held: dict[str, str]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        sealed = AESGCM(self._key(salt)).encrypt(nonce, json.dumps(held).encode(), SERVICE.encode())
        fresh = self._path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(salt + nonce + sealed)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)

    def _key(self, salt: bytes) -> bytes:
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        derive = Scrypt(salt=salt, length=32, n=self._N, r=self._R, p=self._P)
        return derive.derive(self._passphrase.encode())


def backend_name() -> str | None:
    """The keyring that is trusted here, by its class; None where there is none."""
    import keyring

    backend = keyring.get_keyring()
    for one in getattr(backend, "backends", [backend]):
        kind = type(one)
        name = f"{kind.__module__}.{kind.__qualname__}"
        if name in ALLOWED_BACKENDS:
            return name
        named = os.environ.get(NAMED)
        if named == name and not kind.__module__.startswith("keyring.backends.fail"):
            return name
    return None


def _from_text(text: str) -> SignIn | None:
    try:
        held = json.loads(text)
        return SignIn(
            str(held["access"]), str(held["refresh"]), int(held["expires_at"]), str(held["key"])
        )
    except (ValueError, KeyError, TypeError):
        return None
