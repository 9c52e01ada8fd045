"""The verb traceability: clause, rule, question, case and law, each with what it is tied to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from decision_support.errors import UserMistake, did_you_mean

from .options import base_of, knowledge_options, show_json

if TYPE_CHECKING:
    from decision_support.proof.traceability.matrix import Matrix

SHAPES = ("text", "html", "csv", "json")


@click.command()
@click.option("--guidance", metavar="ID", help="One document. All of them, if left out.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(SHAPES),
    default="text",
    help="Text; a page for a browser or a printer; a row a clause for a spreadsheet; or JSON.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it there.")
@knowledge_options
def traceability(
    guidance: str | None, shape: str, output: Path | None, rules: Path | None, knowledge: Path | None
) -> None:
    """Trace every clause to its rules, questions, cases and laws.

    And back: rules that no case shows, questions that lead to no clause. A clause counts as shown on a day of a bundled
    case where the advice of that day names it, or where a rule that fires rests on it.

    Ends with 1 where nothing takes up a clause.
    """
    from decision_support.casework import Casework
    from decision_support.proof.bundled_days import bears_on, bundled_days
    from decision_support.proof.laws import laws_of
    from decision_support.proof.traceability.matrix import traceability as traced
    from decision_support.proof.traceability.shown import shown_on

    from .progress import progress

    base = base_of(rules, knowledge)
    if guidance is not None and guidance not in base.documents:
        raise UserMistake(f"there is no guidance '{guidance}'.", mend=did_you_mean(guidance, base.documents))
    if output is not None and not output.absolute().parent.is_dir():
        raise UserMistake(f"there is no folder '{output.parent}' to write into.", mend="Make it, or name another.")
    named = (guidance,) if guidance else tuple(base.documents)
    days = [day for day in bundled_days(base, knowledge) if bears_on(day.case, named)]
    with progress("Advising on the days of the bundled cases") as tell:
        shown = shown_on(Casework(base), days, tell)
    matrix = traced(base, named, shown, laws_of(base))
    if output is None:
        _print(matrix, shape)
    else:
        write(matrix, shape, output)
    if any(each.becomes == "unaccounted" for each in matrix.clauses):
        raise SystemExit(1)


def _print(matrix: Matrix, shape: str) -> None:
    if shape == "json":
        show_json(matrix.as_data())
    else:
        click.echo(_laid_out(matrix, shape), nl=shape == "text")


def write(matrix: Matrix, shape: str, output: Path) -> None:
    """Write the matrix into a file, in one of the shapes."""
    import json

    if shape == "json":
        text = json.dumps(matrix.as_data(), indent=2, ensure_ascii=False) + "\n"
    else:
        text = _laid_out(matrix, shape) + ("\n" if shape == "text" else "")
    encoding = "utf-8-sig" if shape == "csv" else "utf-8"  # by which a spreadsheet knows the letters
    output.write_text(text, encoding=encoding, newline="")
    click.echo(f"Written to {output}: {len(matrix.clauses)} clauses and silences, {len(matrix.rules)} rules.", err=True)


def _laid_out(matrix: Matrix, shape: str) -> str:
    if shape == "html":
        from .traceability_html import traceability_html

        return traceability_html(matrix)
    if shape == "csv":
        from .traceability_csv import traceability_csv

        return traceability_csv(matrix)
    from .traceability_text import traceability_text

    return traceability_text(matrix)
