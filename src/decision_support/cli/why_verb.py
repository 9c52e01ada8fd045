"""The verb why: the proof of what is advised, down to answers, events, clocks and clauses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from .case.stored import case_argument, case_in
from .options import Day, base_of, format_option, knowledge_options, show_json, today


@click.command()
@case_argument
@click.argument("what", required=False)
@click.option("--on", "on", type=Day(), help="The day of the advice. Today, if left out.")
@click.option(
    "--as",
    "view",
    type=click.Choice(["short", "tree", "facts"]),
    default="short",
    help="A paragraph to read out, the whole proof, or only the facts that it rests on.",
)
@format_option
@knowledge_options
def why(
    case: Path,
    what: str | None,
    on: dt.date | None,
    view: str,
    shape: str,
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Say why CASE gets the advice it gets.

    WHAT is the number of a recommendation as advise shows it, or the name of a recommendation, a judgement, a silence,
    an option or a fact; or a person and a role, such as ana:panel_member, who may not act in it. A fact of a person,
    question or option stands behind its name, such as ana:is_party. Without WHAT: every recommendation.
    """
    from decision_support.casework import Casework
    from decision_support.cli.why_text import why_text
    from decision_support.model.advice_data import plain

    base = base_of(rules, knowledge)
    with case_in(case, base, on or today(), store) as found:
        day = on or today()
        answers = Casework(base).why(found, day, what)
    if shape == "json":
        show_json(plain(answers))
    else:
        click.echo(why_text(found.case, day, answers, view))
