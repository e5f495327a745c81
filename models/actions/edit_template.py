"""Change what an update begins with at one moment for one audience."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.composing import templates
from models.composing.templates import AUDIENCES, MOMENTS
from models.domain.errors import BadInput, NothingToDo
from models.domain.ids import WORKSPACE_STREAM
from models.queries.templates import template_book


@dataclass(frozen=True, slots=True)
class EditTemplate:
    """`text` of None: as it came with the program again."""

    moment: str
    audience: str
    text: str | None


def edit_template(command: EditTemplate, desk: Desk) -> None:
    """Raises:
    BadInput: there is no such template, or the text may not be one; says where and why.
    NothingToDo: it says so already.
    """
    key = f"{command.moment}.{command.audience}"
    if command.moment not in MOMENTS or command.audience not in AUDIENCES:
        raise BadInput(
            f"There is no template {key!r}. There is one a moment ({', '.join(MOMENTS)}) and "
            f"audience ({', '.join(AUDIENCES)})."
        )
    text = None if command.text is None else command.text.strip()
    if text is not None:
        if not text:
            raise BadInput("A template needs words. Bring back the one that came instead.")
        templates.check(text)
    with desk.act() as act:
        before = template_book(act.connection)[key]
        if (text is None and before.starter) or text == before.text:
            raise NothingToDo("The template says that already.")
        act.set_on(WORKSPACE_STREAM, "template", key, "text", text)
