"""case new and case list: a case file is begun, and all of them are listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from decision_support.cli.options import Day, base_of, format_option, knowledge_options, show_json, today
from decision_support.errors import InvalidCase, SeveralMistakes, UserMistake

from .stored import filing, has_begun, is_file_name, now, store_option, stored

if TYPE_CHECKING:
    from decision_support.casefile.record import Record
    from decision_support.model.case import Case
    from decision_support.model.knowledge import KnowledgeBase


@click.command()
@click.argument("reference", required=False)
@click.option("--title", help="What the case is about. Left out, the reference stands for it: nobody is recognised.")
@click.option("--guidance", multiple=True, metavar="GUIDANCE", help="A document that applies; several, if repeated.")
@click.option("--jurisdiction", metavar="PLACE", help="england, wales, scotland or northern_ireland.")
@click.option("--opened", type=Day(), help="The day on which the case was opened. Today, if left out.")
@click.option("--from", "file", type=click.Path(path_type=Path), help="A case file to begin with (YAML or JSON).")
@click.option("--pseudonyms", is_flag=True, help="Names become roles from the start; who is who is kept nowhere.")
@store_option
@knowledge_options
def new(
    reference: str | None,
    title: str | None,
    guidance: tuple[str, ...],
    jurisdiction: str | None,
    opened: dt.date | None,
    file: Path | None,
    pseudonyms: bool,
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Begin a case file.

    REFERENCE is what it is called; left out, the next free number of this year. It is letters, digits, dots and
    dashes, and should say nothing about anybody: it is shown in lists, calendars and messages, and cannot be erased.
    """
    from decision_support.casework.filing.again import trying_again

    from .history_text import counted

    base = base_of(rules, knowledge)
    day = today()
    given = {"case": title, "guidance": list(guidance), "jurisdiction": jurisdiction, "opened": opened}
    with stored(store, begin=True) as files:

        def begin() -> Record:
            called = reference_of(reference, files.references(), day)
            case = case_from(base, file, {key: value for key, value in given.items() if value}, called, day)
            if pseudonyms:
                from decision_support.casework.redaction import redacted

                case = redacted(case, base).model_copy(update={"case": title or called})
            return filing(base, files).begin(called, case, now())

        record = begin() if reference is not None else trying_again(begin)
        called = record.reference
        click.echo(f"Case '{called}' begins with {counted(record)}.")
        click.echo(f"Kept in {files.path}.")
    click.echo(f"Go on with: decision-support consult {called}, or decision-support case -h")


@click.command("list")
@click.option("--all", "everything", is_flag=True, help="Closed cases as well.")
@format_option
@store_option
@knowledge_options
def list_cases(everything: bool, shape: str, store: Path | None, rules: Path | None, knowledge: Path | None) -> None:
    """List the cases that are open, and how far they have come."""
    from .list_text import CaseLine, lines_of, list_text

    base = base_of(rules, knowledge)
    lines: list[CaseLine] = []
    if has_begun(store):
        with stored(store) as files:
            lines = lines_of(base, files)
    shown = [each for each in lines if everything or each.state == "open"]
    if shape == "json":
        show_json([each._asdict() for each in shown])
    else:
        click.echo(list_text(shown, len(lines) - len(shown)))


def reference_of(named: str | None, known: Sequence[str], day: dt.date) -> str:
    """What a new case is called: as it is named, or the next free number of this year. Raises UserMistake."""
    from pydantic import TypeAdapter, ValidationError

    from decision_support.model.values import Identifier

    if named is None:
        return next(name for number in range(1, len(known) + 2) if (name := f"{day.year}-{number:03}") not in known)
    try:
        reference: str = TypeAdapter(Identifier).validate_python(named)
    except ValidationError:
        mend = "Write letters, digits, dots and dashes, such as 2026-014."
        raise UserMistake(f"'{named}' cannot be the reference of a case.", mend=mend) from None
    if is_file_name(reference):
        mend = "Leave the ending out, or begin the case from that file with --from."
        raise UserMistake(f"'{named}' would be taken for a file, not for a case.", mend=mend)
    return reference


def case_from(base: KnowledgeBase, file: Path | None, given: Mapping[str, object], called: str, day: dt.date) -> Case:
    """A new case from what was given of it, or from a file as well. Raises UserMistake.

    called  its reference, which stands for a title where none was given
    day     when it was opened, where that was not given
    """
    from decision_support.loading.cases import case_of as read
    from decision_support.loading.cases import read_case
    from decision_support.loading.written import read_text

    if file is None:
        import json

        written = json.dumps({"case": called, "opened": day, **given}, default=str)
        try:
            return read(read_text(written, file="case new", json=True), base)
        except SeveralMistakes as several:
            raise SeveralMistakes(_typed(mistake) for mistake in several.mistakes) from None
        except UserMistake as mistake:
            raise _typed(mistake) from None
    if others := given.keys() - {"case"}:
        raise UserMistake(
            f"{file} says itself: {', '.join(sorted(others))}.", mend="Leave that out, or change the file."
        )
    case = read_case(file, base)
    return case.model_copy(update=given)


def _typed(mistake: UserMistake) -> InvalidCase:
    """A mistake in what was typed, which has no file and no line."""
    return InvalidCase(mistake.what, mend=mistake.mend)
