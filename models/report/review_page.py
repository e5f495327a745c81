"""The review as one file of HTML that needs nothing else, and as a page for print."""

from collections.abc import Iterable, Sequence
from html import escape

from models.report import markdown
from models.report.band import Band, band
from models.report.page import Page
from models.report.review import Document, Moment, ReviewReport, Table, document

SEVERITY_FILLS = {
    "P0": ("#C81E2D", "#FFFFFF"),
    "P1": ("#D9630F", "#FFFFFF"),
    "P2": ("#F0D264", "#3A2E00"),
    "P3": ("#CDE7F4", "#0C3B52"),
    "P4": ("#E1E6EC", "#2B3542"),
}


def as_html(report: ReviewReport) -> bytes:
    """For a browser: styled by itself, nothing fetched, readable on paper too."""
    made = document(report)
    drawn = band(Band.of(report))
    body = "".join(_body(made, f'<figure class="band">{drawn}</figure>' if drawn else ""))
    head = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(made.label)}: {escape(made.title)}</title><style>{_SCREEN}</style></head>"
    )
    return f"{head}\n<body><main>{body}</main></body></html>\n".encode()


def as_page(report: ReviewReport) -> Page:
    """For print: the part of HTML that Qt's text engine knows, drawings apart."""
    made = document(report)
    drawn = band(Band.of(report))
    picture = '<p><img src="chart:band" width="680" height="84"></p>' if drawn else ""
    body = "".join(_body(made, picture))
    foot = f"{made.label} · {made.title}"
    return Page(
        f"<html><head><style>{_PRINT}</style></head><body>{body}</body></html>",
        {"band": drawn} if drawn else {},
        title=f"{made.label}: {made.title}",
        foot=foot if len(foot) <= 90 else f"{foot[:89]}…",
    )


def _body(made: Document, picture: str) -> Iterable[str]:
    fill, ink = SEVERITY_FILLS.get(made.severity, SEVERITY_FILLS["P4"])
    badge = (
        f'<span class="badge" style="background-color:{fill}; color:{ink};">'
        f"&nbsp;{made.severity}&nbsp;</span> "
        if made.severity
        else ""
    )
    yield f'<p class="over">{badge}<span class="label">{escape(made.label)}</span></p>'
    yield f"<h1>{escape(made.title)}</h1>"
    yield f'<p class="standing">{escape(made.standing)}</p>'
    if made.figures:
        yield _figures(made.figures)
    yield picture
    if made.impact:
        yield "<h2>Impact</h2>"
        yield _pairs(made.impact)
    for section, text in made.sections:
        yield f"<h2>{escape(section.title)}</h2>"
        yield f'<div class="text">{markdown.as_html(text)}</div>'
    for title, table in (
        ("Actions", made.actions),
        ("Responders", made.responders),
        ("Status updates", made.updates),
    ):
        if table[1]:
            yield f"<h2>{title}</h2>"
            yield _table(table)
    if made.seen_before:
        yield "<h2>Seen before</h2><ul>"
        yield "".join(f"<li>{escape(line)}</li>" for line in made.seen_before)
        yield "</ul>"
    if made.moments:
        yield "<h2>Timeline</h2>"
        yield _moments(made.moments)


EMPTY = "–"
"""A cell with nothing in it; without a sign the text engine of print loses the space below."""


def _figures(figures: Sequence[tuple[str, str]]) -> str:
    cells = "".join(
        f'<td class="figure"><span class="length">{escape(length)}</span><br>'
        f'<span class="of">{escape(words)}</span></td>'
        for length, words in figures
    )
    return f'<table class="figures" cellspacing="0" cellpadding="6"><tr>{cells}</tr></table>'


def _pairs(rows: Iterable[tuple[str, str]]) -> str:
    drawn = "".join(
        f'<tr><td class="name" width="150">{escape(name)}</td><td>{escape(value)}</td></tr>'
        for name, value in rows
    )
    return f'<table class="pairs" width="100%" cellspacing="0" cellpadding="4">{drawn}</table>'


_NARROW = {"Kind", "Owner", "Due", "State", "From", "To", "Posted", "Due time", "Role", "Person"}


