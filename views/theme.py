"""The look, from one table of tokens: colours, type and sizes for dark and light."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from models.domain.severity import Severity
from models.domain.stage import Stage
from views.rescale import rescale, rescale_fonts, set_fonts

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
NAMES = ("dark", "light")
SCALES = (0.9, 1.0, 1.15, 1.3)
_SYSTEM = "warroom.system"
_DARK_UNDER = 128
_STRONGER = {"text3": "text2", "line": "control"}
"""With high contrast these are drawn in the colours of those."""
INPUT_HEIGHT = 34
_TIGHTER_FROM = 18
"""Pixels; larger type is set 1.5 % tighter."""


@dataclass(frozen=True, slots=True)
class SeverityColors:
    fill: QColor
    on: QColor
    text: QColor
    tint: QColor


def parse_color(text: str) -> QColor:
    """`#RRGGBB` or `#RRGGBBAA`."""
    if len(text) == 9:
        return QColor(f"#{text[7:9]}{text[1:7]}")
    return QColor(text)


@cache
def tokens() -> Mapping[str, Any]:
    with (RESOURCES / "themes" / "tokens.toml").open("rb") as file:
        return tomllib.load(file)


class Fonts:
    """The type scale at one text size, the same for dark and light: what was shaped in one of them
    need not be in the other."""

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._made: dict[tuple[str, int | None], QFont] = {}

    def font(self, name: str, weight: int | None = None) -> QFont:
        """A copy, free to change."""
        key = (name, weight)
        if key not in self._made:
            self._made[key] = self._make(name, weight)
        return QFont(self._made[key])

    def _make(self, name: str, weight: int | None) -> QFont:
        size, usual = tokens()["type"][name]
        mono = name.startswith("mono")
        font = QFont("JetBrains Mono" if mono else "Inter")
        font.setPixelSize(round(size * self._scale))
        font.setWeight(QFont.Weight(_static_weight(weight or usual)))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setFeature(QFont.Tag("calt" if mono else "tnum"), 0 if mono else 1)
        if size >= _TIGHTER_FROM:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98.5)
        return font


fonts_at = cache(Fonts)
"""Those of a text size; always the same."""


class Theme:
    """One of dark and light at one text size. Widgets ask at paint time and keep nothing."""

    def __init__(self, name: str, scale: float = 1.0, *, high_contrast: bool = False) -> None:
        column = NAMES.index(name)
        table = tokens()
        self.name = name
        self.scale = scale
        self._colors = {key: parse_color(pair[column]) for key, pair in table["colors"].items()}
        self.high_contrast = high_contrast
        if high_contrast:
            self._colors |= {weak: self._colors[strong] for weak, strong in _STRONGER.items()}
        self._severities = {
            Severity(key): SeverityColors(
                *(parse_color(roles[role][column]) for role in ("fill", "on", "text", "tint"))
            )
            for key, roles in table["severity"].items()
        }
        self._stages = {
            Stage(key): parse_color(pair[column]) for key, pair in table["stages"].items()
        }
        self.fonts = fonts_at(scale)

    def is_like(self, other: "Theme") -> bool:
        mine = (self.name, self.scale, self.high_contrast)
        return mine == (other.name, other.scale, other.high_contrast)

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    def color(self, name: str) -> QColor:
        return self._colors[name]

    def severity(self, severity: Severity) -> SeverityColors:
        return self._severities[severity]

    def stage(self, stage: Stage) -> QColor:
        return self._stages[stage]

    def sp(self, size: float) -> int:
        """A size in logical pixels at the person's text size."""
        return round(size * self.scale)

    def enlarged(self, times: float) -> "Theme":
        """For what is read from further away than the rest."""
        return Theme(self.name, self.scale * times, high_contrast=self.high_contrast)

    def font(self, name: str, weight: int | None = None) -> QFont:
        """A font of the type scale; a copy, free to change."""
        return self.fonts.font(name, weight)


def _static_weight(weight: int) -> int:
    """The bundled cuts: 650 is drawn as SemiBold."""
    return min((400, 500, 600, 700), key=lambda cut: (abs(cut - weight), cut))


