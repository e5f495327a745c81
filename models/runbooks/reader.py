"""From a Markdown file to a runbook, whatever the habits of those who wrote it."""

import re
from pathlib import PurePosixPath

from models.domain.errors import BadInput
from models.domain.runbook import Runbook
from models.runbooks import front_matter
from models.runbooks.blocks import HEADING, ITEM, PARAGRAPH, Block, blocks_of
from models.runbooks.phrases import labelled
from models.runbooks.sections import Section, sections_of
from models.runbooks.steps import steps_of

MOST_BYTES = 1024 * 1024
_ALERT = re.compile(r"[A-Za-z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*)+")
"""A name in camel case, as alerts have."""
_OWNER = ("owner", "owners", "owner_slack", "team", "maintainer", "maintainers", "author")
_REVIEWED = ("last_reviewed_on", "last_reviewed", "reviewed", "reviewed_on", "last_review", "date")
_TRIGGERS = ("triggers", "trigger", "alerts", "alert", "alertname", "when")
_SERVICES = ("services", "service", "systems", "system", "components")


def read_runbook(text: str, path: str = "", commit: str | None = None) -> Runbook:
    """Never fails for what is missing; what is not said is empty.

    Raises:
        BadInput: more than a mebibyte, which is no runbook.
    """
    if len(text) > MOST_BYTES:
        raise BadInput(f"{path or 'The text'} has more than a mebibyte; that is no runbook.")
    facts, taken = front_matter.split(text)
    body = "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[taken:])
    blocks = blocks_of(body, taken)
    last = taken + len(body.removesuffix("\n").split("\n"))
    sections = sections_of(blocks, last)
    lines = [line for block in blocks[:60] for line in _lines_of(block)]
    title = _title(facts, blocks, path)
    return Runbook(
        title=title,
        owner=front_matter.text_of(facts, *_OWNER)
        or labelled(lines, "owner", "owners", "owned by", "team", "maintainer")
        or _first_words(sections, "owner"),
        triggers=_triggers(facts, sections, lines, blocks, path),
        steps=steps_of(sections),
        escalation=front_matter.texts_of(facts, "escalation")
        or _listed(sections, "escalation")
        or _one(labelled(lines, "escalation", "escalate to", "escalation path")),
        last_reviewed=front_matter.day_of(facts, *_REVIEWED)
        or front_matter.day(
            labelled(lines, "last reviewed", "last review", "reviewed", "last reviewed on") or None
        ),
        summary=_summary(facts, sections),
        services=front_matter.texts_of(facts, *_SERVICES),
        path=path,
        commit=commit,
        text=text,
    )


def _lines_of(block: Block) -> list[str]:
    return [*block.text.splitlines(), *(line for b in block.inside for line in _lines_of(b))]


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _title(facts: dict[str, object], blocks: list[Block], path: str) -> str:
    """As the front matter says, else the first heading, else the file's name."""
    told = front_matter.text_of(facts, "title", "name")
    if told:
        return told
    heading = next((b.text for b in blocks if b.kind == HEADING and b.text), "")
    return " ".join(heading.split()) or _stem(path).replace("-", " ").replace("_", " ") or "Runbook"


def _stem(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).stem


def _triggers(
    facts: dict[str, object],
    sections: list[Section],
    lines: list[str],
    blocks: list[Block],
    path: str,
) -> tuple[str, ...]:
    found = [*front_matter.texts_of(facts, *_TRIGGERS), *_listed(sections, "trigger")]
    found += _one(labelled(lines, "trigger", "triggers", "triggered by", "when to use", "use when"))
    heading = next((b.text for b in blocks if b.kind == HEADING), "")
    found += [name for name in (heading, _stem(path)) if _ALERT.fullmatch(name)]
    return tuple(dict.fromkeys(found))


def _listed(sections: list[Section], purpose: str) -> tuple[str, ...]:
    """The items of a part, or its paragraphs where it has no list; deeper parts included."""
    found: list[str] = []
    for section in sections:
        if section.purpose != purpose:
            continue
        items = [block for block in section.blocks if block.kind == ITEM]
        chosen = items or [block for block in section.blocks if block.kind == PARAGRAPH]
        found += [" ".join(block.text.split()) for block in chosen if block.text]
    return tuple(dict.fromkeys(found))


def _first_words(sections: list[Section], purpose: str) -> str:
    return next(iter(_listed(sections, purpose)), "")


def _summary(facts: dict[str, object], sections: list[Section]) -> str:
    told = front_matter.text_of(facts, "description", "summary")
    if told:
        return told
    for section in [s for s in sections if s.purpose == "meaning"] + sections:
        for block in section.blocks:
            if block.kind == PARAGRAPH and block.text and not block.link_only:
                return " ".join(block.text.split())
    return ""
