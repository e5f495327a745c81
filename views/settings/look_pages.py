"""The look, and what may interrupt."""

from PySide6.QtWidgets import QWidget

from views.settings.form import Card, Choice, Page, Row, SwitchRow
from views.settings.presenter import SettingsState
from views.settings.words import CLOCKS, SCALES, THEMES
from views.widgets.label import Label


class AppearancePage(Page):
    def __init__(self, parent: QWidget) -> None:
        about = "How War room looks on this machine. A change applies at once."
        super().__init__("appearance", "Appearance", about, parent)
        card = Card(self)
        self.theme = Choice("theme", THEMES, card)
        self.theme.chosen.connect(lambda name: self.value_set.emit("theme", name))
        card.add(
            Row("Theme", "Dark is made for a dim room, light for a bright one.", self.theme, card)
        )
        self.scale = Choice("text_scale", SCALES, card)
        self.scale.chosen.connect(lambda size: self.value_set.emit("text_scale", float(size)))
        card.add(Row("Text size", "Everything grows with the text.", self.scale, card))
        self._switches = [
            SwitchRow(
                self, card, "high_contrast", "High contrast",
                "Faint words and lines are drawn stronger.",
            ),
            SwitchRow(
                self, card, "reduce_motion", "Reduce motion", "Nothing slides or fades."
            ),
        ]  # fmt: skip
        card = self._window = Card(self, "In the window")
        self.clock = Choice("utc_first", CLOCKS, card)
        self.clock.chosen.connect(lambda zone: self.value_set.emit("utc_first", zone == "utc"))
        self._clock_row = Row("Times", "The other one stands beside it, smaller.", self.clock, card)
        card.add(self._clock_row)
        self._switches.append(
            SwitchRow(
                self, card, "labels_in_rail", "Words in the rail",
                "The name of each place under its icon.",
            )
        )  # fmt: skip
        self.finish()

    def show_state(self, state: SettingsState) -> None:
        if state.record is None:
            return
        settings, hidden = state.record.settings, state.record.hidden
        self.theme.set_current(settings.theme)
        self.scale.set_current(str(settings.text_scale))
        self.clock.set_current("utc" if settings.utc_first else "local")
        self._clock_row.setVisible("utc_first" not in hidden)
        for row in self._switches:
            row.show_state(state)
            row.setVisible(row.name not in hidden)
        self._window.hide_if_bare()


class NotificationsPage(Page):
    def __init__(self, parent: QWidget) -> None:
        about = "What others do in an incident you are part of may be told outside the window."
        super().__init__("notifications", "Notifications", about, parent)
        card = Card(self)
        self._switches = [
            SwitchRow(
                self, card, "notify", "Tell me outside the window",
                "Only while the window is in the background, and never about what you did.",
            ),
            SwitchRow(
                self, card, "do_not_disturb", "Do not disturb",
                "Nothing is told outside the window until you switch this off.",
            ),
        ]  # fmt: skip
        self._none = Label(
            "This desktop has no place for notifications. What waits for you is still shown on "
            "Home and in each room.",
            "body", "text2", self.form, wrap=True,
        )  # fmt: skip
        self.column.addWidget(self._none)
        self.finish()

    def show_state(self, state: SettingsState) -> None:
        if state.record is None:
            return
        for row in self._switches:
            row.show_state(state)
            row.check.setEnabled(state.record.can_notify)
        self._none.setVisible(not state.record.can_notify)
