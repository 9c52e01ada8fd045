"""The verbs that look at the knowledge itself: check, coverage."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from decision_support.errors import UserMistake

from .options import base_of, format_option, knowledge_options, show_json

if TYPE_CHECKING:
    from decision_support.verify import Report


@click.command()
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    help="Text for people, JSON, or SARIF 2.1.0 for tools that mark lines.",
)
@knowledge_options
def check(shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Check that the rule base holds together, question by question, with a smallest case for what is found.

    Exit code 0: sound, though there may be warnings; 1: there are errors; 2: there is nothing to check.
    """
    from decision_support.cli.check_sarif import check_sarif
    from decision_support.cli.check_text import check_text

    report = _report(rules, knowledge)
    if shape == "json":
        show_json(report.as_data())
    elif shape == "sarif":
        show_json(check_sarif(report))
    else:
        click.echo(check_text(report))
    if not report.is_sound:
        raise SystemExit(1)


def _report(rules: Path | None, knowledge: Path | None) -> Report:
    """The report on these folders. Knowledge that does not hold together is a finding, and no refusal."""
    from decision_support.errors import InvalidKnowledge, SeveralMistakes, UnreadableFile
    from decision_support.proof.seen import questions
    from decision_support.verify import check_all, refused

    try:
        base = base_of(rules, knowledge)
    except (InvalidKnowledge, UnreadableFile, SeveralMistakes) as mistake:
        return refused(mistake)
    return check_all(base, questions(knowledge), _tell)


def _tell(question: str) -> None:
    """Say in a terminal, beside what is printed, which question is being put."""
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(question, err=True)


@click.command()
@click.argument("guidance", required=False)
@format_option
@knowledge_options
def coverage(guidance: str | None, shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Show where each clause of GUIDANCE (all, if left out) is encoded, or why it is not."""
    from decision_support.cli.coverage_text import coverage_text
    from decision_support.errors import did_you_mean
    from decision_support.verify.coverage import coverage_of

    base = base_of(rules, knowledge)
    if guidance is not None and guidance not in base.documents:
        raise UserMistake(f"there is no guidance '{guidance}'.", mend=did_you_mean(guidance, base.documents))
    found = [coverage_of(base, name) for name in ([guidance] if guidance else sorted(base.documents))]
    if shape == "json":
        show_json([each.as_data() for each in found])
    else:
        click.echo("\n\n".join(coverage_text(each) for each in found))
    if any(each.unaccounted for each in found):
        raise SystemExit(1)
