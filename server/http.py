"""The server over HTTP: routes, sizes, rates, live news, health and figures."""

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from models.domain.errors import BadInput, WarRoomError
from models.replication import messages
from models.replication.messages import Message
from server import accounts, dispatch, intake
from server.access import Right, demand
from server.dispatch import Answer, Site
from server.live import EventStream, Hub, Poker
from server.publishing import PublishingLoop
from server.rates import Rate
from server.schemas import DESCRIBED

MOST_BODY = messages.MOST_BYTES

_RATES = (
    ("/v1/auth/sign-in", 20),
    ("/v1/auth/renew", 60),
    ("/v1/intake/", 600),
    ("/v1/", 6000),
)
"""The first that fits counts, a minute and a sender."""

TOO_FAST = "Too many requests. Wait a moment."

_GONE = 499
"""In the figures alone: whoever asked hung up in the middle of it."""

_log = logging.getLogger("warroom.server")


class Web:
    """The routes around one Site."""

    def __init__(
        self, site: Site, database_url: str = "", publishing: PublishingLoop | None = None
    ) -> None:
        self.site = site
        self.hub = Hub(site.server)
        self.poker = None if site.server.database.is_sqlite else Poker(database_url, self.hub)
        self.publishing = publishing
        site.server.poke = (self.poker or self.hub).news
        if publishing:
            site.server.stir = publishing.stir
        self.counts: Counter[tuple[str, int]] = Counter()
        self.seconds: Counter[str] = Counter()
        self._rates = [(beginning, Rate(most)) for beginning, most in _RATES]

    @asynccontextmanager
    async def life(self, _: FastAPI) -> AsyncIterator[None]:
        self.hub.start()
        if self.poker:
            self.poker.start()
        if self.publishing:
            self.publishing.start()
        yield
        if self.publishing:
            await run_in_threadpool(self.publishing.stop)
        if self.poker:
            self.poker.stop()
        self.hub.stop()
        await run_in_threadpool(self.site.server.database.close)

    async def any(self, request: Request) -> Response:
        """Everything that `dispatch` answers."""
        began = time.perf_counter()
        found = await self._answered(request)
        route = request.scope["route"].path
        self.counts[route, found.status_code] += 1
        took = time.perf_counter() - began
        self.seconds[route] += took  # type: ignore[assignment]  # a sum of seconds
        _log.info(
            "request",
            extra={"route": route, "status": found.status_code, "ms": round(took * 1000, 1)},
        )
        return found

    async def _answered(self, request: Request) -> Response:
        kind = _kind(request.headers.get("accept") or request.headers.get("content-type") or "")
        if wait := self._too_fast(request):
            return _response(Answer(429, {"message": TOO_FAST}, wait), kind)
        try:
            body = await _capped(request)
            told = _kind(request.headers.get("content-type") or "")
            message = _read(body, told) if body else {}
        except ClientDisconnect:
            return Response(status_code=_GONE)
        except BadInput as error:
            too_large = "larger" in str(error)
            return _response(Answer(413 if too_large else 400, {"message": str(error)}), kind)
        query: Message = dict(request.query_params)
        answered = await run_in_threadpool(
            dispatch.answer, self.site, request.method, request.url.path, query, message,
            _token(request),
        )  # fmt: skip
        return _response(answered, kind)

    async def live(self, request: Request) -> Response:
        """Server-sent events: each holds a page of a stream, as base64 of a packed message."""
        try:
            who = await run_in_threadpool(self._session, _token(request))
            demand(who.role, Right.READ)
        except WarRoomError as error:
            return _response(Answer(401, {"message": str(error)}), messages.JSON)
        return EventStream(
            self.hub, partial(self._still, _token(request)), accounts.ACCESS_MS / 2000
        )

    async def _still(self, token: str) -> bool:
        """A sign-in that ended meanwhile hears no more."""
        try:
            await run_in_threadpool(self._session, token)
        except WarRoomError:
            return False
        return True

    def _session(self, token: str) -> accounts.Session:
        server = self.site.server
        with server.database.reading() as connection:
            return accounts.session(connection, token, server.real_now())

    async def intake(self, request: Request) -> Response:
        """Alerts from monitoring, with a source's token or its signature."""
        if wait := self._too_fast(request):
            return _response(Answer(429, {"message": TOO_FAST}, wait), messages.JSON)
        try:
            body = await _capped(request)
        except ClientDisconnect:
            return Response(status_code=_GONE)
        except BadInput as error:
            return _response(Answer(413, {"message": str(error)}), messages.JSON)
        headers = {name.lower(): value for name, value in request.headers.items()}
        answered = await run_in_threadpool(
            intake.receive, self.site, request.path_params["source"], body, headers
        )
        return _response(answered, messages.JSON)

    async def health(self) -> Response:
        def ask() -> None:
            with self.site.server.database.reading() as connection:
                connection.execute(text("SELECT 1"))

        try:
            await asyncio.wait_for(run_in_threadpool(ask), 5)
        except (SQLAlchemyError, TimeoutError):
            return PlainTextResponse("database does not answer\n", 503)
        return PlainTextResponse("ok\n")

    async def metrics(self) -> Response:
        """Prometheus text."""
        lines = [
            "# TYPE warroom_listeners gauge",
            f"warroom_listeners {self.hub.listeners}",
            "# TYPE warroom_events_delivered_total counter",
            f"warroom_events_delivered_total {self.hub.delivered}",
            "# TYPE warroom_requests_total counter",
            *(
                f'warroom_requests_total{{route="{route}",status="{status}"}} {n}'
                for (route, status), n in sorted(self.counts.items())
            ),
            "# TYPE warroom_request_seconds_total counter",
            *(
                f'warroom_request_seconds_total{{route="{route}"}} {seconds:.6f}'
                for route, seconds in sorted(self.seconds.items())
            ),
        ]
        return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")

    def _too_fast(self, request: Request) -> int:
        """Seconds to wait."""
        path = request.url.path
        rate = next(rate for beginning, rate in self._rates if path.startswith(beginning))
        # Only behind a sign-in does the token tell who asks; before it anybody could make one up
        # for each try.
        sender = request.client.host if request.client else ""
        if rate is self._rates[-1][1]:
            sender = _token(request) or sender
        return rate.wait_s(sender, time.monotonic())


