"""The web server: one page, behind the gate, with a process for each tab that is open on it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from string import Template
from typing import Any

from aiohttp import web
from textual_serve.server import Server

from .gate import PAGES, Gate, add_headers
from .session import GRACE, Session
from .tab import as_line

WAIT_FOR_A_PLACE = 2.0  # seconds: a tab that is loaded again asks for a place before it has given up its own
HEARTBEAT = 15.0  # seconds after which a browser that has gone without a word is missed


def run(
    command: Sequence[str], listener: socket.socket, sessions: int, elsewhere: bool, say: Callable[[str], None]
) -> None:
    """Serve on this socket until interrupted; every process of a tab has ended by then."""
    with contextlib.suppress(KeyboardInterrupt):  # where signals cannot be waited for
        asyncio.run(_run(command, listener, sessions, elsewhere, say))
    say("Stopped.")


async def _run(
    command: Sequence[str], listener: socket.socket, sessions: int, elsewhere: bool, say: Callable[[str], None]
) -> None:
    gate = Gate(listener.getsockname()[1], elsewhere)
    tabs = Tabs(as_line(command), sessions)
    # The addresses asked for hold the token, so none is logged.
    runner = web.AppRunner(application(gate, tabs), access_log=None, logger=_log(), shutdown_timeout=3 * GRACE)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        stopped = _stop_signal()
        say(f"Open in your browser: {address_of(listener)}/?token={gate.token}")
        say("Whoever has this address can read and write the cases. Stop with Ctrl-C.")
        await stopped.wait()
    finally:
        await runner.cleanup()


def application(gate: Gate, tabs: Tabs) -> web.Application:
    """Everything that can be asked for, all of it behind the gate."""
    served = web.Application(middlewares=[gate.let_in])
    served.add_routes([
        web.get("/", tabs.page),
        web.get("/full", tabs.full),
        web.get("/ws", tabs.handle_websocket),
        web.get("/download/{key}", tabs.handle_download),
        web.static("/static", tabs.statics_path),
        web.static("/pages", PAGES),
    ])  # fmt: skip
    served.on_response_prepare.append(add_headers)
    served.on_shutdown.append(tabs.close_all)
    return served


class Tabs(Server):
    """The tabs that are open, no more of them than there are places. What is not said here is textual-serve's."""

    def __init__(self, command: str, places: int) -> None:
        super().__init__(command)
        self._places = places
        self._free = asyncio.Semaphore(places)
        self._open: set[web.WebSocketResponse] = set()

    async def page(self, request: web.Request) -> web.Response:
        """The page that holds the terminal."""
        return _shown("terminal.html")

    async def full(self, request: web.Request) -> web.Response:
        """The page for whoever found no place."""
        return _shown("full.html", status=503, places=_counted(self._places))

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Begin a session, if there is a place, and hold it for as long as its tab is open."""
        websocket = web.WebSocketResponse(heartbeat=HEARTBEAT, timeout=GRACE)
        await websocket.prepare(request)
        try:
            async with asyncio.timeout(WAIT_FOR_A_PLACE):
                await self._free.acquire()
        except TimeoutError:
            await websocket.send_json(["open_url", {"url": "/full", "new_tab": False}])
            await websocket.close(code=1013)  # try again later
            return websocket
        self._open.add(websocket)
        try:
            session = self._session_for(websocket)
            await session.hold(websocket, *(request.query.get(side, "") for side in ("width", "height")))
        except OSError as error:
            print(f"A session could not begin: {error.strerror or error}.", file=sys.stderr)
            await websocket.close(code=1011)  # something is wrong here
        finally:
            self._open.discard(websocket)
            self._free.release()
        return websocket

    async def close_all(self, app: web.Application) -> None:
        """Close every tab's connection, upon which its process ends."""
        await asyncio.gather(*(websocket.close(code=1001) for websocket in tuple(self._open)))

    def _session_for(self, websocket: web.WebSocketResponse) -> Session:
        async def close() -> None:
            await websocket.close()

        return Session(
            self.command,
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=close,
            download_manager=self.download_manager,
        )


def address_of(listener: socket.socket) -> str:
    """The address to open in a browser; a machine that listens everywhere is called by its name."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = socket.gethostname()
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _shown(name: str, status: int = 200, **words: str) -> web.Response:
    text = Template((PAGES / name).read_text(encoding="utf-8")).substitute(words)
    return web.Response(status=status, text=text, content_type="text/html")


def _counted(places: int) -> str:
    return "The one place is" if places == 1 else f"All {places} places are"


class _OneLine(logging.Formatter):
    """What went wrong with a request, without its traceback: that quotes the request, and anybody can send nonsense."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        return f"({ei[0].__name__})"


def _log() -> logging.Logger:
    shown = logging.StreamHandler()
    shown.setFormatter(_OneLine())
    log = logging.Logger(__name__)  # one of its own, so that nothing is passed on to where it would be shown in full
    log.addHandler(shown)
    return log


def _stop_signal() -> asyncio.Event:
    """Set on Ctrl-C, or when the system asks the program to end."""
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C then interrupts instead
            asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    return stopped
