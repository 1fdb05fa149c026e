"""Fetching from a real server on this machine, which is reached only because the test allows its network."""

import io
import socket
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from seawall.exchange import FetchError, FetchLimits, FetchRefusedError, FetchTooLargeError, fetch, parse_networks
from seawall.exchange.fetching import _checked_parts

LOOPBACK = parse_networks("127.0.0.0/8")
PICTURE = b"\x89PNG" + b"lamps" * 1000


class Shore(BaseHTTPRequestHandler):
    """A server that behaves as its paths say."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        name = self.path.strip("/").partition("?")[0]
        getattr(self, f"_{name.partition('/')[0] or 'picture'}")(name)

    def _send(self, status, body=b"", **headers):
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _picture(self, _name):
        self._send(200, PICTURE, Content_Type="image/PNG; charset=x")

    def _missing(self, _name):
        self._send(404, b"no")

    def _loop(self, _name):
        self._send(302, Location="/loop")

    def _hop(self, name):
        left = int(name.partition("/")[2])
        self._send(307, Location=f"/hop/{left - 1}" if left else "/picture")

    def _inward(self, _name):
        self._send(301, Location="http://169.254.169.254/latest/meta-data/")

    def _file(self, _name):
        self._send(301, Location="file:///etc/passwd")

    def _long(self, _name):
        self._send(200, b"x" * 50_000)

    def _endless(self, _name):
        self._send(200, Transfer_Encoding="chunked")
        piece = b"y" * 10_000
        try:
            for _ in range(1000):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        except OSError:
            return

    def _bomb(self, _name):
        self._send(200, zlib.compress(b"\0" * 10_000_000), Content_Encoding="deflate")

    def _broken(self, _name):
        self._send(200, b"half", Content_Length="8")
        self.close_connection = True

    def _drip(self, _name):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            while not self.server.done.wait(0.02):
                self.wfile.write(b"z")
                self.wfile.flush()
        except OSError:
            return

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def shore():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shore)
    server.asked, server.done, server.daemon_threads = [], threading.Event(), True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.done.set()
    server.shutdown()
    server.server_close()


def limits_for(server, **more):
    return FetchLimits(ports=frozenset({server.server_port}), networks=LOOPBACK, **more)


def take(server, path, *, host="127.0.0.1", resolve=None, **more):
    into = io.BytesIO()
    address = f"http://{host}:{server.server_port}/{path}"
    return fetch(address, into, limits=limits_for(server, **more), resolve=resolve), into.getvalue()


def test_a_file_is_fetched_with_its_declared_type(shore):
    fetched, content = take(shore, "picture?x=1")
    assert (fetched.media_type, fetched.size_bytes, content) == ("image/png", len(PICTURE), PICTURE)
    path, headers = shore.asked[0]
    assert (path, headers["Accept-Encoding"]) == ("/picture?x=1", "identity")
    assert headers["Host"] == f"127.0.0.1:{shore.server_port}"


def test_without_the_allowance_nothing_is_asked_of_this_machine(shore):
    for host in ("127.0.0.1", "localhost", "2130706433", "127.1", "0", "[::1]", "0x7f.1"):
        with pytest.raises((FetchRefusedError, FetchError)):
            fetch(
                f"http://{host}:{shore.server_port}/picture",
                io.BytesIO(),
                limits=FetchLimits(ports=frozenset({shore.server_port})),
            )
    assert shore.asked == []


def test_the_checked_address_is_the_one_that_is_connected_to(shore):
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    fetched, _ = take(shore, "picture", host="turning.example", resolve=lambda _host, _port: next(answers))
    assert fetched.size_bytes == len(PICTURE)
    assert shore.asked[0][1]["Host"].startswith("turning.example:")
    assert next(answers) == ["169.254.169.254"]  # asked once


def test_a_name_with_one_address_inside_is_refused_whole(shore):
    with pytest.raises(FetchRefusedError):
        take(shore, "picture", host="mixed.example", resolve=lambda *_: ["127.0.0.1", "10.0.0.1"])
    with pytest.raises(FetchRefusedError):
        take(shore, "picture", host="none.example", resolve=lambda *_: [])
    assert shore.asked == []


def test_a_name_without_address_is_told(shore):
    def unknown(_host, _port):
        raise socket.gaierror(-2, "unknown")

    with pytest.raises(FetchError, match="has no address"):
        take(shore, "picture", host="gone.example", resolve=unknown)


@pytest.mark.parametrize("path", ["inward", "file", "loop", "hop/4"])
def test_redirects_are_checked_and_few(shore, path):
    with pytest.raises(FetchRefusedError):
        take(shore, path)


def test_a_few_redirects_are_followed(shore):
    fetched, content = take(shore, "hop/2")
    assert fetched.url.endswith("/picture")
    assert content == PICTURE


@pytest.mark.parametrize("path", ["long", "endless"])
def test_what_is_too_large_is_cut_off(shore, path):
    with pytest.raises(FetchTooLargeError, match="20,000"):
        take(shore, path, max_bytes=20_000)


def test_compressed_answers_are_not_unpacked(shore):
    with pytest.raises(FetchRefusedError, match="compressed"):
        take(shore, "bomb")


@pytest.mark.parametrize(("path", "said"), [("missing", "404"), ("broken", "broke off|no usable")])
def test_no_file_is_told(shore, path, said):
    with pytest.raises(FetchError, match=said):
        take(shore, path)


def test_an_answer_that_drips_is_cut_off_at_the_deadline(shore):
    with pytest.raises(FetchError, match=r"within 0\.3 seconds"):
        take(shore, "drip", seconds=0.3)


def test_a_server_that_says_nothing_is_left(shore):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        bounds = FetchLimits(ports=frozenset({port}), networks=LOOPBACK, seconds=0.3)
        with pytest.raises(FetchError):
            fetch(f"http://127.0.0.1:{port}/", io.BytesIO(), limits=bounds)
        with pytest.raises(FetchError):  # no handshake either
            fetch(f"https://127.0.0.1:{port}/", io.BytesIO(), limits=bounds)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://lamps.example/a",
        "file:///etc/passwd",
        "gopher://lamps.example/",
        "//lamps.example/a",
        "lamps.example/a",
        "http://",
        "http://:80/",
        "http://keeper@lamps.example/",
        "http://keeper:wall@lamps.example/",
        "http://lamps.example:22/",
        "http://lamps.example:99999/",
        "http://lamps.example:0x50/",
        "http://lamps.example/\r\nHost: other",
        "http://lamps.example/ b",
        "http://lamps.example\\@other.example/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://lämpe.example/",
        "http://lamps.example/" + "a" * 9000,
        "http://" + "a" * 300 + ".example/",
        "http://a..b/",
        "",
    ],
)
def test_an_address_of_another_kind_is_refused(address):
    with pytest.raises(FetchRefusedError):
        fetch(address, io.BytesIO(), resolve=lambda *_: ["93.184.216.34"])


def test_a_host_is_asked_for_in_its_plain_form():
    parts, host, port = _checked_parts("https://XN--LMPE-0QA.example.:443/a?b", FetchLimits())
    assert (parts.path, host, port) == ("/a", "xn--lmpe-0qa.example", 443)
