"""The sockets at which clients come."""

from __future__ import annotations

import socket
import sys

from safehavens.decide.request import BadRequest


def bind(host: str, port: int) -> socket.socket:
    """A socket that is ours, and at which nobody is answered yet.

    Parameters
    ----------
    host : str
        A name or address of this machine.
    port : int
        0 takes one that is free.

    Raises
    ------
    BadRequest
        The host is not one of this machine, or the port is taken.
    """
    return _open(host, port, shared=False)


def bind_several(host: str, port: int, count: int) -> list[socket.socket]:
    """A socket for each of several processes.

    Linux deals clients out among sockets at one port. Elsewhere all have the same socket.

    Raises
    ------
    BadRequest
        As for `bind`.
    """
    first = bind(host, port)
    if count == 1 or not sys.platform.startswith("linux"):
        return [first] * count
    port = first.getsockname()[1]
    first.close()
    return [_open(host, port, shared=True) for _ in range(count)]


def _open(host: str, port: int, shared: bool) -> socket.socket:
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise _cannot_listen(host, port, error) from None
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(where)
    except OSError as error:
        listener.close()
        raise _cannot_listen(host, port, error) from None
    return listener


def _cannot_listen(host: str, port: int, error: Exception) -> BadRequest:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return BadRequest(f"The server cannot listen at {host}, port {port}: {why}.")


def name_address(listener: socket.socket) -> str:
    """Where a socket listens, as an address of the web."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
