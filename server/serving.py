"""One run of the server: its socket, its workers, and the line that says it is ready."""

import argparse
import gc
import math
import os
import secrets
import ssl
import sys
import threading
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import TYPE_CHECKING

from models.domain.errors import BadInput, Refused, Unavailable

if TYPE_CHECKING:
    from fastapi import FastAPI

    from server.core import Server

FOLDER, DATABASE, AHEAD = "WARROOM_SERVER_DATA", "WARROOM_SERVER_DATABASE", "WARROOM_SERVER_AHEAD"
"""How the workers, which are processes of their own, learn where the data is."""

PATIENCE_S = 60.0
"""How long a server may take to answer before somebody is told that it does not."""

WORKER_S = 60
"""A worker that begins on a busy machine is not heard for a while; one that is killed for it and
begun again is heard later still."""

_OBJECTS = 20_000
"""So many new ones before Python looks for circles among them. A push makes ten thousand, and no
circle: to look at every 700, and through all that was imported, took a tenth of its time."""


def serve(given: argparse.Namespace, folder: Path) -> int:
    """Until stopped. Raises Unavailable where something else listens or serves already."""
    import uvicorn

    from server.core import Server, signer_of
    from server.database import ServerDatabase
    from server.live import Protocol
    from server.running import held_by_server

    _refuse_senseless(given)
    ahead = _ahead(given.now) if given.now else 0
    # Migrates, and says what is wrong, before anything listens.
    server = Server(ServerDatabase(folder, given.database), signer_of(folder))
    if given.first_user:
        _make_first(server, given.first_user)
    with held_by_server(server.database, folder):
        os.environ[FOLDER] = str(folder)
        os.environ[DATABASE] = given.database
        os.environ[AHEAD] = str(ahead)
        config = uvicorn.Config(
            "server.serving:make_app",
            factory=True,
            host=given.host,
            port=given.port,
            workers=given.workers,
            http=Protocol,
            log_config=_logging(),
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
            timeout_worker_healthcheck=WORKER_S,
            ssl_certfile=given.certificate,
            ssl_keyfile=given.key,
        )
        try:
            socket = config.bind_socket()
        except SystemExit:
            raise Unavailable(
                f"{given.host}:{given.port} cannot be listened on. Name another with --port."
            ) from None
        # Accepted ones inherit it; without it every answer waits 40 ms for the other side's ACK.
        socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        port = socket.getsockname()[1]
        threading.Thread(
            target=_say_ready, args=(given.host, port, given.certificate), daemon=True
        ).start()
        worker = uvicorn.Server(config)
        if given.workers > 1:
            from uvicorn.supervisors import Multiprocess

            Multiprocess(config, sockets=[socket]).run()
        else:
            worker.run(sockets=[socket])
    return 0


def _refuse_senseless(given: argparse.Namespace) -> None:
    if not 0 <= given.port < 65536 or not 1 <= given.workers <= 64:
        raise BadInput("A port is 0 to 65535, and there are 1 to 64 workers.")
    if bool(given.certificate) != bool(given.key):
        raise BadInput("TLS needs both --certificate and --key.")
    if not given.certificate and not _is_here(given.host):
        sys.stderr.write(
            "Without --certificate everything goes unencrypted beyond this machine: put a proxy "
            "with TLS in front.\n"
        )
    if given.workers > 1 and not given.database:
        raise Refused("Several workers need a PostgreSQL database; name it with --database.")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _make_first(server: "Server", name: str) -> None:
    """An account to begin with; its password is said this once, to whoever started the server."""
    from server import accounts
    from server.access import Role

    with server.database.writing() as connection:
        if accounts.accounts(connection):
            return
        password = secrets.token_urlsafe(12)
        accounts.add_account(connection, name, password, Role.ADMIN, server.real_now())
    sys.stderr.write(
        f"The first account is {name}, an admin, with the password {password}\n"
        "It is said this once. Others: warroom-server user add NAME --password-stdin\n"
    )
    sys.stderr.flush()


def _say_ready(host: str, port: int, certificate: Path | None) -> None:
    """One line, once the server answers; and one before it, where that takes long."""
    late = time.monotonic() + PATIENCE_S
    while not _answers(host, port, certificate):
        if time.monotonic() > late:
            late = math.inf
            sys.stderr.write(
                f"The server has not answered for {PATIENCE_S:.0f} seconds and is still waited "
                "for. Where nothing follows, look at what it logged and at its database.\n"
            )
            sys.stderr.flush()
        time.sleep(0.05)
    shown = f"[{host}]" if ":" in host else host
    scheme = "https" if certificate else "http"
    print(f"warroom-server: ready at {scheme}://{shown}:{port}", flush=True)


def _answers(host: str, port: int, certificate: Path | None) -> bool:
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only read
    if certificate is None:
        asked = HTTPConnection(here, port, timeout=2)
    else:
        # Its own certificate, and that one alone: the name in it is not the loopback's.
        context = ssl.create_default_context(cafile=certificate)
        context.check_hostname = False
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        asked = HTTPSConnection(here, port, timeout=2, context=context)
    try:
        with closing(asked):
            asked.request("GET", "/health")
            return asked.getresponse().status == 200
    except (OSError, HTTPException):
        return False


def make_app() -> "FastAPI":
    """What each worker serves."""
    from server.blobs import Blobs
    from server.channels import Opener, SealedSecrets
    from server.core import Server, real_clock, signer_of
    from server.database import ServerDatabase
    from server.dispatch import Site
    from server.http import Web
    from server.http import make_app as app_of
    from server.publishing import PublishingLoop

    folder, url = Path(os.environ[FOLDER]), os.environ[DATABASE]
    ahead = int(os.environ[AHEAD])
    server = Server(ServerDatabase(folder, url), signer_of(folder), lambda: real_clock() + ahead)
    publishing = PublishingLoop(server, Opener(server.database, SealedSecrets(folder)))
    app = app_of(Web(Site(server, Blobs(folder)), url, publishing))
    gc.freeze()
    gc.set_threshold(_OBJECTS)
    return app


def _ahead(told: str) -> int:
    """Milliseconds that the clock of this run is ahead of the real one."""
    from models.domain.times import parse_time, to_ms

    return to_ms(parse_time(told)) - time.time_ns() // 1_000_000


def _logging() -> dict[str, object]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "server.http.JsonLines"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "stream": "ext://sys.stderr",
            }
        },
        "loggers": {
            "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "warroom.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        },
    }
