"""A platform with a token, and banks that it fills and asks over the API."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from seawall.desk.banks.live_index import live_index
from seawall.desk.hma.limits import HmaLimits
from seawall.desk.hma.models import ApiToken
from seawall.desk.hma.services import TokenDraft, make_token
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role
from seawall.exchange import parse_networks

EVERYTHING = ("lookup", "hash", "curate")


@pytest.fixture(autouse=True)
def fresh_index() -> Iterator[None]:
    """Begin with an empty index: a rolled-back database gives its numbers again."""
    live_index().forget()
    yield
    live_index().forget()


@dataclass
class Platform:
    """A client with a token, as a platform has it."""

    token: ApiToken
    secret: str
    client: Client

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> HttpResponse:
        """Ask with the token in the header; `body` goes as JSON."""
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, f"/hma/{path}", HTTP_AUTHORIZATION=f"Bearer {self.secret}", **sent, **more)

    def get(self, path: str) -> Any:
        """Ask, and return what a good answer holds."""
        answer = self.ask("GET", path)
        assert answer.status_code == 200, (path, answer.content)
        return json.loads(answer.content)

    def post(self, path: str, body: Any = None) -> Any:
        """Send JSON, and return what a good answer holds."""
        answer = self.ask("POST", path, body)
        assert answer.status_code in {200, 201}, (path, answer.content)
        return json.loads(answer.content)

    def upload(self, path: str, content: bytes, *, field: str = "photo", **fields: str) -> HttpResponse:
        """Send a file in a form."""
        file = io.BytesIO(content)
        file.name = "picture.png"
        return self.client.post(f"/hma/{path}", {field: file, **fields}, HTTP_AUTHORIZATION=f"Bearer {self.secret}")


@pytest.fixture
def administrator(staff_with) -> StaffMember:
    return staff_with(Role.ADMINISTRATOR)


@pytest.fixture
def analyst(staff_with) -> StaffMember:
    return staff_with(Role.ANALYST)


@pytest.fixture
def platform_with(administrator, analyst, desk_home):
    """Return a function that gives a platform a token of these scopes."""
    numbers = iter(range(1, 100))

    def make(*scopes: str, **more: Any) -> Platform:
        draft = TokenDraft(
            name=f"Harbour platform {next(numbers)}", scopes=scopes or EVERYTHING, answers_for=analyst, **more
        )
        made = make_token(draft, acting=administrator)
        return Platform(token=made.token, secret=made.secret, client=Client(enforce_csrf_checks=True))

    return make


@pytest.fixture
def platform(platform_with) -> Platform:
    return platform_with()


@pytest.fixture(scope="session")
def draw():
    """Return a function that draws a picture of blurred made-up noise, rich enough for PDQ, as PNG."""

    def drawn(seed: int, form: str = "PNG") -> bytes:
        coarse = np.random.default_rng(seed).integers(0, 255, (9, 12, 3), dtype=np.uint8)
        picture = Image.fromarray(coarse).resize((480, 360), Image.Resampling.BICUBIC)
        octets = io.BytesIO()
        picture.save(octets, form)
        return octets.getvalue()

    return drawn


@pytest.fixture
def harbour(platform) -> Platform:
    """Return a platform with a bank HARBOUR."""
    platform.post("c/banks", {"name": "HARBOUR"})
    return platform


@pytest.fixture
def shore(settings):
    """Serve files on this machine from `shore.files` (path → type, content), and allow fetching from there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            kind, content = self.server.files.get(self.path, (None, b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.files, server.daemon_threads = {}, True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.HMA = HmaLimits(ports=frozenset({server.server_port}), networks=parse_networks("127.0.0.0/8"))
    server.address = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()
