"""The cases that two knowledge bases are tried on: each as either base reads it, or why it cannot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from decision_support.casework.filing.files import sound
from decision_support.errors import SeveralMistakes, UserMistake
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths, expected_of
from decision_support.loading.resources import knowledge_folder
from decision_support.loading.scenarios import scenario_paths
from decision_support.model.case import Case
from decision_support.model.knowledge import KnowledgeBase
from decision_support.proof.bundled_days import CaseDay, Told, example_days, scenario_days

_ENDINGS = (".yaml", ".yml", ".json")
_EXPECTED = ".expected"

Days = tuple[CaseDay, ...] | UserMistake


@dataclass(frozen=True)
class Edition:
    """A knowledge base to be compared, what the user called it, and its folder of cases, where it has one."""

    called: str
    base: KnowledgeBase
    knowledge: Path | None = None


@dataclass(frozen=True)
class TwoSided:
    """One case as the old base reads it and as the new one does: its days, or the mistake."""

    told: Told
    name: str
    old: Days
    new: Days


def bundled(old: Edition, new: Edition) -> Iterator[TwoSided]:
    """Every example and scenario that either edition brings; where both have one of a name, each reads its own.

    Editions without cases of their own are tried on those that come with the program.
    """
    folders = [each.knowledge or knowledge_folder() for each in (old, new)]
    ways: tuple[tuple[Told, Callable[[Path], dict[str, Path]], Reader], ...] = (
        ("example", example_paths, example_days),
        ("scenario", scenario_paths, scenario_days),
    )
    for told, paths, reader in ways:
        found = [_paths(paths, folder) for folder in folders]
        for name in sorted({*found[0], *found[1]}):
            was, now = (_own(name, *those) for those in (found, found[::-1]))
            yield TwoSided(told, name, _read(reader, was, old.base), _read(reader, now, new.base))


def written(paths: Iterable[Path], old: Edition, new: Edition, on: dt.date) -> Iterator[TwoSided]:
    """Case files: on the days for which something is expected beside them, or else on this day."""

    def reader(path: Path, base: KnowledgeBase) -> Iterator[CaseDay]:
        case = read_case(path, base)
        expected = expected_of(path) if path.with_suffix(f"{_EXPECTED}.yaml").exists() else ()
        for number, day in enumerate([each.on for each in expected] or [on], 1):
            yield CaseDay("file", path.stem, number, case, day)

    for path in paths:
        yield TwoSided("file", path.stem, _read(reader, path, old.base), _read(reader, path, new.base))


def case_files(folder: Path) -> tuple[Path, ...]:
    """The case files in a folder, without what is expected of them. Raises UserMistake where there is none."""
    found = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in _ENDINGS)
    cases = tuple(path for path in found if not path.stem.endswith(_EXPECTED))
    if not cases:
        raise UserMistake(
            f"there is no case file in '{folder}'.", mend="Name a folder with YAML or JSON files of cases."
        )
    return cases


def stored(cases: Iterable[tuple[str, Case | UserMistake, dt.date]], old: Edition, new: Edition) -> Iterator[TwoSided]:
    """Cases of a store by their references, each on its day; what cannot be read there is a mistake on both sides."""
    for reference, case, on in cases:
        sides = (
            (case, case)
            if isinstance(case, UserMistake)
            else (_held(reference, case, on, each.base) for each in (old, new))
        )
        yield TwoSided("stored", reference, *sides)


def _held(reference: str, case: Case, on: dt.date, base: KnowledgeBase) -> Days:
    try:
        return (CaseDay("stored", reference, 1, sound(case, base), on),)
    except UserMistake as mistake:
        return mistake


def first_of(mistake: UserMistake) -> str:
    """A mistake as one sentence; of several, the first, and how many more there are."""
    if isinstance(mistake, SeveralMistakes):
        more = len(mistake.mistakes) - 1
        return f"{mistake.mistakes[0]}{f' ({more} more of the kind)' if more else ''}"
    return str(mistake)


Reader = Callable[[Path, KnowledgeBase], Iterator[CaseDay]]


def _paths(paths: Callable[[Path], dict[str, Path]], folder: Path) -> Mapping[str, Path]:
    return paths(folder)


def _own(name: str, own: Mapping[str, Path], other: Mapping[str, Path]) -> Path:
    return own[name] if name in own else other[name]


def _read(reader: Reader, path: Path, base: KnowledgeBase) -> Days:
    try:
        return tuple(reader(path, base))
    except UserMistake as mistake:
        return mistake
