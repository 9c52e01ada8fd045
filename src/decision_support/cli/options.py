"""What several verbs share: the options for another knowledge base, the day and the format, and how JSON is shown."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from decision_support.model.knowledge import KnowledgeBase

C = TypeVar("C", bound=Callable[..., Any])


def knowledge_options(command: C) -> C:
    """--rules and --knowledge."""
    command = click.option(
        "--rules", type=click.Path(path_type=Path), metavar="FOLDER", help="Another folder of rules."
    )(command)
    return click.option(
        "--knowledge", type=click.Path(path_type=Path), metavar="FOLDER", help="Another folder of knowledge."
    )(command)


def format_option(command: C) -> C:
    """--format text or json, given to the command as `shape`."""
    return click.option(
        "--format", "shape", type=click.Choice(["text", "json"]), default="text", help="Text for people, or JSON."
    )(command)


class InOrder(click.Group):
    """A group whose help lists its verbs in the order in which somebody needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


class Day(click.ParamType[dt.date]):
    """A day as an ISO date. past: one that is not still to come."""

    name = "DATE"

    def __init__(self, past: bool = False) -> None:
        self._past = past

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            if len(value) != 10:
                raise ValueError
            day = dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a date; write one such as 2026-11-05.", param, ctx)
        if self._past and day > today():
            self.fail(f"{value} is still to come; what has not happened yet is not entered.", param, ctx)
        return day


def today() -> dt.date:
    """The day that it is in the United Kingdom, whatever the clock of the computer is set to."""
    from decision_support.model.case import UK_TIME

    return dt.datetime.now(UK_TIME).date()


def base_of(rules: Path | None, knowledge: Path | None) -> KnowledgeBase:
    """The knowledge base in these folders, or the one that comes with the program."""
    from decision_support.loading.knowledge import load

    return load(rules, knowledge)


def show_json(data: Any) -> None:
    """Print plain data as JSON."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))
