"""What stands out in a text: facts, findings, words no dictionary has, gaps to fill."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextDocument

from views.composer.states import Analysis
from views.theme import Theme, theme_of


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`kind` is added, fact, stale, warn, stop, spelling or gap; `said` what it tells a person."""

    start: int
    end: int
    kind: str
    said: str = ""


ORDER = ("added", "fact", "stale", "gap", "spelling", "warn", "stop")
"""Of two in one place the later one is drawn over the earlier one."""


def spans_of(analysis: Analysis, stale_words: str) -> tuple[Span, ...]:
    """`stale_words` is the sentence for a fact whose source changed, with a gap {now}."""
    found = [
        Span(
            token.start,
            token.end,
            "stale" if token.is_stale else "fact",
            stale_words.format(now=token.now or "–") if token.is_stale else "",
        )
        for token in analysis.tokens
    ]
    found += [Span(start, end, "added") for start, end in analysis.added]
    found += [Span(start, end, "gap") for start, end in analysis.gaps]
    found += [Span(start, end, "spelling") for start, end in analysis.misspelled]
    found += [
        Span(one.start, one.end, "stop" if one.is_stop else "warn", one.sentence)
        for one in analysis.findings
        if one.end > one.start
    ]
    return tuple(sorted(found, key=lambda span: (span.start, ORDER.index(span.kind))))


class Marker(QSyntaxHighlighter):
    """Draws spans. While a person types they move with the text, until the next are there."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._spans: tuple[Span, ...] = ()
        self._starts: list[int] = []
        self._longest = 0
        self._drawn: dict[int, tuple[Span, ...]] = {}
        document.contentsChange.connect(self._moved)

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Only lines whose spans are others are drawn anew."""
        self._keep(tuple(spans))
        block = self.document().begin()
        while block.isValid():
            if self._of(block) != self._drawn.get(block.blockNumber(), ()):
                self.rehighlightBlock(block)
            block = block.next()

    @property
    def spans(self) -> tuple[Span, ...]:
        return self._spans

    def at(self, position: int) -> tuple[Span, ...]:
        return tuple(span for span in self._spans if span.start <= position < span.end)

    def highlightBlock(self, text: str) -> None:
        block = self.currentBlock()
        spans = self._of(block)
        self._drawn[block.blockNumber()] = spans
        theme = theme_of(None)
        for span in sorted(spans, key=lambda one: ORDER.index(one.kind)):
            start, end = max(0, span.start), min(len(text), span.end)
            look = QTextCharFormat(self.format(start))
            _dress(look, span.kind, theme)
            self.setFormat(start, end - start, look)

    def _of(self, block: QTextBlock) -> tuple[Span, ...]:
        """Those that touch a line, counted from its start."""
        start, end = block.position(), block.position() + block.length()
        first = bisect_right(self._starts, start - self._longest - 1)
        found = []
        for span in self._spans[first:]:
            if span.start >= end:
                break
            if span.end > start:
                found.append(replace(span, start=span.start - start, end=span.end - start))
        return tuple(found)

    def _keep(self, spans: tuple[Span, ...]) -> None:
        self._spans = spans
        self._starts = [span.start for span in spans]
        self._longest = max((span.end - span.start for span in spans), default=0)

    def _moved(self, at: int, removed: int, added: int) -> None:
        """A span that was changed inside is none until it is found again."""
        by, until = added - removed, at + removed
        if not by and not removed:
            return
        kept = []
        for span in self._spans:
            if span.end <= at:
                kept.append(span)
            elif span.start >= until:
                kept.append(replace(span, start=span.start + by, end=span.end + by))
        self._keep(tuple(kept))


def _dress(look: QTextCharFormat, kind: str, theme: Theme) -> None:
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    if kind in ("fact", "stale"):
        look.setBackground(theme.color("accentbg" if kind == "fact" else "warnbg"))
        look.setForeground(theme.color("accent" if kind == "fact" else "warn"))
        look.setFontWeight(600)
    if kind == "added":
        look.setBackground(theme.color("okbg"))
    if kind == "gap":
        look.setBackground(theme.color("warnbg"))
        look.setForeground(theme.color("warn"))
    underlines = {"stale": "warn", "warn": "warn", "stop": "bad", "spelling": "text3"}
    if kind in underlines:
        look.setUnderlineStyle(wave if kind != "spelling" else _DOTS)
        look.setUnderlineColor(theme.color(underlines[kind]))


_DOTS = QTextCharFormat.UnderlineStyle.DotLine
