"""A Slack export: folders of channels with a file a day, beside lists of users and channels."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from models.domain.chat import ChatMessage, Why
from models.intake.chat.reasons import reasons_in
from models.intake.documents import read_documents
from models.intake.fields import as_record, as_records, clean, one_line
from models.intake.rejected import Rejected

MOST_BYTES = 16 << 20
"""Of one file; a busy day of a busy channel has a tenth of it."""
MOST_TEXT = 16_000
_SILENT = {
    "channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name",
    "channel_archive", "channel_unarchive", "group_join", "group_leave", "bot_add", "bot_remove",
    "pinned_item", "unpinned_item", "reminder_add", "tombstone",
}  # fmt: skip
"""What the chat says by itself about itself."""
_TS = re.compile(r"\d{9,11}(?:\.\d{1,9})?")
_MARK = re.compile(r"<([^<>\n]{1,3000})>")
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp)$", re.IGNORECASE)

Names = Mapping[str, str]
"""What people and bots are called, by id."""


def names_in(body: bytes) -> dict[str, str]:
    """From `users.json`. Raises Rejected for what is none."""
    found: dict[str, str] = {}
    for user in as_records(_list(body)):
        profile = as_record(user.get("profile"))
        told = (
            profile.get("display_name"), profile.get("real_name"), user.get("real_name"),
            user.get("name"),
        )  # fmt: skip
        name = next((said for one in told if (said := one_line(one, 80))), "")
        key = one_line(user.get("id"), 40)
        if key and name:
            found[key] = name
    return found


def messages_in(body: bytes, channel: str, names: Names) -> Iterator[ChatMessage]:
    """From one day's file of a channel: what people and bots said, in order. Raises Rejected for
    what is no such file."""
    for raw in _messages(body):
        if raw.get("type", "message") != "message" or raw.get("subtype") in _SILENT:
            continue
        at = _moment(raw.get("ts"))
        text = _text(raw, names)
        if at is None or not text:
            continue
        key = f"slack:{channel}:{one_line(raw.get('ts'), 40)}"
        yield ChatMessage(key, at, _who(raw, names), channel, text, tuple(_why(raw, text)))


def _list(body: bytes) -> list[object]:
    if len(body) > MOST_BYTES:
        raise Rejected(f"It has more than {MOST_BYTES >> 20} MiB; no day of a chat has.")
    values = read_documents(body, MOST_BYTES)
    if len(values) != 1 or not isinstance(values[0], list):
        raise Rejected("It is no list, as the files of a chat's export are.")
    return values[0]


def _messages(body: bytes) -> list[Mapping[str, object]]:
    every = _list(body)
    if len(every) > _MOST_MESSAGES:
        raise Rejected(f"It holds more than {_MOST_MESSAGES:,} messages for one day.")
    return [one for one in every if isinstance(one, dict)]


_MOST_MESSAGES = 50_000


def _moment(ts: object) -> datetime | None:
    text = ts if isinstance(ts, str) else ""
    if not _TS.fullmatch(text):
        return None
    whole, _, part = text.partition(".")
    return datetime.fromtimestamp(int(whole), UTC).replace(
        microsecond=int(part[:3].ljust(3, "0")) * 1_000 if part else 0
    )


def _who(raw: Mapping[str, object], names: Names) -> str:
    user = one_line(raw.get("user"), 40)
    told = (
        names.get(user, ""),
        one_line(as_record(raw.get("user_profile")).get("display_name"), 80),
        one_line(raw.get("username"), 80),
        one_line(as_record(raw.get("bot_profile")).get("name"), 80),
        user,
    )
    bot = one_line(raw.get("bot_id"), 40)
    return next((name for name in told if name), f"bot {bot}" if bot else "unknown")


def _text(raw: Mapping[str, object], names: Names) -> str:
    """What it says, with what a bot or a link's preview says where it says nothing itself."""
    said = _plain(raw.get("text"), names)
    if not said:
        lines = []
        for part in _records(raw.get("attachments")):
            told = (part.get("pretext"), part.get("title"), part.get("text"))
            words = [words for one in told if (words := _plain(one, names))]
            lines.append(" ".join(words) or _plain(part.get("fallback"), names))
        said = "\n".join(line for line in lines if line)
    files = [one_line(file.get("name"), 200) for file in _files(raw)]
    named = [name for name in files if name and name not in said]
    return clean("\n".join((said, *(f"[{name}]" for name in named))).strip(), MOST_TEXT)


def _plain(value: object, names: Names) -> str:
    """Slack's own marks as words: people by name, links as their address."""
    return html.unescape(_MARK.sub(lambda mark: _shown(mark[1], names), clean(value, MOST_TEXT)))


def _shown(mark: str, names: Names) -> str:
    target, _, label = mark.partition("|")
    if target.startswith("@"):
        return f"@{label or names.get(target[1:], target[1:])}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return f"@{label or target[1:].split('^')[0]}"
    if target.startswith("mailto:"):
        return label or target.removeprefix("mailto:")
    return target if not label or label in target else f"{label} ({target})"


def _records(value: object) -> list[Mapping[str, object]]:
    return as_records(value)[:50]


def _files(raw: Mapping[str, object]) -> list[Mapping[str, object]]:
    return [*_records(raw.get("files")), *_records([raw.get("file")])]


def _why(raw: Mapping[str, object], text: str) -> Iterator[Why]:
    yield from reasons_in(text)
    if raw.get("subtype") == "bot_message" and re.search(
        r"\balert|\bfiring\b|\btriggered\b|\bincident\b", text, re.IGNORECASE
    ):
        yield Why.ALERT
    files = _files(raw)
    names = [one_line(file.get("name"), 200) for file in files]
    kinds = [one_line(file.get("mimetype"), 80) for file in files]
    if any(_IMAGE.search(name) for name in names) or any(k.startswith("image/") for k in kinds):
        yield Why.IMAGE
    elif files:
        yield Why.FILE
    if re.search(r"https?://", text) and not files:
        yield Why.LINK
    if raw.get("pinned_to"):
        yield Why.PINNED
