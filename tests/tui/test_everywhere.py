"""What holds on every screen: keys, help, jump mode, the palette, themes, and trouble told in sentences."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from at_screen import NARROW, ON, WIDE, at_screen, beginning, put_example, write
from decision_support.errors import UserMistake
from decision_support.loading.resources import knowledge_folder, rules_folder
from decision_support.tui.keys import keys_by_name
from decision_support.tui.rooms import ROOMS
from decision_support.tui.screens.all import ROOM_KINDS, SCREENS
from decision_support.tui.session import Session
from decision_support.tui.settings import Settings, read_settings
from decision_support.tui.themes import DEFAULT, THEMES


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return write(tmp_path / "cases.db", "2026-001", "nssb", "Case [red] [/x]")


def settings(tmp_path: Path, config: str = "") -> Callable[[], Settings]:
    """The settings of somebody with this file."""
    file = tmp_path / "config" / "screens.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(config)
    return lambda: read_settings(file, tmp_path / "state" / "screens.json")


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.id)
async def test_every_room_is_one_key_away_from_every_other_and_says_where_one_is(
    store: Path, size: tuple[int, int], room: object
) -> None:
    async with at_screen(store, "2026-001", size) as here:
        for other in ROOMS:
            await here.press(room.key, other.key)  # type: ignore[attr-defined]
            assert f"[{other.title}]" in here.lines[1]
            assert "Case [red] [/x]" in here.lines[0]
            assert "esc" in here.lines[-1] and "F1" in here.lines[-1].upper()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.id)
async def test_every_room_has_help_for_where_one_is_with_the_keys_as_they_are(store: Path, room: object) -> None:
    async with at_screen(store, "2026-001", WIDE) as here:
        await here.press(room.key, "f1")  # type: ignore[attr-defined]
        assert here.where == "Help" and "Keys" in here.text
        await here.press("f1")
        assert type(here.app.screen) in ROOM_KINDS


def test_every_screen_says_what_it_is_for() -> None:
    for kind in SCREENS:
        assert kind.HELP and len(kind.HELP.strip()) > 40, kind


async def test_jump_mode_puts_a_letter_on_everything_and_goes_there(store: Path) -> None:
    async with at_screen(store, "2026-001", WIDE) as here:
        before = here.app.screen.focused
        await here.press("ctrl+o")
        assert here.where == "Jump" and " s " in " ".join(here.lines)
        await here.press("d")
        assert here.where == "ConsultRoom" and here.app.screen.focused is not before
        await here.press("ctrl+o", "escape")
        assert here.where == "ConsultRoom"


async def test_the_palette_does_what_the_keys_do_and_opens_cases(store: Path) -> None:
    write(store, "2026-002", "nhs", "Another [b] case")
    async with at_screen(store, "2026-001", WIDE) as here:
        await here.press("ctrl+p")
        await here.type("Timet")
        await here.press("enter")
        assert here.where == "TimetableRoom"
        await here.press("ctrl+p")
        await here.type("2026-002")
        await here.press("enter")
        assert here.app.matter is not None and here.app.matter.reference == "2026-002"


async def test_a_case_is_left_for_the_list_and_opened_again(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("a", "escape")
        assert here.where == "Cases" and here.app.matter is None
        await here.press("enter")
        assert here.where == "ConsultRoom"


async def test_a_reference_that_there_is_not_is_told_over_the_list(store: Path) -> None:
    async with at_screen(store, "2026-01") as here:
        assert here.where == "Cases" and "there is no case '2026-01'" in here.told
        assert "2026-001" in here.told


async def test_a_key_that_was_changed_in_the_file_works_and_is_shown(store: Path, tmp_path: Path) -> None:
    given = settings(tmp_path, '[keys]\n"case.advice" = "f3"\n')
    async with at_screen(store, "2026-001", settings=given) as here:
        await here.press("a")
        assert here.where == "ConsultRoom"
        await here.press("f3")
        assert here.where == "AdviceRoom"


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("[keys]\n'case.advise' = 'f3'\n", "nothing is called so. Did you mean 'case.advice'?"),
        ("theme = 'purple'", "there is no theme 'purple'"),
        ("theme = 3", "the theme is a name in quotes"),
        ("colour = 'red'", "'colour', which is no setting"),
        ("[keys]\n'case.advice' = 3\n", "gives a key in quotes"),
        ("theme = ", "is not TOML"),
    ],
)
async def test_a_file_of_settings_that_cannot_be_followed_is_told_and_can_be_put_right(
    store: Path, tmp_path: Path, config: str, told: str
) -> None:
    given = settings(tmp_path, config)
    async with at_screen(store, settings=given) as here:
        assert here.where == "Trouble" and told in here.text
        settings(tmp_path, "")
        await here.press("r")
        while here.app.session is None:
            await here.pilot.pause(0.01)
        await here.settle()
        assert here.where == "Cases"


async def test_the_theme_is_kept_for_the_next_time(store: Path, tmp_path: Path) -> None:
    given = settings(tmp_path)
    async with at_screen(store, settings=given) as here:
        assert here.app.theme == DEFAULT
        here.app.theme = "high-contrast"
        await here.settle()
    async with at_screen(store, settings=given) as here:
        assert here.app.theme == "high-contrast"


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_theme_of_ours_is_legible(store: Path, theme: str) -> None:
    """Contrast of text on its ground: at least 4.5, and 7 where the theme says high contrast (WCAG 1.4.3 and 1.4.6)."""
    least = 7 if theme == "high-contrast" else 4.5
    put_example(store, "overdue-clocks", "2026-002")
    faint = {}
    async with at_screen(store, None, WIDE, dt.date(2026, 12, 1), lambda: Settings(theme=theme)) as here:
        for keys in ((), ("enter",), *((room.key,) for room in ROOMS), ("g",)):
            await here.press(*keys)
            for strip in here.app.screen._compositor.render_strips():
                for segment in strip:
                    style = segment.style
                    if style and style.color and style.bgcolor and segment.text.strip(" ─│━┃═║╭╮╰╯╔╗╚╝▁▂▃▄▅▆▇█▔▏▎▊▌▐"):
                        pair = [style.color.get_truecolor(), style.bgcolor.get_truecolor()]
                        if _contrast(*pair) < least:
                            faint[here.where, segment.text] = (round(_contrast(*pair), 1), *(each.hex for each in pair))
    assert not faint


async def test_without_colour_the_same_is_said(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_screen(store, "2026-001", WIDE) as here:
        await here.press("a")
        with_colour = here.lines
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_screen(store, "2026-001", WIDE) as here:
        await here.press("a")
        assert here.app.no_color
        assert here.lines == with_colour


async def test_nothing_moves_by_itself(store: Path) -> None:
    async with at_screen(store) as here:
        assert here.app.animation_level == "none"


def _broken_knowledge(tmp_path: Path) -> Callable[[], Session]:
    shutil.copytree(knowledge_folder(), tmp_path / "knowledge")
    (tmp_path / "knowledge" / "vocabulary" / "events.yaml").write_text("events: [\n")
    return beginning(tmp_path / "cases.db", ON, rules_folder(), tmp_path / "knowledge")


def _no_such_folder(tmp_path: Path) -> Callable[[], Session]:
    return beginning(tmp_path / "cases.db", ON, rules_folder(), tmp_path / "nowhere")


def _no_store(tmp_path: Path) -> Callable[[], Session]:
    (tmp_path / "cases.db").write_text("This is a letter, and no store of cases at all. " * 50)
    return beginning(tmp_path / "cases.db")


def _no_folder_of_the_store(tmp_path: Path) -> Callable[[], Session]:
    (tmp_path / "file").write_text("")
    return beginning(tmp_path / "file" / "cases.db")


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize(
    ("begin", "told"),
    [
        (_broken_knowledge, "events.yaml"),
        (_no_such_folder, "there is no folder"),
        (_no_store, "cases.db"),
    ],
)
async def test_where_it_cannot_begin_a_readable_screen_says_why(
    tmp_path: Path, size: tuple[int, int], begin: Callable[[Path], Callable[[], Session]], told: str
) -> None:
    async with at_screen(tmp_path / "cases.db", size=size, begin=begin(tmp_path)) as here:
        assert here.where == "Trouble" and told.lower() in here.text.replace(" ", "").lower() + here.text.lower(), (
            here.text
        )
        assert "press r to try again" in here.text and "Traceback" not in here.text


async def test_a_disk_that_is_full_is_told_and_what_was_answered_before_stays(store: Path) -> None:
    """The store is not allowed to grow: SQLite then says what it says of a full disk."""
    import sqlite3
    from contextlib import contextmanager

    from decision_support.casefile.store import Store
    from decision_support.casework.matter import Files

    full = False

    @contextmanager
    def opened():  # type: ignore[no-untyped-def]
        with Store(store) as found:
            if full:
                pages = found._connection.execute("PRAGMA page_count").fetchone()[0]
                found._connection.execute(f"PRAGMA max_page_count = {pages}")
            yield found

    def begin() -> Session:
        session = beginning(store)()
        return Session(Files(session.files.desk, opened, session.files.writer, session.files.now), ON, store)

    async with at_screen(store, "2026-001", begin=begin) as here:
        await here.press("n")
        full = True
        for letter in "abcdefgh":  # until the pages that there are have been filled
            if "full" in here.told:
                break
            await here.press("b")
            here.app.screen.query_one("#reasons", Input).value = letter * 2000
            await here.press("enter")
        assert "the disk is full" in here.told and "nothing was lost" in here.told
        typed = here.app.screen.query_one("#reasons", Input).value
        assert len(typed) == 2000
        full = False
        await here.press("enter")
        assert here.record.case(ON).facts["immediate_risk_of_harm"].rationale == typed
    assert sqlite3.connect(store).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_every_key_has_a_name_by_which_it_can_be_changed() -> None:
    names = keys_by_name()
    assert {"case.advice", "consult.yes", "case.undo", "app.help"} <= set(names)


def test_settings_that_nobody_wrote_are_those_of_the_program(tmp_path: Path) -> None:
    found = read_settings(tmp_path / "none.toml", tmp_path / "none.json")
    assert (found.theme, dict(found.keys)) == (DEFAULT, {})


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    config = tmp_path / "screens.toml"
    config.write_text("")
    config.chmod(0)
    with pytest.raises(UserMistake, match="cannot be read"):
        read_settings(config, tmp_path / "none.json")


def _contrast(text: tuple[int, int, int], ground: tuple[int, int, int]) -> float:
    lighter, darker = sorted((_luminance(text), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_a_failure_of_the_program_itself_shows_nothing_of_the_case(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from decision_support.tui.screens.consult import ConsultRoom

    def fails(self: ConsultRoom) -> None:
        held = self.matter.case.case
        raise ZeroDivisionError(len(held))

    monkeypatch.setattr(ConsultRoom, "action_why", fails)
    with pytest.raises(ZeroDivisionError):
        async with at_screen(store, "2026-001") as here:
            await here.press("e")
    said = capsys.readouterr()
    assert "ZeroDivisionError" in said.err + said.out and "Case [red]" not in said.err + said.out


async def test_leaving_the_program_asks_where_something_typed_would_be_lost(store: Path) -> None:
    async with at_screen(store, "2026-001") as here:
        await here.press("r", "n")
        await here.type("A note [that] matters")
        await here.press("ctrl+q")
        assert here.where == "Confirm" and "lost" in here.text
        await here.press("n")
        assert here.app.is_running and "A note [that] matters" in here.text
        await here.press("ctrl+s")
        assert here.where == "RecordRoom" and len(here.record.entries) == 2


async def test_another_case_is_not_opened_over_a_dialog(store: Path) -> None:
    write(store, "2026-002", "nhs", "Another case")
    async with at_screen(store, "2026-001") as here:
        await here.press("r", "n")
        await here.type("A note")
        await here.press("ctrl+p")
        await here.type("2026-002")
        await here.press("enter", "escape", "escape")
        assert here.app.matter is not None and here.app.matter.reference == "2026-001"
