"""The verbs that take case files elsewhere or remove them: export, import, backup, erase."""

from __future__ import annotations

from pathlib import Path

import click

from decision_support.cli.options import base_of, knowledge_options
from decision_support.errors import UserMistake

from .stored import filing, now, store_key, store_option, stored

LARGEST = 500_000_000  # bytes of an exported case file


@click.command("export")
@click.argument("reference")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--redacted", is_flag=True, help="Names become roles. For reading: it cannot be imported.")
@store_option
@knowledge_options
def export_case(
    reference: str, file: Path, redacted: bool, store: Path | None, rules: Path | None, knowledge: Path | None
) -> None:
    """Write a whole case into a file, readable by you alone.

    FILE.json holds everything, and can be imported without loss; FILE.md is a chronology for people.
    """
    from decision_support.loading.whole_files import write_new

    from .exported_text import exported_json, exported_markdown
    from .history_text import counted

    writers = {".json": exported_json, ".md": exported_markdown}
    if file.suffix.lower() not in writers:
        raise UserMistake(
            f"'{file}' is neither .json nor .md.", mend="Name FILE.json to import it later, or FILE.md to read it."
        )
    base = base_of(rules, knowledge)
    with stored(store) as files:
        text = writers[file.suffix.lower()](base, files, reference, redacted)
        record = files.record(reference)
    write_new(file, text)
    click.echo(f"Case '{reference}', {counted(record)}, is written into {file}.")
    click.echo(f"Head of the chain: {record.head}")
    click.echo("Note it down elsewhere: it proves later that nothing before it was replaced (case verify --head).")
    if redacted:
        click.echo("Recorded names became roles. Free text can still tell who is meant: read it before it leaves.")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@store_option
def import_case(file: Path, store: Path | None) -> None:
    """Put an exported case into the store.

    Its chain is checked first. Of a case that is in the store already, what is new is added; a different history is
    refused.
    """
    from decision_support.casefile.transfer import export_in, imported
    from decision_support.loading.written import text_in

    from .history_text import entries_in_words

    data = export_in(text_in(file, LARGEST), str(file))
    with stored(store, begin=True) as files:
        reference, added = imported(files, data, str(file))
        record = files.record(reference)
    known = len(record.entries) - added
    told = entries_in_words(added, "new ") if added else "nothing new"
    click.echo(f"Case '{reference}': {told}. The chain holds. Head: {record.head}")
    for entry in record.entries[:known]:
        if entry.erased_by is not None and entry.erased_by > known:
            click.echo(f"What entry {entry.number} said is erased here as well, as entry {entry.erased_by} says.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@store_option
def backup(file: Path, store: Path | None) -> None:
    """Copy the whole store into FILE.

    Others may go on writing meanwhile. FILE is then a store itself.
    """
    from decision_support.casefile.store import Store
    from decision_support.casefile.verifying import verify

    with stored(store) as files:
        files.back_up(file)
    with Store(file, store_key()) as copy:
        found = verify(copy)
    cases = f"{len(found.heads)} case{'' if len(found.heads) == 1 else 's'}"
    click.echo(f"{cases} copied into {file}. Head of the store: {found.store}")
    if found.damage:
        raise UserMistake(
            f"the copy is damaged: {found.damage[0]}", mend="Check the store: decision-support case verify"
        )


@click.command()
@click.argument("reference")
@click.option("--entry", "entries", type=int, multiple=True, help="What this entry says; repeat for each.")
@click.option("--person", metavar="ID", help="Who this person is, wherever the name or the id stands.")
@click.option("--all", "everything", is_flag=True, help="Everything that the case file says.")
@click.option("--because", required=True, metavar="TEXT", help="The reason, without what is erased.")
@click.option("--by", required=True, metavar="WHO", help="Who decided that it is erased.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@store_option
@knowledge_options
def erase(
    reference: str,
    entries: tuple[int, ...],
    person: str | None,
    everything: bool,
    because: str,
    by: str,
    yes: bool,
    store: Path | None,
    rules: Path | None,
    knowledge: Path | None,
) -> None:
    """Erase something for good, for reasons of data protection.

    That there were entries, when, and of what kind, stays; so does who erased what kind of thing, when and why. The
    chain still proves that nothing else was touched. Backups and exports made earlier still hold what is erased here.
    """
    from decision_support.casework.filing.erasing import (
        erasing_entries,
        erasing_everything,
        erasing_person,
        is_named,
    )
    from decision_support.model.entries import AdviceGiven

    chosen = [bool(entries), person is not None, everything]
    if chosen.count(True) != 1:
        raise UserMistake("it does not say what is to be erased.", mend="Choose one of --entry, --person and --all.")
    base = base_of(rules, knowledge)
    with stored(store) as files:
        seen = files.record(reference)
        if everything:
            plan = erasing_everything(seen, because, by)
        elif person is not None:
            plan = erasing_person(seen, base, person, because, by)
            if is_named(seen, base, person):
                click.echo(f"The reference '{reference}' names this person too, and cannot be erased.")
        else:
            plan = erasing_entries(seen, entries, because, by)
        click.echo(f"This is erased and cannot be brought back: {plan.what}.")
        if any(entry.kind == AdviceGiven.kind for entry in seen.entries):
            click.echo("Advice that rested on it cannot be given again as it was.")
        if not yes and not click.confirm("Erase it?"):
            click.echo("Nothing was erased.")
            raise SystemExit(1)
        after, gone = filing(base, files).erase(seen, plan, now())
    click.echo(f"Erased, as entry {len(after.entries)} says. Head of the chain: {after.head}")
    if not gone:
        click.echo(
            "Another program is reading the store: run this once it has ended, so that no trace stays on the disk."
        )
        click.echo("  decision-support case verify")
    click.echo("Backups and exports made earlier still hold it.")
