"""The tables of a store, as numbered steps: each brings a store from one version to the next, in one transaction.

Nothing that was written is ever changed: the database itself refuses it, whoever asks. What an entry says lies apart
from the entry, so that it can be erased while the chain still holds; nothing else can be deleted.
"""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE cases (
        reference TEXT NOT NULL PRIMARY KEY,
        entries INTEGER NOT NULL,  -- how many there are
        head TEXT NOT NULL         -- the hash of the last one
    ) STRICT;

    CREATE TABLE entries (
        position INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the whole store
        reference TEXT NOT NULL REFERENCES cases (reference),
        number INTEGER NOT NULL,                     -- in its case
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        digest TEXT NOT NULL,  -- of what it says
        hash TEXT NOT NULL,    -- of this entry and all before it in its case
        chained TEXT NOT NULL, -- of this hash and all before it in the store
        UNIQUE (reference, number)
    ) STRICT;

    CREATE TABLE contents (
        position INTEGER PRIMARY KEY REFERENCES entries (position),
        salt TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT;

    CREATE TABLE erasures (
        position INTEGER PRIMARY KEY REFERENCES entries (position),   -- what was erased
        erased_by INTEGER NOT NULL REFERENCES entries (position)
    ) STRICT;

    CREATE TABLE editions (
        digest TEXT NOT NULL PRIMARY KEY,  -- by which the entry with the advice names it
        archive BLOB NOT NULL              -- the knowledge base from which the advice was given
    ) STRICT;

    CREATE TRIGGER cases_begin_empty BEFORE INSERT ON cases
        WHEN new.entries <> 0 OR new.head <> '' OR EXISTS (SELECT 1 FROM cases WHERE reference = new.reference)
        BEGIN SELECT RAISE(ABORT, 'a case begins without entries, and begins once'); END;
    CREATE TRIGGER cases_only_grow BEFORE UPDATE ON cases
        WHEN new.reference <> old.reference OR new.entries <> old.entries + 1 OR NOT EXISTS (
            SELECT 1 FROM entries WHERE reference = new.reference AND number = new.entries AND hash = new.head)
        BEGIN SELECT RAISE(ABORT, 'a case only grows by entries'); END;
    CREATE TRIGGER cases_stay BEFORE DELETE ON cases
        BEGIN SELECT RAISE(ABORT, 'a case is never deleted'); END;

    CREATE TRIGGER entries_follow BEFORE INSERT ON entries
        WHEN EXISTS (SELECT 1 FROM entries WHERE position = new.position)
            OR new.number IS NOT (SELECT entries + 1 FROM cases WHERE reference = new.reference)
        BEGIN SELECT RAISE(ABORT, 'an entry follows the last one of its case'); END;
    CREATE TRIGGER entries_move_the_head AFTER INSERT ON entries
        BEGIN UPDATE cases SET entries = new.number, head = new.hash WHERE reference = new.reference; END;
    CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
    CREATE TRIGGER entries_stay BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;

    CREATE TRIGGER contents_are_written_once BEFORE INSERT ON contents
        WHEN EXISTS (SELECT 1 FROM contents WHERE position = new.position)
            OR EXISTS (SELECT 1 FROM erasures WHERE position = new.position)
        BEGIN SELECT RAISE(ABORT, 'what an entry says is written once'); END;
    CREATE TRIGGER contents_never_change BEFORE UPDATE ON contents
        BEGIN SELECT RAISE(ABORT, 'what an entry says is never changed'); END;
    CREATE TRIGGER contents_go_by_erasure BEFORE DELETE ON contents
        WHEN NOT EXISTS (SELECT 1 FROM erasures WHERE position = old.position)
        BEGIN SELECT RAISE(ABORT, 'what an entry says is erased by an entry that says so, or stays'); END;

    CREATE TRIGGER erasures_are_entered BEFORE INSERT ON erasures
        WHEN EXISTS (SELECT 1 FROM erasures WHERE position = new.position) OR NOT EXISTS (
            SELECT 1 FROM entries AS erased JOIN entries AS erasing USING (reference)
            WHERE erased.position = new.position AND erasing.position = new.erased_by
                AND erasing.number > erased.number AND erasing.kind = 'erased'
                AND erased.number IN (
                    -- where that was erased in turn, what is left of it stands in the entry that erased it, and so on
                    WITH RECURSIVE says (position, path) AS (
                        SELECT erasing.position, '.entries'
                        UNION ALL
                        SELECT x.erased_by, '.remains."' || e.number || '"' || says.path
                        FROM says JOIN erasures AS x USING (position) JOIN entries AS e USING (position))
                    SELECT each.value FROM says JOIN contents AS c USING (position),
                        json_each(c.body, '$.content' || says.path) AS each))
        BEGIN SELECT RAISE(ABORT, 'an erasure is entered in the case, once'); END;
    CREATE TRIGGER erasures_never_change BEFORE UPDATE ON erasures
        BEGIN SELECT RAISE(ABORT, 'an erasure is never changed'); END;
    CREATE TRIGGER erasures_stay BEFORE DELETE ON erasures
        BEGIN SELECT RAISE(ABORT, 'an erasure is never undone'); END;

    CREATE TRIGGER editions_are_kept_once BEFORE INSERT ON editions
        WHEN EXISTS (SELECT 1 FROM editions WHERE digest = new.digest)
        BEGIN SELECT RAISE(ABORT, 'an edition is kept once'); END;
    CREATE TRIGGER editions_never_change BEFORE UPDATE ON editions
        BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END;
    CREATE TRIGGER editions_stay BEFORE DELETE ON editions
        BEGIN SELECT RAISE(ABORT, 'an edition is never deleted'); END;
    """,
)
