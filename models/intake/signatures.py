"""Whether a delivery was signed with the secret both sides know: None, or BadSignature."""

import hashlib
import hmac

from models.domain.errors import BadInput

_LONGEST_HEADER = 4_096
_PAGERDUTY = "v1="
_GITHUB = "sha256="


class BadSignature(BadInput):
    """The delivery was not signed with our secret, or not in time; the text says which."""


def check_pagerduty(secret: str, body: bytes, header: str) -> None:
    """`X-PagerDuty-Signature`: several while a secret is being changed; any one may match."""
    parts = [part.strip() for part in header[:_LONGEST_HEADER].split(",")]
    given = [part.removeprefix(_PAGERDUTY) for part in parts if part.startswith(_PAGERDUTY)]
    _check("PagerDuty", secret, body, given)


def check_sentry(secret: str, body: bytes, header: str) -> None:
    """`Sentry-Hook-Signature`: the bare digest."""
    _check("Sentry", secret, body, [header.strip()] if header.strip() else [])


def check_github(secret: str, body: bytes, header: str) -> None:
    """`X-Hub-Signature-256`; the older SHA-1 header is not accepted."""
    digest = header.strip().removeprefix(_GITHUB)
    _check("GitHub", secret, body, [digest] if digest != header.strip() else [])


def check_timestamped(
    secret: str,
    body: bytes,
    header: str,
    timestamp: str,
    *,
    now_s: int,
    tolerance_s: int = 300,
) -> None:
    """HMAC-SHA256 over `timestamp + "." + body`; `timestamp` is in Unix seconds."""
    stamp = timestamp.strip()
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        raise BadSignature("The delivery has no time in Unix seconds. Check the sender's settings.")
    if abs(now_s - int(stamp)) > tolerance_s:
        raise BadSignature(
            f"The delivery was signed more than {tolerance_s} s from now. Check both clocks."
        )
    digest = header.strip().removeprefix(_GITHUB)
    _check("The sender", secret, stamp.encode() + b"." + body, [digest] if digest else [])


def _check(who: str, secret: str, signed: bytes, given: list[str]) -> None:
    if not secret:
        raise BadSignature("No secret is set for this delivery. Set one, or turn the check off.")
    if not given:
        raise BadSignature(f"{who} did not sign this delivery. Check the secret at both ends.")
    expected = (
        hmac.new(secret.encode("utf-8", "replace"), signed, hashlib.sha256).hexdigest().encode()
    )
    # All are compared, so that the time taken does not tell which one was right.
    matches = [hmac.compare_digest(expected, _as_bytes(digest)) for digest in given]
    if not any(matches):
        raise BadSignature(
            f"{who} signed with another secret, or the body was changed. Check the secret."
        )


def _as_bytes(digest: str) -> bytes:
    return digest[:_LONGEST_HEADER].lower().encode("utf-8", "replace")
