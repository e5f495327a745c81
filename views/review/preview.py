"""The review as it reads: its Markdown drawn, while it is written."""

from collections.abc import Mapping

from models.domain.action_item import ActionState
from models.domain.review import EVIDENCE, Section, without_comments
from views.review.action_rows import KIND_WORDS, due_words
from views.review.states import PageState
from views.tongue import marks, tr

SECTION_WORDS = dict(
    zip(
        Section,
        marks(
            "What happened",
            "What went well",
            "Where we struggled",
            "Contributing factors",
            "Ask in the meeting",
        ),
        strict=True,
    )
)


HEAD, ACTIONS = "head", "actions"
Part = Section | str
"""A section, HEAD or ACTIONS."""


def parts_of(state: PageState, texts: Mapping[Section, str]) -> dict[Part, str]:
    """Markdown of each part that says something. Chips become plain words; what is empty and what
    only asks is left out."""
    figures = "  ·  ".join(f"**{one.value}** {one.words}" for one in state.figures)
    parts: dict[Part, str] = {HEAD: "\n\n".join([f"# {state.title}", *([figures] * bool(figures))])}
    for section, words in SECTION_WORDS.items():
        text = without_comments(texts.get(section, ""))
        if text:
            chips = EVIDENCE.sub(lambda found: f"`{found[1]}`", text)
            parts[section] = f"## {tr(words)}\n\n{chips}"
    kept = [one for one in state.actions if one.state is not ActionState.DROPPED]
    if kept:
        lines = []
        for one in kept:
            who = one.owner or tr("no owner")
            lines.append(f"- {one.text} ({tr(KIND_WORDS[one.kind])}, {who}, {due_words(one)[0]})")
        parts[ACTIONS] = f"## {tr('Actions')}\n\n" + "\n".join(lines)
    return parts
