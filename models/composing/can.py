"""A CAN report: conditions, actions, needs; and what is told of it to others."""

import re
from dataclasses import dataclass

from models.composing.facts import Known, in_public, template_facts
from models.domain.delegation import TaskState
from models.domain.public import known_as
from models.domain.times import from_ms

HEADINGS = ("Conditions", "Actions", "Needs")


@dataclass(frozen=True, slots=True)
class Can:
    """Each part is a line or several; "" where nobody said."""

    conditions: str = ""
    actions: str = ""
    needs: str = ""

    def written(self) -> str:
        """As one text that several people may write in."""
        parts = zip(HEADINGS, (self.conditions, self.actions, self.needs), strict=True)
        return "\n\n".join(f"{name}:\n{said.strip()}" for name, said in parts)


def read(text: str) -> Can:
    """What stands before the first heading belongs to the conditions: nothing is lost."""
    parts: dict[str, list[str]] = {name: [] for name in HEADINGS}
    at = HEADINGS[0]
    for line in text.split("\n"):
        found = _HEADING.match(line)
        if found:
            at = found[1].capitalize()
        parts[at].append(line[found.end() :].strip() if found else line)
    return Can(*("\n".join(parts[name]).strip() for name in HEADINGS))


def begun(known: Known, now_ms: int) -> Can:
    """What the record says already, to go on from."""
    incident = known.incident
    told = template_facts(known, from_ms(now_ms))
    names = ", ".join(known_as(name, known.public) for name in incident.services)
    conditions = [
        f"{names or 'Our service'} is affected since {told['started']}." if told["started"] else "",
        f"Users affected: {told['users']}." if told["users"] else "",
        f"Business impact: {told['business']}." if told["business"] else "",
    ]
    actions = [f"{incident.objective.strip().rstrip('.')}." if incident.objective else ""]
    actions += [
        f"{task.person}: {task.text.rstrip('.')}."
        for task in incident.tasks
        if task.state_now(from_ms(now_ms)) in (TaskState.OPEN, TaskState.ACKNOWLEDGED)
    ]
    needs = [f"{ask.person} as {ask.role}." for ask in incident.asks if not ask.answer]
    return Can(*("\n".join(line for line in part if line) for part in (conditions, actions, needs)))


def to_leadership(can: Can, known: Known, now_ms: int) -> str:
    told = template_facts(known, from_ms(now_ms))
    head = ": ".join(str(told[part]) for part in ("severity", "title") if told[part])
    return _joined(
        head,
        f"Conditions: {_flat(can.conditions) or '[conditions]'}",
        f"Actions: {_flat(can.actions) or '[actions]'}",
        f"Needs: {_flat(can.needs) or 'nothing from you now.'}",
        f"The next update comes within {told['next_within']}." if told["next_within"] else "",
    )


def to_customers(can: Can, known: Known, now_ms: int) -> str:
    """Conditions and actions in words of theirs; what we need stays with us, and so do names of
    people. A draft: somebody reads it before it goes out."""
    told = template_facts(known, from_ms(now_ms))
    names = {name: known_as(name, known.public) for name in known.incident.services}
    people = {hat.person for hat in known.incident.worn} | {
        task.person for task in known.incident.tasks
    }
    lines = [_without_people(line, people) for line in can.actions.split("\n")]
    actions = in_public(_flat("\n".join(line for line in lines if line)), names)
    return _joined(
        f"Problems with {told['affected']}",
        in_public(_without_business(can.conditions), names) or "[conditions]",
        f"What we do about it: {actions}" if actions else "We are working on it.",
        f"The next update comes within {told['next_within']}." if told["next_within"] else "",
    )


_HEADING = re.compile(r"\s*(conditions|actions|needs)\s*:", re.IGNORECASE)


def _joined(*paragraphs: str) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _flat(text: str) -> str:
    return " ".join(line.strip() for line in text.split("\n") if line.strip())


def _without_people(line: str, people: set[str]) -> str:
    """`Mei Tanaka: watch the pool` without who does it; a line that speaks of somebody is left
    out."""
    owner, parted, task = line.partition(":")
    kept = task.strip() if parted and owner.strip() in people else line.strip()
    return "" if any(person in kept for person in people) else kept[:1].upper() + kept[1:]


def _without_business(conditions: str) -> str:
    kept = [line for line in conditions.split("\n") if not line.startswith("Business impact:")]
    return _flat("\n".join(kept))
