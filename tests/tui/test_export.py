"""Taking advice, the page, the chronology and the whole case out of the screens as files, by keys."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from pathlib import Path

import pytest
from browser import CHROMIUM, Window, await_text, browser, served
from click.testing import CliRunner
from textual.widgets import Input

from at_screen import NARROW, WIDE, AtScreen, at_screen, put_example, stored, write
from decision_support.casefile.store import Store
from decision_support.casefile.transfer import export_in, imported
from decision_support.cli.commands import commands

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])
EXAMPLE = "friday-afternoon-report"
ON = dt.date(2026, 11, 9)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a case that names people, and the folder that one is in."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("COLUMNS", "80")
    return put_example(tmp_path / "cases.db", EXAMPLE)


def printed(store: Path, *arguments: str) -> str:
    """What the command line prints."""
    done = CliRunner().invoke(commands, [*arguments, "--store", str(store)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def exported(store: Path, name: str, *arguments: str) -> str:
    """What the command line writes into a file."""
    file = store.parent / name
    printed(store, "case", "export", "2026-001", str(file), *arguments)
    return file.read_text(encoding="utf-8")


def written() -> dict[str, str]:
    """Every file in the folder that one is in."""
    return {each.name: each.read_text(encoding="utf-8") for each in Path().iterdir()}


async def ask(here: AtScreen, line: int, *keys: str) -> None:
    """Open the dialog, choose what to write, and press these keys."""
    await here.press("a", "x")
    assert here.where == "Export"
    await here.press(*["down"] * line, "enter", *keys)


async def call_it(here: AtScreen, name: str) -> None:
    """Write another name into the field for it."""
    await here.press("tab", "backspace")  # the name stands there selected
    assert here.app.screen.query_one(Input).value == ""
    await here.type(name)


@SIZES
async def test_the_advice_is_what_the_verb_prints(store: Path, size: tuple[int, int]) -> None:
    async with at_screen(store, "2026-001", size, ON) as here:
        await ask(here, 0, "ctrl+s")
        assert here.where == "AdviceRoom"
        file = Path("2026-001-advice-2026-11-09.txt").absolute()
        assert f"Written into {file}. It names people." in here.told
    assert written() == {file.name: printed(store, "advise", "2026-001", "--on", ON.isoformat())}
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


@SIZES
async def test_the_advice_as_data_is_that_of_the_verb(store: Path, size: tuple[int, int]) -> None:
    async with at_screen(store, "2026-001", size, ON) as here:
        await ask(here, 1, "ctrl+s")
    data = json.loads(written()["2026-001-advice-2026-11-09.json"])
    assert data == json.loads(printed(store, "advise", "2026-001", "--on", ON.isoformat(), "--format", "json"))


async def test_the_page_is_what_the_verb_prints(store: Path) -> None:
    async with at_screen(store, "2026-001", on=ON) as here:
        await ask(here, 2, "ctrl+s")
    page = written()["2026-001-page-2026-11-09.txt"]
    assert page == printed(store, "case", "show", "2026-001", "--on", ON.isoformat())


@SIZES
async def test_the_chronology_is_what_the_verb_writes(store: Path, size: tuple[int, int]) -> None:
    async with at_screen(store, "2026-001", size, ON) as here:
        await ask(here, 3, "ctrl+s")
    assert written()["2026-001-chronology.md"] == exported(store, "verb.md")


async def test_the_whole_case_can_be_imported_elsewhere(store: Path, tmp_path: Path) -> None:
    async with at_screen(store, "2026-001", on=ON) as here:
        await ask(here, 4, "ctrl+s")
    text = written()["2026-001.json"]
    assert text == exported(store, "verb.json")
    with Store(tmp_path / "elsewhere.db") as other:
        assert imported(other, export_in(text, "2026-001.json"), "2026-001.json")[0] == "2026-001"
    assert stored(tmp_path / "elsewhere.db", "2026-001") == stored(store, "2026-001")


@pytest.mark.parametrize("line", range(5))
async def test_without_names_nobody_is_named(store: Path, line: int) -> None:
    async with at_screen(store, "2026-001", on=ON) as here:
        await ask(here, line)
        assert "! This file names people." in here.text
        await here.press("end", "space")
        assert "[x] Without names" in here.text
        assert "This file names people" not in here.text
        await here.press("ctrl+s")
        assert "Recorded names become roles." in here.told
        assert "names people" not in here.told
    [(name, text)] = written().items()
    assert "redacted" in name
    people = stored(store, "2026-001").case(ON).people
    assert people
    for person in people:
        first = person.called.partition(" ")[0]
        assert not re.search(rf"\b{first}\b", text, re.IGNORECASE)


async def test_without_names_it_is_what_the_verbs_write(store: Path) -> None:
    async with at_screen(store, "2026-001", on=ON) as here:
        for line in (2, 3, 4):
            await ask(here, line, "end", "space", "ctrl+s")
    files = written()
    page = printed(store, "case", "show", "2026-001", "--on", ON.isoformat(), "--redacted")
    assert files["2026-001-page-2026-11-09-redacted.txt"] == page
    assert files["2026-001-chronology-redacted.md"] == exported(store, "verb.md", "--redacted")
    assert files["2026-001-redacted.json"] == exported(store, "verb.json", "--redacted")


@SIZES
async def test_an_existing_file_is_replaced_only_after_an_explicit_yes(store: Path, size: tuple[int, int]) -> None:
    Path("mine.txt").write_text("mine", encoding="utf-8")
    async with at_screen(store, "2026-001", size, ON) as here:
        await ask(here, 0)
        await call_it(here, "mine.txt")
        await here.press("enter")
        assert "Mine.txt exists already. Replace it, or choose another name?" in here.text
        await here.press("ctrl+s")
        assert here.where == "Export"
        assert written() == {"mine.txt": "mine"}
        await here.press("enter")  # on the button that says so
        assert here.where == "AdviceRoom"
    assert written()["mine.txt"].startswith(stored(store, "2026-001").case(ON).case)


async def test_another_name_takes_the_question_back(store: Path) -> None:
    Path("mine.txt").write_text("mine", encoding="utf-8")
    async with at_screen(store, "2026-001", on=ON) as here:
        await ask(here, 0)
        await call_it(here, "mine.txt")
        await here.press("ctrl+s", "shift+tab", "end")
        await here.type("2")
        assert "exists already" not in here.text
        await here.press("ctrl+s")
    assert written()["mine.txt"] == "mine"
    assert "mine.txt2" in written()


@SIZES
async def test_a_missing_folder_is_told_and_what_was_typed_stays(store: Path, size: tuple[int, int]) -> None:
    async with at_screen(store, "2026-001", size, ON) as here:
        await ask(here, 0)
        await call_it(here, "no[red]where/a.txt")
        await here.press("ctrl+s")
        assert here.where == "Export"
        assert "There is no folder" in here.text
        assert here.app.screen.query_one(Input).value == "no[red]where/a.txt"
    assert written() == {}


@pytest.mark.parametrize(
    ("name", "told"),
    [("", "The file has no name yet."), ("..", "is a folder, not a file"), ("~nobody-at-all/a", "cannot")],
)
async def test_a_name_that_cannot_be_is_told(store: Path, name: str, told: str) -> None:
    async with at_screen(store, "2026-001", on=ON) as here:
        await ask(here, 0)
        await call_it(here, name)
        await here.press("ctrl+s")
        assert told in here.text
    assert written() == {}


async def test_a_folder_that_may_not_be_written_into_is_told_and_nothing_is_half_written(store: Path) -> None:
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    Path("closed").mkdir(mode=0o500)
    async with at_screen(store, "2026-001", on=ON) as here:
        await ask(here, 0)
        await call_it(here, "closed/a.txt")
        await here.press("ctrl+s")
        assert "cannot be written: Permission denied" in here.text
    assert list(Path("closed").iterdir()) == []


async def test_a_disk_that_is_full_is_told(store: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    async with at_screen(store, "2026-001", on=ON) as here:
        await ask(here, 0)
        await call_it(here, "/dev/full")
        await here.press("ctrl+s")
        assert here.where == "Export"
        assert "/dev/full is a device, not a file" in here.text


async def test_the_sign_for_ones_own_folder_is_understood(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    async with at_screen(store, "2026-001", on=ON) as here:
        await ask(here, 0)
        await call_it(here, "~/a.txt")
        await here.press("ctrl+s")
    assert (tmp_path / "home" / "a.txt").exists()


async def test_a_name_that_was_written_stays_when_something_else_is_chosen(store: Path) -> None:
    async with at_screen(store, "2026-001", on=ON) as here:
        await ask(here, 0)
        assert here.app.screen.query_one(Input).value == "2026-001-advice-2026-11-09.txt"
        await here.press("down", "down", "down", "space")
        assert here.app.screen.query_one(Input).value == "2026-001-chronology.md"
        await call_it(here, "mine.md")
        await here.press("shift+tab", "home", "space")
        assert here.app.screen.query_one(Input).value == "mine.md"


@SIZES
async def test_the_advice_can_be_copied(store: Path, size: tuple[int, int]) -> None:
    async with at_screen(store, "2026-001", size, ON) as here:
        await ask(here, 3, "y")
        assert here.app.clipboard == printed(store, "advise", "2026-001", "--on", ON.isoformat())
        assert "copied" in here.told
        assert "It names people." in here.told
    assert written() == {}


@SIZES
async def test_escape_writes_nothing(store: Path, size: tuple[int, int]) -> None:
    async with at_screen(store, "2026-001", size, ON) as here:
        await ask(here, 1, "escape")
        assert here.where == "AdviceRoom"
    assert written() == {}


async def test_the_keys_of_the_room_below_do_nothing_while_the_dialog_is_open(store: Path) -> None:
    async with at_screen(store, "2026-001", on=ON) as here:
        await ask(here, 0, "g", "p", "x")
        assert here.where == "Export"


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed, so nothing can be opened in a browser")
def test_in_the_browser_the_file_is_handed_to_it_and_no_folder_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    store = write(tmp_path / "cases.db", "2026-001", "nssb", "Case [red] [/x]")
    own_folders = {f"XDG_{each}_HOME": str(tmp_path / each) for each in ("CONFIG", "STATE", "DATA")}
    arguments = ["-m", "decision_support", "serve", "--port", "0", "--store", str(store)]
    with browser() as chromium, served(arguments, own_folders) as server:
        page = Window(chromium).open(server.address)
        await_text(page, "Case [red] [/x]")
        page.keyboard.press("Enter")
        await_text(page, "[Consult]")
        page.keyboard.press("x")
        assert "Name of the file" not in await_text(page, "Your browser saves the file")
        page.keyboard.type("jjj\r")
        await_text(page, "(•) The chronology")
        with page.expect_download() as download:
            page.keyboard.press("Control+s")
        assert download.value.suggested_filename == "2026-001-chronology.md"
        text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text == exported(store, "verb.md")
    assert written() == {}
