"""The verb why-not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from .case.stored import case_argument, case_in
from .options import Day, base_of, format_option, knowledge_options, show_json, today


@click.command("why-not")
@case_argument
@click.argument("what")
@click.option("--on", "on", type=Day(), help="The day to ask for. Today, if left out.")
@click.option("--all", "everything", is_flag=True, help="Every rule that would lead to it, with every condition.")
@format_option
@knowledge_options
def why_not(
    case: Path,
    what: str,
    on: dt.date | None,
    everything: bool,
    shape: str,
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Say why WHAT is not advised in CASE, and what would make it so.

    WHAT is an action (`report-to-line-manager`, `inquire-further.4.1`), also at a strength (`must:...`), a stage, a
    judgement, a silence, an argument about an option (`for:OPTION`, `against:OPTION`, `ruled-out:OPTION`), why
    somebody may act after all (`PERSON:ROLE`), a document, or a fact that rules conclude (`FACT`, `FACT=VALUE`).
    """
    from decision_support.casework import Casework
    from decision_support.cli.why_not_text import why_not_text
    from decision_support.model.advice_data import plain

    base = base_of(rules, knowledge)
    with case_in(case, base, on or today(), store) as found:
        answer = Casework(base).why_not(found, on or today(), what)
    if shape == "json":
        show_json(plain(answer))
    else:
        names = {person.id: person.called for person in found.people}
        readings = {name: known.say for name, known in base.interpretations.items()}
        click.echo(why_not_text(answer, names, readings, everything))
