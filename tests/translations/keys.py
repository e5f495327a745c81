"""Every text the window can say, found in the source: the keys that a catalogue has to answer."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WINDOW = ("views", "app")
NOT_THE_WINDOW = ("app/cli/", "app/demo")

TABLES = [
    ("models/domain/severity.py", "_WORDS"),
    ("models/domain/stage.py", "_WORDS"),
    ("models/domain/incident.py", "_ROLE_WORDS"),
    ("models/domain/timestamps.py", "WORDS"),
    ("models/checks/update_rules.py", "GAPS"),
    ("models/metrics/figures.py", "REASONS"),
    ("views/shortcuts.py", "SHORTCUTS"),
    ("views/shortcuts.py", "ON_THE_SPOT"),
]
"""Tables of words without `mark`: (file, name). Of a table of shortcuts, its labels and groups."""

SENTENCES = [
    "app",
    "models/actions",
    "models/domain",
    "models/intake/chat",
    "models/net",
    "models/queries",
    "models/runbooks",
    "models/settings.py",
    "models/store",
    "models/sync",
    "server/accounts.py",
    "server/blobs.py",
    "server/push.py",
]
"""Where a refusal is raised whose sentence the window says with `told`."""

WHOLE = [
    "models/checks/review_rules.py",
    "models/checks/update_rules.py",
    "models/domain/approval.py",
    "models/domain/needs.py",
    "models/domain/response.py",
    "models/domain/triage.py",
    "models/runbooks/check.py",
    "models/queries/review_needs.py",
    "models/runbooks/matching.py",
    "models/domain/syncing.py",
    "models/net/poster.py",
    "models/publishing/channel.py",
    "models/publishing/channels.py",
    "models/publishing/email.py",
    "models/publishing/folder.py",
    "models/publishing/publisher.py",
    "models/publishing/replies.py",
    "models/publishing/slack.py",
    "models/publishing/statuspage.py",
    "models/publishing/webhook.py",
]
"""Files each of whose sentences is said with `told`."""

NAMED = [
    ("models/net/silence.py", "_WHY"),
    ("models/net/silence.py", "why_silent"),
    ("server/access.py", "_REFUSALS"),
    ("server/dispatch.py", "trouble"),
    ("server/door.py", "judge"),
    ("server/door.py", "_origin_fault"),
    ("server/door.py", "_unproved"),
    ("server/door.py", "_refusal"),
    ("server/door.py", "_update_fault"),
    ("server/door.py", "_actor_fault"),
    ("server/door.py", "_clock_fault"),
    ("server/http.py", "TOO_FAST"),
    ("app/commands.py", "carry_out"),
    ("app/crash.py", "SENTENCE"),
    ("app/series.py", "keep_csv"),
    ("app/workspace.py", "_observing"),
    ("models/metrics/kpis.py", "RATES"),
    ("models/metrics/recurrence.py", "FORMULA"),
    ("models/metrics/slo.py", "FORMULA"),
    ("models/metrics/slo.py", "sentence"),
    ("models/queries/explain.py", "BY_STAGE"),
    ("models/queries/explain.py", "COUNTED"),
    ("models/queries/explain.py", "_action_rows"),
    ("models/queries/explain.py", "_active"),
    ("models/queries/explain.py", "_budget_rows"),
    ("models/queries/explain.py", "_eligible_rows"),
    ("models/queries/explain.py", "_stretches"),
    ("models/queries/explain.py", "_recurrence_rows"),
    ("models/queries/explain.py", "_review_rows"),
    ("models/queries/explain.py", "_stage_rows"),
    ("models/queries/explain.py", "_update_rows"),
    ("models/metrics/what_if.py", "ASSUMES"),
    ("models/metrics/figures.py", "DEFINITIONS"),
    ("app/qt_jobs.py", "BROKEN"),
    ("views/shortcuts.py", "refusal"),
    ("models/store/database.py", "sentence"),
    ("models/queries/runbooks.py", "outcome"),
    ("models/queries/updates.py", "_why_none"),
    ("models/actions/publish_update.py", "_who_approves"),
    ("models/actions/updating.py", "refuse_stops"),
    ("models/domain/syncing.py", "clock_words"),
]
"""Constants and functions with sentences said with `told`: (file, name)."""


@dataclass(slots=True)
class Key:
    """`one` is the singular of a text that counts; the key itself is its plural. What is said is
    looked up as it is; a sentence is made by models, and found again by its fixed words."""

    one: str = ""
    is_said: bool = False
    is_sentence: bool = False
    places: list[str] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        return bool(self.one)


@lru_cache(maxsize=1)
def keys() -> dict[str, Key]:
    """By the text that the catalogue has: with its sense where it has one, and of a text that
    counts the plural."""
    found: dict[str, Key] = {}
    for place, text, one in [*_said(), *_tables(), *_sentences()]:
        key = found.setdefault(text, Key())
        key.one = key.one or one
        key.places.append(place)
    for _, text, _ in [*_tables(), *_sentences()]:
        found[text].is_sentence = "{" in text
        found[text].is_said = "{" not in text
    for _, text, _ in _said():
        found[text].is_said = True
    return found


def trees(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        start = ROOT / folder
        for path in [start] if start.is_file() else sorted(start.rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(NOT_THE_WINDOW):
                yield place, ast.parse(path.read_bytes())


def _said() -> Iterator[tuple[str, str, str]]:
    for place, tree in trees(*WINDOW):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            at = f"{place}:{node.lineno}"
            texts = [text for arg in node.args for text in _constants(arg)]
            if node.func.id == "ntr" and len(texts) >= 2:
                yield at, texts[1], texts[0]
            elif node.func.id in ("tr", "mark", "marks"):
                sense = next(
                    (constant(word.value) for word in node.keywords if word.arg == "sense"), None
                )
                for text in texts:
                    yield at, f"{text} [{sense}]" if sense else text, ""


def _constants(node: ast.expr) -> list[str]:
    """A text, or either of two."""
    if isinstance(node, ast.IfExp):
        return [*_constants(node.body), *_constants(node.orelse)]
    return [] if (text := constant(node)) is None else [text]


def constant(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _tables() -> Iterator[tuple[str, str, str]]:
    for place, name in TABLES:
        value = _named(place, name)
        for node in ast.walk(value):
            texts: list[ast.expr] = []
            if isinstance(node, ast.Dict):
                texts = node.values
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "Shortcut":
                texts = node.args[3:5]
            elif isinstance(node, ast.Tuple) and name == "ON_THE_SPOT" and len(node.elts) == 4:
                texts = node.elts[2:]
            elif isinstance(node, ast.Tuple) and name == "REASONS":
                texts = node.elts
            for text in texts:
                said = template(text)
                if said:
                    yield f"{place}:{text.lineno}", said, ""


def _named(place: str, name: str) -> ast.AST:
    ((_, tree),) = trees(place)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return node.value
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name and node.value:
            return node.value
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
    raise KeyError(f"{place} has no {name}")


def _sentences() -> Iterator[tuple[str, str, str]]:
    for place, tree in trees(*SENTENCES):
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                yield from _prose(place, node.exc.args[0])
    for place, tree in trees(*WHOLE):
        yield from _prose(place, tree, words=1)
    for place, name in NAMED:
        yield from _prose(place, _named(place, name), begins=r"[\w{]")


def _prose(
    place: str, node: ast.AST, words: int = 2, begins: str = r"[A-Z{\d“]"
) -> Iterator[tuple[str, str, str]]:
    """Texts that read like a sentence: several words, begun with a capital or a gap."""
    inside = {
        id(part) for whole in ast.walk(node) if isinstance(whole, ast.JoinedStr)
        for part in ast.walk(whole) if part is not whole
    } | documents(node)  # fmt: skip
    for found in ast.walk(node):
        said = template(found) if id(found) not in inside else None
        if said and _reads_like_a_sentence(said, words, begins):
            yield f"{place}:{getattr(found, 'lineno', 0)}", said, ""


def _reads_like_a_sentence(text: str, least: int, begins: str) -> bool:
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", text))
    return " " in text and len(words) >= least and bool(re.match(begins, text))


def documents(tree: ast.AST) -> set[int]:
    return {
        id(line.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for line in node.body
        if isinstance(line, ast.Expr)
    }


def template(node: ast.AST) -> str | None:
    """A text, its gaps named after what fills them: `{actor} offers you command`."""
    if not isinstance(node, ast.JoinedStr):
        return constant(node)
    said = ""
    names: dict[str, str] = {}
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            written = ast.unparse(part.value)
            if written not in names:
                plain = _name_of(part.value)
                taken = set(names.values())
                names[written] = next(
                    name
                    for name in (plain, *(f"{plain}{n}" for n in range(2, 9)))
                    if name not in taken
                )
            said += "{" + names[written] + "}"
        else:
            said += constant(part) or ""
    return said


def _name_of(node: ast.expr) -> str:
    """What fills a gap, by the plainest name there is for it."""
    if isinstance(node, ast.Name):
        return node.id.strip("_")
    if isinstance(node, ast.Attribute):
        return _name_of(node.value) if node.attr in ("value", "text") else node.attr.strip("_")
    if isinstance(node, ast.Call):
        if node.args and not isinstance(node.args[0], ast.GeneratorExp | ast.Constant):
            return _name_of(node.args[0])
        return _name_of(node.func.value) if isinstance(node.func, ast.Attribute) else "value"
    if isinstance(node, ast.BoolOp):
        return _name_of(node.values[0])
    return "value"
