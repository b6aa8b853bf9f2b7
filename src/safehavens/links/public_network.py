"""Connections to hosts on the public network alone.

The addresses that a host's name stands for are looked up once, checked, and connected to; so a name
cannot stand for a public address while it is checked and for a private one afterward.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

import httpcore2
import httpx2

_NAT64: Final = IPv6Network("64:ff9b::/96")


class PrivateHost(Exception):
    """A host that is on a private network, or on this machine."""


class UnknownHost(Exception):
    """A host whose name stands for no address here."""


def is_public(address: str) -> bool:
    """Whether an IP address, as text, is one of the public network; also one packed in another."""
    ip = ip_address(address.partition("%")[0])
    inner = _unpack(ip)
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _unpack(ip: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(ip, IPv4Address):
        return None
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


class PublicNetwork(httpcore2.NetworkBackend):
    """Connects to checked addresses.

    Parameters
    ----------
    private : bool
        Whether private networks are allowed too.
    """

    def __init__(self, private: bool = False) -> None:
        self._private = private
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of a host that answers.

        Raises
        ------
        PrivateHost, UnknownHost, httpcore2.ConnectError, httpcore2.ConnectTimeout
        """
        failure: httpcore2.ConnectError | httpcore2.ConnectTimeout | None = None
        for address in self._look_up(host, port):
            try:
                return self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = failure or error
        raise failure or UnknownHost(host)

    def _look_up(self, host: str, port: int) -> list[str]:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise UnknownHost(host) from None
        addresses = list(dict.fromkeys(str(row[4][0]) for row in rows))
        if not self._private and not all(map(is_public, addresses)):
            raise PrivateHost(host)
        return addresses


class _Stream(httpx2.SyncByteStream):
    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts

    def close(self) -> None:
        """Let the connection go."""
        if hasattr(self._parts, "close"):
            self._parts.close()


class PublicTransport(httpx2.BaseTransport):
    """HTTP over `PublicNetwork`. Raises the errors of httpcore2, PrivateHost and UnknownHost."""

    def __init__(self, private: bool = False) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            max_keepalive_connections=20,
            keepalive_expiry=10.0,
            network_backend=PublicNetwork(private),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request."""
        url = request.url
        assert isinstance(request.stream, httpx2.SyncByteStream)
        sent = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        got = self._pool.handle_request(sent)
        assert isinstance(got.stream, Iterable)
        return httpx2.Response(
            got.status, headers=got.headers, stream=_Stream(got.stream), extensions=got.extensions
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()
