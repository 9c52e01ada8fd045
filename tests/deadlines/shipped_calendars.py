"""Reads the calendars that ship with the program, without the loading layer."""

from __future__ import annotations

from pathlib import Path

import yaml

from decision_support.model.calendar import Calendar

CALENDARS = Path(__file__).resolve().parents[2] / "knowledge" / "calendars"


def read_calendar(path: Path) -> Calendar:
    # The base loader keeps every value as text; the safe one would read the key `on` as true.
    return Calendar.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
