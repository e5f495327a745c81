"""A document as its front matter and a flat row of headings, each with the text below it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import yaml

_FRONT_MATTER = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LONGEST_FRONT_MATTER = 64 * 1024
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
_BOLD = re.compile(r"[ \t]*(?:\*\*|__)([^*_\n]{2,80}?)(?:\*\*|__)[ \t]*:?[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NO_TITLE = re.compile(r"[\s>|*+\-\d#]")
_LONGEST_TITLE = 120
BOLD = 7
"""The level of a line in bold that stands for a heading: below all of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """`level` is 0 for what stands before the first heading."""

    level: int
    heading: str
    body: str


def front_matter(text: str) -> tuple[dict[str, object], str, bool]:
    """(what it says, the text after it, whether it could be read). YAML or TOML."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text, True
    rest = text[match.end() :]
    if len(match[2]) > _LONGEST_FRONT_MATTER:
        return {}, rest, False
    try:
        fields: object = (
            yaml.load(match[2], Loader=yaml.BaseLoader)  # noqa: S506  # it makes only texts
            if match[1] == "---"
            else tomllib.loads(match[2])
        )
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError):
        return {}, rest, False
    if fields is not None and not isinstance(fields, Mapping):
        # A line across the page, and another one further down: no front matter at all.
        return {}, text, True
    told = {str(name): _as_text(value) for name, value in (fields or {}).items()}
    return told, rest, True


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


_REFERENCE = re.compile(r"^ {0,3}\[([^\]\n]{1,80})\]:[ \t]+<?(\S{1,2000}?)>?[ \t]*$", re.MULTILINE)
_REFERS = re.compile(r"\[([^\]\n]{1,300})\]\[([^\]\n]{0,80})\]")


def with_links(text: str) -> str:
    """Addresses that stand at the end of the document brought to where they are meant: what is
    parted from the end must not lose them."""
    known = {name.lower(): address for name, address in _REFERENCE.findall(text)}
    if not known:
        return text

    def placed(match: re.Match[str]) -> str:
        address = known.get((match[2] or match[1]).lower())
        return f"[{match[1]}]({address})" if address else match[0]

    return _REFERS.sub(placed, _REFERENCE.sub("", text))


def parts_of(text: str) -> list[Part]:
    """Every heading with the text up to the next one, in order. Fenced text holds no heading."""
    level, heading, body = 0, "", list[str]()
    found: list[Part] = []
    for kind, depth, line in _lines(with_links(text)):
        if kind == "heading":
            found.append(Part(level, heading, "\n".join(body).strip("\n")))
            level, heading, body = depth, line, []
        else:
            body.append(line)
    found.append(Part(level, heading, "\n".join(body).strip("\n")))
    return [part for part in found if part.level or part.body.strip()]


def _lines(text: str) -> Iterator[tuple[str, int, str]]:
    """(`heading` or `text`, level, line)."""
    lines = text.replace("\r\n", "\n").replace("\u00a0", " ").split("\n")
    fence = ""
    skip = False
    for n, line in enumerate(lines):
        if skip:
            skip = False
            continue
        mark = _FENCE.match(line)
        if mark is not None:
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence):
                fence = ""
        if fence or mark is not None:
            yield "text", 0, line
            continue
        before = lines[n - 1] if n else ""
        after = lines[n + 1] if n + 1 < len(lines) else ""
        level, heading = _heading(before, line, after)
        if heading:
            skip = level in (1, 2) and _HEADING.match(line) is None
            yield "heading", level, heading
        else:
            yield "text", 0, line


def _heading(before: str, line: str, after: str) -> tuple[int, str]:
    """(level, words) of a line that is a heading; (0, "") where it is none."""
    found = _HEADING.match(line)
    if found is not None and found[2]:
        return len(found[1]), plain_words(found[2])
    alone = not before.strip()
    under = _UNDERLINE.match(after)
    titled = alone and line.strip() and len(line) <= _LONGEST_TITLE
    if under and titled and (not _NO_TITLE.match(line) or under[1][0] == "="):
        return (1 if under[1][0] == "=" else 2), plain_words(line)
    bold = _BOLD.match(line)
    if bold and alone and not after.strip():
        return BOLD, plain_words(bold[1])
    return 0, ""


_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^()\s]{0,2000}(?:\s\"[^\"\n]{0,300}\")?\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\s*\{[#.:][^{}]{0,80}\}\s*$")


def plain_words(text: str) -> str:
    """The words of one line of Markdown: no links, emphasis, tags or escapes."""
    bare = _TAG.sub("", _LINK.sub(r"\1", _ATTRIBUTES.sub("", text)))
    bare = re.sub(r"(\*\*|__|~~|`)", "", bare)
    return " ".join(_ESCAPED.sub(r"\1", bare).split()).strip("*").strip()
