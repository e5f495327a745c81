"""Text below a heading as the rows it is made of: list items, rows of tables, paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ITEM = re.compile(r"( {0,3})([-*+\u2022]|\d{1,3}[.)])[ \t]+(.*)$")
_BORDER = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_CELLS = re.compile(r"(?<!\\)\|")

ITEM, TABLE_ROW, LINES = "item", "row", "lines"


@dataclass(frozen=True, slots=True)
class Row:
    """`text` without the list's mark; of a table's row `cells`, and `heads` of its columns."""

    kind: str
    text: str
    cells: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()


def rows_of(body: str) -> list[Row]:
    lines = body.split("\n")
    found: list[Row] = []
    n = 0
    while n < len(lines):
        line = lines[n]
        if not line.strip():
            n += 1
        elif "|" in line and n + 1 < len(lines) and _BORDER.match(lines[n + 1]):
            heads = cells_of(line)
            n += 2
            while n < len(lines) and "|" in lines[n]:
                found.append(Row(TABLE_ROW, lines[n].strip(), cells_of(lines[n]), heads))
                n += 1
        else:
            taken = _taken(lines, n)
            text = "\n".join(lines[n : n + taken])
            item = _ITEM.match(line)
            if item is None:
                found.append(Row(LINES, text.strip()))
            else:
                rest = "\n".join(lines[n + 1 : n + taken])
                found.append(Row(ITEM, f"{item[3]}\n{_outdented(rest)}".strip()))
            n += taken
    return found


def cells_of(line: str) -> tuple[str, ...]:
    inner = line.strip()
    inner = inner.removeprefix("|")
    inner = inner.removesuffix("|") if not inner.endswith("\\|") else inner
    return tuple(cell.replace("\\|", "|").strip() for cell in _CELLS.split(inner))


def _taken(lines: list[str], first: int) -> int:
    """How many lines belong to the row that begins at `first`: an item with what is indented
    below it, a paragraph, or a fence whole."""
    item = _ITEM.match(lines[first])
    indent = len(item[1]) + 2 if item else 0
    fence = _FENCE.match(lines[first])
    open_fence = fence[1] if fence else ""
    n = first + 1
    while n < len(lines):
        line = lines[n]
        mark = _FENCE.match(line)
        if open_fence:
            if mark and mark[1].startswith(open_fence):
                open_fence = ""
                if not item:
                    return n + 1 - first
            n += 1
            continue
        if not line.strip():
            if not item or not _goes_on(lines, n + 1, indent):
                break
        elif mark is not None and not item:
            break
        elif mark is not None:
            open_fence = mark[1]
        elif (other := _ITEM.match(line)) is not None and (not item or len(other[1]) < indent):
            break
        n += 1
    return n - first


def _goes_on(lines: list[str], n: int, indent: int) -> bool:
    while n < len(lines) and not lines[n].strip():
        n += 1
    return n < len(lines) and lines[n].startswith(" " * indent)


def _outdented(text: str) -> str:
    lines = text.split("\n")
    depth = min((len(one) - len(one.lstrip()) for one in lines if one.strip()), default=0)
    return "\n".join(one[depth:] for one in lines)


def lines_within(row: Row) -> Iterator[str]:
    yield from row.text.split("\n")
