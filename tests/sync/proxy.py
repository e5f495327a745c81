"""A line between a desktop and the server that can be slow, cut, reset, or dead."""

import random
import socket
import struct
import threading
from contextlib import suppress
from enum import Enum


class Fault(Enum):
    NONE = "none"
    CUT_REQUEST = "cut in the middle of a request"
    CUT_ANSWER = "cut in the middle of an answer"
    RESET = "reset"
    BLACKHOLE = "nothing comes through and nothing is closed"
    SLOW = "slow"


class Proxy:
    """TCP on loopback; `fault` counts for connections made from then on, and `hang_up` ends those
    that are open."""

    def __init__(self, target: tuple[str, int], seed: int = 1) -> None:
        self._target = target
        self._chance = random.Random(seed)
        self.fault = Fault.NONE
        self._ended = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self._open: set[socket.socket] = set()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(self._target)
                self._open |= {near, far}
                fault = self.fault
                up = self._chance.randint(1, 1_500) if fault is Fault.CUT_REQUEST else None
                down = self._chance.randint(1, 400) if fault is Fault.CUT_ANSWER else None
                if fault is Fault.RESET:
                    up = self._chance.randint(1, 600)
                    linger = struct.pack("ii", 1, 0)
                    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                for one, other, most in ((near, far, up), (far, near, down)):
                    thread = threading.Thread(
                        target=self._carry, args=(near, one, other, most, fault)
                    )
                    thread.start()
                    self._threads.append(thread)

    def _carry(
        self, near: socket.socket, one: socket.socket, other: socket.socket, most: int | None,
        fault: Fault,
    ) -> None:  # fmt: skip
        """Bytes from one end to the other; no more than `most` of them, then both are closed."""
        with suppress(OSError):
            while part := one.recv(65_536 if fault is not Fault.SLOW else 2_000):
                if fault is Fault.BLACKHOLE:
                    continue
                if fault is Fault.SLOW:
                    self._ended.wait(0.002)
                if most is not None and len(part) >= most:
                    other.sendall(part[:most])
                    break
                other.sendall(part)
                most = most and most - len(part)
        for end in (one, other):
            with suppress(OSError):
                if fault is Fault.RESET and end is near:
                    end.close()
                else:
                    end.shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        for end in tuple(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def close(self) -> None:
        self._ended.set()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.hang_up()
        for thread in self._threads:
            thread.join(5)
