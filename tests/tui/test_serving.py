"""Serving to browsers: who is let in, how many, and that everything ends with it. A small program is served."""

from __future__ import annotations

import asyncio
import http.client
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from browser import Served, served

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the tests start and interrupt groups of processes")

SMALL_PROGRAM = [sys.executable, str(Path(__file__).with_name("small_program.py"))]
SERVE = """
import sys
from decision_support.tui.serving import Place, serve
sessions, host, *command = sys.argv[1:]
serve(command, Place(host or "127.0.0.1", 0, elsewhere=bool(host)), int(sessions), print)
"""
EVERY_PATH = ("/", "/ws", "/full", "/pages/terminal.js", "/static/js/textual.js", "/download/x", "/nowhere", "/pages/")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


class Witness:
    """Is told of every process of the small program that begins, and notices when one ends."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(60)
        self.environment = {"WITNESS": str(self._listener.getsockname()[1])}

    def began(self) -> socket.socket:
        """The next process that begins."""
        process, _ = self._listener.accept()
        process.settimeout(60)
        return process


def has_ended(process: socket.socket) -> bool:
    """Whether a process ends; waits for it."""
    return process.recv(1) == b""


@pytest.fixture(scope="module")
def witness() -> Witness:
    return Witness()


@pytest.fixture(scope="module")
def two_places(witness: Witness) -> Iterator[Served]:
    with serving("2", witness=witness) as server:
        yield server


def serving(
    sessions: str, host: str = "", command: list[str] | None = None, witness: Witness | None = None
) -> AbstractContextManager[Served]:
    environment = witness.environment if witness else None
    return served(["-c", SERVE, sessions, host, *(command or SMALL_PROGRAM)], environment)


def ask(server: Served, path: str, **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())


def cookie_of(server: Served) -> str:
    welcome = ask(server, "/" + server.address.rpartition("/")[2])
    return welcome.headers["Set-Cookie"].partition(";")[0]


@asynccontextmanager
async def tab(server: Served, **headers: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """The connection that a tab makes."""
    given = {"Cookie": cookie_of(server), "Origin": server.root, **headers}
    async with (
        aiohttp.ClientSession(headers={name: value for name, value in given.items() if value}) as client,
        client.ws_connect(server.root + "/ws?width=90&height=20") as websocket,
    ):
        yield websocket


async def until(websocket: aiohttp.ClientWebSocketResponse, text: str) -> str:
    """What is sent, up to where this is in it."""
    sent = ""
    async with asyncio.timeout(60):
        while text not in sent:
            message = await websocket.receive()
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), (message, sent)
            sent += message.data if isinstance(message.data, str) else message.data.decode()
    return sent


async def closes(websocket: aiohttp.ClientWebSocketResponse) -> bool:
    """Whether the server closes the connection; waits for it."""
    async with asyncio.timeout(60):
        async for _ in websocket:
            pass
    return websocket.closed


def test_the_printed_address_gives_a_cookie_and_leads_to_one_without_the_token(two_places: Served) -> None:
    welcome = ask(two_places, "/" + two_places.address.rpartition("/")[2])
    assert (welcome.status, welcome.headers["Location"]) == (303, "/")
    token = two_places.address.rpartition("=")[2]
    assert len(token) >= 43
    assert token not in welcome.headers["Set-Cookie"]
    assert "; HttpOnly" in welcome.headers["Set-Cookie"]
    assert "; SameSite=Strict" in welcome.headers["Set-Cookie"]
    page = ask(two_places, "/", Cookie=cookie_of(two_places))
    assert page.status == 200
    assert '<html lang="en' in page.text
    assert "<noscript>" in page.text
    assert "This session has ended" in page.text
    assert token not in page.text


@pytest.mark.parametrize("path", EVERY_PATH)
def test_without_the_token_nothing_is_shown_but_how_to_get_in(two_places: Served, path: str) -> None:
    name = cookie_of(two_places).partition("=")[0]
    for given in ({}, {"Cookie": f"{name}=guessed"}, {"Cookie": f"{name}="}, {"Cookie": f"{name}=\xe9"}):
        answer = ask(two_places, path, **given)
        assert answer.status == 403
        assert "decision-support serve" in answer.text
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("token", ["", "guessed", "%C3%A9", "guessed&token=guessed"])
def test_a_wrong_token_is_refused(two_places: Served, token: str) -> None:
    answer = ask(two_places, f"/?token={token}")
    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers


def test_the_token_counts_on_the_first_page_alone(two_places: Served) -> None:
    assert ask(two_places, "/full?" + two_places.address.rpartition("?")[2]).status == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "192.0.2.1", "", "localhost:x", "a b"])
def test_a_foreign_name_that_leads_here_is_refused(two_places: Served, host: str) -> None:
    cookie = cookie_of(two_places)
    assert ask(two_places, "/", Cookie=cookie, Host=host).status in (400, 403)
    token = two_places.address.rpartition("/")[2]
    assert ask(two_places, "/" + token, Host=host).status in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "localhost:9000", "127.0.0.1", "[::1]:8000"])
def test_every_name_of_the_machine_itself_will_do(two_places: Served, host: str) -> None:
    answer = ask(two_places, "/", Cookie=cookie_of(two_places), Host=host)
    assert answer.status == 200
    assert f"ws://{host} " in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/full", "/static/js/textual.js", "/nowhere"])
@pytest.mark.parametrize("known", [True, False])
def test_every_answer_tells_the_browser_to_ask_nobody_else_and_to_keep_nothing(
    two_places: Served, path: str, known: bool
) -> None:
    headers = ask(two_places, path, **({"Cookie": cookie_of(two_places)} if known else {})).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    own = f"127.0.0.1:{two_places.port}"
    assert policy == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:", "font-src": "'self'", "connect-src": f"'self' ws://{own} wss://{own}",
        "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_what_else_stands_in_the_address_is_dropped(two_places: Served) -> None:
    answer = ask(two_places, "/?ping=http://evil.example&delay=1", Cookie=cookie_of(two_places))
    assert (answer.status, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example", "http://127.0.0.1:1", "file://127.0.0.1"])
def test_a_page_that_is_not_ours_gets_no_session(two_places: Served, origin: str) -> None:
    async def try_it() -> None:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with tab(two_places, Origin=origin):
                pass
        assert refused.value.status == 403

    asyncio.run(try_it())


def test_a_session_shows_the_program_and_hears_what_is_typed(two_places: Served, witness: Witness) -> None:
    async def work() -> None:
        async with tab(two_places) as websocket:
            await until(websocket, "ready-90")
            for noise in ("{", "[]", "7", '["stdin"]', '["stdin", 7]', '["resize", {"width": "x"}]', "[" * 100_000):
                await websocket.send_str(noise)
            await websocket.send_json(["stdin", "[red] é\r"])
            assert "heard-[red] é" in await until(websocket, "heard-[red] é")

    asyncio.run(work())
    assert has_ended(witness.began())


def test_no_more_sessions_than_places_and_a_closed_tab_makes_room(two_places: Served, witness: Witness) -> None:
    async def work() -> None:
        async with tab(two_places) as first:
            await until(first, "ready")
            process = witness.began()
            async with tab(two_places) as second, tab(two_places) as third:
                await until(second, "ready")
                assert (await third.receive()).json() == ["open_url", {"url": "/full", "new_tab": False}]
                assert await closes(third)
                await first.close()
                assert has_ended(process)
                async with tab(two_places) as fourth:
                    await until(fourth, "ready")

    asyncio.run(work())
    assert has_ended(witness.began())
    assert has_ended(witness.began())
    full = ask(two_places, "/full", Cookie=cookie_of(two_places))
    assert full.status == 503
    assert "All 2 places are in use." in full.text


def test_a_file_that_the_program_hands_out_comes_through_behind_the_gate(two_places: Served, witness: Witness) -> None:
    async def work() -> None:
        async with tab(two_places) as websocket:
            await until(websocket, "ready")
            await websocket.send_json(["stdin", "\x1bOQ"])  # F2
            found = re.search(r'\["deliver_file_start", "(\w+)"\]', await until(websocket, '"]'))
            assert found
            path = f"/download/{found[1]}"
            refused = await asyncio.to_thread(ask, two_places, path)
            assert (refused.status, "inside the file" in refused.text) == (403, False)
            given = await asyncio.to_thread(ask, two_places, path, Cookie=cookie_of(two_places))
            assert given.text == "inside the file\n"
            assert given.headers["Content-Disposition"] == "attachment; filename=handed-out.txt"
            assert given.headers["Cache-Control"] == "no-store"

    asyncio.run(work())
    assert has_ended(witness.began())


def test_the_tab_closes_when_its_program_ends(two_places: Served, witness: Witness) -> None:
    async def work() -> None:
        async with tab(two_places) as websocket:
            await until(websocket, "ready")
            await websocket.send_json(["stdin", "\x1bOR"])  # F3
            assert await closes(websocket)

    asyncio.run(work())
    assert has_ended(witness.began())


def test_the_tab_closes_when_its_program_cannot_begin() -> None:
    async def work(server: Served) -> None:
        for _ in range(2):  # and the one place is free again
            async with tab(server) as websocket:
                assert await closes(websocket)
                assert websocket.close_code == 1000

    with serving("1", command=[sys.executable, "-c", "raise SystemExit('no screens today')"]) as server:
        asyncio.run(work(server))
        code, said, complaints = server.interrupted()
    assert code == 0
    assert "no screens today" in said
    assert "Traceback" not in said + complaints


def test_control_c_ends_every_session_without_a_traceback(witness: Witness) -> None:
    async def work(server: Served) -> tuple[int, str, str]:
        async with tab(server) as first, tab(server) as second:
            await until(first, "ready")
            process = witness.began()
            closed = asyncio.gather(closes(first), closes(second))
            ended = await asyncio.to_thread(server.interrupted)  # the second may be about to begin
            assert has_ended(process)
            assert await closed == [True, True]
        return ended

    with serving("4", witness=witness) as server:
        code, said, complaints = asyncio.run(work(server))
    assert (code, complaints) == (0, "")
    assert said == "Stopped.\n"


def test_control_c_is_for_the_server_which_then_ends_a_program_that_is_still_beginning() -> None:
    async def work(server: Served) -> tuple[int, str, str]:
        async with tab(server) as websocket:
            await until(websocket, "begun")
            closed = asyncio.create_task(closes(websocket))
            ended = await asyncio.to_thread(server.interrupted)
            assert await closed
            assert websocket.close_code == aiohttp.WSCloseCode.GOING_AWAY
        return ended

    waits_to_be_told = "import os; os.write(1, b'__GANGLION__\\nD\\0\\0\\0\\5begun'); os.read(0, 1)"
    with serving("1", command=[sys.executable, "-c", waits_to_be_told]) as server:
        code, said, complaints = asyncio.run(work(server))
    assert (code, complaints) == (0, "")
    assert said == "Stopped.\n"


def test_nonsense_is_refused_without_being_quoted() -> None:
    with serving("1") as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as anybody:
            anybody.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: nonsense\r\n\r\n")
            assert b" 400 " in anybody.recv(100)
        code, said, complaints = server.interrupted()
    assert (code, said) == (0, "Stopped.\n")
    assert len(complaints.splitlines()) == 2
    assert "nonsense" not in complaints


def test_a_session_ends_when_the_server_is_killed() -> None:
    witness = Witness()

    async def work(server: Served) -> None:
        async with tab(server) as websocket:
            await until(websocket, "ready")
            process = witness.began()
            server.process.kill()
            assert has_ended(process)

    with serving("1", witness=witness) as server:
        asyncio.run(work(server))


def command_line(*arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "decision_support", "serve", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "", "2130706433.example.invalid"])
def test_an_address_that_others_could_reach_is_refused(host: str) -> None:
    code, said = command_line("--host", host, "--port", "0")
    assert code == 2
    assert "Leave out --host" in said
    assert "token" not in said


def test_other_addresses_are_served_once_allowed_and_with_a_warning(witness: Witness) -> None:
    async def work(server: Served) -> None:
        proxied = {"Host": "cases.example", "Origin": "https://cases.example"}
        assert ask(server, "/", Cookie=cookie_of(server), Host="cases.example").status == 200
        async with tab(server, **proxied) as websocket:
            await until(websocket, "ready")
        with pytest.raises(aiohttp.WSServerHandshakeError):
            async with tab(server, Host="cases.example", Origin="https://evil.example"):
                pass

    with serving("1", host="0.0.0.0", witness=witness) as server:
        assert "not encrypted" in server.said[0]
        reachable = Served(server.process, f"http://127.0.0.1:{server.port}/?{server.address.partition('?')[2]}", ())
        asyncio.run(work(reachable))
    assert has_ended(witness.began())


def test_an_address_of_another_machine_is_no_traceback() -> None:
    code, said = command_line("--host", "192.0.2.1", "--port", "0", "--allow-other-addresses")
    assert code == 2
    assert "192.0.2.1" in said


def test_a_port_in_use_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = command_line("--port", port)
    assert code == 2
    assert f"port {port} is in use" in said
    assert "--port 0" in said


def test_a_knowledge_base_with_a_mistake_is_told_before_anything_is_served(tmp_path: Path) -> None:
    code, said = command_line("--port", "0", "--rules", str(tmp_path / "nowhere"))
    assert code == 2
    assert "nowhere" in said


@pytest.mark.parametrize("library", ["textual_serve", "aiohttp"])
def test_without_the_extra_it_says_what_to_install(library: str) -> None:
    program = f"import sys; sys.modules['{library}'] = None; from decision_support.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program, "serve"], capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "pip install 'decision-support[web]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1
