"""How long it takes to write into case files and to read them, against the bare database and bare JSON.

Run with `make bench`. The peers write and read the same texts in the same run: SQLite alone, with one table, no chain
and no check, made as durable as the store; and `json.loads`. A ratio says how many times longer the store takes.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from decision_support.casefile.chain import body_of, in_store, stamp
from decision_support.casefile.entering import opening
from decision_support.casefile.record import data_of
from decision_support.casefile.rows import row_of
from decision_support.casefile.store import Store
from decision_support.casefile.verifying import verify
from decision_support.cli.case.list_text import lines_of
from decision_support.loading.examples import bundled_example, example_paths
from decision_support.loading.knowledge import load
from decision_support.model.entries import Answered, Content
from decision_support.model.knowledge import KnowledgeBase
from decision_support.model.values import Answer

ENTRIES = 1_000
CASES = 10_000
ROUNDS = 5
WRITER = "somebody"
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


def main() -> None:
    base = load()
    cases = [bundled_example(name, base)[0] for name in sorted(example_paths())]
    openings = [opening(case) for case in cases]
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'':<52}{'store':>10}{'peer':>10}{'ratio':>8}")
        write_and_read(Path(folder), openings[0])
        list_many(Path(folder), base, openings)


def write_and_read(folder: Path, first: tuple[Content, ...]) -> None:
    answers = [answer(number) for number in range(ENTRIES)]
    bodies = [body_of({"content": data_of(each), "writer": WRITER}) for each in answers]

    with Store(folder / "one by one.db") as store:
        seen = store.begin("c1", first, WRITER, NOW)
        start = time.perf_counter()
        for content in answers:
            seen = store.append(seen, [content], WRITER, NOW)
        mine = time.perf_counter() - start
    line(f"{ENTRIES:,} entries, one by one", mine, bare_inserts(folder / "bare 1.db", bodies, commit_each=True))

    with Store(folder / "at once.db") as store:
        seen = store.begin("c1", first, WRITER, NOW)
        start = time.perf_counter()
        store.append(seen, answers, WRITER, NOW)
        mine = time.perf_counter() - start
        line(f"{ENTRIES:,} entries, at once", mine, bare_inserts(folder / "bare 2.db", bodies, commit_each=False))
        all_bodies = [row.body or "" for row in store.rows("c1")]
        loads = best(lambda: [json.loads(body) for body in all_bodies])
        size = len(all_bodies)
        line(f"reading {size:,} entries, checked", best(lambda: store.record("c1")), loads)
        record = store.record("c1")
        replayed = best(lambda: store.record("c1").case())
        assert len(record.case().facts) > ENTRIES // 2
        line("the same, and the case that they make", replayed, loads)


def list_many(folder: Path, base: KnowledgeBase, openings: list[tuple[Content, ...]]) -> None:
    path = folder / "many.db"
    with Store(path) as store:
        filled(store, openings)
        start = time.perf_counter()
        assert len(lines_of(base, store)) == CASES
        mine = time.perf_counter() - start
        with store.working() as database:
            bodies = [body for (body,) in database.execute("SELECT body FROM contents")]
        loads = best(lambda: [json.loads(body) for body in bodies], 1)
        line(f"listing {CASES:,} cases of {len(bodies):,} entries", mine, loads)
        start = time.perf_counter()
        assert not verify(store).damage
        line("checking that whole store", time.perf_counter() - start, loads)


def filled(store: Store, openings: list[tuple[Content, ...]]) -> None:
    """Many cases in one transaction: as the store writes them, without reading each again."""
    with store.working() as database:
        database.execute("BEGIN IMMEDIATE")
        chained = ""
        for case in range(CASES):
            reference, head = f"case-{case:05}", ""
            database.execute("INSERT INTO cases (reference, entries, head) VALUES (?, 0, '')", (reference,))
            for number, content in enumerate(openings[case % len(openings)], 1):
                row = row_of(head, reference, number, stamp(NOW), content, WRITER)
                head, chained = row.hash, in_store(chained, row.hash)
                values = (reference, number, row.at, row.kind, row.digest, row.hash, chained)
                place = database.execute(
                    "INSERT INTO entries (reference, number, at, kind, digest, hash, chained) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    values,
                ).lastrowid
                database.execute("INSERT INTO contents VALUES (?, ?, ?)", (place, row.salt, row.body))
        database.execute("COMMIT")


def bare_inserts(path: Path, bodies: Iterable[str], commit_each: bool) -> float:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE bodies (number INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        start = time.perf_counter()
        if not commit_each:
            database.execute("BEGIN")
        for body in bodies:
            database.execute("INSERT INTO bodies (body) VALUES (?)", (body,))
        if not commit_each:
            database.execute("COMMIT")
        return time.perf_counter() - start


def answer(number: int) -> Answered:
    given = Answer(value="yes", rationale=f"It was said at meeting {number}.", by="somebody", on=NOW.date())
    return Answered(about="case", subject="case", fact=f"fact-{number}", answer=given)


def best(do: Callable[[], object], rounds: int = ROUNDS) -> float:
    def spent() -> float:
        start = time.perf_counter()
        do()
        return time.perf_counter() - start

    return min(spent() for _ in range(rounds))


def line(what: str, mine: float, peer: float) -> None:
    print(f"{what:<52}{mine * 1000:>8.0f}ms{peer * 1000:>8.1f}ms{mine / peer:>8.1f}")


if __name__ == "__main__":
    main()
