"""Markdown as a flat row of blocks: headings, paragraphs, list items, commands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

HEADING, PARAGRAPH, ITEM, COMMAND = "heading", "paragraph", "item", "command"


@dataclass(slots=True)
class Block:
    """`level` is a heading's. `lines` are the first and the line after the last, from 0 in the
    whole file; `codes` is what stands in backticks. An item has its own words in `text` and the
    rest of what stands in it in `inside`; `link_only`: its words are nothing but links."""

    kind: str
    text: str
    lines: tuple[int, int]
    level: int = 0
    ordered: bool = False
    number: int = 0
    link_only: bool = False
    inside: list["Block"] = field(default_factory=list)
    codes: tuple[str, ...] = ()


@cache
def _markdown() -> "MarkdownIt":
    """Loaded with the first runbook: a note does not wait for it."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def blocks_of(text: str, first_line: int = 0) -> list[Block]:
    """The blocks of a text that begins at `first_line` of its file."""
    tokens = _markdown().parse(text)
    found, _ = _read(tokens, 0, len(tokens), first_line)
    return found


def _read(tokens: Sequence["Token"], at: int, end: int, offset: int) -> tuple[list[Block], int]:
    found: list[Block] = []
    while at < end:
        token = tokens[at]
        if token.type == "heading_open":
            inline = tokens[at + 1]
            level = int(token.tag[1])
            found.append(Block(HEADING, _plain(inline), _lines(token, offset), level))
            at += 3
        elif token.type == "paragraph_open":
            inline = tokens[at + 1]
            block = Block(PARAGRAPH, _plain(inline), _lines(token, offset))
            block.link_only = _link_only(inline)
            block.codes = _codes(inline)
            found.append(block)
            at += 3
        elif token.type in ("fence", "code_block"):
            found.append(Block(COMMAND, token.content, _lines(token, offset)))
            at += 1
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            close = _closing(tokens, at)
            found += _items(tokens, at, close, offset)
            at = close + 1
        else:
            at += 1
    return found, at


def _items(tokens: Sequence["Token"], at: int, close: int, offset: int) -> list[Block]:
    ordered = tokens[at].type == "ordered_list_open"
    number = int(tokens[at].attrs.get("start", 1) or 1) if ordered else 0
    found = []
    inside = at + 1
    while inside < close:
        if tokens[inside].type != "list_item_open":
            inside += 1
            continue
        item_close = _closing(tokens, inside)
        held, _ = _read(tokens, inside + 1, item_close, offset)
        words = held[0] if held and held[0].kind == PARAGRAPH else None
        block = Block(
            ITEM,
            words.text if words else "",
            _lines(tokens[inside], offset),
            ordered=ordered,
            number=number,
            link_only=bool(words and words.link_only and len(held) == 1),
            inside=held[1:] if words else held,
            codes=words.codes if words else (),
        )
        found.append(block)
        number += 1
        inside = item_close + 1
    return found


def _closing(tokens: Sequence["Token"], at: int) -> int:
    wanted = tokens[at].type.replace("_open", "_close")
    level = tokens[at].level
    return next(
        n
        for n in range(at + 1, len(tokens))
        if tokens[n].type == wanted and tokens[n].level == level
    )


def _lines(token: "Token", offset: int) -> tuple[int, int]:
    first, after = token.map or (0, 0)
    return first + offset, after + offset


def _codes(inline: "Token") -> tuple[str, ...]:
    children = inline.children or []
    return tuple(child.content for child in children if child.type == "code_inline")


_SPACES = re.compile(r"[ \t]*\n[ \t]*")


def _plain(inline: "Token") -> str:
    """The words a reader sees: no emphasis marks, links by their text, code as it is."""
    parts: list[str] = []
    for child in inline.children or []:
        if child.type in ("text", "code_inline", "html_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
    return _SPACES.sub("\n", "".join(parts)).strip()


_BETWEEN = re.compile(r"[\s,;:.\-–—|()&/]*(?:and|or|see|also)?[\s,;:.\-–—|()&/]*", re.IGNORECASE)


def _link_only(inline: "Token") -> bool:
    """Nothing but links, and what joins them."""
    depth, links, outside = 0, 0, ""
    for child in inline.children or []:
        if child.type == "link_open":
            depth, links = depth + 1, links + 1
        elif child.type == "link_close":
            depth -= 1
        elif not depth and child.type in ("text", "code_inline", "html_inline"):
            outside += child.content
    if links:
        return bool(_BETWEEN.fullmatch(outside))
    return bool(re.fullmatch(r"<?https?://\S+>?", outside.strip()))
