"""May this process serve here? One server for each data folder, on a port that is free.

The folder's lock is given up by the kernel when its holder dies, so a killed server leaves nothing to clean up. The
file names the holder and its address, for `seawall doctor` and for the message that refuses a second server.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from seawall.desk.serving.errors import AlreadyServedError, PortTakenError, ServingError

__all__ = ["Holder", "free_port", "hold", "holder_of"]

SERVE_LOCK: Final = "serve.lock"
WORKER_LOCK: Final = "worker.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a lock: the process, and the address that it serves, if any."""

    pid: int
    address: str | None = None


@contextmanager
def hold(path: Path) -> Iterator[Callable[[str | None], None]]:
    """Hold the lock at `path` while the block runs; AlreadyServedError names who has it.

    Yields a function that notes the address served, once it is known.
    """
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = _read(path)
            who = f"process {holder.pid}" if holder else "another process"
            where = f" at {holder.address}" if holder and holder.address else ""
            raise AlreadyServedError(
                f"{who} serves {path.parent} already{where}; stop it first, or choose another SEAWALL_HOME",
                pid=holder.pid if holder else None,
            ) from error

        def note(address: str | None) -> None:
            file.truncate(0)
            file.write(json.dumps(asdict(Holder(pid=os.getpid(), address=address))))
            file.flush()

        note(None)
        yield note


def holder_of(path: Path) -> Holder | None:
    """Return who holds the lock at `path` now, None if nobody does."""
    try:
        with path.open("r", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _read(path) or Holder(pid=0)
    except FileNotFoundError:
        pass
    return None


def free_port(host: str, port: int) -> int:
    """Return `port` if one can listen there, or for 0 some free port.

    Raises:
        PortTakenError: somebody listens there already.
        ServingError: this machine has no such address, or the port asks for rights that are missing.
    """
    try:
        families = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise ServingError(f"{host!r} is no address to listen on: {error.strerror}") from error
    family, kind, protocol, _, address = families[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTakenError(
                    f"another program listens on {host}:{port}; stop it, or choose a port with --port",
                    host=host,
                    port=port,
                ) from error
            raise ServingError(f"can't listen on {host}:{port}: {error.strerror}") from error
        return int(probe.getsockname()[1])


def _read(path: Path) -> Holder | None:
    try:
        return Holder(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