class _Worn:
    """What `apply_theme` dressed the application in; dark before. Asked for by every widget that is
    drawn, some hundred times a picture."""

    theme = Theme("dark")
    stacks: ClassVar[list[QStackedWidget]] = []


def theme_of(widget: QWidget | None = None) -> Theme:
    """The theme of the whole application."""
    return _Worn.theme


def stacks() -> list[QStackedWidget]:
    """Those of `page_by_page` that are there."""
    _Worn.stacks = [stack for stack in _Worn.stacks if isValid(stack)]
    return _Worn.stacks


def pages_of(stack: QStackedWidget) -> list[QWidget]:
    return [page for n in range(stack.count()) if (page := stack.widget(n)) is not None]


def page_by_page(stack: QStackedWidget) -> None:
    """Another palette reaches the pages of this stack one after the other, the one in sight first.
    By itself Qt takes it to every widget of a window in one go, 50 ms for 3,500."""
    stack.setPalette(palette_of(theme_of()))  # here the application's own ends
    stack.currentChanged.connect(partial(_wear, stack))
    _Worn.stacks.append(stack)


def _wear(stack: QStackedWidget, page: int) -> None:
    """Who comes to a page before the palette has come to it brings it along."""
    widget, palette = stack.widget(page), palette_of(theme_of())
    if widget is not None and widget.palette() != palette:
        widget.setPalette(palette)


def apply_theme(
    app: QApplication, name: str, scale: float = 1.0, *, high_contrast: bool = False
) -> Theme:
    """Fusion, our fonts, our palette, one short style sheet. Another theme is another palette
    alone: widgets repaint by PaletteChange. At another text size what was sized for the old one
    follows."""
    load_fonts()
    system_scheme(app)
    # Without it a style sheet keeps a new palette from all that stands inside a window.
    app.setAttribute(Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles)
    worn = theme_of()
    before = worn.scale
    theme = Theme(name, scale, high_contrast=high_contrast)
    sheet = _style_sheet(theme)
    if sheet == app.styleSheet() and theme.is_like(worn):
        return worn
    _Worn.theme = theme
    if sheet == app.styleSheet():
        from views.recolor import recolor_of  # the first theme does without

        app.setPalette(palette_of(theme))
        # Qt would tell the widgets a turn later: a picture of the old and the new in between.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.ApplicationPaletteChange.value)
        recolor_of(app).begin(palette_of(theme))
        return theme
    fonts = set_fonts(app) if before != scale else {}
    if before != scale:
        rescale(app, before, scale)
    app.setStyle("Fusion")
    app.setFont(theme.font("body"))
    app.setPalette(palette_of(theme))
    for stack in stacks():
        for widget in (*pages_of(stack), stack):
            widget.setPalette(palette_of(theme))
    app.setStyleSheet(sheet)
    rescale_fonts(fonts, before, scale)
    return theme


def resolved(app: QApplication, chosen: str) -> str:
    """Dark or light, from dark, light or system."""
    return chosen if chosen in NAMES else system_scheme(app)


def follow_system(app: QApplication, changed: Callable[[], None]) -> None:
    """`changed` is called whenever the desktop asks for the other one."""
    app.styleHints().colorSchemeChanged.connect(lambda _: changed())


def system_scheme(app: QApplication) -> str:
    """What the desktop asks for; where it does not say, what its own palette looked like."""
    scheme = app.styleHints().colorScheme()
    if scheme is not Qt.ColorScheme.Unknown:
        return "dark" if scheme is Qt.ColorScheme.Dark else "light"
    # The palette is the desktop's own only until the first theme is applied.
    seen = app.property(_SYSTEM)
    if not seen:
        ground = app.palette().color(QPalette.ColorRole.Window)
        seen = "dark" if ground.lightness() < _DARK_UNDER else "light"
        app.setProperty(_SYSTEM, seen)
    return str(seen)


@cache
def load_fonts() -> tuple[int, ...]:
    return tuple(
        QFontDatabase.addApplicationFont(str(path))
        for path in sorted((RESOURCES / "fonts").glob("*.?tf"))
    )


