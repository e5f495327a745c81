"""What each address takes, for the OpenAPI description: tools and fuzzers read it."""

from dataclasses import dataclass, field
from typing import Any

_BYTES = {
    "type": "object",
    "properties": {"$bytes": {"type": "string", "contentEncoding": "base64"}},
    "required": ["$bytes"],
}
_TEXT = {"type": "string", "maxLength": 200}
_COUNT = {"type": "integer", "minimum": 0}
_CURSORS = {
    "type": "array",
    "items": {"type": "array", "prefixItems": [_TEXT, _COUNT, _BYTES], "minItems": 3,
              "maxItems": 3, "items": {}},
}  # fmt: skip
_PLACES = {
    "type": "array",
    "maxItems": 64,
    "items": {"type": "array", "prefixItems": [_COUNT, _BYTES], "minItems": 2, "maxItems": 2,
              "items": {}},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Described:
    method: str
    path: str
    name: str
    takes: dict[str, Any] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()
    is_open: bool = False

    def described(self) -> dict[str, Any]:
        """The OpenAPI of this address, as FastAPI merges it."""
        told: dict[str, Any] = {
            "responses": {
                code: {"description": words, "content": {"application/json": {}}}
                for code, words in _ANSWERS.items()
            },
            "parameters": [
                {"name": name, "in": "path", "required": True, "schema": _TEXT}
                for name in self.parameters
            ],
        }
        if self.takes:
            told["requestBody"] = {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "properties": self.takes,
                            "required": sorted(self.takes),
                        }
                    }
                },
            }
        return told


_ANSWERS = {
    "200": "done",
    "400": "cannot be read",
    "401": "not signed in",
    "403": "not for this account",
    "404": "not there",
    "409": "read again first",
    "413": "too large",
    "422": "refused",
    "429": "too fast",
}

DESCRIBED = (
    Described("GET", "/v1/hello", "hello", is_open=True),
    Described(
        "POST", "/v1/auth/sign-in", "sign-in",
        {"name": _TEXT, "password": _TEXT, "device": _TEXT, "label": _TEXT, "key": _BYTES},
        is_open=True,
    ),
    Described(
        "POST", "/v1/auth/renew", "renew", {"refresh": _TEXT, "device": _TEXT}, is_open=True
    ),
    Described("POST", "/v1/auth/sign-out", "sign-out"),
    Described("GET", "/v1/heads", "heads"),
    Described(
        "POST", "/v1/pull", "pull", {"epoch": _COUNT, "streams": _CURSORS, "limit": _COUNT}
    ),
    Described("POST", "/v1/common", "common", {"stream": _TEXT, "places": _PLACES}),
    Described(
        "POST", "/v1/push", "push",
        {"epoch": _COUNT, "cursors": _CURSORS, "ops": {"type": "array", "items": _BYTES}},
    ),
    Described("POST", "/v1/presence", "presence", {"incident": _TEXT, "doing": _TEXT}),
    Described("GET", "/v1/blobs/{sha256}/state", "blob-state", parameters=("sha256",)),
    Described(
        "PUT", "/v1/blobs/{sha256}", "put-blob",
        {"offset": _COUNT, "size": _COUNT, "part": _BYTES}, ("sha256",),
    ),
    Described("GET", "/v1/blobs/{sha256}", "get-blob", parameters=("sha256",)),
    Described("GET", "/v1/devices", "devices"),
    Described(
        "POST", "/v1/devices/{device}/revoke", "revoke-device", parameters=("device",)
    ),
)  # fmt: skip
