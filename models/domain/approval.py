"""Who lets a status update out: the rule that acts, screens and the server ask alike."""

from dataclasses import dataclass

from models.domain.incident import Incident
from models.domain.stage import Stage
from models.domain.times import write_time
from models.domain.update import Audience, Revision, UpdateState

LEADING_ROLES = ("commander", "admin")
"""Roles of an account that approve and close in every incident."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether somebody may approve. `refusal` is "" where they may; `reviewed` is False where
    they do it alone, which needs a reason."""

    refusal: str = ""
    reviewed: bool = True


def needs_second_person(incident: Incident, audience: Audience | None) -> bool:
    """Customers of a major incident are told nothing that only its author has read."""
    major = incident.severity is not None and incident.severity.is_major
    return major and audience is Audience.CUSTOMERS


def may_approve(
    incident: Incident,
    audience: Audience | None,
    author: str,
    person: str,
    *,
    account_role: str = "",
    reason: str = "",
) -> Verdict:
    """`account_role` is that of the account which acts, "" where nobody is signed in.

    Where a second person is needed, the author's words are approved by the commander. A commander
    who is the author has any other responder approve them; alone, with nobody else wearing a hat,
    they do it themselves and say why.
    """
    if account_role == "observer":
        return Verdict("An observer approves nothing. Ask an admin for another role.")
    if not needs_second_person(incident, audience):
        return Verdict()
    commander = incident.commander
    author_commands = _same(author, commander)
    if _same(person, author):
        return _alone(incident, person, reason) if author_commands else Verdict(_other(incident))
    if author_commands or _same(person, commander) or account_role in LEADING_ROLES:
        return Verdict()
    if not commander:
        return Verdict(
            "Nobody commands this incident. Take command to approve what customers read."
        )
    return Verdict(f"{commander} commands this incident and approves what customers read.")


def _alone(incident: Incident, person: str, reason: str) -> Verdict:
    others = sorted({hat.person for hat in incident.hats if not _same(hat.person, person)})
    if others:
        return Verdict(
            "You wrote this and you command, so somebody else reads it before customers do. Ask "
            f"{', '.join(others[:3])} to approve it."
        )
    if not reason.strip():
        return Verdict(
            "Nobody else is here to read it. Approve it alone with a reason; it will say 'not "
            "reviewed by a second person'."
        )
    return Verdict(reviewed=False)


def _other(incident: Incident) -> str:
    if incident.commander:
        return (
            "You wrote this. Customers of a major incident read nothing before "
            f"{incident.commander}, who commands, has approved it."
        )
    return (
        "You wrote this. Customers of a major incident read nothing before whoever commands has "
        "approved it."
    )


def hard_stops(incident: Incident, revision: Revision, label: str) -> tuple[str, ...]:
    """The three things that no update goes out with, each as a sentence."""
    found = []
    if not revision.text.strip():
        found.append("The update is empty. Say what is affected and what changed.")
    if revision.audience is None:
        found.append("The update has no audience. Choose customers, internal or leadership.")
    if says_resolved(revision) and incident.times.resolved_at is None:
        found.append(not_resolved(incident, label))
    return tuple(found)


def says_resolved(revision: Revision) -> bool:
    return revision.state is UpdateState.RESOLVED


def not_resolved(incident: Incident, label: str) -> str:
    """Names the event that led to the stage it is in."""
    visit = incident.visits[-1] if incident.visits else None
    if visit is None:
        return (
            f"{label} is in {incident.stage.word} and not resolved yet. Resolve it first, or post "
            "it as monitoring."
        )
    since, event = write_time(visit.start), _EVENTS[incident.stage]
    return (
        f"{label} is in {incident.stage.word} since {since} ({event}) and not resolved yet. "
        "Resolve it first, or post it as monitoring."
    )


_EVENTS = {
    Stage.DETECTION: "an alert came in",
    Stage.TRIAGE: "it was declared",
    Stage.MITIGATION: "work on a fix began",
    Stage.RESOLUTION: "the impact was mitigated",
    Stage.POST_MORTEM: "it was resolved before",
}


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()
