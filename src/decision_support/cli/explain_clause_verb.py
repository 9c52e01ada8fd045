"""The verb explain-clause: one clause or silence, what became of it, and what rests on it."""

from __future__ import annotations

from pathlib import Path

import click

from .options import base_of, format_option, knowledge_options, show_json


@click.command("explain-clause")
@click.argument("clause")
@format_option
@knowledge_options
def explain_clause(clause: str, shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Say what became of CLAUSE: rules, clocks, roles, cases.

    CLAUSE is the id of a clause, such as nssb-41, or of a silence, such as nssb-A4.
    """
    from decision_support.casework import Casework
    from decision_support.model.advice_data import plain
    from decision_support.proof.bundled_days import bears_on, bundled_days
    from decision_support.proof.laws import laws_of
    from decision_support.proof.traceability.clause import clause_in_full, document_of
    from decision_support.proof.traceability.shown import shown_on

    from .explain_clause_text import explain_clause_text
    from .progress import progress

    base = base_of(rules, knowledge)
    own = document_of(base, clause)
    days = [day for day in bundled_days(base, knowledge) if bears_on(day.case, (own,))]
    with progress("Advising on the days of the bundled cases") as tell:
        shown = shown_on(Casework(base), days, tell)
    found = clause_in_full(base, clause, shown, laws_of(base))
    if shape == "json":
        show_json(_as_data(plain(found)))
    else:
        click.echo(explain_clause_text(found))


def _as_data(data: dict[str, object]) -> dict[str, object]:
    """What was found as plain data; what is written in files has its own way to become that."""
    from pydantic import BaseModel

    def plainer(value: object) -> object:
        if isinstance(value, BaseModel):
            return value.model_dump(mode="json", exclude_defaults=True)
        return [plainer(each) for each in value] if isinstance(value, list) else value

    return {key: plainer(value) for key, value in data.items()}
