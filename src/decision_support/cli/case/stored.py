"""Where the case files are, who writes, and what time it is: asked here alone."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from decision_support.errors import InvalidCase, UserMistake, did_you_mean

if TYPE_CHECKING:
    from decision_support.casefile.record import Record
    from decision_support.casefile.store import Store
    from decision_support.casework.filing.files import Filing
    from decision_support.model.case import Case
    from decision_support.model.knowledge import KnowledgeBase

STORE = "DECISION_SUPPORT_STORE"
WRITER = "DECISION_SUPPORT_USER"
LONGEST_WRITER = 120

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_FILES = (".yaml", ".yml", ".json")

C = TypeVar("C", bound=Callable[..., Any])


def store_option(command: C) -> C:
    """--store, given to the command as `store`."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path),
        metavar="FILE",
        envvar=STORE,
        help=f"The store of case files. {STORE} names another one for good.",
    )(command)


def case_argument(command: C) -> C:
    """CASE, a file or the reference of a case in the store, given to the command as `case`; and --store."""
    return click.argument("case", type=click.Path(path_type=Path), metavar="CASE")(store_option(command))


def store_path(named: Path | None) -> Path:
    """The file of the store: the one that is named, or the one in the user's own data folder."""
    if named is not None:
        return named
    import platformdirs

    return platformdirs.user_data_path("decision-support", appauthor=False) / "cases.db"


def has_begun(named: Path | None) -> bool:
    """Whether there is a store, or one was named that has to be there."""
    return named is not None or store_path(None).exists()


def store_key() -> str | None:
    """The key of an encrypted store; none, where stores are plain."""
    from decision_support.casefile.database import KEY

    return os.environ.get(KEY) or None


@contextmanager
def stored(named: Path | None, begin: bool = False) -> Iterator[Store]:
    """The store, open. Raises UserMistake where there is none yet, unless one may begin."""
    from decision_support.casefile.store import Store

    path = store_path(named)
    if not begin and not path.exists():
        raise UserMistake(f"there is no store of cases at {path} yet.", mend="Begin with: decision-support case new")
    with Store(path, store_key()) as store:
        yield store


@contextmanager
def case_in(name: Path, base: KnowledgeBase, on: dt.date, named: Path | None) -> Iterator[Case]:
    """The case in this file, or in the store under this reference, to be worked with.

    on: of several answers in the store to one question, the last that was given by this day
    """
    from decision_support.loading import cases

    record = None if is_file(name) else _record(name, named)
    if record is not None:
        yield case_of(record, base, on)
    elif is_file(name) or name.exists():
        with cases.case_in(name, base) as case:
            yield case
    else:
        raise UserMistake(f"there is neither a file nor a case '{name}'.", mend=_nearest(name, named))


def _record(name: Path, named: Path | None) -> Record | None:
    """The case of this name in the store; None where there is none."""
    from decision_support.casefile.store import NoSuchCase

    if not store_path(named).exists():
        return None
    with stored(named) as store:
        try:
            return store.record(str(name))
        except NoSuchCase:
            return None


def is_file(name: Path) -> bool:
    """Whether a name is that of a case file rather than of a case in the store."""
    return _REFERENCE.fullmatch(str(name)) is None or is_file_name(str(name)) or name.is_file()


def is_file_name(name: str) -> bool:
    """Whether a name ends as the names of case files do."""
    return Path(name).suffix.lower() in _FILES


def is_stored(name: Path, named: Path | None) -> bool:
    """Whether the store holds a case of this name."""
    if is_file(name) or not store_path(named).exists():
        return False
    with stored(named) as store:
        return str(name) in store.references()


def _nearest(name: Path, named: Path | None) -> str:
    if not store_path(named).exists():
        return "Name a YAML or JSON file, or begin a case with: decision-support case new"
    with stored(named) as store:
        return did_you_mean(str(name), store.references())


def case_of(record: Record, base: KnowledgeBase, on: dt.date | None = None) -> Case:
    """The case that a record makes, held against the knowledge base."""
    from decision_support.casework.filing.files import sound

    return sound(record.case(on), base, f"case '{record.reference}'")


def filing(base: KnowledgeBase, store: Store) -> Filing:
    """The store, to be written into by whoever is at work here."""
    from decision_support.casework.filing.files import Filing

    return Filing(base, store, writer())


def open_cases(named: Path | None, on: dt.date) -> Iterator[tuple[str, Case | UserMistake]]:
    """Every case in the store that is not closed, with its reference; for one that cannot be read, the reason."""
    if has_begun(named):
        with stored(named) as store:
            yield from open_among(store, store.references(), on)


def open_among(store: Store, references: Iterable[str], on: dt.date) -> Iterator[tuple[str, Case | UserMistake]]:
    """Those of these cases that are not closed, with their references; for one that cannot be read, the reason."""
    for reference in references:
        try:
            record = store.record(reference)
            if record.is_open and not record.is_erased:
                yield reference, record.case(on)
        except UserMistake as mistake:
            yield reference, mistake


def writer() -> str:
    """Who writes: the name that was set for it, or that of the account. Raises UserMistake."""
    name, source = os.environ.get(WRITER, "").strip(), WRITER
    if not name:
        try:
            name, source = getpass.getuser(), "the name of the account"
        except (OSError, KeyError, ImportError):  # an account without a name
            return "somebody"
    if not name.isprintable() or len(name) > LONGEST_WRITER:
        mend = f"Set {WRITER} to a name on one line, of at most {LONGEST_WRITER} characters."
        raise UserMistake(f"{source} holds no name that could be shown.", mend=mend)
    return name


def now() -> dt.datetime:
    """The moment at which something is written."""
    return dt.datetime.now(dt.UTC)


class Moment(click.ParamType[dt.datetime]):
    """A day, or a day and a time, on the clocks of the United Kingdom: the end of that day or that very time."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        from decision_support.model.case import UK_TIME

        if isinstance(value, dt.datetime):
            return value
        try:
            return self._in_time(dt.datetime.combine(dt.date.fromisoformat(value), dt.time.max, UK_TIME))
        except ValueError:
            pass  # it has a time as well, or is no date
        try:
            moment = dt.datetime.fromisoformat(value)
            if moment.tzinfo is not None:
                return self._in_time(moment)
            first, second = (moment.replace(tzinfo=UK_TIME, fold=fold) for fold in (0, 1))
            if first.utcoffset() != second.utcoffset() and first.utcoffset() > second.utcoffset():  # type: ignore[operator]
                either = " or ".join(each.isoformat(sep=" ", timespec="minutes") for each in (first, second))
                self.fail(f"that time came twice on that day; write {either}.", param, ctx)
            return self._in_time(first)
        except (ValueError, OverflowError):
            self.fail(f"'{value}' is not a date; write one such as 2026-11-05, or '2026-11-05 14:30'.", param, ctx)

    def _in_time(self, moment: dt.datetime) -> dt.datetime:
        """The moment in UTC. Raises OverflowError where that cannot be."""
        return moment.astimezone(dt.UTC)


def refuse_both(this: object, that: object, names: str) -> None:
    """Raise UserMistake where two options that exclude each other were both given."""
    if this is not None and that is not None:
        raise InvalidCase(f"{names} exclude each other.", mend="Leave one out.")
