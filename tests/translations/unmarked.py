"""Words in the views that go around translation."""

import ast
import re

from tests.translations.keys import documents, template, trees

NO_WORDS = {"views/keys.py", "views/theme.py", "views/tongue.py", "views/room/note_editor.py"}
"""Files whose texts are names of keys, of fonts, and style sheets."""

THE_SAME = {
    *("Ctrl", "Alt", "Shift", "Enter", "Esc", "Tab", "Space", "Left", "Right", "Down"),
    # Names, and samples of what is typed.
    *("Prometheus", "Checkout", "5xx share", "Label"),
    # Kept in the record, which has one language.
    *("suggested by {rules}", "suggested by {rule}", "suggested by {value}"),
    # Ids, words looked for in a runbook, and words for the log.
    *("since start", "you should", "there should", "a widget could not be painted"),
    "clock about ",
}
"""What is neither said nor translated, or is the same in every language."""


def unmarked() -> list[str]:
    """What reads like words for a person and no `tr` or `mark` says: its place, and the text."""
    found = []
    for place, tree in trees("views"):
        if place in NO_WORDS:
            continue
        skipped = documents(tree) | _not_said(tree)
        for node in ast.walk(tree):
            text = None if id(node) in skipped else template(node)
            if text is not None and text not in THE_SAME and _is_prose(text):
                found.append(f"{place}:{getattr(node, 'lineno', 0)} {text}")
    return found


_SAY = ("tr", "ntr", "mark", "marks", "Shortcut", "TypeVar", "cast", "Signal")


def _not_said(tree: ast.AST) -> set[int]:
    """Inside a `tr`; parts of a text with gaps; types written as texts; tables with words."""
    parts: set[int] = set()
    for node in ast.walk(tree):
        inside: list[ast.AST] = []
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
            *_SAY,
            "setObjectName",
            "setStyleSheet",
            "setProperty",
        ):
            inside = [*node.args]
        elif isinstance(node, ast.JoinedStr):
            inside = [part for part in ast.walk(node) if part is not node]
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            inside = [node.annotation]
        elif isinstance(node, ast.FunctionDef) and node.returns:
            inside = [node.returns]
        if isinstance(node, ast.FunctionDef) and node.name == "refusal":
            inside = [*inside, *node.body]
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "ON_THE_SPOT":
            inside = [node]
        for part in inside:
            parts |= {id(deep) for deep in ast.walk(part)}
    return parts


def _is_prose(text: str) -> bool:
    plain = re.sub(r"\{\w*\}", "", text)
    words = re.findall(r"[A-Za-z]{2,}", plain)
    return (len(words) >= 2 and " " in plain.strip()) or bool(re.fullmatch(r"[A-Z][a-z]{2,}", text))
