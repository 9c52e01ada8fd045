"""The verb mutate: changes the knowledge one thing at a time, and tells which changes nothing notices."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import base_of, format_option, knowledge_options, show_json

if TYPE_CHECKING:
    from decision_support.proof.mutation.results import Outcome


@click.command()
@click.option("--guidance", metavar="ID", help="Only what belongs to this document; 'ours' for what belongs to none.")
@click.option("--rule", metavar="ID", help="Only this rule.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="How many processes work at once.")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="So many mutants, chosen at random.")
@click.option("--seed", type=int, default=0, metavar="N", help="What the sample is chosen by; the same for the same.")
@click.option(
    "--resume",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep results in this file, and go on from those that it holds.",
)
@format_option
@knowledge_options
def mutate(
    guidance: str | None,
    rule: str | None,
    jobs: int,
    sample: int | None,
    seed: int,
    resume: Path | None,
    shape: str,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Change the knowledge one thing at a time, and show which changes no example, case or check notices."""
    from decision_support.cli.mutation_text import mutation_text
    from decision_support.proof.mutation.days import knowledge_key
    from decision_support.proof.mutation.generating import mutants_of, sampled
    from decision_support.proof.mutation.results import ResultFile
    from decision_support.proof.mutation.running import outcomes
    from decision_support.proof.mutation.score import score_of

    base = base_of(rules, knowledge)
    mutants = sampled(mutants_of(base, guidance, rule), sample, seed)
    kept = ResultFile(resume, knowledge_key(base, knowledge))
    found: list[Outcome] = []
    try:
        for outcome in _shown(outcomes(base, mutants, kept, jobs, (rules, knowledge)), len(mutants)):
            found.append(outcome)
    except KeyboardInterrupt:
        again = f"; the same command with --resume {resume} goes on" if resume else ", and no file keeps them"
        click.echo(f"\nStopped: {len(found)} of {len(mutants)} are told{again}.", err=True)
        raise SystemExit(1) from None
    score = score_of(found)
    if shape == "json":
        show_json(score.as_data())
    else:
        click.echo(mutation_text(score))


def _shown(outcomes: Iterable[Outcome], number: int) -> Iterator[Outcome]:
    """The same, with a line at the bottom of a terminal that says how far it is."""
    begun, survivors = time.monotonic(), 0
    for done, outcome in enumerate(outcomes, 1):
        survivors += outcome.survives
        if sys.stderr.isatty():
            left = (time.monotonic() - begun) / done * (number - done)
            click.echo(
                f"\r{done} of {number}, {survivors} survive, {_minutes(left)} left   ", err=True, nl=done == number
            )
        yield outcome


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
