"""An e-mail over SMTP. Its Message-ID follows from the key; still no server promises to drop what
it has under the same one, so what may have left is a person's to judge."""

import smtplib
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from models.domain.errors import BadInput, Unavailable
from models.publishing.channel import (
    ChannelSettings,
    Outgoing,
    Refused,
    Sent,
    Unclear,
)
from models.publishing.message import Message
from models.publishing.outbox import Posting, Receipt
from models.publishing.replies import masked
from models.publishing.words import COMPONENT_WORDS, STATE_WORDS

TIMEOUT_S = 30.0
_PORTS = {"smtp": 25, "smtps": 465}
_MOST_ADDRESSES = 200
_POLICY = SMTP.clone(cte_type="7bit")
"""Every server takes seven bits."""


@dataclass(frozen=True, slots=True)
class _Route:
    scheme: str
    host: str
    port: int
    user: str
    sender: str
    to: tuple[str, ...]

    @property
    def is_here(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


class Email:
    """Always under TLS, except to this machine."""

    def __init__(
        self, settings: ChannelSettings, secret: str, timeout_s: float = TIMEOUT_S
    ) -> None:
        """Raises BadInput."""
        self.settings = settings
        self._route = _route(settings.url)
        self._secret = secret
        self._timeout_s = timeout_s
        if self._route.user and not secret:
            raise BadInput(
                f"{self._route.host} asks {self._route.user} for a password. Give it on standard "
                "input."
            )
        if not secret.isascii():
            raise BadInput("The password has characters that SMTP cannot carry.")

    def preview(self, message: Message, before: Sequence[Posting], now: datetime) -> Outgoing:
        """`headers` are the envelope; those of the e-mail are in `body`."""
        to, body = self._route, self._written(message, before)
        envelope = [("MAIL", to.sender), *(("RCPT", one) for one in to.to)]
        return Outgoing("SMTP", f"{to.scheme}://{to.host}:{to.port}", tuple(envelope), body)

    def send(
        self, message: Message, before: Sequence[Posting], now: datetime
    ) -> Sent | Refused | Unclear:
        body = self._written(message, before)
        until = time.monotonic() + self._timeout_s
        has_left = False
        try:
            with self._line() as smtp:
                turned_away = self._addressed(smtp, until)
                _cut_to(smtp, until)
                has_left = True
                code, words = smtp.data(body)
        except smtplib.SMTPDataError as error:  # it did not let us begin
            return self._refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPResponseException as error:
            return self._refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            return self._refused(code, words)
        except Unavailable as error:
            return Refused(str(error), unreachable=True)
        except (smtplib.SMTPException, OSError):
            if has_left:
                return Unclear(
                    f"{self._route.host} broke off before it had said whether it took the e-mail.",
                    unreachable=True,
                )
            return Refused(f"{self._route.host} cannot be reached, or hangs up.", unreachable=True)
        if code != 250:
            return self._refused(code, words)
        return Sent(self._receipt(message, turned_away, now))

    def look_up(
        self,
        message: Message,
        before: Sequence[Posting],
        is_others: Callable[[str], bool],
        now: datetime,
    ) -> None:
        return None

    def test(self, now: datetime) -> str:
        try:
            with self._line() as smtp:
                smtp.noop()
        except smtplib.SMTPResponseException as error:
            raise Unavailable(self._refused(error.smtp_code, error.smtp_error).reason) from None
        except (smtplib.SMTPException, OSError):
            raise Unavailable(f"{self._route.host} cannot be reached, or hangs up.") from None
        return f"{self._route.host} answers and lets us in. No e-mail was sent."

    @contextmanager
    def _line(self) -> Iterator[smtplib.SMTP]:
        """Greeted, under TLS and signed in. Ended without waiting for a goodbye: an answer to
        QUIT that does not come must not put in doubt what was taken."""
        to = self._route
        smtp: smtplib.SMTP
        try:
            if to.scheme == "smtps":
                smtp = smtplib.SMTP_SSL(
                    to.host, to.port, timeout=self._timeout_s, context=self._safe()
                )
            else:
                smtp = smtplib.SMTP(to.host, to.port, timeout=self._timeout_s)
        except ssl.SSLError:
            raise Unavailable(f"The certificate of {to.host} is not trusted here.") from None
        try:
            smtp.ehlo_or_helo_if_needed()
            if to.scheme == "smtp" and not (to.is_here and not smtp.has_extn("starttls")):
                self._turn_to_tls(smtp)
            if to.user:
                smtp.login(to.user, self._secret)
            yield smtp
        finally:
            smtp.close()

    def _safe(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.settings.ca_file or None)

    def _turn_to_tls(self, smtp: smtplib.SMTP) -> None:
        host = self._route.host
        if not smtp.has_extn("starttls"):
            raise Unavailable(f"{host} offers no TLS. Nothing is sent in the clear.")
        try:
            smtp.starttls(context=self._safe())
        except ssl.SSLError:
            raise Unavailable(f"The certificate of {host} is not trusted here.") from None
        smtp.ehlo()

    def _addressed(self, smtp: smtplib.SMTP, until: float) -> list[str]:
        """Who is turned away. Raises where nobody is left."""
        _cut_to(smtp, until)
        code, words = smtp.mail(self._route.sender)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, words, self._route.sender)
        turned_away: dict[str, tuple[int, bytes]] = {}
        for address in self._route.to:
            _cut_to(smtp, until)
            code, words = smtp.rcpt(address)
            if code not in (250, 251):
                turned_away[address] = (code, words)
        if len(turned_away) == len(self._route.to):
            raise smtplib.SMTPRecipientsRefused(turned_away)
        return list(turned_away)

    def _refused(self, code: int, words: bytes | str) -> Refused:
        text = words if isinstance(words, str) else words.decode("utf-8", "replace")
        said = " ".join(masked(text, self._secret).split())[:200]
        host = self._route.host
        return Refused(f"{host} does not take it ({code}): {said}", for_good=code >= 500)

    def _receipt(self, message: Message, turned_away: Sequence[str], now: datetime) -> Receipt:
        to = self._route
        words = f"{to.host} took it for {len(to.to) - len(turned_away)} of {len(to.to)} addresses."
        if turned_away:
            words += f" Turned away: {', '.join(turned_away[:5])}."
        return Receipt(now, words, remote=_message_id(message.key, to.sender))

    def _written(self, message: Message, before: Sequence[Posting]) -> bytes:
        """Several addresses are not shown to each other. Later e-mails of an incident answer the
        first, so that a mail program shows them together."""
        to = self._route
        mail = EmailMessage(policy=_POLICY)
        mail["From"] = to.sender
        mail["To"] = to.to[0] if len(to.to) == 1 else "undisclosed-recipients:;"
        mail["Subject"] = f"[{STATE_WORDS[message.state]}] {' '.join(message.name.split())}"
        mail["Date"] = message.queued_at
        mail["Message-ID"] = _message_id(message.key, to.sender)
        if before:
            first = _message_id(before[0].message.key, to.sender)
            mail["In-Reply-To"] = first
            mail["References"] = first
        mail["Auto-Submitted"] = "auto-generated"
        parts = [message.text.strip()]
        if message.components:
            names = message.component_names
            parts.append(
                "\n".join(
                    f"{' '.join(names.get(name, name).split())}: {COMPONENT_WORDS[state]}"
                    for name, state in message.components
                )
            )
        mail.set_content("\n\n".join(parts).encode("utf-8", "replace").decode() + "\n")
        return mail.as_bytes()


