"""The verb laws: what has to hold of every case, tried on many."""

from __future__ import annotations

from pathlib import Path
from random import Random

import click

from decision_support.errors import UserMistake

from .options import base_of, format_option, knowledge_options, show_json
from .progress import progress


@click.command()
@click.argument("law", required=False)
@click.option(
    "--cases",
    type=click.IntRange(0),
    default=25,
    show_default=True,
    help="So many random cases, and of the bundled ones.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another number gives other random cases.")
@format_option
@knowledge_options
def laws(law: str | None, cases: int, seed: int, shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Try the laws of the domain, or only LAW: on random cases, days of bundled ones, and all combinations of facts.

    A law says what has to hold of every case, whatever the rules are: danger delays nothing, unknown is not no.
    """
    from decision_support.casework import Casework
    from decision_support.cli.laws_text import laws_text
    from decision_support.errors import did_you_mean
    from decision_support.proof.consultations import bundled, consultations
    from decision_support.proof.laws import laws_of
    from decision_support.proof.laws.trying import try_laws

    base = base_of(rules, knowledge)
    known = {each.id: each for each in laws_of(base)}
    if law is not None and law not in known:
        raise UserMistake(f"there is no law '{law}'.", mend=did_you_mean(law, known))
    desk = Casework(base)
    chosen = [known[law]] if law else list(known.values())
    days = list(bundled(base, knowledge))
    some = [*consultations(desk, cases, seed), *Random(seed).sample(days, min(cases, len(days)))]
    with progress("Laws tried") as tell:
        tried = tuple(try_laws(desk, chosen, some, tell))
    if shape == "json":
        show_json([each.as_data() for each in tried])
    else:
        click.echo(laws_text(tried))
    if not all(each.holds for each in tried):
        raise SystemExit(1)
