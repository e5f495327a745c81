"""What leaves, byte for byte, and what never does."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from random import random

import pytest

from models.domain.errors import BadInput, Unavailable
from models.domain.times import to_ms
from models.domain.update import Audience, DeliveryState, UpdateState
from models.intake.signatures import check_timestamped
from models.publishing.channel import HIDDEN, ChannelKind, ChannelSettings, Refused, Sent, Unclear
from models.publishing.channels import open_channel
from models.publishing.outbox import Posting, Receipt
from models.publishing.publisher import Publisher
from tests.publishing.conftest import Desk, message
from tests.publishing.kept import START, Kept
from tests.publishing.receivers import Mailbox, Receivers

SECRET = "s3cr3t-of-the-channel"
NOW = START + timedelta(seconds=10)


def sent(one: object, remote: str = "i0", remote_update: str = "") -> Posting:
    return Posting(one, DeliveryState.SENT, 1, receipt=Receipt(NOW, "there", remote, remote_update))


def test_the_first_update_is_created_on_the_page_as_scenario_s2_shows_it(desk: Desk) -> None:
    out = open_channel(desk.page, SECRET).preview(message("page"), [], NOW)
    assert (out.method, out.url) == ("POST", f"{desk.page.url}/pages/p/incidents")
    assert out.body == (
        b'{"incident":{"name":"Checkout errors","status":"investigating",'
        b'"body":"Some orders fail. We are looking into it.","impact_override":"major",'
        b'"components":{"cmp_checkout":"partial_outage"},"deliver_notifications":true}}'
    )


def test_later_updates_change_the_incident_that_the_page_made(
    desk: Desk, receivers: Receivers
) -> None:
    page = open_channel(desk.page, SECRET)
    first = message("page")
    made = page.send(first, [], NOW)
    assert isinstance(made, Sent)
    before = [Posting(first, DeliveryState.SENT, 1, receipt=made.receipt)]
    page.send(message("page", 1, UpdateState.IDENTIFIED, "Found it."), before, NOW)
    page.send(message("page", 2, UpdateState.RESOLVED, "It is over."), before, NOW)
    assert [request[:2] for request in receivers.requests] == [
        ("POST", "/pages/p/incidents"),
        ("PATCH", "/pages/p/incidents/i0"),
        ("PATCH", "/pages/p/incidents/i0"),
    ]
    assert [one[1:] for one in receivers.page_updates()] == [
        ("investigating", "Some orders fail. We are looking into it."),
        ("identified", "Found it."),
        ("resolved", "It is over."),
    ]


def test_a_preview_of_a_later_one_that_waits_shows_where_the_pages_id_will_stand(
    desk: Desk,
) -> None:
    out = open_channel(desk.page, SECRET).preview(message("page", 1), [], NOW)
    assert (out.method, out.url) == ("PATCH", f"{desk.page.url}/pages/p/incidents/{{id}}")
    assert b'"name"' not in out.body


@pytest.mark.parametrize("name", ["page", "hook", "chat"])
def test_a_preview_is_what_leaves_but_for_the_secret(
    name: str, desk: Desk, receivers: Receivers
) -> None:
    channel = open_channel(getattr(desk, name), SECRET)
    shown = channel.preview(message(name), [], NOW)
    assert isinstance(channel.send(message(name), [], NOW), Sent)
    ((method, path, headers, body),) = receivers.requests
    hidden = {key for key, value in shown.headers if HIDDEN in value}
    assert (method, body) == (shown.method, shown.body)
    assert shown.url.replace(HIDDEN, SECRET).endswith(path)
    assert {key for key in headers if SECRET in headers[key]} <= hidden
    plain = {key: value for key, value in headers.items() if key not in hidden}
    assert plain == {key: value for key, value in shown.headers if key not in hidden}
    assert SECRET not in repr(shown)


def test_a_webhook_is_signed_with_its_time_and_carries_its_key(
    desk: Desk, receivers: Receivers
) -> None:
    assert isinstance(open_channel(desk.hook, SECRET).send(message("hook"), [], NOW), Sent)
    (_, _, headers, body) = receivers.requests[0]
    stamp = headers["X-WarRoom-Timestamp"]
    digest = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-WarRoom-Signature"] == f"sha256={digest}"
    now_s = to_ms(NOW) // 1000
    check_timestamped(SECRET, body, headers["X-WarRoom-Signature"], stamp, now_s=now_s)
    assert headers["Idempotency-Key"] == message("hook").key == json.loads(body)["key"]


def test_what_was_typed_calls_nobody_in_a_chat(desk: Desk, receivers: Receivers) -> None:
    one = message("chat", text="<!channel> see <https://evil.example|here> & now")
    assert isinstance(open_channel(desk.chat).send(one, [], NOW), Sent)
    (text,) = receivers.chat
    assert text.splitlines() == [
        "*Investigating: Checkout errors*",
        "&lt;!channel&gt; see &lt;https://evil.example|here&gt; &amp; now",
        "• Checkout: Partial outage",
    ]


def test_an_email_has_an_id_that_follows_from_its_key_and_hides_who_else_gets_it(
    desk: Desk, mailbox: Mailbox
) -> None:
    settings = replace(desk.mail, url=f"{desk.mail.url}&to=second@shop.example")
    channel = open_channel(settings)
    first, second = message("mail"), message("mail", 1, text="Wir prüfen noch. – Mehr um 16:34.")
    shown = channel.preview(first, [], NOW)
    made = channel.send(first, [], NOW)
    assert isinstance(made, Sent)
    assert isinstance(channel.send(second, [sent(first)], NOW), Sent)
    assert mailbox.raw[0] == shown.body
    assert mailbox.mails[0][0] == ["all@shop.example", "second@shop.example"]
    parsed = message_from_bytes(mailbox.raw[0], policy=default)
    assert parsed["Message-ID"] == f"<{first.key}@shop.example>"
    assert parsed["Subject"] == "[Investigating] Checkout errors"
    assert b"second@" not in mailbox.raw[0]
    assert parsed.get_content() == (
        "Some orders fail. We are looking into it.\r\n\r\nCheckout: Partial outage\r\n"
    )
    answer = message_from_bytes(mailbox.raw[1], policy=default)
    assert answer["In-Reply-To"] == parsed["Message-ID"]
    assert answer.get_content().startswith("Wir prüfen noch. – Mehr um 16:34.")
    assert mailbox.raw[1].isascii()


def test_a_name_with_line_ends_makes_no_header(desk: Desk, mailbox: Mailbox) -> None:
    one = message("mail", name="Down\r\nBcc: all@evil.example\r\n\r\nbody")
    assert isinstance(open_channel(desk.mail).send(one, [], NOW), Sent)
    parsed = message_from_bytes(mailbox.raw[0], policy=default)
    assert parsed["Bcc"] is None
    assert parsed["Subject"] == "[Investigating] Down Bcc: all@evil.example body"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (401, Refused),
        (403, Refused),
        (404, Refused),
        (409, Refused),
        (422, Refused),
        (500, Unclear),
        (502, Unclear),
        (504, Unclear),
    ],
)
def test_what_cannot_get_better_is_told_from_what_nobody_knows(
    status: int, outcome: type, desk: Desk, receivers: Receivers
) -> None:
    receivers.plan.append(f"status {status}")
    found = open_channel(desk.hook, SECRET).send(message("hook"), [], NOW)
    assert isinstance(found, outcome)
    assert str(status) in found.reason
    assert not isinstance(found, Refused) or found.for_good


def test_a_secret_that_a_receiver_echoes_is_in_no_sentence(
    desk: Desk, receivers: Receivers
) -> None:
    receivers.plan.append("echo")
    found = open_channel(desk.page, SECRET).send(message("page"), [], NOW)
    assert isinstance(found, Refused)
    assert found.for_good
    assert SECRET not in found.reason
    assert "OAuth …" in found.reason


def test_a_redirect_is_not_followed(desk: Desk, receivers: Receivers) -> None:
    receivers.plan.append("redirected")
    found = open_channel(desk.hook, SECRET).send(message("hook"), [], NOW)
    assert found == Refused(
        "127.0.0.1 sends elsewhere (307). Give the channel the address it sends to.", for_good=True
    )
    assert len(receivers.requests) == 1


@pytest.fixture
def bad_settings(tmp_path: Path) -> list[tuple[ChannelKind, str, str, str]]:
    a_file = tmp_path / "file"
    a_file.write_text("")
    kind = ChannelKind
    mail = "?from=a@b.example&to=c@d.example"
    return [
        (kind.WEBHOOK, "http://hooks.example/x", "", "plain http is for this machine only"),
        (kind.WEBHOOK, "ftp://hooks.example", "", "is no address"),
        (kind.WEBHOOK, "https://me:pw@hooks.example", "", "must not stand in the address"),
        (kind.WEBHOOK, "https://hooks.example", "two words", "characters that none has"),
        (kind.STATUSPAGE, "https://api.statuspage.io/v1", "k", "Name the page's id"),
        (kind.SLACK, "https://hooks.slack.com/services/T/B/x", "", "end of this address is a sec"),
        (kind.EMAIL, f"smtp://me:pw@mail.example/{mail}", "", "must not stand in the address"),
        (kind.EMAIL, f"smtps://me@mail.example/{mail}", "", "asks me for a password"),
        (kind.EMAIL, "smtps://mail.example/?from=a@b.example", "", "whom the e-mail is from"),
        (kind.EMAIL, "smtps://mail.example/?from=a@b.example&to=x", "", "no e-mail address"),
        (kind.EMAIL, "https://mail.example", "", "Write the mail server like"),
        (kind.FOLDER, "status", "", "whole path"),
        (kind.FOLDER, str(a_file), "", "is a file"),
    ]


def test_settings_that_cannot_work_are_refused_with_what_to_do(
    bad_settings: list[tuple[ChannelKind, str, str, str]],
) -> None:
    for kind, url, secret, words in bad_settings:
        with pytest.raises(BadInput, match=words) as refused:
            open_channel(ChannelSettings("x", kind, url), secret)
        assert "pw" not in str(refused.value)
        assert not secret or secret not in str(refused.value)


def test_an_authority_that_is_not_there_is_named(desk: Desk) -> None:
    with pytest.raises(BadInput, match=r"/nowhere/ca\.pem is not there"):
        open_channel(replace(desk.hook, ca_file="/nowhere/ca.pem"))


def test_every_kind_can_be_tested(desk: Desk, receivers: Receivers, mailbox: Mailbox) -> None:
    told = {
        name: open_channel(getattr(desk, name), "").test(NOW)
        for name in ("page", "hook", "chat", "mail", "folder")
    }
    assert told["page"] == "Page p at 127.0.0.1 answers; it has 1 components."
    assert told["hook"] == "127.0.0.1 took a test (200)."
    assert told["mail"] == "127.0.0.1 answers and lets us in. No e-mail was sent."
    assert told["folder"] == f"{desk.folder.url} can be written. Its page holds 0 incidents."
    assert receivers.chat == ["This is a test of War room. Nothing has happened."]
    assert (receivers.incidents, mailbox.mails) == ({}, [])
    assert [path.name for path in Path(desk.folder.url).iterdir()] == [".warroom.lock"]


def test_a_test_says_what_is_wrong(desk: Desk, receivers: Receivers) -> None:
    receivers.plan.extend(["captive", "status 401"])
    with pytest.raises(Unavailable, match="something that no webhook answers"):
        open_channel(desk.hook).test(NOW)
    with pytest.raises(Unavailable, match="does not let us in"):
        open_channel(desk.chat).test(NOW)


def test_internal_words_do_not_reach_a_page_for_customers(
    desk: Desk, receivers: Receivers, outbox: Kept
) -> None:
    """Even where somebody has given the page another audience."""
    for name in ("page", "folder"):
        outbox.queue(message(name, audience=Audience.INTERNAL))
    Publisher(outbox, lambda name: open_channel(getattr(desk, name)), lambda: NOW, random).run()
    assert [one.state for one in outbox.everything()] == [DeliveryState.FAILED] * 2
    assert outbox.everything()[0].reason == "page is for customers; this is for internal."
    assert receivers.requests == []
    assert not Path(desk.folder.url).exists()
