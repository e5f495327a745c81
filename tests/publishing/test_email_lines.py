"""E-mail under TLS, and what each broken conversation means."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from aiosmtpd.smtp import AuthResult

from models.domain.errors import Unavailable
from models.publishing.channel import ChannelKind, ChannelSettings, Refused, Sent, Unclear
from models.publishing.channels import open_channel
from tests.publishing.conftest import message
from tests.publishing.kept import START
from tests.publishing.receivers import Mailbox, mail_serving

TO = "from=status@shop.example&to=all@shop.example"


@pytest.fixture(autouse=True)
def _the_servers_own_log(allow_log: Callable[[str], None]) -> None:
    allow_log("mail.log")


@pytest.fixture
def ca_file(tmp_path: Path) -> tuple[trustme.CA, str]:
    authority = trustme.CA()
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return authority, str(path)


@pytest.fixture
def context(ca_file: tuple[trustme.CA, str]) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca_file[0].issue_cert("localhost", "127.0.0.1").configure_cert(made)
    return made


def only_ben(server: object, session: object, envelope: object, how: str, given: object) -> object:
    is_ben = given.login == b"ben" and given.password == b"right-password"
    return AuthResult(success=is_ben, handled=is_ben)


@pytest.fixture
def tls_port(mailbox: Mailbox, context: ssl.SSLContext) -> Iterator[int]:
    options = {"tls_context": context, "require_starttls": True, "authenticator": only_ben}
    with mail_serving(mailbox, **options, auth_required=True) as port:
        yield port


def settings(url: str, ca_file: str = "") -> ChannelSettings:
    return ChannelSettings("mail", ChannelKind.EMAIL, url, ca_file=ca_file)


def test_it_turns_to_tls_before_it_signs_in(
    tls_port: int, ca_file: tuple[trustme.CA, str], mailbox: Mailbox
) -> None:
    where = settings(f"smtp://ben@localhost:{tls_port}/?{TO}", ca_file[1])
    channel = open_channel(where, "right-password")
    assert isinstance(channel.send(message("mail"), [], START), Sent)
    assert len(mailbox.mails) == 1
    assert "lets us in" in channel.test(START)


def test_a_wrong_password_is_refused_for_good_and_not_repeated(
    tls_port: int, ca_file: tuple[trustme.CA, str], mailbox: Mailbox
) -> None:
    where = settings(f"smtp://ben@localhost:{tls_port}/?{TO}", ca_file[1])
    found = open_channel(where, "wrong-password").send(message("mail"), [], START)
    assert isinstance(found, Refused)
    assert found.for_good
    assert "wrong-password" not in found.reason
    assert mailbox.mails == []


def test_a_certificate_that_is_not_trusted_ends_it(tls_port: int, mailbox: Mailbox) -> None:
    channel = open_channel(settings(f"smtp://ben@localhost:{tls_port}/?{TO}"), "right-password")
    found = channel.send(message("mail"), [], START)
    assert found == Refused("The certificate of localhost is not trusted here.", unreachable=True)
    with pytest.raises(Unavailable, match="not trusted"):
        channel.test(START)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("mail late", Unclear),
        ("mail dropped", Unclear),
        ("mail gone", Unclear),
        ("mail 451", Refused),
    ],
)
def test_only_the_answer_after_the_text_says_whether_it_was_taken(
    fault: str, outcome: type, mailbox: Mailbox
) -> None:
    mailbox.plan.append(fault)
    with mail_serving(mailbox) as port:
        found = open_channel(settings(f"smtp://127.0.0.1:{port}/?{TO}")).send(
            message("mail"), [], START
        )
    assert isinstance(found, outcome)
    assert not isinstance(found, Refused) or not found.for_good


def test_an_address_that_is_turned_away_is_named_in_the_receipt(mailbox: Mailbox) -> None:
    async def handle_RCPT(  # noqa: N802 # aiosmtpd names it
        server: object, session: object, envelope: object, address: str, options: object
    ) -> str:
        if address.startswith("gone"):
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    mailbox.handle_RCPT = handle_RCPT
    with mail_serving(mailbox) as port:
        where = settings(f"smtp://127.0.0.1:{port}/?{TO}&to=gone@shop.example")
        found = open_channel(where).send(message("mail"), [], START)
        assert isinstance(found, Sent)
        assert found.receipt.words == (
            "127.0.0.1 took it for 1 of 2 addresses. Turned away: gone@shop.example."
        )
        only = replace(where, url=f"smtp://127.0.0.1:{port}/?from=a@b.example&to=gone@b.example")
        refused = open_channel(only).send(message("mail"), [], START)
        assert isinstance(refused, Refused)
        assert refused.for_good


def test_where_nobody_listens_nothing_left(nobodys_port: int) -> None:
    found = open_channel(settings(f"smtp://127.0.0.1:{nobodys_port}/?{TO}")).send(
        message("mail"), [], START
    )
    assert found == Refused("127.0.0.1 cannot be reached, or hangs up.", unreachable=True)
