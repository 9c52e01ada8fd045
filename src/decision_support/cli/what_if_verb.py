"""The verb what-if: other answers, another day or other people, without touching the case."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from decision_support.errors import UserMistake

from .case.stored import case_argument, case_in
from .options import Day, base_of, format_option, knowledge_options, show_json, today


@click.command("what-if")
@case_argument
@click.argument("changes", nargs=-1, metavar="[CHANGE]...")
@click.option("--on", "on", type=Day(), help="The day for the case as it is. Today, if left out.")
@click.option("--then", "then", type=Day(), help="Another day for the case with the changes; the same, if left out.")
@format_option
@knowledge_options
def what_if(
    case: Path,
    changes: tuple[str, ...],
    on: dt.date | None,
    then: dt.date | None,
    shape: str,
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Say what would be gained, lost or moved if CASE were different. The file stays as it is.

    \b
    Each CHANGE is one of these; with several, they are made in turn:
      immediate_risk_of_harm=yes   a fact; nothing after '=' takes it back
      4.1=no                       a question of a framework
      omar.declared_interest=no    a fact of a person or an option
      omar.line_manager=fay        also agency, team, roles=one,another …
      guidance=nssb,ssab           also jurisdiction= and opened=
      concern_raised=              without any event of that kind
      omar=                        without this person, or this option
      'event: {what: …, on: …}'    one more event
      'person: {id: …}'            one more person, or other keys of the one
                                   with that id; also 'option: {id: …}'

    With --then alone, it says what merely waiting does.
    """
    from decision_support.casework import Casework
    from decision_support.cli.supposition_text import supposed_in_words
    from decision_support.cli.what_if_text import what_if_text
    from decision_support.loading.changes import supposing
    from decision_support.model.advice_data import plain

    day = on or today()
    if not changes and then is None:
        raise UserMistake("nothing is supposed.", mend="Name a change, such as immediate_risk_of_harm=yes, or --then.")
    base = base_of(rules, knowledge)
    desk = Casework(base)
    with case_in(case, base, day, store) as found:
        before = desk.advise(found, day)
        with supposing(found, changes, base) as supposition:
            after = desk.advise(supposition.case, then or day)
    difference = desk.difference(before, after)
    supposed = supposed_in_words(base, found, supposition.case, then or day)
    if shape == "json":
        show_json(
            {
                "supposed": [each.say for each in supposed],
                "changed_nothing": list(supposition.idle),
                **plain(difference),
            }
        )
    else:
        click.echo(what_if_text(base, difference, found, supposition, supposed))
