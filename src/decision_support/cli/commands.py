"""The verbs. What is slow to import is imported inside the verb that needs it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from decision_support import __version__
from decision_support.errors import UserMistake

if TYPE_CHECKING:
    from decision_support.model.advice import Advice
    from decision_support.model.knowledge import KnowledgeBase

C = TypeVar("C", bound=Callable[..., Any])

DEMO = "line-managers-disagree"


def _knowledge_options(command: C) -> C:
    command = click.option(
        "--rules", type=click.Path(path_type=Path), metavar="FOLDER", help="Another folder of rules."
    )(command)
    return click.option(
        "--knowledge", type=click.Path(path_type=Path), metavar="FOLDER", help="Another folder of knowledge."
    )(command)


def _format_option(command: C) -> C:
    return click.option(
        "--format", "shape", type=click.Choice(["text", "json"]), default="text", help="Text for people, or JSON."
    )(command)


class _Day(click.ParamType[dt.date]):
    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            if len(value) != 10:
                raise ValueError
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a date; write one such as 2026-11-05.", param, ctx)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="decision-support")
def commands() -> None:
    """What to do next when professionals disagree: advice that cites its clause and shows its reasons."""


@commands.command()
@_format_option
@_knowledge_options
def demo(shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Show the advice on a bundled case."""
    from decision_support.loading.examples import bundled_example

    base = _base(rules, knowledge)
    case, on = bundled_example(DEMO, base, knowledge)
    _show(base, _advice(base, case, on), shape)


