"""What the window says of the shared server, as values and in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from models.domain.syncing import Link, Presence, SyncStatus, clock_words
from models.domain.times import to_ms
from views import text
from views.tongue import mark, ntr, told, tr
from views.vocabulary import ALONE

if TYPE_CHECKING:  # the status bar is there at the first paint, what it leads to is not
    from models.queries.waiting import Waiting

QUIET_FOR = timedelta(seconds=10)
"""A connection gone for less is not worth a line across the window."""

_LOOKS: dict[Link, tuple[str, str]] = {
    Link.ALONE: ("check-circle", "ok"),
    Link.SIGNED_OUT: ("sign-in", "warn"),
    Link.SYNCED: ("cloud-check", "ok"),
    Link.SENDING: ("arrows-clockwise", "info"),
    Link.OFFLINE: ("cloud-slash", "warn"),
    Link.UPDATE_NEEDED: ("download-simple", "warn"),
}
"""Icon and colour of each link; work goes on in all of them, so none is bad."""

KEPT = {
    "keyring": mark("In this system's keyring"),
    "session": mark("For this session only"),
    "file": mark("In a file that your passphrase opens"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One line across the window. `act` is the word on its button: sign in, dismiss or ""; `over`
    is said to who listens when it is gone."""

    icon: str
    kind: str
    title: str
    detail: str
    act: str = ""
    over: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is here now; `beside`: they look at the incident in front."""

    name: str
    where: str
    beside: bool


@dataclass(frozen=True, slots=True)
class SyncState:
    """All that the window says of the server. `words` stand in their colour, `detail` beside them;
    `choices` and `refused` are segments of their own, "" where there are none."""

    link: Link = Link.ALONE
    icon: str = "check-circle"
    kind: str = "ok"
    words: str = ALONE
    detail: str = ""
    choices: str = ""
    choice_count: int = 0
    refused: str = ""
    notice: Notice | None = None
    people: tuple[Person, ...] = ()
    server: str = ""
    account: str = ""
    role: str = ""
    device: str = ""
    synced: str = ""
    kept: str = ""
    clock: str = ""
    trouble: str = ""
    waiting: int = 0
    queue: "tuple[Waiting, ...]" = ()

    @property
    def has_server(self) -> bool:
        return self.link is not Link.ALONE

    @property
    def is_signed_in(self) -> bool:
        return self.link not in (Link.ALONE, Link.SIGNED_OUT)


def connecting() -> SyncState:
    """While nothing but the address is known yet."""
    return SyncState(Link.SENDING, *_LOOKS[Link.SENDING], tr("Connecting"))


@dataclass(frozen=True, slots=True)
class SignInState:
    """`keyring`: whether this system has one to trust; None while nobody has looked. `age` is how
    old the copy kept here is, "" where there is none."""

    url: str = ""
    name: str = ""
    keep: str = "keyring"
    keyring: bool | None = None
    age: str = ""
    problem: str = ""
    is_sending: bool = False


def state_of(status: SyncStatus, choices: int, now: datetime) -> SyncState:
    icon, kind = _LOOKS[status.link]
    words, detail = _said(status)
    if _is_stuck(status):
        icon, kind, words = "warning", "warn", tr("Not synced")
    refused = len(status.parked)
    clock = clock_words(status.clock_offset_ms or 0)
    return SyncState(
        status.link,
        icon,
        kind,
        words,
        detail,
        ntr("{n} needs your choice", "{n} need your choice", choices) if choices else "",
        choices,
        ntr("Server refused {n} change", "Server refused {n} changes", refused) if refused else "",
        notice_of(status, now),
        server=status.server,
        account=status.account,
        role=status.role,
        synced=_synced(status, now),
        kept=tr(KEPT.get(status.keep, "")),
        clock=_your(clock),
        trouble=told(status.trouble),
        waiting=status.waiting,
    )


def _is_stuck(status: SyncStatus) -> bool:
    """The server answers, and something else stands in the way."""
    return status.link is Link.SYNCED and bool(status.trouble)


def _said(status: SyncStatus) -> tuple[str, str]:
    saved = ntr("{n} saved here", "{n} saved here", status.waiting) if status.waiting else ""
    since = status.offline_since
    offline = (
        tr("Offline since {time}", time=text.clock_time(since, seconds=False))
        if since
        else tr("Offline")
    )
    sending = (
        ntr("Sending {n}", "Sending {n}", status.waiting) if status.waiting else tr("Connecting")
    )
    return {
        Link.ALONE: (tr(ALONE), ""),
        Link.SIGNED_OUT: (tr("Signed out"), saved),
        Link.SYNCED: (tr("Synced"), ""),
        Link.SENDING: (sending, ""),
        Link.OFFLINE: (offline, saved),
        Link.UPDATE_NEEDED: (tr("Update needed"), saved),
    }[status.link]


def notice_of(status: SyncStatus, now: datetime) -> Notice | None:
    """The most pressing one; never two."""
    saved = ntr(
        "{n} change will be sent when the connection is back.",
        "{n} changes will be sent when the connection is back.",
        status.waiting,
    )
    kept = saved if status.waiting else tr("What you do is sent when the connection is back.")
    clock = clock_words(status.clock_offset_ms or 0)
    since = status.offline_since
    if status.link is Link.UPDATE_NEEDED:
        words = told(status.trouble) or tr("The server needs a newer program.")
        return Notice("download-simple", "warn", words, tr("Work goes on here meanwhile."))
    if status.link is Link.SIGNED_OUT:
        words = tr("Everything is saved on this machine; nothing is sent until you sign in.")
        return Notice("sign-in", "warn", tr("You are signed out"), words, tr("Sign in"))
    if status.link is Link.OFFLINE and (since is None or now - since >= QUIET_FOR):
        title = tr("Offline. Everything is saved on this machine.")
        if since:
            at = text.clock_time(since, seconds=False)
            title = tr("Offline since {time} UTC. Everything is saved on this machine.", time=at)
        over = tr("The connection is back.")
        return Notice("cloud-slash", "warn", title, kept, over=over)
    if status.link is Link.ALONE:
        return None
    if _is_stuck(status):
        stuck = tr("Nothing is sent just now.")
        return Notice("warning", "warn", stuck, told(status.trouble), tr("Sign in"))
    if status.restored is not None:
        at = text.clock_time(status.restored.at, seconds=False)
        words = ntr(
            "This desktop gave {n} change back to it. Nothing is lost.",
            "This desktop gave {n} changes back to it. Nothing is lost.",
            status.restored.returned,
        )
        title = tr("The server went back to an older copy at {time} UTC.", time=at)
        return Notice("clock-counter-clockwise", "info", title, words, tr("Dismiss"))
    if clock:
        words = tr("Your notes keep their place, and say so. Set the clock of this computer.")
        return Notice("clock", "warn", f"{_your(clock)}.", words, tr("Dismiss"))
    return None


def people_of(
    status: SyncStatus, me: str, incident: str, label: Callable[[str], str]
) -> tuple[Person, ...]:
    """Everybody else, once each: those who look at the same incident first."""
    known: dict[str, Presence] = {}
    for one in status.present:
        held = known.get(one.person)
        if one.person.casefold() not in (me.casefold(), status.account.casefold()) and (
            held is None or (one.incident == incident and held.incident != incident)
        ):
            known[one.person] = one
    people = [
        Person(
            one.person, _where(one, incident, label), bool(incident) and one.incident == incident
        )
        for one in known.values()
    ]
    return tuple(sorted(people, key=lambda person: (not person.beside, person.name.casefold())))


def _where(one: Presence, incident: str, label: Callable[[str], str]) -> str:
    doing = f", {one.doing}" if one.doing else ""
    if not one.incident:
        return f"{tr('online')}{doing}"
    place = (
        tr("looks at this incident")
        if one.incident == incident
        else tr("in {incident}", incident=label(one.incident))
    )
    return f"{place}{doing}"


def _your(clock: str) -> str:
    """`Your clock is about 7 min ahead`."""
    span, _, side = clock.removeprefix("clock about ").rpartition(" ")
    if not span:
        return ""
    if side == "ahead":
        return tr("Your clock is about {span} ahead", span=span)
    return tr("Your clock is about {span} behind", span=span)


def _synced(status: SyncStatus, now: datetime) -> str:
    at = status.last_synced_at
    if at is None:
        return ""
    passed = to_ms(now) - to_ms(at)
    return tr("just now") if passed < 60_000 else tr("{length} ago", length=text.ago(passed))
