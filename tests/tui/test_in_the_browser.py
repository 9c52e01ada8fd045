"""What is served, in a real browser: keys reach the program, its screens are shown, and nobody else is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser import CHROMIUM, Served, Window, await_text, browser, served

from at_screen import stored, write
from decision_support.casework import Casework
from decision_support.cli.options import today
from decision_support.model.entries import Answered

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed, so nothing can be opened in a browser")

SERVE_A_SMALL_PROGRAM = """
import sys
from decision_support.tui.serving import Place, serve
serve([sys.executable, sys.argv[1]], Place("127.0.0.1", 0), 1, print)
"""


@pytest.fixture(scope="module")
def one_place() -> Iterator[Served]:
    """A small program, served to one tab at a time."""
    program = Path(__file__).with_name("small_program.py")
    with served(["-c", SERVE_A_SMALL_PROGRAM, str(program)]) as server:
        yield server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as started:
        yield started


@pytest.fixture
def window(chromium: Any) -> Iterator[Window]:
    opened = Window(chromium)
    yield opened
    opened.close()


def test_a_case_is_gone_on_with_and_the_answer_is_in_the_store(window: Window, desk: Casework, tmp_path: Path) -> None:
    store = write(tmp_path / "cases.db", "2026-001", "nssb", "Case [red] [/x]")
    own_folders = {f"XDG_{each}_HOME": str(tmp_path / each) for each in ("CONFIG", "STATE", "DATA")}
    arguments = ["-m", "decision_support", "serve", "--port", "0", "--store", str(store)]
    with served(arguments, {**own_folders, "DECISION_SUPPORT_USER": "asha"}) as server:
        assert "2026-001" not in window.open(server.root).inner_text("body")
        page = window.open(server.address)
        await_text(page, "Case [red] [/x]")
        page.keyboard.press("Enter")
        await_text(page, "Could anybody come to harm now")
        page.keyboard.press("y")
        await_text(page, "What this changed")
        record = stored(store, "2026-001")
        assert [(entry.writer, each.answer.value) for entry, each in record.of(Answered)] == [("asha", "yes")]
        page.keyboard.press("a")
        first, *_ = desk.advise(record.case(), today()).recommendations
        await_text(page, first.say[:40])
        assert {urlsplit(address).netloc for address in window.asked} == {f"127.0.0.1:{server.port}"}
        assert [each for each in window.complaints if "403" not in each] == []
        assert server.interrupted() == (0, "Stopped.\n", "")


def test_keys_reach_the_program_without_a_click_and_nobody_else_is_asked(one_place: Served, window: Window) -> None:
    page = window.open(one_place.address)
    assert page.url == one_place.root + "/"
    assert page.title() == "Decision support"
    await_text(page, "ready-")
    page.keyboard.type("[red] é")
    page.keyboard.press("Enter")
    await_text(page, "heard-[red] é")
    assert {urlsplit(address).netloc for address in window.asked} == {f"127.0.0.1:{one_place.port}"}
    assert window.complaints == []


def test_a_tab_can_be_loaded_again_though_it_holds_the_only_place(one_place: Served, window: Window) -> None:
    page = window.open(one_place.address)
    page.on("dialog", lambda question: question.accept())  # the browser asks before it leaves
    await_text(page, "ready-")
    page.keyboard.type("something")
    page.keyboard.press("Enter")
    await_text(page, "heard-something")
    page.reload()
    assert "heard-" not in await_text(page, "ready-")


def test_half_typed_text_is_not_lost_by_closing_the_tab_without_a_question(one_place: Served, window: Window) -> None:
    page = window.open(one_place.address)
    await_text(page, "ready-")
    page.keyboard.type("half")
    await_text(page, "half")
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    page.keyboard.type(" and half")
    await_text(page, "half and half")


def test_one_tab_too_many_is_told_so_and_can_try_again(one_place: Served, window: Window) -> None:
    first = window.open(one_place.address)
    await_text(first, "ready-")
    second = window.open(one_place.address)
    second.wait_for_url("**/full")
    assert "The one place is in use." in second.inner_text("body")
    first.close()
    second.keyboard.press("Enter")
    await_text(second, "ready-")


def test_when_the_program_ends_the_tab_says_so_and_begins_again_with_one_key(one_place: Served, window: Window) -> None:
    page = window.open(one_place.address)
    await_text(page, "ready-")
    page.keyboard.press("F3")
    page.get_by_text("This session has ended.").wait_for()
    assert not page.get_by_text("No session could begin.").is_visible()
    page.keyboard.press("Enter")
    page.get_by_text("This session has ended.").wait_for(state="hidden")
    await_text(page, "ready-")


def test_an_exported_file_is_downloaded(one_place: Served, window: Window, tmp_path: Path) -> None:
    page = window.open(one_place.address)
    await_text(page, "ready-")
    with page.expect_popup() as opened:
        page.keyboard.press("F2")
    if not opened.value.is_closed():
        opened.value.wait_for_event("close")
    (download,) = window.downloads
    assert download.suggested_filename == "handed-out.txt"
    download.save_as(tmp_path / "taken.txt")
    assert (tmp_path / "taken.txt").read_text(encoding="utf-8") == "inside the file\n"


def test_without_the_token_nothing_is_shown(one_place: Served, window: Window) -> None:
    page = window.open(one_place.root)
    assert "Not let in" in page.inner_text("body")
    assert page.query_selector("#terminal") is None


def test_a_server_that_is_stopped_leaves_a_message_and_no_screen(window: Window) -> None:
    program = Path(__file__).with_name("small_program.py")
    with served(["-c", SERVE_A_SMALL_PROGRAM, str(program)]) as server:
        page = window.open(server.address)
        await_text(page, "ready-")
        assert server.interrupted()[0] == 0
    page.get_by_text("This session has ended.").wait_for()