def make_app(web: Web) -> FastAPI:
    app = FastAPI(
        title="War room server", version=str(messages.PROTOCOL), lifespan=web.life,
        docs_url=None, redoc_url=None,
    )  # fmt: skip
    for route in DESCRIBED:
        app.add_api_route(
            route.path, web.any, methods=[route.method], openapi_extra=route.described(),
            name=route.name, response_model=None,
        )  # fmt: skip
    app.add_api_route("/v1/live", web.live, methods=["GET"], response_model=None)
    app.add_api_route("/v1/intake/{source}", web.intake, methods=["POST"], response_model=None)
    app.add_api_route("/health", web.health, methods=["GET"], response_model=None)
    app.add_api_route("/metrics", web.metrics, methods=["GET"], response_model=None)
    return app


async def _capped(request: Request) -> bytes:
    """The body, never more than MOST_BODY of it."""
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > MOST_BODY:
            raise BadInput(f"The message is larger than {MOST_BODY:,} bytes.")
    return bytes(found)


def _kind(told: str) -> str:
    return messages.BINARY if messages.BINARY in told else messages.JSON


def _read(body: bytes, kind: str) -> Message:
    return messages.unpack(body) if kind == messages.BINARY else messages.unpack_json(body)


def _response(answer: Answer, kind: str) -> Response:
    packed = (
        messages.pack(answer.message)
        if kind == messages.BINARY
        else messages.pack_json(answer.message)
    )
    headers = {"Retry-After": str(answer.retry_after_s)} if answer.retry_after_s else {}
    if answer.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(packed, answer.status, headers, media_type=kind)


def _token(request: Request) -> str:
    scheme, _, word = request.headers.get("authorization", "").partition(" ")
    return word.strip() if scheme.lower() == "bearer" else ""


class JsonLines(logging.Formatter):
    """One JSON object a line; what a request carried is never in it."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        for name in ("route", "status", "ms"):
            if hasattr(record, name):
                told[name] = getattr(record, name)
        return json.dumps(told)
