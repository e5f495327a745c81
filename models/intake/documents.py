"""The bytes of a payload as JSON values, within limits that hostile bytes cannot pass."""

import json
import re

from models.intake.rejected import Rejected

MAX_BYTES = 1 << 20
MAX_DEPTH = 64

# A string is skipped as one token, also one that never ends; only brackets outside strings count.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+\\?(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


def read_documents(payload: bytes, most: int = MAX_BYTES) -> list[object]:
    """The one JSON value of the payload, or one a line where the payload is JSON lines. `most` is
    in bytes."""
    _refuse_large(payload, most)
    text = _read_text(payload)
    if not text.strip():
        raise Rejected("The payload is empty.")
    _refuse_deep(text)
    try:
        return [_parse(text)]
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and "\n" in text.strip():
            return _parse_lines(text)
        raise Rejected(_not_json(text, error)) from None


def read_inner(text: str) -> object:
    """The JSON value that a text of a payload holds, or None where it holds none."""
    try:
        return read_documents(text.encode("utf-8", "replace"))[0]
    except Rejected:
        return None


def _read_text(payload: bytes) -> str:
    try:
        return payload.decode(json.detect_encoding(payload)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Rejected("This is not text in UTF-8 or UTF-16, so it is not JSON.") from None


def _refuse_large(payload: bytes, most: int) -> None:
    if len(payload) > most:
        size = f"{len(payload) / (1 << 20):.1f} MiB"
        raise Rejected(f"The payload is {size}; more than {most >> 20} MiB is not read.")


def _refuse_deep(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for token in _TOKEN.finditer(text):
        bracket = token.group()[0]
        if bracket in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise Rejected(f"The JSON is nested more than {MAX_DEPTH} levels deep.")
        elif bracket in "]}":
            depth -= 1


def _parse(text: str) -> object:
    try:
        value: object = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError:
        raise
    except ValueError:
        raise Rejected("The JSON holds a number with thousands of digits.") from None
    return value


def _parse_lines(text: str) -> list[object]:
    values = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values.append(_parse(line))
        except json.JSONDecodeError:
            raise Rejected(f"Line {number} of this file of JSON lines is not JSON.") from None
    return values


def _refuse_constant(name: str) -> object:
    raise Rejected(f"The JSON holds {name}, which is not JSON.")


def _not_json(text: str, error: json.JSONDecodeError) -> str:
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return f"The JSON breaks off at line {error.lineno}: the file is cut short."
    return f"This is not JSON: it cannot be read at line {error.lineno}, column {error.colno}."
