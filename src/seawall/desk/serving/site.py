"""The program that answers requests: `python -m seawall.desk.serving.site HOST PORT THREADS`.

Granian serves the WSGI application from one process with several threads; a request that blocks holds up one thread
alone. Addresses of requests are not logged, since they may name accounts.
"""

from __future__ import annotations

import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from seawall.desk.serving.orphan import end_with_parent

__all__ = ["main"]


def main(host: str, port: int, threads: int) -> None:
    """Serve until SIGTERM."""
    end_with_parent()
    server = Granian(
        "seawall.desk.wsgi:served",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        backlog=512,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=False,
        workers_kill_timeout=8,
    )
    server.serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
