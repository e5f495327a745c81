"""Begin a review with the questions of a template, and keep templates of the workspace."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.actions.edit_text import write_whole_text
from models.domain.errors import BadInput, NothingToDo
from models.domain.ids import WORKSPACE_STREAM, incident_stream
from models.domain.review import Section
from models.queries.review_templates import MOST_TEXT, read_template, template_named
from models.queries.texts import text_of


@dataclass(frozen=True, slots=True)
class UseTemplate:
    incident: str
    name: str


@dataclass(frozen=True, slots=True)
class KeepTemplate:
    """`text` is the template as Markdown; "" takes it out of the workspace again."""

    name: str
    text: str


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
    """Raises:
    BadInput: no name, too long, or a text without a single question.
    NothingToDo: it is so already.
    """
    name = " ".join(command.name.split())
    if not name or len(name) > 80:
        raise BadInput("A template has a name of at most 80 characters.")
    text = command.text.strip()
    if len(text) > MOST_TEXT:
        raise BadInput(f"A template has at most {MOST_TEXT:,} characters.")
    if text and not read_template(name, text).questions:
        known = ", ".join(section.title for section in Section)
        raise BadInput(
            f"The template asks nothing. Give it a heading for a section ({known}) with a list of "
            "questions under it."
        )
    with desk.act() as act:
        standing = act.standing(WORKSPACE_STREAM, ("template", name, "review")).latest()
        if (standing.value if standing else "") == text:
            raise NothingToDo("The template is as it was.")
        act.set_on(WORKSPACE_STREAM, "template", name, "review", text)
