"""The verbs that advise on a case: demo, advise, compare."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from decision_support.errors import UserMistake

from .case.stored import case_argument, case_in
from .options import Day, base_of, format_option, knowledge_options, show_json, today

if TYPE_CHECKING:
    from decision_support.model.advice import Advice
    from decision_support.model.knowledge import KnowledgeBase

DEMO = "line-managers-disagree"


@click.command()
@format_option
@knowledge_options
def demo(shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Show the advice on a bundled case."""
    from decision_support.loading.examples import bundled_example

    base = base_of(rules, knowledge)
    case, on = bundled_example(DEMO, base, knowledge)
    _show(base, _advice(base, case, on), shape)


@click.command()
@case_argument
@click.option("--on", "on", type=Day(), help="The day to advise for, such as 2026-11-05. Today, if left out.")
@format_option
@knowledge_options
def advise(
    case: Path, on: dt.date | None, shape: str, store: Path | None, rules: Path | None, knowledge: Path | None
) -> None:
    """Say what to do next in CASE."""

    base = base_of(rules, knowledge)
    with case_in(case, base, on or today(), store) as found:
        _show(base, _advice(base, found, on or today()), shape)


@click.command()
@case_argument
@click.option(
    "--with", "others", multiple=True, metavar="GUIDANCE", help="Another document to set beside the case's own."
)
@click.option("--on", "on", type=Day(), help="The day to compare for. Today, if left out.")
@format_option
@knowledge_options
def compare(
    case: Path,
    others: tuple[str, ...],
    on: dt.date | None,
    shape: str,
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Set two or more documents side by side for the facts of CASE."""
    from decision_support.casework import Casework
    from decision_support.cli.comparison_text import comparison_text
    from decision_support.errors import did_you_mean

    base = base_of(rules, knowledge)
    for name in others:
        if name not in base.documents:
            raise UserMistake(f"there is no guidance '{name}'.", mend=did_you_mean(name, base.documents))
    with case_in(case, base, on or today(), store) as found:
        named = tuple(dict.fromkeys((*found.guidance, *others)))
        comparison = Casework(base).compare(found.model_copy(update={"guidance": named}), on or today())
    if shape == "json":
        show_json(asdict(comparison))
    else:
        click.echo(comparison_text(comparison))


def _advice(base: KnowledgeBase, case: Any, on: dt.date) -> Advice:
    from decision_support.casework import Casework

    desk = Casework(base)
    notice = desk.rule_book(case.guidance).reasoner.notice
    if notice:
        click.echo(notice, err=True)
    return desk.advise(case, on)


def _show(base: KnowledgeBase, advice: Advice, shape: str) -> None:
    if shape == "json":
        from decision_support.model.advice_data import as_data

        show_json(as_data(advice))
    else:
        from .advice_text import advice_text

        click.echo(advice_text(base, advice))
