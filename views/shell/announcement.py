"""What a screen reader says at once, before what it is saying now."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(window: QWidget, sentence: str) -> None:
    QAccessible.updateAccessibility(urgent(window, sentence))


def urgent(window: QWidget, sentence: str) -> QAccessibleAnnouncementEvent:
    event = QAccessibleAnnouncementEvent(window, sentence)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    return event
