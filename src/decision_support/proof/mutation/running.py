"""Puts many mutants to the test, in one process or in several, each of which has a base of its own."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from decision_support.casework import Casework
from decision_support.loading.knowledge import load
from decision_support.model.knowledge import KnowledgeBase

from .days import days_of
from .generating import mutants_of
from .mutant import Mutant
from .noticing import Bench, Notice
from .results import Outcome, ResultFile

_AT_ONCE = 8  # mutants that a process is given at a time

_bench: Bench | None = None
_mutants: dict[str, Mutant] = {}


def bench_of(base: KnowledgeBase, knowledge: Path | None = None) -> Bench:
    """A bench for a base and the cases beside it."""
    desk = Casework(base, engine=False)
    return Bench(desk, days_of(desk, knowledge))


def outcomes(
    base: KnowledgeBase,
    mutants: Sequence[Mutant],
    kept: ResultFile,
    jobs: int = 1,
    folders: tuple[Path | None, Path | None] = (None, None),
) -> Iterator[Outcome]:
    """What becomes of each mutant, those first that the file knows; each is kept as soon as it is told.

    folders  those that the base was read from, for processes to read it again
    """
    yield from (Outcome(mutant, kept.known[mutant.id]) for mutant in mutants if mutant.id in kept.known)
    left = [mutant for mutant in mutants if mutant.id not in kept.known]
    told = _in_processes(left, jobs, folders) if jobs > 1 and len(left) > 1 else _here(base, left, folders[1])
    for mutant, notice in told:
        kept.add(mutant, notice)
        yield Outcome(mutant, notice)


def _here(base: KnowledgeBase, mutants: Iterable[Mutant], knowledge: Path | None) -> Iterator[tuple[Mutant, Notice]]:
    bench: Bench | None = None
    for mutant in mutants:
        bench = bench or bench_of(base, knowledge)
        yield mutant, bench.notice(mutant)


def _in_processes(
    mutants: Sequence[Mutant], jobs: int, folders: tuple[Path | None, Path | None]
) -> Iterator[tuple[Mutant, Notice]]:
    """New processes, not copies of this one: the C part of the rule engine was not made to be copied."""
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin, folders)
    try:
        notices = pool.map(_notice, (mutant.id for mutant in mutants), chunksize=_AT_ONCE)
        yield from zip(mutants, notices, strict=True)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(rules: Path | None, knowledge: Path | None) -> None:
    global _bench
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that was asked to stop stops the others
    base = load(rules, knowledge)
    _bench = bench_of(base, knowledge)
    _mutants.update((mutant.id, mutant) for mutant in mutants_of(base))


def _notice(mutant: str) -> Notice:
    assert _bench is not None
    return _bench.notice(_mutants[mutant])