def _table(table: Table) -> str:
    heads, rows = table
    head = "".join(f'<th align="left">{escape(name)}</th>' for name in heads)
    drawn = "".join(
        "<tr>"
        + "".join(
            f"<td{' class=narrow' if name in _NARROW else ''}>{escape(cell) or EMPTY}</td>"
            for name, cell in zip(heads, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        '<table class="rows" width="100%" cellspacing="0" cellpadding="4">'
        f"<thead><tr>{head}</tr></thead><tbody>{drawn}</tbody></table>"
    )


def _moments(moments: Sequence[Moment]) -> str:
    rows, day = [], None
    for one in moments:
        if one.at.date() != day:
            day = one.at.date()
            rows.append(f'<tr><td class="day" colspan="2">{day:%A, %d %B %Y} (UTC)</td></tr>')
        who = f'<span class="who">{escape(one.who)}</span> ' if one.who else ""
        mark = f'<span class="mark">{one.mark.capitalize()}</span> ' if one.mark else ""
        text = f"<b>{escape(one.text)}</b>" if one.is_key else escape(one.text)
        rows.append(
            f'<tr><td class="at" width="74"><a name="{one.anchor}" id="{one.anchor}"></a>'
            f"{one.at:%H:%M:%S}</td><td>{mark}{who}{text}</td></tr>"
        )
    drawn = "".join(rows)
    return f'<table class="moments" width="100%" cellspacing="0" cellpadding="3">{drawn}</table>'


_SCREEN = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #F3F5F8; color: #141A22;
  font: 15px/1.6 Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", sans-serif; }
main { max-width: 820px; margin: 32px auto; padding: 48px 56px; background: #FFF;
  border: 1px solid #DDE3EA; border-radius: 12px; }
.over { margin: 0 0 6px; display: flex; align-items: center; gap: 8px; }
.badge { border-radius: 5px; padding: 1px 4px; font-weight: 700; font-size: 12px; }
.label { font: 13px/1 ui-monospace, "JetBrains Mono", Menlo, monospace; color: #5C6878; }
h1 { margin: 0 0 6px; font-size: 28px; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 34px 0 8px; font-size: 18px; line-height: 1.3; }
h3 { margin: 20px 0 6px; font-size: 15px; } h4 { margin: 16px 0 4px; font-size: 14px; }
p { margin: 0 0 10px; } ul, ol { margin: 0 0 10px; padding-left: 22px; } li { margin: 3px 0; }
.standing { color: #5C6878; margin: 0; }
.figures { margin: 22px 0 6px; border-collapse: collapse; }
.figure { padding: 0 34px 0 0; line-height: 1.3; vertical-align: top; }
.length { font-size: 20px; font-weight: 650; font-variant-numeric: tabular-nums; }
.of { font-size: 13px; color: #5C6878; }
.band { margin: 16px 0 0; } .band svg { width: 100%; height: auto; display: block; }
table { border-collapse: collapse; }
.pairs, .rows, .moments { width: 100%; font-size: 14px; }
.pairs td, .rows td, .moments td { padding: 6px 12px 6px 0; vertical-align: top;
  border-top: 1px solid #E6EAF0; }
.pairs tr:first-child td { border-top: 0; }
.rows th { padding: 4px 12px 6px 0; font-size: 12px; font-weight: 600; color: #5C6878;
  text-align: left; }
.name, .who { color: #5C6878; } .mark { color: #8A5A00; font-weight: 600; } .name { width: 160px; }
.narrow { white-space: nowrap; }
.day { padding-top: 14px !important; font-weight: 600; border-top: 0 !important; }
.at { width: 84px; color: #5C6878; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr:target td, td:has(a:target), td:has(a:target) + td { background: #FFF6D6; }
a { color: #3048C4; text-decoration: none; } a:hover { text-decoration: underline; }
.text a[href^="#entry-"] { background: #EAEEFD; border-radius: 4px; padding: 1px 6px;
  font-size: 13px; font-weight: 600; white-space: nowrap; }
code { font: 13px ui-monospace, "JetBrains Mono", Menlo, monospace; background: #F0F2F5;
  padding: 1px 4px; border-radius: 4px; }
pre { background: #F0F2F5; padding: 10px 14px; border-radius: 8px; overflow-x: auto; }
pre code { padding: 0; background: none; }
blockquote { margin: 0 0 10px; padding-left: 14px; border-left: 3px solid #DDE3EA; color: #3C4756; }
@media (max-width: 700px) { main { margin: 0; padding: 24px 18px; border: 0; border-radius: 0; }
  .figure { display: inline-block; padding-bottom: 10px; } .narrow { white-space: normal; } }
@media print { body { background: #FFF; font-size: 11pt; } main { margin: 0; padding: 0; border: 0;
  max-width: none; } h2 { break-after: avoid; } tr { break-inside: avoid; }
  @page { margin: 18mm 16mm; } }
"""

_PRINT = """
body { font-family: Inter, sans-serif; font-size: 13px; color: #141A22; }
h1 { font-size: 25px; font-weight: 700; margin: 2px 0 4px 0; }
h2 { font-size: 16px; font-weight: 700; margin: 24px 0 6px 0; }
h3 { font-size: 13px; font-weight: 700; margin: 12px 0 4px 0; }
h4 { font-size: 13px; font-weight: 700; margin: 10px 0 4px 0; }
p { margin: 0 0 7px 0; line-height: 135%; }
li { margin: 0 0 4px 0; line-height: 135%; }
.over { margin: 0; } .badge { font-size: 11px; font-weight: 700; }
.label { font-family: "JetBrains Mono"; font-size: 11px; color: #5C6878; }
.standing { font-size: 12px; color: #5C6878; margin: 0 0 14px 0; }
.figure { padding-left: 0; padding-right: 26px; padding-top: 10px; }
ul, ol { margin-left: 0; -qt-list-indent: 1; }
.length { font-size: 17px; font-weight: 700; } .of { font-size: 11px; color: #5C6878; }
th { font-size: 10px; font-weight: 700; color: #5C6878; }
.pairs td, .rows td, .moments td { font-size: 11px; border-top: 1px solid #DDE3EA;
  padding-left: 0; }
.rows th { padding-left: 0; }
.name, .who, .at { color: #5C6878; } .mark { color: #8A5A00; font-weight: 600; }
.day { font-weight: 700; }
code, pre { font-family: "JetBrains Mono"; font-size: 11px; background-color: #F0F2F5; }
a { color: #3048C4; text-decoration: none; }
"""