@commands.command()
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--on", "on", type=_Day(), help="The day to advise for, such as 2026-11-05. Today, if left out.")
@_format_option
@_knowledge_options
def advise(case: Path, on: dt.date | None, shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Say what to do next in the case in file CASE (YAML or JSON)."""
    from decision_support.loading.cases import case_in

    base = _base(rules, knowledge)
    with case_in(case, base) as found:
        _show(base, _advice(base, found, on or dt.date.today()), shape)


@commands.command()
@_format_option
@_knowledge_options
def check(shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Check that the rule base holds together: every example, every number's boundary, every case on file."""
    from decision_support.cli.check_text import check_text
    from decision_support.verify import check_all

    report = check_all(_base(rules, knowledge))
    click.echo(json.dumps(report.as_data(), indent=2, ensure_ascii=False) if shape == "json" else check_text(report))
    if report.failures:
        raise SystemExit(1)


@commands.command()
@click.argument("guidance", required=False)
@_format_option
@_knowledge_options
def coverage(guidance: str | None, shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Show where each clause of GUIDANCE (all, if left out) is encoded, or why it is not."""
    from decision_support.cli.coverage_text import coverage_text
    from decision_support.errors import did_you_mean
    from decision_support.verify.coverage import coverage_of

    base = _base(rules, knowledge)
    if guidance is not None and guidance not in base.documents:
        raise UserMistake(f"there is no guidance '{guidance}'.", mend=did_you_mean(guidance, base.documents))
    found = [coverage_of(base, name) for name in ([guidance] if guidance else sorted(base.documents))]
    if shape == "json":
        click.echo(json.dumps([each.as_data() for each in found], indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join(coverage_text(each) for each in found))
    if any(each.unaccounted for each in found):
        raise SystemExit(1)


@commands.command()
@click.argument("case", type=click.Path(path_type=Path))
@click.option(
    "--with", "others", multiple=True, metavar="GUIDANCE", help="Another document to set beside the case's own."
)
@click.option("--on", "on", type=_Day(), help="The day to compare for. Today, if left out.")
@_format_option
@_knowledge_options
def compare(
    case: Path, others: tuple[str, ...], on: dt.date | None, shape: str, rules: Path | None, knowledge: Path | None
) -> None:
    """Set two or more documents side by side for the facts of the case in file CASE."""
    from decision_support.casework import Casework
    from decision_support.cli.comparison_text import comparison_text
    from decision_support.errors import did_you_mean
    from decision_support.loading.cases import case_in

    base = _base(rules, knowledge)
    for name in others:
        if name not in base.documents:
            raise UserMistake(f"there is no guidance '{name}'.", mend=did_you_mean(name, base.documents))
    with case_in(case, base) as found:
        named = tuple(dict.fromkeys((*found.guidance, *others)))
        comparison = Casework(base).compare(found.model_copy(update={"guidance": named}), on or dt.date.today())
    if shape == "json":
        click.echo(json.dumps(asdict(comparison), indent=2, ensure_ascii=False))
    else:
        click.echo(comparison_text(comparison))


@commands.command()
@click.argument("what", metavar="[GUIDANCE|CASE]", required=False)
@click.option("--on", "on", type=_Day(), help="The day to draw a case for. Today, if left out.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "dot", "mermaid", "svg"]),
    default="text",
    help="A tree, JSON, Graphviz, Mermaid, or a picture.",
)
@_knowledge_options
def roles(what: str | None, on: dt.date | None, shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Draw the roles of GUIDANCE (of every document, if left out), or the people in file CASE beside them."""
    from decision_support.cli.role_drawings import draw
    from decision_support.errors import did_you_mean
    from decision_support.roles.role_maps import map_of_guidance

    base = _base(rules, knowledge)
    if what is None or what in base.documents:
        maps = [map_of_guidance(base.documents[name]) for name in ([what] if what else sorted(base.documents))]
    elif not Path(what).exists():
        mend = did_you_mean(what, base.documents)
        raise UserMistake(f"'{what}' is neither a document on file nor a case file.", mend=mend)
    else:
        from decision_support.casework import Casework
        from decision_support.loading.cases import case_in

        with case_in(Path(what), base) as found:
            maps = list(Casework(base).maps(found, on or dt.date.today()))
        if not maps:
            raise UserMistake("the case names no document, so there are no roles to draw.", mend="Name one: guidance.")
    if shape == "svg" and len(maps) > 1:
        names = ", ".join(sorted(base.documents))
        raise UserMistake("a picture shows one document at a time.", mend=f"Name one of them: {names}.")
    click.echo(draw(maps, shape))


@commands.command()
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--for", "role", metavar="ROLE", help="One role, such as line_manager; all that are needed, if left out.")
@click.option("--on", "on", type=_Day(), help="The day to ask for. Today, if left out.")
@_format_option
@_knowledge_options
def who(
    case: Path, role: str | None, on: dt.date | None, shape: str, rules: Path | None, knowledge: Path | None
) -> None:
    """Say who acts in the case in file CASE, who may not, and why.

    Ends with 1 where nobody recorded may act in a role that is needed, whatever open answers turn out to be.
    """
    from decision_support.casework import Casework
    from decision_support.cli.who_text import who_text
    from decision_support.loading.cases import case_in
    from decision_support.model.advice_data import plain

    base = _base(rules, knowledge)
    with case_in(case, base) as found:
        answer = Casework(base).who(found, on or dt.date.today(), role)
    if shape == "json":
        click.echo(json.dumps(plain(answer), indent=2, ensure_ascii=False))
    else:
        click.echo(who_text(base, answer, {person.id: person.called for person in found.people}))
    if any(needed.alarm for needed in answer.needed):
        raise SystemExit(1)


@commands.command()
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--on", "on", type=_Day(), help="The day to ask for. Today, if left out.")
@_format_option
@_knowledge_options
def panel(case: Path, on: dt.date | None, shape: str, rules: Path | None, knowledge: Path | None) -> None:
    """Put together the panel that a document asks for, from the people in file CASE, and say why one fails.

    Ends with 1 where the panel recorded fails, or where none can be put together.
    """
    from decision_support.casework import Casework
    from decision_support.cli.panel_text import panel_text
    from decision_support.loading.cases import case_in
    from decision_support.model.advice_data import plain

    base = _base(rules, knowledge)
    day = on or dt.date.today()
    with case_in(case, base) as found:
        panels = Casework(base).panels(found, day)
    if shape == "json":
        click.echo(json.dumps(plain(panels), indent=2, ensure_ascii=False))
    else:
        click.echo(panel_text(base, found, day, panels))
    if any(each.proposed.mends if each.proposed else not each.best for each in panels):
        raise SystemExit(1)


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--on", "on", type=_Day(), help="The day to check for. Today, if left out.")
@click.option("--guidance", "named", multiple=True, metavar="GUIDANCE", help="A document to check instead of its own.")
@_format_option
@_knowledge_options
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

    base = _base(rules, knowledge)
    for name in named:
        if name not in base.documents:
            raise UserMistake(f"there is no guidance '{name}'.", mend=did_you_mean(name, base.documents))
    found = read_organisation(file, base)
    checked = check_organisation(Casework(base), found, on or dt.date.today(), tuple(dict.fromkeys(named)))
    if shape == "json":
        click.echo(json.dumps(plain(checked), indent=2, ensure_ascii=False))
    else:
        click.echo(organisation_text(base, checked, {person.id: person.called for person in found.people}))
    if checked.holes:
        raise SystemExit(1)


def _base(rules: Path | None, knowledge: Path | None) -> KnowledgeBase:
    from decision_support.loading.knowledge import load

    return load(rules, knowledge)


def _advice(base: KnowledgeBase, case: Any, on: dt.date) -> Advice:
    from decision_support.casework import Casework

    desk = Casework(base)
    notice = desk.rule_book(case.guidance).reasoner.notice
    if notice:
        click.echo(notice, err=True)
    return desk.advise(case, on)


def _show(base: KnowledgeBase, advice: Advice, shape: str) -> None:
    if shape == "json":
        from decision_support.model.advice_data import as_data

        click.echo(json.dumps(as_data(advice), indent=2, ensure_ascii=False))
    else:
        from .advice_text import advice_text

        click.echo(advice_text(base, advice))
