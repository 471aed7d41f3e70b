"""Connections to public addresses only, none of which lasts longer than it may.

A name is resolved here and the address that was checked is the one connected to, so that a name that points elsewhere
a moment later (DNS rebinding) leads nowhere.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from ssl import SSLContext
from time import monotonic
from typing import Any, Final

import httpcore

from tocsin.fetching.errors import FetchError

_TRANSLATED: Final = IPv6Network("64:ff9b::/96")  # NAT64: an IPv4 address stands in the last four bytes
_PORTS: Final = frozenset({80, 443})


def is_public(address: str) -> bool:
    """Whether an address is one of the open network; an IPv4 address within an IPv6 one is judged as what it is."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _TRANSLATED:
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_reserved and not found.is_multicast


class Guarded(httpcore.SyncBackend):
    """Connects to the public addresses of a host, and reads and writes until `ends` (of the monotonic clock)."""

    def __init__(self, ends: float, *, private: bool = False) -> None:
        self._ends, self._private = ends, private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The stream to the first address that answers."""
        failed: httpcore.NetworkError | httpcore.TimeoutException = httpcore.ConnectError("no address")
        for address in self._addresses(host, port):
            try:
                stream = super().connect_tcp(address, port, _left(self._ends, timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
                continue
            return Timed(stream, self._ends)
        raise failed

    def connect_unix_socket(self, *_given: Any, **_named: Any) -> httpcore.NetworkStream:
        """Never."""
        raise httpcore.UnsupportedProtocol("no sockets of this machine")

    def _addresses(self, host: str, port: int) -> list[str]:
        if port not in _PORTS and port < 1024 and not self._private:
            raise FetchError(f"port {port} is not that of a web server")
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"the host {host!r} is not found ({error})", passing=True) from error
        addresses = [str(each[4][0]) for each in found]
        open_ = [address for address in addresses if self._private or is_public(address)]
        if not open_:
            raise FetchError(f"{host} is at {addresses[0]}, no address of the open network (see --allow-private)")
        return open_


class Timed(httpcore.NetworkStream):
    """A stream that is over at a fixed time, however steadily its bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, ends: float) -> None:
        self._stream, self._ends = stream, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes."""
        return self._stream.read(max_bytes, _left(self._ends, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends bytes."""
        self._stream.write(buffer, _left(self._ends, timeout))

    def close(self) -> None:
        """Ends the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same stream, encrypted."""
        return Timed(self._stream.start_tls(ssl_context, server_hostname, _left(self._ends, timeout)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        """What the stream says of itself."""
        return self._stream.get_extra_info(info)


def _left(ends: float, timeout: float | None) -> float:
    left = ends - monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("it took too long in all")
    return left if timeout is None else min(left, timeout)
