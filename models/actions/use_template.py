"""Begin a review with the questions of a template, and keep templates of the workspace."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.actions.edit_text import write_whole_text
from models.domain.errors import BadInput, NothingToDo
from models.domain.ids import WORKSPACE_STREAM, incident_stream
from models.domain.review import Section
from models.domain.review_templates import Origin, origin_of
from models.queries.review_templates import MOST_TEXT, read_template, template_named, templates
from models.queries.texts import text_of
from models.store.driver import Connection


@dataclass(frozen=True, slots=True)
class UseTemplate:
    incident: str
    name: str


@dataclass(frozen=True, slots=True)
class KeepTemplate:
    """`text` is the template as Markdown; "" takes it out of the workspace again, where `was` is
    None. `was` names the template that gives way to it, "" where none may; None stands for the one
    of this name, if there is one."""

    name: str
    text: str
    was: str | None = None


def use_template(command: UseTemplate, desk: Desk) -> None:
    """Its questions go into the sections that are empty; what somebody wrote stays.

    Raises:
        NotFound: no template of that name.
        NothingToDo: every section it has questions for says something already.
    """
    with desk.act() as act:
        incident = act.incident_uid(command.incident)
        template = template_named(act.connection, command.name)
        stream, written = incident_stream(incident), 0
        for section in Section:
            start = template.start_of(section)
            if start and not text_of(act.connection, incident, section.value).strip():
                written += write_whole_text(act, incident, section.value, f"{start}\n")
        if not written:
            raise NothingToDo("Every section says something already.")
        act.set_on(stream, "review", incident, "template", template.name)


def keep_template(command: KeepTemplate, desk: Desk) -> None:
    """Under another name than it had: a starter that gave way stands as it came.

    Raises:
        BadInput: no name or one that is taken, too long, or a text without a single question.
        NothingToDo: it is so already.
    """
    with desk.act() as act:
        name, text, before = planned(act.connection, command)
        act.set_on(WORKSPACE_STREAM, "template", name, "review", text)
        if before not in ("", name):
            act.set_on(WORKSPACE_STREAM, "template", before, "review", "")


def planned(connection: Connection, command: KeepTemplate) -> tuple[str, str, str]:
    """The name and the text it would get, and the name of the template that gives way, "" for
    none. Raises what `keep_template` raises."""
    name, text = " ".join(command.name.split()), command.text.strip()
    if not name or len(name) > 80:
        raise BadInput("A template has a name of at most 80 characters.")
    there = next(
        (one for one in templates(connection) if one.name.casefold() == name.casefold()), None
    )
    before = there if command.was is None else None
    if command.was:
        before = template_named(connection, command.was)
    if there is not None and there != before:
        raise BadInput(f"There is a template {there.name} already. Choose another name.")
    if there is not None and (command.was is None or origin_of(there) is not Origin.OWN):
        name = there.name  # one spelling of a name
    if len(text) > MOST_TEXT:
        raise BadInput(f"A template has at most {MOST_TEXT:,} characters.")
    told = read_template(name, text)
    if not told.questions and (text or command.was is not None):
        raise BadInput(
            "The template asks nothing. Write at least one question under the heading of a section."
        )
    is_bare = before is None or origin_of(before) is Origin.CAME
    if told == before or (not text and is_bare):
        raise NothingToDo("The template is as it was.")
    return name, text, before.name if before else ""
