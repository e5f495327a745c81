"""Files of a chat's export put together: which are days, which names, and what is no part of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from models.domain.chat import ChatMessage
from models.domain.errors import BadInput
from models.domain.history import NotTaken
from models.intake.chat import slack
from models.intake.rejected import Rejected

MOST_FILES = 20_000
_NO_DAYS = {"channels", "groups", "dms", "mpims", "integration_logs", "canvases", "org_users",
            "huddle_transcripts", "file_conversations", "lists"}  # fmt: skip
_NAMES = ("users", "org_users")


@dataclass(frozen=True, slots=True)
class ChatExport:
    """Its messages in the order of time, and the files that could not be read."""

    messages: tuple[ChatMessage, ...]
    rejected: tuple[NotTaken, ...]


def read_export(files: Iterable[tuple[str, bytes]]) -> ChatExport:
    """`files` are (path inside the export, content).

    Raises:
        BadInput: none of them is a day of a chat.
    """
    held = dict(files)
    rejected: list[NotTaken] = []
    names: dict[str, str] = {}
    days: list[tuple[str, bytes]] = []
    for path, body in held.items():
        place = PurePosixPath(path)
        if place.stem in _NAMES:
            try:
                names |= slack.names_in(body)
            except Rejected as reason:
                rejected.append(NotTaken(path, str(reason)))
        elif place.stem not in _NO_DAYS:
            days.append((path, body))
    found: dict[str, ChatMessage] = {}
    for path, body in days:
        channel = PurePosixPath(path).parent.name or PurePosixPath(path).stem
        try:
            found |= {one.key: one for one in slack.messages_in(body, channel, names)}
        except Rejected as reason:
            rejected.append(NotTaken(path, str(reason)))
    if not days or len(rejected) == len(held):
        why = rejected[0].reason if rejected else "It holds no channel with files of its days."
        raise BadInput(f"This is no export of a Slack workspace. {why}")
    messages = sorted(found.values(), key=lambda one: (one.at, one.key))
    return ChatExport(tuple(messages), tuple(rejected))
