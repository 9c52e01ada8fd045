"""The calendars on file are what the generator writes, and hold together."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest
from shipped_calendars import CALENDARS, read_calendar

GENERATOR = Path(__file__).resolve().parents[2] / "tools" / "generate_calendars.py"
DIVISIONS = ("england", "northern_ireland", "scotland", "wales")


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_calendars", GENERATOR)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_calendars_are_what_the_generator_writes(generator: ModuleType, tmp_path: Path) -> None:
    installed = f"holidays {version('holidays')}"
    on_file = {read_calendar(path).source for path in CALENDARS.glob("*.yaml")}
    if on_file != {installed}:
        pytest.skip(f"the calendars come from {', '.join(sorted(on_file))}; installed is {installed}")
    write: Callable[[Path], tuple[Path, ...]] = generator.write_calendars
    written = write(tmp_path)
    assert sorted(path.name for path in written) == sorted(path.name for path in CALENDARS.glob("*.yaml"))
    for path in written:
        assert path.read_bytes() == (CALENDARS / path.name).read_bytes(), path.name


def test_the_locale_of_the_computer_does_not_change_the_names(
    generator: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = generator.calendar_text("scotland")
    monkeypatch.setenv("LANGUAGE", "th")
    monkeypatch.setenv("LANG", "th_TH.UTF-8")
    assert generator.calendar_text("scotland") == before


def test_there_is_a_calendar_for_every_division() -> None:
    assert sorted(path.stem for path in CALENDARS.glob("*.yaml")) == sorted(DIVISIONS)


@pytest.mark.parametrize("division", DIVISIONS)
def test_a_calendar_names_its_division_and_stays_within_its_years(division: str) -> None:
    calendar = read_calendar(CALENDARS / f"{division}.yaml")
    dates = [holiday.on for holiday in calendar.holidays]
    assert calendar.division == division
    assert dates == sorted(set(dates))
    assert {day.year for day in dates} == set(range(calendar.first_year, calendar.last_year + 1))
    assert calendar.first_year <= calendar.confirmed_to <= calendar.last_year
