"""Say who is hit and what it costs."""

import re
from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.entry import EntryKind
from models.domain.errors import BadInput, NothingToDo


@dataclass(frozen=True, slots=True)
class AssessImpact:
    """`users`: a number, a share in %, "few", "everyone" or "unknown"; None leaves a part as it
    is."""

    incident: str
    users: str | None = None
    business: str | None = None
    services: tuple[str, ...] = ()
    reason: str = ""
    at: datetime | None = None


_USERS = re.compile(r"\d{1,12}|\d{1,3}(\.\d+)?%|few|everyone|unknown")


def checked_users(text: str) -> str:
    """Raises BadInput for anything but a number, a share up to 100 %, few, everyone, unknown."""
    plain = text.strip().lower().replace(" ", "").replace(",", "")
    share = plain.endswith("%")
    if not _USERS.fullmatch(plain) or (share and float(plain[:-1]) > 100):
        raise BadInput(
            f"{text!r} does not say how many users. Write a number, a share such as 38%, "
            "few, everyone or unknown."
        )
    return plain


def assess_impact(command: AssessImpact, desk: Desk) -> None:
    """Raises:
    NothingToDo: nothing was given, or it says so already.
    BadInput: users that are no number.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_future(act)
        said = []
        again = bool(command.reason.strip())
        if command.users is not None:
            users = checked_users(command.users)
            if users != incident.users or again:
                act.set(incident.uid, "users", users)
                said.append(f"users affected {users}")
        if command.business is not None and (command.business != incident.business or again):
            act.set(incident.uid, "business", command.business.strip())
            said.append(f"business impact {command.business.strip()}")
        for service in dict.fromkeys(command.services):
            if service not in incident.services:
                act.add(incident.uid, "services", service)
                said.append(f"system {service}")
        if not said:
            raise NothingToDo(f"The impact of {act.label(incident.uid)} says that already.")
        act.entry(
            incident.uid,
            EntryKind.FIELD,
            f"Impact: {', '.join(said)}.{lifecycle.because(command.reason)}",
        )
