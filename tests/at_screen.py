"""The screens over a real store, driven by keys and read as text."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from decision_support.casefile.record import Record
from decision_support.casefile.store import Store
from decision_support.casework import Casework
from decision_support.casework.filing.files import Filing
from decision_support.loading.cases import read_case
from decision_support.loading.knowledge import load
from decision_support.loading.resources import knowledge_folder
from decision_support.model.case import Case
from decision_support.model.entries import Content
from decision_support.tui.app import DecisionSupport
from decision_support.tui.screens.trouble import Trouble
from decision_support.tui.session import Session, begin
from decision_support.tui.settings import Settings

ON = dt.date(2026, 11, 5)
AT = dt.datetime(2026, 11, 5, 9, 0, tzinfo=dt.UTC)
NARROW, WIDE = (80, 24), (120, 40)
OPENED = dt.date(2026, 11, 2)
LONGEST = 60.0  # seconds after which a test gives up


class AtScreen:
    """Somebody in front of the screens."""

    def __init__(self, app: DecisionSupport, pilot: Pilot[None], store: Path) -> None:
        self.app, self.pilot, self.store = app, pilot, store

    async def press(self, *keys: str) -> None:
        """Press keys, one after another, and wait until all that each causes is done."""
        for key in keys:
            self._send(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type text into what has the focus."""
        for each in text:
            self._send("space" if each == " " else each)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is under way any more: no message, no worker, nothing to be laid out or painted.

        Pilot itself waits until the processor seems idle, which on a busy machine says little.
        """
        quiet, until = 0, time.monotonic() + LONGEST
        while quiet < 2 and self.app.is_running and self.app._exception is None:
            assert time.monotonic() < until, "something is under way for ever"
            await self.pilot._wait_for_screen()
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
            await self.app.animator.wait_until_complete()
            self.app.screen._on_timer_update()
            await asyncio.sleep(0)
            quiet = 0 if self._is_busy() else quiet + 1

    def _send(self, key: str) -> None:
        """A key, as the terminal sends it."""
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        try:
            character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
        except KeyError:
            character = name if len(name) == 1 else None
        event = events.Key(name, character)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    def _is_busy(self) -> bool:
        screen = self.app.screen
        pumps = [self.app, *screen.walk_children(with_self=True)]
        return bool(
            any(each.message_queue_size or each._next_callbacks for each in pumps)
            or screen._callbacks
            or screen._dirty_widgets
            or screen._layout_required
            or any(not worker.is_finished for worker in self.app.workers)
        )

    @property
    def lines(self) -> list[str]:
        """The screen as it is shown, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        """The screen in one line, without frames, so that a sentence is found however it is wrapped."""
        plain = " ".join(self.lines).translate(dict.fromkeys(map(ord, "│┃║╭╮╰╯─━═╔╗╚╝▏▎▊▔▁▕"), " "))
        return " ".join(plain.split())

    @property
    def told(self) -> str:
        """Every toast so far, in one line."""
        return " ".join(each.message for each in self.app._notifications)

    @property
    def record(self) -> Record:
        """What is in the store of the case that is open, read anew."""
        assert self.app.matter is not None
        return stored(self.store, self.app.matter.reference)

    @property
    def where(self) -> str:
        """The kind of screen that is on top."""
        return type(self.app.screen).__name__


@asynccontextmanager
async def at_screen(
    store: Path,
    case: str | None = None,
    size: tuple[int, int] = NARROW,
    on: dt.date | None = ON,
    settings: Callable[[], Settings] = Settings,
    begin: Callable[[], Session] | None = None,
) -> AsyncIterator[AtScreen]:
    """Open the program and wait for its first screen."""
    app = DecisionSupport(begin or beginning(store, on), case, settings)
    async with app.run_test(size=size) as pilot:
        here = AtScreen(app, pilot, store)
        while app.session is None and not isinstance(app.screen, Trouble) and app._exception is None:
            await pilot.pause(0.01)
        await here.settle()
        yield here


def beginning(
    store: Path, on: dt.date | None = ON, rules: Path | None = None, knowledge: Path | None = None
) -> Callable[[], Session]:
    """What the program begins with, over this store."""
    if rules or knowledge:
        return lambda: begin(rules, knowledge, store, on)

    def begun() -> Session:
        session = begin(None, None, store, on)
        return replace(session, files=replace(session.files, desk=desk()))

    return begun


@cache
def desk() -> Casework:
    """One desk for all tests: what it compiled is the same for every store."""
    return Casework(load(None, None))


def write(
    store: Path, reference: str, guidance: str | Sequence[str], title: str = "A disagreement", **case: Any
) -> Path:
    """Put a new case into the store."""
    names = (guidance,) if isinstance(guidance, str) else tuple(guidance)
    given = {"case": title, "guidance": names, "jurisdiction": "england", "opened": OPENED, **case}
    return put(store, reference, Case.model_validate(given))


def put(store: Path, reference: str, case: Case) -> Path:
    """Put this case into the store."""
    with _filing(store) as (filing, _):
        filing.begin(reference, case, AT)
    return store


def put_example(store: Path, name: str, reference: str = "2026-001") -> Path:
    """Put one of the cases that come with the program into the store."""
    return put(store, reference, read_case(knowledge_folder() / "examples" / f"{name}.yaml", desk().base))


def enter(store: Path, reference: str, *contents: Content, at: dt.datetime = AT) -> None:
    """Write entries into a case, as somebody else."""
    with _filing(store) as (filing, opened):
        filing.write(opened.record(reference), contents, at)


def stored(store: Path, reference: str) -> Record:
    """A case as the store has it."""
    with Store(store) as opened:
        return opened.record(reference)


@contextmanager
def _filing(store: Path) -> Iterator[tuple[Filing, Store]]:
    with Store(store) as opened:
        yield Filing(desk().base, opened, "asha"), opened
