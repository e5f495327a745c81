"""Templates of reviews: those that come along, and the workspace's own, which win by name."""

import re
from dataclasses import replace

from models.domain.errors import BadInput, NotFound
from models.domain.ids import WORKSPACE_STREAM
from models.domain.review import ReviewTemplate, Section
from models.domain.review_templates import STARTER_TEMPLATES
from models.store import state
from models.store.driver import Connection

MOST_TEXT = 20_000
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*\s*")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(.+?)\s*")


def read_template(name: str, text: str) -> ReviewTemplate:
    """From Markdown: a list of questions under the heading of each section; the words before the
    first heading say what it is for. Headings of no section, and what is under them, are left
    out."""
    about: list[str] = []
    questions: dict[Section, tuple[str, ...]] = {}
    section: Section | None = None
    headed = False
    for line in text.splitlines():
        if heading := _HEADING.fullmatch(line):
            headed, section = True, _section(heading[1])
        elif section is not None and (item := _ITEM.fullmatch(line)):
            asked = item[1].replace("-->", "")
            questions[section] = (*questions.get(section, ()), asked)
        elif not headed and line.strip():
            about.append(line.strip())
    return ReviewTemplate(name, " ".join(about), questions)


def _section(title: str) -> Section | None:
    try:
        return Section.parse(title.rstrip("?:"))
    except BadInput:
        return None


def write_template(template: ReviewTemplate) -> str:
    """Reading it back gives the same."""
    parts = [template.about] if template.about else []
    for section, asked in template.questions.items():
        parts.append("\n".join([f"## {section.title}", "", *(f"- {one}" for one in asked)]))
    return "\n\n".join(parts) + "\n"


def templates(connection: Connection) -> list[ReviewTemplate]:
    found = {template.name: template for template in STARTER_TEMPLATES}
    rows = connection.execute(
        "SELECT DISTINCT entity FROM head WHERE stream=? AND entity_kind='template'",
        (WORKSPACE_STREAM,),
    ).fetchall()
    keys = [("template", str(name), "review") for (name,) in rows]
    for (_, name, _), values in state.of_keys(connection, WORKSPACE_STREAM, keys).items():
        write = values.latest()
        if write is not None and isinstance(write.value, str) and write.value:
            found[name] = replace(read_template(name, write.value), name=name)
    return sorted(found.values(), key=lambda one: (one not in STARTER_TEMPLATES, one.name))


def template_named(connection: Connection, name: str) -> ReviewTemplate:
    """Raises NotFound, naming those there are."""
    every = templates(connection)
    wanted = name.strip().casefold()
    for template in every:
        if template.name.casefold() == wanted:
            return template
    known = ", ".join(template.name for template in every)
    raise NotFound(f"There is no template {name}. There are {known}.")
