"""Who may do what: one function, asked at every door."""

from enum import Enum

from models.domain.approval import may_approve
from models.domain.errors import WarRoomError
from models.domain.incident import Incident
from models.domain.update import Audience


class Role(Enum):
    """What an account may do. Everybody reads; a responder acts and may take command; a commander
    closes and approves anywhere; an admin also manages people, policy and devices."""

    OBSERVER = "observer"
    RESPONDER = "responder"
    COMMANDER = "commander"
    ADMIN = "admin"


class Right(Enum):
    READ = "read"
    ACT = "act"
    CLAIM_COMMAND = "claim command"
    CLOSE = "close"
    APPROVE = "approve"
    PUBLISH = "publish"
    MANAGE_PEOPLE = "manage people"
    MANAGE_POLICY = "manage policy"
    MANAGE_DEVICES = "manage devices"
    MANAGE_SOURCES = "manage sources"
    MANAGE_CHANNELS = "manage channels"


_ALL = (Role.OBSERVER, Role.RESPONDER, Role.COMMANDER, Role.ADMIN)
_ACTIVE = (Role.RESPONDER, Role.COMMANDER, Role.ADMIN)
_LEADING = (Role.COMMANDER, Role.ADMIN)

RIGHTS: dict[Right, tuple[Role, ...]] = {
    Right.READ: _ALL,
    Right.ACT: _ACTIVE,
    Right.CLAIM_COMMAND: _ACTIVE,
    Right.CLOSE: _LEADING,
    Right.APPROVE: _ACTIVE,
    Right.PUBLISH: _ACTIVE,
    Right.MANAGE_PEOPLE: (Role.ADMIN,),
    Right.MANAGE_POLICY: (Role.ADMIN,),
    Right.MANAGE_DEVICES: (Role.ADMIN,),
    Right.MANAGE_SOURCES: (Role.ADMIN,),
    Right.MANAGE_CHANNELS: _LEADING,
}

_REFUSALS = {
    Right.READ: "This account may not read that.",
    Right.ACT: "An observer reads and does not change anything. Ask an admin for another role.",
    Right.CLAIM_COMMAND: "An observer cannot take command. Ask an admin for another role.",
    Right.CLOSE: "Closing is for who commands the incident, a commander or an admin.",
    Right.APPROVE: "An observer approves nothing. Ask an admin for another role.",
    Right.PUBLISH: "An observer publishes nothing. Ask an admin for another role.",
    Right.MANAGE_PEOPLE: "Only an admin changes people.",
    Right.MANAGE_POLICY: "Only an admin changes the policy.",
    Right.MANAGE_DEVICES: "Only an admin manages devices.",
    Right.MANAGE_SOURCES: "Only an admin manages alert sources.",
    Right.MANAGE_CHANNELS: "Channels are for a commander or an admin to set up.",
}


class Denied(WarRoomError):
    """This account may not do that; the sentence says who may."""


def refusal(role: Role, right: Right, stream: str, *, commands: bool = False) -> str | None:
    """Why not, or None when it is allowed. `commands`: who asks commands the incident of that
    stream, which gives a commander's rights there. Every stream is open to every member today;
    restricted ones will be told apart here."""
    del stream
    held = Role.COMMANDER if commands and role is Role.RESPONDER else role
    return None if held in RIGHTS[right] else _REFUSALS[right]


def approval_refusal(
    role: Role, incident: Incident, audience: Audience | None, author: str, person: str, reason: str
) -> str | None:
    """Why this person may not let these words out, beyond the right to approve at all."""
    if (why := refusal(role, Right.APPROVE, "")) is not None:
        return why
    verdict = may_approve(
        incident, audience, author, person, account_role=role.value, reason=reason
    )
    return verdict.refusal or None


def demand(role: Role, right: Right, stream: str = "") -> None:
    """Raises Denied."""
    reason = refusal(role, right, stream)
    if reason is not None:
        raise Denied(reason)
