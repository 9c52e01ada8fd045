"""Bank holidays of one division of the United Kingdom, as data with a source and an end."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from .values import Division, Text, Value


class Holiday(Value):
    on: dt.date
    name: Text


class Calendar(Value):
    """Days on which nobody is expected to work, besides Saturdays and Sundays."""

    division: Division
    source: Text = Field(description="The library and version that the dates were generated from.")
    first_year: int
    last_year: int = Field(description="The last year with data; a later date is refused.")
    confirmed_to: int = Field(
        description="The last year whose holidays are taken as proclaimed; later ones are expected."
    )
    holidays: tuple[Holiday, ...]
