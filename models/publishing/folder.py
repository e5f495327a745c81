"""A static status page: `index.html`, `summary.json` and `feed.atom` in a folder that some web
server or synchronisation takes from there. `history.json` is what the others are drawn from."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from filelock import FileLock, Timeout

from models.domain.errors import BadInput, Unavailable
from models.publishing.channel import ChannelSettings, Outgoing, Refused, Sent, Unclear
from models.publishing.message import Message
from models.publishing.outbox import Posting, Receipt
from models.publishing.page_feeds import FEED, write_feed, write_summary
from models.publishing.page_html import write_page
from models.publishing.page_record import (
    Record,
    public_id,
    read_record,
    with_message,
    write_record,
)

HISTORY = "history.json"
PAGE = "index.html"
SUMMARY = "summary.json"
_LOCK = ".warroom.lock"
_MOST_BYTES = 32 * 1024 * 1024
_WAIT_S = 10.0


class Folder:
    """Writing a message again changes nothing, for `history.json` knows its key. Each file is
    replaced whole, the history first: a kill in between leaves files that the next writing, or a
    look-up, draws anew."""

    def __init__(self, settings: ChannelSettings) -> None:
        """Raises BadInput."""
        self.settings = settings
        self._place = _place(settings.url)

    def preview(self, message: Message, before: Sequence[Posting], now: datetime) -> Outgoing:
        """`body` is the page as it would be."""
        record = with_message(self._read(), message, now)
        files = tuple((name, f"{len(body)} B") for name, body in _drawn(record))
        return Outgoing("WRITE", str(self._place), files, write_page(record))

    def send(
        self, message: Message, before: Sequence[Posting], now: datetime
    ) -> Sent | Refused | Unclear:
        has_begun = False
        try:
            with self._locked():
                record = with_message(self._read(), message, now)
                has_begun = True
                self._write(record)
        except BadInput as error:
            return Refused(str(error), for_good=True)
        except Timeout:
            return Refused(f"Another program writes to {self._place} just now.")
        except OSError as error:
            reason = f"{self._place} cannot be written ({_why(error)})."
            return Unclear(reason) if has_begun else Refused(reason)
        return Sent(self._receipt(message, now))

    def look_up(
        self,
        message: Message,
        before: Sequence[Posting],
        is_others: Callable[[str], bool],
        now: datetime,
    ) -> Sent | Unclear | None:
        """Draws the files anew where the history knows the message."""
        try:
            with self._locked():
                record = self._read()
                if not record.holds(message.key):
                    return None
                self._write(record)
        except BadInput as error:
            return Unclear(str(error))
        except (OSError, Timeout) as error:
            return Unclear(f"{self._place} cannot be read ({_why(error)}).")
        return Sent(self._receipt(message, now))

    def test(self, now: datetime) -> str:
        try:
            with self._locked():
                record = self._read()
                self._replace(".warroom.test", b"test")
                (self._place / ".warroom.test").unlink()
        except (OSError, Timeout) as error:
            raise Unavailable(f"{self._place} cannot be written ({_why(error)}).") from None
        return f"{self._place} can be written. Its page holds {len(record.incidents)} incidents."

    def _locked(self) -> FileLock:
        self._place.mkdir(parents=True, exist_ok=True)
        return FileLock(self._place / _LOCK, timeout=_WAIT_S)

    def _read(self) -> Record:
        """Raises BadInput where a history is there that cannot be read."""
        path = self._place / HISTORY
        title = " ".join((self.settings.page or self.settings.name).split())
        if not path.exists():
            return Record(public_id(f"{self.settings.name}\n{title}"), title)
        if path.stat().st_size > _MOST_BYTES:
            raise BadInput(f"{path} is too large to be the record of a status page.")
        record = read_record(path.read_bytes(), str(path))
        return Record(record.id, title, record.incidents, record.component_names, record.updated_at)

    def _write(self, record: Record) -> None:
        for name, body in _drawn(record):
            self._replace(name, body)

    def _replace(self, name: str, body: bytes) -> None:
        handle, fresh = tempfile.mkstemp(dir=self._place, prefix=f".{name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            Path(fresh).chmod(0o644)  # for the web server to read
            Path(fresh).replace(self._place / name)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(fresh).unlink()
            raise

    def _receipt(self, message: Message, now: datetime) -> Receipt:
        return Receipt(
            now, f"Written to {self._place / PAGE}", public_id(message.incident), message.key
        )


def _drawn(record: Record) -> tuple[tuple[str, bytes], ...]:
    """In the order in which they are written."""
    return (
        (HISTORY, write_record(record)),
        (PAGE, write_page(record)),
        (SUMMARY, write_summary(record)),
        (FEED, write_feed(record)),
    )


def _place(url: str) -> Path:
    text = url.strip()
    if text.startswith("file:"):
        parts = urlsplit(text)
        if parts.netloc not in ("", "localhost"):
            raise BadInput("A folder's address names no other machine.")
        text = url2pathname(parts.path)
    place = Path(text).expanduser()
    if not text or not place.is_absolute():
        raise BadInput("Give the folder by its whole path.")
    if place.exists() and not place.is_dir():
        raise BadInput(f"{place} is a file. Name a folder.")
    return place


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
