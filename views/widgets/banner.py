"""A notice in its place, as long as what it says is so."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views.theme import theme_of
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon, Surface


class Banner(Surface):
    """What is so, then what to do. `kind` is warn, bad, info or ok; buttons go into `tail`. With
    `wrap` the second part takes the lines it needs."""

    def __init__(
        self,
        icon: str = "warning",
        kind: str = "warn",
        parent: QWidget | None = None,
        *,
        wrap: bool = False,
    ) -> None:
        super().__init__(f"{kind}bg", f"{kind}bg", 8, parent)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.sp(14), theme.sp(10), theme.sp(14), theme.sp(10))
        row.setSpacing(theme.sp(10))
        row.addWidget(Icon(icon, kind, 18, self), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.sp(2))
        self._title = ElideLabel("", "strong", parent=self)
        self._detail: Label | ElideLabel = (
            Label("", "meta", "text2", self, wrap=True)
            if wrap
            else ElideLabel("", "meta", "text2", self)
        )
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row.addLayout(words, 1)
        self.tail = row

    def say(self, title: str, detail: str = "") -> None:
        self._title.set_text(title)
        if isinstance(self._detail, ElideLabel):
            self._detail.set_text(detail)
        else:
            self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{title} {detail}".strip())
