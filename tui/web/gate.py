"""Who may come in: whoever has the address with its token, from a page of our own, and nobody else."""

from __future__ import annotations

import hmac
import re
import secrets
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

PAGES = Path(__file__).parent / "pages"

_HOST = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")


class Gate:
    """Lets requests in that carry the token, or the cookie that was given for it.

    port       tells the cookies of two servers on one machine apart: browsers do not
    elsewhere  the machine may be called by any name; otherwise only by those that mean itself
    """

    def __init__(self, port: int, elsewhere: bool) -> None:
        self.token = secrets.token_urlsafe(32)
        self._given = secrets.token_urlsafe(32)
        self._cookie = f"decision-support-{port}"
        self._elsewhere = elsewhere

    @web.middleware
    async def let_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Pass on what may come in; show everybody else how to get in, and nothing more."""
        if not self._knows_host(request):
            return _refused()
        if request.path == "/" and _same(request.query.get("token", ""), self.token):
            return self._welcome()
        if not _same(request.cookies.get(self._cookie, ""), self._given):
            return _refused()
        if "Upgrade" in request.headers and not _own_page(request):
            return _refused()
        if request.path == "/" and request.query_string:
            return web.Response(status=303, headers={"Location": "/"})  # nothing else in the address is taken
        return await handler(request)

    def _welcome(self) -> web.Response:
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(self._cookie, self._given, httponly=True, samesite="Strict", path="/")
        return response

    def _knows_host(self, request: web.Request) -> bool:
        """Whether the page was asked for by a name of ours; a foreign name may have been made to lead here."""
        host = request.headers.get("Host", "")
        return _HOST.fullmatch(host) is not None and (self._elsewhere or _is_this_machine(host))


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """What every answer tells the browser: ask nobody else, tell nobody else, keep nothing."""
    host = request.headers.get("Host", "")
    ours = (
        f"'self' ws://{host} wss://{host}" if _HOST.fullmatch(host) else "'self'"
    )  # not all browsers count ws as self
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        f"font-src 'self'; connect-src {ours}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"


def _refused() -> web.Response:
    text = (PAGES / "refused.html").read_text(encoding="utf-8")
    return web.Response(status=403, text=text, content_type="text/html")


def _same(given: str, wanted: str) -> bool:
    """Whether they are equal, in a time that does not tell how far."""
    return hmac.compare_digest(given.encode(errors="replace"), wanted.encode())


def _own_page(request: web.Request) -> bool:
    """Whether a page of ours asks: browsers let any page open a websocket to anywhere, and say which page it was."""
    origin = urlsplit(request.headers.get("Origin", ""))
    return origin.scheme in ("http", "https") and origin.netloc == request.headers.get("Host")


def _is_this_machine(host: str) -> bool:
    name = host.removesuffix(":" + host.rpartition(":")[2]) if not host.endswith("]") else host
    if name == "localhost":
        return True
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
