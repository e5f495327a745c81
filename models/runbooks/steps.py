"""Which parts of a runbook are its steps: numbered lists, numbered headings, bullets, commands."""

import re
from collections.abc import Iterable, Sequence

from models.domain.runbook import RunbookStep
from models.runbooks.blocks import COMMAND, ITEM, PARAGRAPH, Block
from models.runbooks.phrases import expected_in, if_not_in, is_said_apart, minutes_in
from models.runbooks.sections import Section, is_step_heading, step_words

MOST_WORDS = 200
_TYPED = re.compile(r"(?:\./)?[a-z][\w.-]*(?:/[\w./-]+)? +[^\s].{2,}$")
"""A word such as a program's name, and arguments after it."""
_PROMPT = re.compile(r"^[ \t]*(?:\$|#|>|%|❯)[ \t]+(?=\S)")
_SENTENCE_END = re.compile(r"(?<=[.:;!?])\s")


class Found:
    """A step being gathered."""

    def __init__(self, text: str, section: str, lines: tuple[int, int]) -> None:
        self.text = text
        self.section = section
        self.first, self.after = lines
        self.words: list[str] = text.splitlines()
        self.detail: list[str] = []
        self.commands: list[str] = []
        self.mentioned: list[str] = []

    def take(self, block: Block) -> None:
        """What belongs to the step: its sub-items, its paragraphs, its commands."""
        self.after = max(self.after, block.lines[1])
        if block.kind == COMMAND:
            self.commands += [command] if (command := _command(block.text)) else []
            return
        lead = "- " if block.kind == ITEM else ""
        if block.text:
            self.words += block.text.splitlines()
            self.detail.append(f"{lead}{block.text}")
        self.mention(block)
        for inner in block.inside:
            self.take(inner)

    def mention(self, block: Block) -> None:
        """What in the words could be typed: it counts where no block of commands is given."""
        self.mentioned += [code for code in block.codes if _TYPED.match(code)]

    def step(self, n: int) -> RunbookStep:
        title, rest = _title(self.text)
        told = [" ".join(line.split()) for line in self.words if line.strip()]
        if_not = if_not_in(told)
        paragraphs = [rest, *self.detail]
        beside = [p for p in paragraphs if p and not is_said_apart(p) and p.strip() != if_not]
        return RunbookStep(
            n,
            title,
            "\n\n".join(beside),
            tuple(self.commands or dict.fromkeys(self.mentioned)),
            expected_in(told),
            if_not,
            self.section,
            (self.first, self.after),
            minutes_in(told),
        )


def steps_of(sections: Sequence[Section]) -> tuple[RunbookStep, ...]:
    """The first way that finds any: numbered lists, numbered headings, bullets with what is to be
    run, then the same in the parts that usually hold no steps."""
    working = [section for section in sections if not section.purpose]
    headings = [s for s in working if is_step_heading(s.title)]
    if len(headings) > 1 and any(section.blocks for section in headings):
        mixed: list[Found] = []
        for section in working:
            found = [_of_heading(section)] if section in headings else _of_numbered_lists(section)
            mixed += found
        return _numbered(mixed)
    for parts in (working, [s for s in sections if s.purpose != "escalation"], list(sections)):
        for way in (_of_numbered_lists, _of_bullets_and_commands):
            found = [step for section in parts for step in way(section)]
            if found:
                return _numbered(found)
    return ()


def _numbered(found: Iterable[Found]) -> tuple[RunbookStep, ...]:
    return tuple(step.step(n) for n, step in enumerate(found, start=1))


def _of_heading(section: Section) -> Found:
    step = Found(step_words(section.title), "", (section.lines[0], section.lines[0] + 1))
    for block in section.blocks:
        step.take(block)
    step.after = section.lines[1]
    return step


def _of_numbered_lists(section: Section) -> list[Found]:
    """Each item of the section's own numbered lists; what stands between two items belongs to the
    first of them."""
    items = [b for b in section.blocks if b.kind == ITEM and b.ordered]
    if not items or all(item.link_only for item in items):
        return []
    found: list[Found] = []
    pending: list[Block] = []
    for block in section.blocks:
        if block.kind == ITEM and block.ordered:
            if found and block.number > 1:
                for between in pending:
                    found[-1].take(between)
            elif found:
                for between in pending:
                    if between.kind == COMMAND:
                        found[-1].take(between)
            pending = []
            found.append(_of_item(block, section))
        elif found:
            pending.append(block)
    for between in pending:
        if found and between.kind == COMMAND:
            found[-1].take(between)
    return [step for step in found if step.text or step.commands]


def _of_item(item: Block, section: Section) -> Found:
    words = item.text
    if not words:
        words = next((inner.text for inner in item.inside if inner.text), "")
    step = Found(words.strip(), section.title, item.lines)
    step.mention(item)
    for inner in item.inside:
        step.take(inner)
    return step


def _of_bullets_and_commands(section: Section) -> list[Found]:
    """Bullets that are more than links, and commands with the words before them."""
    items = [b for b in section.blocks if b.kind == ITEM]
    links_alone = bool(items) and all(item.link_only for item in items)
    found: list[Found] = []
    said: Block | None = None
    for block in section.blocks:
        if block.kind == ITEM and not links_alone:
            if block.text or block.inside:
                found.append(_of_item(block, section))
            said = None
        elif block.kind == PARAGRAPH:
            said = block
        elif block.kind == COMMAND:
            follows_item = said is None and found
            if follows_item and found[-1].section == section.title:
                found[-1].take(block)
                continue
            words = _last_sentence(said.text) if said else section.title
            first = said.lines[0] if said else block.lines[0]
            step = Found(words or "Run the command", section.title, (first, block.lines[1]))
            if said is not None:
                step.words = said.text.splitlines()
            step.take(block)
            found.append(step)
            said = None
    return found


def _command(text: str) -> str:
    """As it would be typed: without a prompt where every line that begins one has it."""
    lines = text.rstrip("\n").splitlines()
    if any(_PROMPT.match(line) and line.lstrip().startswith("$") for line in lines):
        typed = [_PROMPT.sub("", line) for line in lines if line.lstrip().startswith("$")]
        return "\n".join(typed)
    return "\n".join(lines).strip("\n")


def _last_sentence(text: str) -> str:
    """What leads to the command: the last sentence, `:` dropped."""
    line = " ".join(text.split())
    parts = _SENTENCE_END.split(line)
    return parts[-1].strip().rstrip(":").strip() if parts else line


def _title(text: str) -> tuple[str, str]:
    """(one line, what is left of the words)."""
    line = " ".join(text.split()).rstrip(":").strip()
    if len(line) <= MOST_WORDS:
        first = _first_sentence(line)
        return first, line[len(first) :].lstrip(". ")
    cut = line.rfind(" ", 0, MOST_WORDS)
    first = _first_sentence(line)
    if len(first) <= MOST_WORDS:
        return first, line[len(first) :].lstrip(". ")
    return f"{line[: cut if cut > 0 else MOST_WORDS]}…", line


_FIRST = re.compile(r"^(.{12,}?[.!?])\s+(?=[A-Z(\"“`])")


def _first_sentence(line: str) -> str:
    found = _FIRST.match(line)
    return found[1].rstrip(".") if found else line.rstrip(".")
