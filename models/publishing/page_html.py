"""A status page for people: one file of HTML that asks nothing of anybody else's server."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files

from models.domain.times import write_time
from models.domain.update import ComponentState
from models.publishing.page_record import Record, Said, Shown
from models.publishing.words import COMPONENT_WORDS, INDICATOR_WORDS, STATE_WORDS

_MOST_PAST = 20
_CLASS_OF = {
    ComponentState.OPERATIONAL: "none",
    ComponentState.MAINTENANCE: "maintenance",
    ComponentState.DEGRADED: "minor",
    ComponentState.PARTIAL: "major",
    ComponentState.MAJOR: "critical",
}
_SHAPES = {
    "none": '<circle cx="8" cy="8" r="7"/><path class="in" d="M4.8 8.3l2.3 2.3 4.2-4.8"/>',
    "maintenance": '<circle cx="8" cy="8" r="7"/><path class="in" d="M8 4.5v4l2.6 1.6"/>',
    "minor": '<path d="M8 .8L15.2 8 8 15.2.8 8z"/><path class="in" d="M8 4.8v3.6M8 10.9v.1"/>',
    "major": '<path d="M8 1l7.5 13.5H.5z"/><path class="in" d="M8 6v4M8 12.2v.1"/>',
    "critical": '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z"/>'
    '<path class="in" d="M8 4.2v4.6M8 11.5v.1"/>',
}
"""A shape each, so that colour is never alone."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


_FOOTER = """<footer><p><a href="feed.atom">Follow this page in a feed reader</a>
<span class="dot">·</span> <a href="summary.json">As JSON</a></p>
<p>All times are UTC.</p></footer>"""


def write_page(record: Record) -> bytes:
    now = [shown for shown in reversed(record.incidents) if not shown.is_over]
    past = [shown for shown in reversed(record.incidents) if shown.is_over][:_MOST_PAST]
    title, told = escape(record.name), escape(INDICATOR_WORDS[record.indicator])
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{told} – {title}</title>",
        f'<link rel="alternate" type="application/atom+xml" title="{title}" href="feed.atom">',
        f"<style>{_style()}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<header><h1>{title}</h1></header>",
        _banner(record, told),
        *_now(record, now),
        *_components(record),
        *_past(record, past),
        "</main>",
        _FOOTER,
        "</body>",
        "</html>",
    ]
    return "\n".join(parts).encode("utf-8", "replace")


@cache
def _style() -> str:
    return (files("resources") / "status_page" / "page.css").read_text(encoding="utf-8")


def _banner(record: Record, told: str) -> str:
    at = f"<span>Updated {_time(record.updated_at)}</span>" if record.updated_at else ""
    icon = _icon(record.indicator)
    return f'<p class="banner {record.indicator}">{icon}<strong>{told}</strong>{at}</p>'


def _now(record: Record, incidents: Iterable[Shown]) -> list[str]:
    drawn = [line for shown in incidents for line in _card(record, shown)]
    return ['<section aria-label="Now">', *drawn, "</section>"] if drawn else []


def _card(record: Record, shown: Shown) -> list[str]:
    affected = "".join(
        f'<li class="{_CLASS_OF[state]}">{_icon(_CLASS_OF[state])}'
        f"<span>{_text(record.name_of(name))}: {COMPONENT_WORDS[state]}</span></li>"
        for name, state in shown.components.items()
    )
    return [
        f'<article class="card {shown.impact}" id="incident-{escape(shown.id)}">',
        f"<h2>{_icon(shown.impact)}<span>{_text(shown.name)}</span></h2>",
        *([f'<ul class="affected">{affected}</ul>'] if affected else []),
        *_said(shown.said),
        "</article>",
    ]


def _said(said: Iterable[Said]) -> list[str]:
    """The latest first."""
    drawn = [
        f"<li><h3>{STATE_WORDS[one.state]} {_time(one.at)}</h3>{_paragraphs(one.text)}</li>"
        for one in said
    ]
    return ['<ol class="said">', *reversed(drawn), "</ol>"]


def _components(record: Record) -> list[str]:
    drawn = [
        f'<li class="{_CLASS_OF[state]}"><span>{_text(record.name_of(name))}</span>'
        f"<strong>{_icon(_CLASS_OF[state])}{COMPONENT_WORDS[state]}</strong></li>"
        for name, state in record.components().items()
    ]
    if not drawn:
        return []
    return [
        '<section aria-labelledby="components">',
        '<h2 id="components">Components</h2>',
        '<ul class="components">',
        *drawn,
        "</ul>",
        "</section>",
    ]


def _past(record: Record, incidents: Iterable[Shown]) -> list[str]:
    drawn: list[str] = []
    for shown in incidents:
        title = f"<span>{_text(shown.name)}</span>"
        over = f"<small>Resolved {_time(shown.said[-1].at)}</small>"
        drawn += [
            f'<details class="past" id="incident-{escape(shown.id)}">',
            f"<summary>{title}{over}</summary>",
            *_said(shown.said),
            "</details>",
        ]
    if not drawn:
        return []
    heading = '<h2 id="past">Past incidents</h2>'
    return ['<section aria-labelledby="past">', heading, *drawn, "</section>"]


def _paragraphs(text: str) -> str:
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return "".join(f"<p>{_text(part).replace(chr(10), '<br>')}</p>" for part in parts if part)


def _text(text: str) -> str:
    """Escaped, without what HTML cannot hold."""
    kept = "".join(
        letter for letter in text if letter == "\n" or letter.isprintable() or letter.isspace()
    )
    return escape(kept)


def _time(at: datetime) -> str:
    shown = f"{at.day} {at:%B %Y, %H:%M}"
    return f'<time datetime="{write_time(at)}">{shown}</time>'


def _icon(impact: str) -> str:
    return f'<svg viewBox="0 0 16 16" aria-hidden="true">{_SHAPES[impact]}</svg>'
