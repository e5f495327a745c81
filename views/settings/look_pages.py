"""The look, and what may interrupt."""

from PySide6.QtWidgets import QWidget

from views.settings.form import Card, Choice, Page, Row, SwitchRow
from views.settings.presenter import SettingsState
from views.settings.words import CLOCKS, SCALES, THEMES, languages
from views.tongue import tr
from views.widgets.label import Label


class AppearancePage(Page):
    def __init__(self, parent: QWidget) -> None:
        about = tr("How War room looks on this machine.")
        super().__init__("appearance", tr("Appearance"), about, parent)
        card = Card(self)
        self.theme = Choice("theme", THEMES, card)
        self.theme.chosen.connect(lambda name: self.value_set.emit("theme", name))
        card.add(
            Row(
                tr("Theme"),
                tr("Dark is made for a dim room, light for a bright one."),
                self.theme,
                card,
            )
        )
        self.scale = Choice("text_scale", SCALES, card)
        self.scale.chosen.connect(lambda size: self.value_set.emit("text_scale", float(size)))
        self.language = Choice("language", languages(), card)
        self.language.chosen.connect(lambda code: self.value_set.emit("language", code))
        about = tr("What you write stays as you wrote it. Takes effect at the next start.")
        card.add(Row(tr("Language"), about, self.language, card))
        card.add(Row(tr("Text size"), tr("Everything grows with the text."), self.scale, card))
        self._switches = [
            SwitchRow(
                self, card, "high_contrast", tr("High contrast"),
                tr("Faint words and lines are drawn stronger."),
            ),
            SwitchRow(
                self, card, "reduce_motion", tr("Reduce motion"),
                tr("The text cursor does not blink, and menus do not slide."),
            ),
        ]  # fmt: skip
        card = Card(self, tr("In the window"))
        self.clock = Choice("utc_first", CLOCKS, card)
        self.clock.chosen.connect(lambda zone: self.value_set.emit("utc_first", zone == "utc"))
        about = tr("In the timeline, and in the status bar, where the other one stands beside it.")
        card.add(Row(tr("Times"), about, self.clock, card))
        self._switches.append(
            SwitchRow(
                self, card, "labels_in_rail", tr("Words in the rail"),
                tr("The name of each place under its icon."),
            )
        )  # fmt: skip
        self.finish()

    def show_state(self, state: SettingsState) -> None:
        if state.record is None:
            return
        settings = state.record.settings
        self.theme.set_current(settings.theme)
        self.language.set_current(settings.language)
        self.scale.set_current(str(settings.text_scale))
        self.clock.set_current("utc" if settings.utc_first else "local")
        for row in self._switches:
            row.show_state(state)


class NotificationsPage(Page):
    def __init__(self, parent: QWidget) -> None:
        about = tr("What others do in an incident you are part of may be told outside the window.")
        super().__init__("notifications", tr("Notifications"), about, parent)
        card = Card(self)
        self._switches = [
            SwitchRow(
                self, card, "notify", tr("Tell me outside the window"),
                tr("Only while the window is in the background, and never about what you did."),
            ),
            SwitchRow(
                self, card, "do_not_disturb", tr("Do not disturb"),
                tr("Nothing is told outside the window until you switch this off."),
            ),
        ]  # fmt: skip
        self._none = Label(
            tr("This desktop has no place for notifications. What waits for you is still shown on "
            "Home and in each room."),
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
