"""Every change of the rules, goals and objectives: when, by whom, from what to what."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.queries.policy_history import Changed, PolicyChange
from views import text
from views.settings.form import Card, Page
from views.theme import theme_of
from views.tongue import ntr, tr
from views.widgets.label import Label

MOST_CHANGES, MOST_LINES = 40, 12


class RulesHistory(Card):
    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._shown: tuple[PolicyChange, ...] | None = None

    def show_history(self, history: Sequence[PolicyChange]) -> None:
        if tuple(history) == self._shown:
            return
        self._shown = tuple(history)
        while (item := self.column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for change in history[:MOST_CHANGES]:
            self.add(self._row_of(change))
        if not history:
            nothing = tr("Nothing was changed yet: all is as the product has it.")
            self.add(self._row(nothing, ()))

    def _row_of(self, change: PolicyChange) -> QWidget:
        head = tr(
            "{day} {time} UTC, {actor}",
            day=text.day(change.at),
            time=f"{change.at:%H:%M}",
            actor=change.actor,
        )
        lines = [_line(one) for one in change.changes[:MOST_LINES]]
        more = len(change.changes) - MOST_LINES
        if more > 0:
            lines.append(ntr("and {n} more value", "and {n} more values", more))
        return self._row(head, lines)

    def _row(self, head: str, lines: Sequence[str]) -> QWidget:
        sp = theme_of(self).sp
        holder = QWidget(self)
        holder.setAccessibleName(". ".join((head, *lines)))
        column = QVBoxLayout(holder)
        column.setContentsMargins(sp(16), sp(7), sp(16), sp(7))
        column.setSpacing(sp(2))
        column.addWidget(Label(head, "body", parent=holder, wrap=True))
        for line in lines:
            column.addWidget(Label(line, "mono_small", "text2", holder, wrap=True))
        return holder


def _line(one: Changed) -> str:
    return f"{one.place}: {one.before or '–'} → {one.after or '–'}"
