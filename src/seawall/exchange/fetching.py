"""How is a file fetched from an address that somebody else chose, without being led into our own network?

Only http and https, to the usual ports, without credentials in the address. The name is resolved once; every address
it has must be public (`public_addresses`); the connection goes to the checked address itself, so a name that changes
its mind gains nothing. Redirects are few and checked like the first address. One clock runs over the whole fetch, and
the answer is cut off at a size. Compressed answers are refused, so nothing unpacks larger than it came. Proxy
settings of the environment are not used. Left out: what the file is.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final
from urllib.parse import SplitResult, urljoin, urlsplit

import idna

from seawall.exchange.errors import FetchError, FetchRefusedError, FetchTooLargeError
from seawall.exchange.public_addresses import Network, is_public

__all__ = ["FetchLimits", "Fetched", "fetch"]

_PORTS: Final = {"http": 80, "https": 443}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK_BYTES: Final = 1 << 16
_MAX_URL_CHARACTERS: Final = 8192

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How far a fetch may go. `networks` may be reached although they are not public."""

    max_bytes: int = 64 << 20
    seconds: float = 20.0
    redirects: int = 3
    ports: frozenset[int] = frozenset({80, 443})
    networks: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What was fetched: the address after redirects, its declared type without parameters, and its size."""

    url: str
    media_type: str
    size_bytes: int


def fetch(url: str, into: BinaryIO, *, limits: FetchLimits | None = None, resolve: Resolve | None = None) -> Fetched:
    """Fetch what stands at an address into an open file.

    Args:
        url: the address.
        into: where the octets go.
        limits: how far to go.
        resolve: gives the addresses of a name and port; the system's resolver unless given.

    Raises:
        FetchRefusedError: the address is not one that is fetched, or leads to one.
        FetchTooLargeError: there is more than `limits.max_bytes`.
        FetchError: no connection, no answer in time, or not the status 200.
    """
    bounds = limits or FetchLimits()
    deadline = time.monotonic() + bounds.seconds
    target = url
    for _ in range(bounds.redirects + 1):
        step = _Step(target, bounds, deadline, resolve or _system_addresses)
        led_to = step.take(into)
        if isinstance(led_to, Fetched):
            return led_to
        target = urljoin(target, led_to)
    raise FetchRefusedError(f"the address redirects more than {bounds.redirects} times", url=url)


class _Step:
    """One request to one address: checked, connected, answered."""

    def __init__(self, url: str, limits: FetchLimits, deadline: float, resolve: Resolve) -> None:
        self._url, self._limits, self._deadline = url, limits, deadline
        self._parts, self._host, self._port = _checked_parts(url, limits)
        try:
            addresses = resolve(self._host, self._port)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"the name {self._host} has no address", url=url) from error
        refused = [address for address in addresses if not is_public(address, allowed=limits.networks)]
        if refused or not addresses:
            raise FetchRefusedError(f"{self._host} leads to a place that is not public", url=url)
        self._address = addresses[0]

    def take(self, into: BinaryIO) -> Fetched | str:
        """Return what was fetched, or where the answer sends us."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self._too_slow()
        connection = _checked_connection(self._parts.scheme, self._host, self._port, self._address, left)
        watch = threading.Timer(left, _cut_off, [connection])  # also ends an answer that drips octet by octet
        watch.daemon = True
        watch.start()
        try:
            return self._answer(connection, into)
        except (OSError, http.client.HTTPException, ValueError) as error:
            if time.monotonic() >= self._deadline:
                raise self._too_slow() from error
            raise FetchError(f"{self._host} gave no usable answer: {type(error).__name__}", url=self._url) from error
        finally:
            watch.cancel()
            connection.close()

    def _answer(self, connection: http.client.HTTPConnection, into: BinaryIO) -> Fetched | str:
        path = (self._parts.path or "/") + (f"?{self._parts.query}" if self._parts.query else "")
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close", "User-Agent": "seawall"}
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            return location
        if response.status != http.client.OK:
            raise FetchError(f"{self._host} answered with the status {response.status}", url=self._url)
        if (response.headers.get("Content-Encoding") or "identity").strip().lower() != "identity":
            raise FetchRefusedError("the answer is compressed, and compressed answers are not unpacked", url=self._url)
        self._refuse_announced_size(response)
        size = self._copy(response, into)
        return Fetched(url=self._url, media_type=response.headers.get_content_type(), size_bytes=size)

    def _copy(self, response: http.client.HTTPResponse, into: BinaryIO) -> int:
        size = 0
        while chunk := response.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > self._limits.max_bytes:
                raise self._too_large()
            into.write(chunk)
        if time.monotonic() >= self._deadline:
            raise self._too_slow()  # the end may be our own cut
        if response.length:
            raise FetchError(f"{self._host} broke off its answer", url=self._url)
        return size

    def _refuse_announced_size(self, response: http.client.HTTPResponse) -> None:
        if response.length is not None and response.length > self._limits.max_bytes:
            raise self._too_large()

    def _too_large(self) -> FetchTooLargeError:
        limit = self._limits.max_bytes
        return FetchTooLargeError(f"there are more than {limit:,} bytes at the address", url=self._url, limit=limit)

    def _too_slow(self) -> FetchError:
        return FetchError(f"{self._host} did not answer within {self._limits.seconds:g} seconds", url=self._url)


def _checked_parts(url: str, limits: FetchLimits) -> tuple[SplitResult, str, int]:
    """Return the parts of an address, its host as it is resolved, and its port."""
    if len(url) > _MAX_URL_CHARACTERS or not url.isascii() or any(letter <= " " or letter == "\x7f" for letter in url):
        raise FetchRefusedError("an address has plain letters alone; write others in percent form", url=url[:200])
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchRefusedError("this is no web address", url=url) from error
    if parts.scheme not in _PORTS:
        raise FetchRefusedError("only http and https addresses are fetched", url=url)
    if "@" in parts.netloc or "\\" in url:
        raise FetchRefusedError("an address with credentials in it is not fetched", url=url)
    port = _PORTS[parts.scheme] if port is None else port
    if port not in limits.ports:
        raise FetchRefusedError(f"port {port} is not fetched from", url=url)
    return parts, _plain_host(parts.hostname or "", url), port


def _plain_host(host: str, url: str) -> str:
    if ":" in host:  # an IPv6 address; a zone would name an interface of ours
        if "%" in host:
            raise FetchRefusedError("an address with a zone is not fetched", url=url)
        return host
    try:
        return idna.encode(host.rstrip("."), uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise FetchRefusedError("the address names no host", url=url) from error


def _system_addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _checked_connection(scheme: str, host: str, port: int, address: str, seconds: float) -> http.client.HTTPConnection:
    """Return a connection that speaks to `host` at that address alone."""
    if scheme == "https":
        return _SecureConnection(host, port, address=address, timeout=seconds)
    return _PlainConnection(host, port, address=address, timeout=seconds)


class _PlainConnection(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, *, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address

    def connect(self) -> None:
        """Connect to the checked address; the name is not looked up again."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _SecureConnection(_PlainConnection):
    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        """Connect, and prove that it is the host that was named."""
        super().connect()
        context = ssl.create_default_context()
        secure = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = secure  # before the handshake, so that the clock can cut that off too
        secure.do_handshake()


def _cut_off(connection: http.client.HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is closed already
