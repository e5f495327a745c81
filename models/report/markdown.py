"""Markdown that people wrote, as HTML that loads nothing and runs nothing."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@lru_cache(maxsize=1)
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    made.add_render_rule("image", _image)
    return made


def _image(self: Any, tokens: Sequence["Token"], at: int, *_: Any) -> str:
    """A picture from elsewhere would be fetched by whoever reads: its words stand for it."""
    from html import escape

    token = tokens[at]
    return f"<em>{escape(token.content or str(token.attrs.get('src', '')))}</em>"


def as_html(text: str) -> str:
    """Headings in a section are set below the section's own."""
    tokens = _reader().parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h4" if token.tag in ("h3", "h4", "h5", "h6") else "h3"
        elif token.type == "table_open":
            token.attrs = {"class": "rows", "width": "100%", "cellspacing": 0, "cellpadding": 4}
        elif token.type == "th_open":
            token.attrs.setdefault("align", "left")
    html: str = _reader().renderer.render(tokens, _reader().options, {})
    return html
