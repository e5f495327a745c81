"""A kept file, looked at where it was pasted: a picture, a text, or its first bytes."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QStackedWidget, QWidget

from views.theme import theme_of
from views.tongue import ntr, number, tr
from views.widgets.button import Button, IconButton
from views.widgets.dialog import DialogFrame
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon

MOST_TEXT = 200_000
MOST_PIXELS = QSize(4_096, 4_096)
_BYTES_SHOWN = 512


@dataclass(frozen=True, slots=True)
class Shown:
    """What can be shown of a file; one of `image` and `text` is there. `note` says what is left
    out."""

    name: str
    size: int
    body: bytes
    image: QImage | None = None
    text: str = ""
    note: str = ""


def look(name: str, body: bytes) -> Shown:
    """Reads a file as what it is. Slow for a large picture: not for the UI thread."""
    image = QImage.fromData(body)
    if not image.isNull():
        if image.width() > MOST_PIXELS.width() or image.height() > MOST_PIXELS.height():
            image = image.scaled(MOST_PIXELS, Qt.AspectRatioMode.KeepAspectRatio)
        return Shown(name, len(body), body, image=image)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        shown = " ".join(f"{byte:02x}" for byte in body[:_BYTES_SHOWN])
        note = tr("Neither a picture nor a text; these are its first bytes.")
        return Shown(name, len(body), body, text=shown, note=note)
    note = ""
    if len(text) > MOST_TEXT:
        most, there = number(MOST_TEXT), number(len(text))
        note = tr("The first {most} of {there} characters.", most=most, there=there)
    return Shown(name, len(body), body, text=text[:MOST_TEXT], note=note)


class EvidenceDialog(DialogFrame):
    """Nothing in it runs: a file is shown or saved, never opened by another program."""

    save_asked = Signal(str, bytes)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 900)
        theme = theme_of(self)
        self._body = b""
        head = QHBoxLayout()
        head.setSpacing(theme.sp(10))
        head.addWidget(Icon("paperclip", "accent", 18, self.surface))
        self._name = ElideLabel("", "dialog_title", parent=self.surface)
        head.addWidget(self._name, 1)
        self._size = Label("", "meta", "text3", self.surface)
        head.addWidget(self._size)
        close = IconButton("x", tr("Close the file"), self.surface)
        close.clicked.connect(self.rejected)
        head.addWidget(close)
        self.card.addLayout(head)
        self._pages = QStackedWidget(self.surface)
        self._pages.setMinimumHeight(theme.sp(420))
        self._picture = QLabel(self._pages)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = QPlainTextEdit(self._pages)
        self._words.setReadOnly(True)
        self._words.setAccessibleName(tr("Content of the file"))
        self._words.setFont(theme.font("mono_small"))
        self._pages.addWidget(self._picture)
        self._pages.addWidget(self._words)
        self.card.addWidget(self._pages)
        foot = QHBoxLayout()
        self._note = Label("", "meta", "text3", self.surface)
        foot.addWidget(self._note)
        foot.addStretch(1)
        self.save = Button(tr("Save a copy"), "secondary", "download-simple", parent=self.surface)
        self.save.clicked.connect(lambda: self.save_asked.emit(self._name.text(), self._body))
        foot.addWidget(self.save)
        self.card.addLayout(foot)
        self.rejected.connect(self.close_dialog)

    def open_for(self, shown: Shown) -> None:
        self._body = shown.body
        self._name.set_text(shown.name)
        self.setAccessibleName(tr("File {name}", name=shown.name))
        self._size.setText(ntr("{n} byte", "{n} bytes", shown.size))
        self._note.setText(shown.note)
        if shown.image is not None:
            whole = QPixmap.fromImage(shown.image)
            room = self._pages.minimumSize().expandedTo(
                QSize(self.surface.width() - 60, self._pages.minimumHeight())
            )
            fits = whole.width() <= room.width() and whole.height() <= room.height()
            self._picture.setPixmap(
                whole
                if fits
                else whole.scaled(
                    room,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
            self._picture.setAccessibleName(
                tr(
                    "Picture, {width} by {height} pixels",
                    width=shown.image.width(),
                    height=shown.image.height(),
                )
            )
            self._pages.setCurrentWidget(self._picture)
        else:
            self._words.setPlainText(shown.text)
            self._pages.setCurrentWidget(self._words)
        self.open(self.save if shown.image is not None else self._words)
