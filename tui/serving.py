"""The address at which the full-screen interface is served to browsers, and what is said about it."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from ipaddress import ip_address

from decision_support.errors import UserMistake

WARNING = (
    "Warning: this can be reached from other machines, and what passes between them, names included, is not encrypted."
    " Put it behind a proxy that encrypts and asks who people are."
)


@dataclass(frozen=True)
class Place:
    """Where to serve. elsewhere: other machines may be let in, whether directly or through a proxy."""

    host: str
    port: int
    elsewhere: bool = False


def serve(command: Sequence[str], place: Place, sessions: int, say: Callable[[str], None]) -> None:
    """Serve until interrupted: each tab that opens gets its own process of the command, `sessions` of them at most.

    say: shows a line to whoever started it. Raises UserMistake.
    """
    try:
        import aiohttp  # noqa: F401 - whether it is there is all that is asked
        import textual_serve  # noqa: F401
    except ImportError:
        mend = "Install it with: pip install 'decision-support[web]'"
        raise UserMistake("the browser needs the library textual-serve, which is not installed.", mend=mend) from None
    from .web.server import run

    with closing(listening(place)) as listener:
        if place.elsewhere:
            say(WARNING)
        run(command, listener, sessions, place.elsewhere, say)


def listening(place: Place) -> socket.socket:
    """A socket that listens there. Raises UserMistake where it must not or cannot."""
    family, address = _address(place)
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two programs have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, place.port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise _refusal(error, place) from None
    return listener


def _address(place: Place) -> tuple[socket.AddressFamily, str]:
    """The numeric address, looked up once, so that what is checked is what is listened on."""
    try:
        if not place.host.strip():
            raise OSError
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        what = f"there is no address called '{place.host}'."
        raise UserMistake(what, mend="Leave out --host to serve this machine alone.") from None
    family, *_, where = found[0]
    address = str(where[0])
    if not place.elsewhere and not ip_address(address).is_loopback:
        raise UserMistake(
            f"'{place.host}' is not an address of this machine alone: others could read the cases on their way.",
            mend="Leave out --host, or add --allow-other-addresses where an encrypting proxy stands in front.",
        )
    return family, address


def _refusal(error: OSError, place: Place) -> UserMistake:
    if error.errno == errno.EADDRINUSE:
        mend = "Name another with --port, or let a free one be found with --port 0."
        return UserMistake(f"port {place.port} is in use.", mend=mend)
    if error.errno == errno.EACCES:
        return UserMistake(f"this account may not use port {place.port}.", mend="Name one from 1024 on with --port.")
    if error.errno == errno.EADDRNOTAVAIL:
        return UserMistake(f"this machine has no address '{place.host}'.", mend="Leave out --host.")
    return UserMistake(f"'{place.host}' cannot be listened on: {error.strerror or error}.", mend="Leave out --host.")
