"""The verbs that look at the knowledge itself: check, coverage."""

from __future__ import annotations

from pathlib import Path

import click

from decision_support.errors import UserMistake

from .options import base_of, format_option, knowledge_options, show_json


@click.command()
@format_option
@knowledge_options
def check(shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Check that the rule base holds together: every example, every number's boundary, every case on file."""
    from decision_support.cli.check_text import check_text
    from decision_support.verify import check_all

    report = check_all(base_of(rules, knowledge))
    if shape == "json":
        show_json(report.as_data())
    else:
        click.echo(check_text(report))
    if not report.is_sound:
        raise SystemExit(1)


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
