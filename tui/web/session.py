"""One tab and its process: what is typed goes in, what is drawn comes out, and they end together."""

from __future__ import annotations

import asyncio
import contextlib
import json
from asyncio.subprocess import Process

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.server import to_int

GRACE = 5.0  # seconds that a process is given to end by itself
LARGEST = 1000  # columns and rows: more would only fill the memory


class Session(AppService):
    """The process behind one tab; its tab closes when it ends, however it ends."""

    async def run(self) -> None:
        try:
            await super().run()
        finally:
            await self.remote_close()

    async def hold(self, websocket: web.WebSocketResponse, width: str, height: str) -> None:
        """Begin the process and stay until the tab closes or the process ends; then end both.

        Raises OSError where no process can begin.
        """
        await self.start(_within_bounds(to_int(width, 80)), _within_bounds(to_int(height, 24)))
        try:
            async for message in websocket:
                if message.type == WSMsgType.TEXT:
                    await self._take(message.data, websocket)
        finally:
            await self._end()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Keep hold of the process: textual-serve waits for its last word only, which is not yet its end."""
        self._held = await super()._open_app_process(width, height)
        return self._held

    async def _take(self, text: str, websocket: web.WebSocketResponse) -> None:
        """One message of the page, in textual-serve's own terms; what is not of that form is passed over."""
        try:
            match json.loads(text):
                case ["stdin", str(typed)]:
                    await self.send_bytes(typed.encode(errors="replace"))
                case ["resize", {"width": int(width), "height": int(height)}]:
                    await self.set_terminal_size(_within_bounds(width), _within_bounds(height))
                case ["ping", str(sent)]:
                    await websocket.send_json(["pong", sent])
                case ["blur", *_]:
                    await self.blur()
                case ["focus", *_]:
                    await self.focus()
        except (ValueError, RecursionError, ConnectionResetError):
            return

    async def _end(self) -> None:
        """Ask the process to end, then close its input, which tells it once more (see tab), then make it end."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await self.stop()
        self.stdin.close()
        try:
            async with asyncio.timeout(GRACE):
                await self._held.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._held.kill()
            await self._held.wait()


def _within_bounds(size: int) -> int:
    """A number of columns or rows that a terminal can have."""
    return max(1, min(size, LARGEST))
