"""What the public is told an incident is: its name, its weight, and whether it is partial."""

import re
from collections.abc import Mapping

from models.domain.incident import Incident
from models.domain.severity import Severity
from models.domain.update import Components, ComponentState

_BY_COMPONENT = (
    (ComponentState.MAJOR, "critical"),
    (ComponentState.PARTIAL, "major"),
    (ComponentState.DEGRADED, "minor"),
)
"""The worst first."""
_BY_SEVERITY = {
    Severity.P0: "critical",
    Severity.P1: "major",
    Severity.P2: "minor",
    Severity.P3: "minor",
    Severity.P4: "none",
}


_SUFFIX = re.compile(r"[-_ ](?:api|prod|production|svc|service|server|backend)$", re.IGNORECASE)


def known_as(service: str, names: Mapping[str, str]) -> str:
    """What customers know it by: the catalog's word, else its name without what is ours."""
    if name := names.get(service, "").strip():
        return name
    plain, before = service, ""
    while plain != before:
        before, plain = plain, _SUFFIX.sub("", plain)
    return plain.replace("-", " ").replace("_", " ").strip().capitalize() or service


def public_name(incident: Incident, names: Mapping[str, str]) -> str:
    """The title is written for us and may name what customers do not know; `names` are what they
    know services by. What was told once stays: receivers find the incident by it."""
    told = (update.publication.name for update in incident.updates if update.publication)
    earlier = next((name for name in told if name), "")
    services = tuple(known_as(name, names) for name in incident.services)
    return earlier or f"Problem with {listed(services) or 'our service'}"


def impact_word(incident: Incident, components: Components) -> str:
    """A status page's word: that of the worst component, else that of the severity."""
    states = {state for _, state in components}
    for state, word in _BY_COMPONENT:
        if state in states:
            return word
    return _BY_SEVERITY[incident.severity] if incident.severity else ""


def listed(names: tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