def palette_of(theme: Theme) -> QPalette:
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: "canvas",
        roles.WindowText: "text",
        roles.Base: "inset",
        roles.AlternateBase: "raised",
        roles.Button: "raised",
        roles.ButtonText: "text",
        roles.Text: "text",
        roles.BrightText: "bad",
        roles.PlaceholderText: "text3",
        roles.Highlight: "selected",
        roles.HighlightedText: "text",
        roles.ToolTipBase: "overlay",
        roles.ToolTipText: "text",
        roles.Link: "accent",
        roles.LinkVisited: "focus",
        roles.Accent: "accentfill",
        roles.Mid: "line",
        roles.Dark: "control",
        roles.Light: "line2",
        roles.Midlight: "text2",
        roles.Shadow: "disabled",
    }
    palette = QPalette()
    for role, name in pairs.items():
        palette.setColor(role, theme.color(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.color("disabled"))
    return palette


_ROLES = {
    "overlay": "tooltip-base", "text": "text", "text2": "midlight", "line": "mid",
    "line2": "light", "selected": "highlight", "disabled": "shadow", "inset": "base",
    "control": "dark", "accentfill": "accent", "focus": "link-visited",
    "accent": "link", "bad": "bright-text",
}  # fmt: skip
"""Where `palette_of` keeps the colours that the style sheet names: a sheet with the colours in it
would be another one in each theme, and Qt then styles every widget there is anew."""

_SHEET = """
QToolTip {{ background: {overlay}; color: {text}; border: 1px solid {line2}; padding: 4px 8px; }}
QMenu {{ background: {overlay}; color: {text}; border: 1px solid {line2}; padding: 6px; }}
QMenu::item {{ padding: 6px 18px; border-radius: 6px; }}
QMenu::item:selected {{ background: {selected}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 6px 4px; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox {{ background: {inset};
  color: {text}; border: 1px solid {control}; border-radius: 7px;
  selection-background-color: {accentfill}; selection-color: white; }}
QTextEdit[preview="true"] {{ background: transparent; border: none; padding: 0; }}
QLineEdit {{ padding: 5px 10px; }}
QComboBox {{ padding: {pad}px 10px; }}
QPlainTextEdit, QTextEdit {{ padding: 5px 7px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus {{
  border: 2px solid {focus}; }}
QLineEdit:focus {{ padding: 4px 9px; }}
QComboBox:focus {{ padding: {pad_focus}px 9px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ padding: 4px 6px; }}
QTextEdit[plain="true"] {{ background: transparent; border: 1px solid transparent;
  padding: 0 4px; }}
QTextEdit[plain="true"]:focus {{ border: 1px solid {focus}; padding: 0 4px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled {{
  color: {disabled}; border-color: {line}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QTextEdit[wrong="true"] {{
  border-color: {bad}; }}
QLineEdit[frame="false"] {{ background: transparent; border: none; padding: 0; }}
QComboBox QLineEdit {{ background: transparent; border: none; padding: 0; }}
QComboBox::drop-down {{ border: none; width: {arrow}px; }}
QComboBox::down-arrow {{ image: url({caret}); width: {icon}px; height: {icon}px; }}
QComboBox QAbstractItemView {{ background: {overlay}; color: {text}; border: 1px solid {line2};
  padding: 4px; outline: none; selection-background-color: {selected}; selection-color: {text}; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {line2}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {control}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
  background: none; border: none; height: 0; width: 0; }}
QToolButton {{ color: {text2}; background: transparent; border: none; padding: 0 4px; }}
QToolButton:hover, QToolButton:focus {{ color: {text}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {accent}; }}
"""


def _style_sheet(theme: Theme) -> str:
    line = QFontMetrics(theme.font("body")).height() + 2
    pad = max(2, (theme.sp(INPUT_HEIGHT) - line - 2) // 2)
    return _SHEET.format(
        **{name: f"palette({role})" for name, role in _ROLES.items()},
        pad=pad,
        pad_focus=pad - 1,
        arrow=theme.sp(26),
        icon=theme.sp(12),
        caret=(RESOURCES / "themes" / "caret.svg").as_posix(),
    )