def _cut_to(smtp: smtplib.SMTP, until: float) -> None:
    """The next wait is no longer than what is left of the whole."""
    left = until - time.monotonic()
    if left <= 0 or smtp.sock is None:
        raise TimeoutError("timed out")
    smtp.sock.settimeout(left)


def _message_id(key: str, sender: str) -> str:
    return f"<{key}@{sender.rpartition('@')[2]}>"


def _route(url: str) -> _Route:
    """Raises BadInput."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
        asked = parse_qs(parts.query)
    except ValueError:
        parts, port, asked = urlsplit(""), 0, {}
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadInput(
            "Write the mail server like smtps://user@mail.example.org:465/?from=status@example.org"
            "&to=everyone@example.org."
        )
    if parts.password is not None:
        raise BadInput("The password must not stand in the address. Give it on standard input.")
    sender, to = asked.get("from", []), asked.get("to", [])
    if len(sender) != 1 or not to:
        raise BadInput("Say whom the e-mail is from and to: ?from=A&to=B&to=C.")
    if len(to) > _MOST_ADDRESSES:
        raise BadInput(f"At most {_MOST_ADDRESSES} addresses. Use a mailing list for more.")
    for address in (*sender, *to):
        _check_address(address)
    user = unquote(parts.username or "")
    return _Route(parts.scheme, parts.hostname, port, user, sender[0], tuple(to))


def _check_address(address: str) -> None:
    name, at, domain = address.rpartition("@")
    strange = set(' <>,;:"()[]\\') & set(address)
    if not (at and name and domain and address.isascii() and address.isprintable()) or strange:
        raise BadInput(f"{address!r} is no e-mail address.")
