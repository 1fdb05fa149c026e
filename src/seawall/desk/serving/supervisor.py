"""How do several programs run as one? The supervisor starts them, restarts what dies, and ends them together.

A program that dies is started again after 1, 2, 4 … 30 seconds; once it has run for a minute the pause is 1 second
again. Each program has a process group of its own, so nothing that it started outlives it. On SIGTERM or Ctrl-C every
program is asked to end, and after `grace_seconds` made to. If the supervisor itself is killed, the programs notice
(`orphan.py`).
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Program", "Supervisor"]

_LONGEST_PAUSE_SECONDS: Final = 30.0
_STEADY_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 0.2
_STANDARD_ERROR: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One program to run: its name for messages, its command, its environment (None: that of the supervisor)."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] | None = None


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    start_at: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - programs are named by our own code alone
            self.program.command,
            env=self.program.environment,
            stdin=subprocess.DEVNULL,
            stdout=_STANDARD_ERROR,  # what programs say is no answer of the command
            start_new_session=True,
        )
        self.started_at = time.monotonic()

    def end_group(self, number: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Runs programs until it is told to stop."""

    def __init__(self, programs: Sequence[Program], *, say: Callable[[str], None], grace_seconds: float = 10.0) -> None:
        """Take the programs; `say` gets a sentence for each death and restart."""
        self._children = [_Child(program) for program in programs]
        self._say = say
        self._grace_seconds = grace_seconds
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the supervisor to end everything; safe from any thread and from signal handlers."""
        self._stop.set()

    @contextlib.contextmanager
    def on_signals(self) -> Iterator[None]:
        """Let SIGTERM, SIGHUP and Ctrl-C stop the supervisor while the block runs."""
        numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        before = [(number, signal.signal(number, lambda *_: self.stop())) for number in numbers]
        try:
            yield
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    @contextlib.contextmanager
    def begun_with(self, name: str) -> Iterator[None]:
        """Start the program of that name at once, and end everything when the block is left, however it is left."""
        try:
            for child in self._children:
                if child.program.name == name:
                    child.start()
            yield
        finally:
            self._end_all()

    def run(self, *, on_ready: Callable[[], bool] | None = None) -> None:
        """Run the programs until `stop`; `on_ready` is asked again and again until it says True."""
        try:
            while not self._stop.is_set():
                for child in self._children:
                    self._look_after(child)
                if on_ready is not None and on_ready():
                    on_ready = None
                self._stop.wait(_LOOK_SECONDS if on_ready is None else 0.05)
        finally:
            self._end_all()

    def _look_after(self, child: _Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_at:
                child.start()
            return
        code = child.process.poll()
        if code is None:
            return
        child.end_group(signal.SIGKILL)  # what it started must not hold the port
        child.process = None
        child.failures = 1 if now - child.started_at > _STEADY_SECONDS else child.failures + 1
        pause = min(_LONGEST_PAUSE_SECONDS, 2.0 ** (child.failures - 1))
        child.start_at = now + pause
        self._say(f"{child.program.name} ended with {_told(code)}; it starts again in {pause:.0f} s")

    def _end_all(self) -> None:
        for child in self._children:
            if child.process is not None:
                with contextlib.suppress(ProcessLookupError):
                    child.process.terminate()
        deadline = time.monotonic() + self._grace_seconds
        for child in self._children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"{child.program.name} did not end in time and is killed")
            child.end_group(signal.SIGKILL)
            child.process.wait()
            child.process = None


def _told(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"
