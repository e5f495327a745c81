"""Which deliveries are taken as signed with the secret both sides know."""

import hashlib
import hmac

import pytest

from models.intake.signatures import (
    BadSignature,
    check_github,
    check_pagerduty,
    check_sentry,
    check_timestamped,
)

SECRET, BODY, NOW = "it's a secret", b'{"title":"Gr\xc3\xb6\xc3\x9fe"}', 1_795_190_530


def signed(body=BODY, secret=SECRET):
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


GOOD, WRONG = signed(), signed(secret="another")
AHEAD = signed(str(NOW).encode() + b"." + BODY)


@pytest.mark.parametrize(
    ("check", "header"),
    [
        (check_pagerduty, f"v1={GOOD}"),
        (check_pagerduty, f"v1={WRONG}, v1={GOOD}"),
        (check_pagerduty, f"v0=x,v1={GOOD.upper()}"),
        (check_sentry, GOOD),
        (check_github, f"sha256={GOOD}"),
    ],
)
def test_a_delivery_signed_with_the_secret_is_accepted(check, header):
    check(SECRET, BODY, header)
    with pytest.raises(BadSignature, match="another secret, or the body was changed"):
        check(SECRET, BODY + b" ", header)
    with pytest.raises(BadSignature, match="No secret is set"):
        check("", BODY, header)


@pytest.mark.parametrize("check", [check_pagerduty, check_sentry, check_github])
def test_a_delivery_without_a_signature_is_refused(check):
    with pytest.raises(BadSignature, match="did not sign"):
        check(SECRET, BODY, "")


@pytest.mark.parametrize(
    ("check", "header"),
    [
        (check_pagerduty, GOOD),
        (check_pagerduty, f"v2={GOOD}"),
        (check_github, GOOD),
        (check_github, f"sha1={GOOD}"),
        (check_sentry, f"{GOOD}0"),
        (check_sentry, GOOD[:-1]),
        (check_sentry, "\ud800é" * 40),
    ],
)
def test_a_signature_of_another_form_is_refused(check, header):
    with pytest.raises(BadSignature):
        check(SECRET, BODY, header)


@pytest.mark.parametrize("late_s", [-300, 0, 300])
def test_a_timestamped_delivery_is_accepted_within_its_tolerance(late_s):
    check_timestamped(SECRET, BODY, AHEAD, str(NOW), now_s=NOW + late_s)


@pytest.mark.parametrize(
    ("stamp", "late_s", "words"),
    [
        (str(NOW), 301, "more than 300 s from now"),
        (str(NOW), -301, "more than 300 s from now"),
        (str(NOW + 1), 0, "another secret"),
        ("", 0, "no time in Unix seconds"),
        ("٣", 0, "no time in Unix seconds"),
        ("-5", 0, "no time in Unix seconds"),
        ("9" * 400, 0, "no time in Unix seconds"),
    ],
)
def test_a_timestamped_delivery_from_another_time_is_refused(stamp, late_s, words):
    with pytest.raises(BadSignature, match=words):
        check_timestamped(SECRET, BODY, AHEAD, stamp, now_s=NOW + late_s)
