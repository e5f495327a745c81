"""Decides what the declare dialog shows and what declaring does; knows no widget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Protocol

from models.actions.declare import Declare
from models.domain.errors import BadInput, WarRoomError
from models.domain.incident import IncidentKind
from models.domain.note import parse_note
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.severity import Severity
from models.domain.times import maybe_write_time, parse_time
from models.jobs import JobRunner
from models.queries.inbox import InboxItem
from models.queries.incidents import IncidentRow
from models.queries.recurrences import Earlier, Sign
from views.tongue import told, tr


@dataclass(frozen=True, slots=True)
class DeclareState:
    """`started` is what the person typed or took over; "" is now. `look_alike` is the incident
    that the title reminds of, `earlier` the newest one of the same sign that was reviewed or has
    actions. `what_happens` lists (icon, words, detail)."""

    title: str = ""
    severity: Severity = Severity.P1
    services: tuple[str, ...] = ()
    started: str = ""
    started_from: str = ""
    alert: InboxItem | None = None
    look_alike: IncidentRow | None = None
    earlier: Earlier | None = None
    drill: bool = False
    busy: bool = False
    error: str = ""
    what_happens: tuple[tuple[str, str, str], ...] = ()

    @property
    def can_declare(self) -> bool:
        return bool(self.title.strip()) and not self.busy


class DeclareDialog(Protocol):
    def show_state(self, state: DeclareState) -> None: ...

    def close_declared(self, uid: str) -> None: ...


class DeclarePresenter:
    """`declare` gives the new incident's uid; `similar` the best look-alike of a title, `earlier`
    what happened before under the same sign, newest first."""

    def __init__(
        self,
        dialog: DeclareDialog,
        jobs: JobRunner,
        declare: Callable[[Declare], str],
        similar: Callable[[str], IncidentRow | None],
        earlier: Callable[[Sign], Sequence[Earlier]],
        now: Callable[[], datetime],
        zone: tzinfo,
        policy: Policy = DEFAULT_POLICY,
    ) -> None:
        self._dialog = dialog
        self._jobs = jobs
        self._declare = declare
        self._similar = similar
        self._earlier = earlier
        self._now = now
        self._zone = zone
        self._policy = policy
        self.state = DeclareState()

    def open(self, alert: InboxItem | None = None) -> None:
        """A fresh dialog; one that was left with Esc keeps its draft until it is declared."""
        if alert is not None:
            self.state = DeclareState(
                title=alert.title,
                services=(alert.service,) if alert.service else (),
                started=maybe_write_time(alert.fired_at or alert.first_at) or "",
                started_from=tr("from alert {id}", id=alert.id),
                alert=alert,
            )
        elif self.state.alert is not None:
            self.state = DeclareState()
        self._set(replace(self.state, error="", busy=False))
        self._look_for_alike()

    def title_typed(self, title: str) -> None:
        if title != self.state.title:
            self._set(replace(self.state, title=title, error=""))
            self._look_for_alike()

    def severity_chosen(self, severity: Severity) -> None:
        self._set(replace(self.state, severity=severity))

    def services_typed(self, text: str) -> None:
        names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
        if names != self.state.services:
            self._set(replace(self.state, services=names))
            self._look_for_earlier()

    def started_typed(self, text: str) -> None:
        if text != self.state.started:
            self._set(replace(self.state, started=text, started_from="", error=""))

    def drill_ticked(self, drill: bool) -> None:
        self._set(replace(self.state, drill=drill))

    def declare(self) -> None:
        if not self.state.can_declare:
            if not self.state.busy:
                self._set(replace(self.state, error=tr("Say in a few words what is happening.")))
            return
        try:
            command = self._command()
        except WarRoomError as error:
            self._set(replace(self.state, error=told(str(error))))
            return
        self._set(replace(self.state, busy=True, error=""))
        self._jobs.run(
            lambda: self._declare(command), owner=self, then=self._declared, failed=self._refused
        )

    def _command(self) -> Declare:
        state = self.state
        return Declare(
            title=state.title.strip(),
            severity=state.severity,
            kind=IncidentKind.DRILL if state.drill else IncidentKind.INCIDENT,
            services=state.services,
            from_alert=state.alert.uid if state.alert else None,
            detected_at=self._started(),
        )

    def _started(self) -> datetime | None:
        """None leaves it to the act: the alert's own time, else now."""
        text = self.state.started.strip()
        if not text or self.state.started_from:
            return None
        if len(text) > len("-120m") and "T" in text.upper():
            return parse_time(text)
        parsed = parse_note(f"{text} ", self._now(), self._zone)
        if parsed.happened_at is None or parsed.text.strip():
            raise BadInput(
                tr(
                    "{text} is not a time. Write 15:20, -10m, or leave it empty for now.",
                    text=f"{text!r}",
                )
            )
        return parsed.happened_at

    def _sign(self) -> Sign:
        alert = self.state.alert.uid if self.state.alert else ""
        return Sign(self.state.services, alert=alert, title=self.state.title.strip())

    def _look_for_earlier(self) -> None:
        """The recurrence guard: before anything is declared, not in the review of it."""
        sign = self._sign()
        if not sign.alert and not (sign.services and len(sign.title) >= 4):
            self._set(replace(self.state, earlier=None))
            return
        self._jobs.run(
            lambda: self._earlier(sign),
            owner=self,
            then=lambda found: self._earlier_found(sign, found),
            failed=lambda error: None,
        )

    def _earlier_found(self, sign: Sign, found: Sequence[Earlier]) -> None:
        if sign == self._sign():
            self._set(replace(self.state, earlier=next(iter(found), None)))

    def _look_for_alike(self) -> None:
        self._look_for_earlier()
        title = self.state.title
        if len(title.strip()) < 4:
            self._set(replace(self.state, look_alike=None))
            return
        self._jobs.run(
            lambda: self._similar(title),
            owner=self,
            then=lambda found: self._alike_found(title, found),
            failed=lambda error: None,
        )

    def _alike_found(self, title: str, found: IncidentRow | None) -> None:
        if title == self.state.title:
            self._set(replace(self.state, look_alike=found))

    def _declared(self, uid: str) -> None:
        self.state = DeclareState()
        self._dialog.close_declared(uid)

    def _refused(self, error: WarRoomError) -> None:
        self._set(replace(self.state, busy=False, error=told(str(error))))

    def _set(self, state: DeclareState) -> None:
        self.state = replace(state, what_happens=self._what_happens(state))
        self._dialog.show_state(self.state)

    def _what_happens(self, state: DeclareState) -> tuple[tuple[str, str, str], ...]:
        rule = self._policy[state.severity]
        lines = [
            ("crown", tr("You are Incident Commander"), tr("until somebody takes over from you"))
        ]
        if rule.first_update_ms is not None:
            minutes = rule.first_update_ms // 60_000
            lines.append(
                (
                    "megaphone",
                    tr("First update due in {minutes} min", minutes=minutes),
                    tr("from declaring"),
                )
            )
        response, resolution = _length(rule.response_ms), _length(rule.resolution_ms)
        lines.append(
            (
                "timer",
                tr(
                    "Respond within {response}, resolve within {resolution}",
                    response=response,
                    resolution=resolution,
                ),
                tr("from detection"),
            )
        )
        if state.alert is not None:
            lines.append(
                (
                    "link",
                    tr("{id} is linked", id=state.alert.id),
                    tr("its payload is kept as evidence"),
                )
            )
        return tuple(lines)


def _length(ms: int) -> str:
    minutes = ms // 60_000
    if minutes % 1440 == 0:
        return tr("{days} d", days=minutes // 1440)
    return (
        tr("{hours} h", hours=minutes // 60)
        if minutes % 60 == 0
        else tr("{minutes} min", minutes=minutes)
    )
