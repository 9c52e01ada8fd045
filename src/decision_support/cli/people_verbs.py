"""The verbs about people: who, panel, roles, organisation."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from decision_support.errors import UserMistake

from .case.stored import case_argument, case_in, is_stored, store_option
from .options import Day, base_of, format_option, knowledge_options, show_json, today


@click.command()
@case_argument
@click.option("--for", "role", metavar="ROLE", help="One role, such as line_manager; all that are needed, if left out.")
@click.option("--on", "on", type=Day(), help="The day to ask for. Today, if left out.")
@format_option
@knowledge_options
def who(
    case: Path,
    role: str | None,
    on: dt.date | None,
    shape: str,
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Say who acts in CASE, who may not, and why.

    Ends with 1 where nobody recorded may act in a role that is needed, whatever open answers turn out to be.
    """
    from decision_support.casework import Casework
    from decision_support.cli.who_text import who_text
    from decision_support.model.advice_data import plain

    base = base_of(rules, knowledge)
    with case_in(case, base, on or today(), store) as found:
        answer = Casework(base).who(found, on or today(), role)
    if shape == "json":
        show_json(plain(answer))
    else:
        click.echo(who_text(base, answer, {person.id: person.called for person in found.people}))
    if any(needed.alarm for needed in answer.needed):
        raise SystemExit(1)


@click.command()
@case_argument
@click.option("--on", "on", type=Day(), help="The day to ask for. Today, if left out.")
@format_option
@knowledge_options
def panel(
    case: Path, on: dt.date | None, shape: str, store: Path | None, rules: Path | None, knowledge: Path | None
) -> None:
    """Put together the panel that a document asks for, from the people in file CASE, and say why one fails.

    Ends with 1 where the panel recorded fails, or where none can be put together.
    """
    from decision_support.casework import Casework
    from decision_support.cli.panel_text import panel_text
    from decision_support.model.advice_data import plain

    base = base_of(rules, knowledge)
    day = on or today()
    with case_in(case, base, on or today(), store) as found:
        panels = Casework(base).panels(found, day)
    if shape == "json":
        show_json(plain(panels))
    else:
        click.echo(panel_text(base, found, day, panels))
    if any(each.proposed.mends if each.proposed else not each.best for each in panels):
        raise SystemExit(1)


@click.command()
@click.argument("what", metavar="[GUIDANCE|CASE]", required=False)
@click.option("--on", "on", type=Day(), help="The day to draw a case for. Today, if left out.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "dot", "mermaid", "svg"]),
    default="text",
    help="A tree, JSON, Graphviz, Mermaid, or a picture.",
)
@store_option
@knowledge_options
def roles(
    what: str | None, on: dt.date | None, shape: str, store: Path | None, rules: Path | None, knowledge: Path | None
) -> None:
    """Draw the roles of GUIDANCE (of every document, if left out), or the people of CASE beside them."""
    from decision_support.cli.role_drawings import draw
    from decision_support.errors import did_you_mean
    from decision_support.roles.role_maps import map_of_guidance

    base = base_of(rules, knowledge)
    if what is None or what in base.documents:
        maps = [map_of_guidance(base.documents[name]) for name in ([what] if what else sorted(base.documents))]
    elif not Path(what).exists() and not is_stored(Path(what), store):
        mend = did_you_mean(what, base.documents)
        raise UserMistake(f"'{what}' is neither a document nor a case on file.", mend=mend)
    else:
        from decision_support.casework import Casework

        with case_in(Path(what), base, on or today(), store) as found:
            maps = list(Casework(base).maps(found, on or today()))
        if not maps:
            raise UserMistake("the case names no document, so there are no roles to draw.", mend="Name one: guidance.")
    if shape == "svg" and len(maps) > 1:
        names = ", ".join(sorted(base.documents))
        raise UserMistake("a picture shows one document at a time.", mend=f"Name one of them: {names}.")
    click.echo(draw(maps, shape))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--on", "on", type=Day(), help="The day to check for. Today, if left out.")
@click.option("--guidance", "named", multiple=True, metavar="GUIDANCE", help="A document to check instead of its own.")
@format_option
@knowledge_options
def organisation(
    file: Path, on: dt.date | None, named: tuple[str, ...], shape: str, rules: Path | None, knowledge: Path | None
) -> None:
    """Check that the people in FILE can act at every stage, whoever raises a case about whom.

    Ends with 1 where there are holes: cases in which nobody can act.
    """
    from decision_support.casework import Casework
    from decision_support.cli.organisation_text import organisation_text
    from decision_support.errors import did_you_mean
    from decision_support.loading.organisations import read_organisation
    from decision_support.model.advice_data import plain
    from decision_support.organisation.checking import check_organisation

    base = base_of(rules, knowledge)
    for name in named:
        if name not in base.documents:
            raise UserMistake(f"there is no guidance '{name}'.", mend=did_you_mean(name, base.documents))
    found = read_organisation(file, base)
    checked = check_organisation(Casework(base), found, on or today(), tuple(dict.fromkeys(named)))
    if shape == "json":
        show_json(plain(checked))
    else:
        click.echo(organisation_text(base, checked, {person.id: person.called for person in found.people}))
    if checked.holes:
        raise SystemExit(1)
