"""Finds an edition of the knowledge in a store by the first characters of its mark."""

from __future__ import annotations

from pathlib import Path

from decision_support.errors import UserMistake, did_you_mean
from decision_support.model.knowledge import KnowledgeBase

from .case.stored import has_begun, stored

BUNDLED = "bundled"
SHORTEST = 8


def stored_edition(name: str, store: Path | None) -> KnowledgeBase:
    """The edition whose digest, or whose knowledge's fingerprint, begins so. Raises UserMistake.

    Editions are known by the advice that was kept with them, so one that no case rests on is not found.
    """
    from decision_support.loading.editions import edition
    from decision_support.model.entries import AdviceGiven

    mend = f"Name a folder that holds rules/ and knowledge/, '{BUNDLED}', or an edition in the store."
    if not has_begun(store):
        raise UserMistake(f"there is no folder '{name}', and no store with editions.", mend=mend)
    with stored(store) as files:
        marks: dict[str, str] = {}
        for record in files.records([AdviceGiven.kind]):
            for _, given in record.of(AdviceGiven):
                if given.edition:
                    marks[given.edition] = given.edition
                    marks[str(given.advice.get("receipt", {}).get("knowledge", given.edition))] = given.edition
        found = {digest for mark, digest in marks.items() if mark.startswith(name)} if len(name) >= SHORTEST else set()
        if len(found) > 1:
            raise UserMistake(f"{len(found)} editions begin with '{name}'.", mend="Give more of the mark.")
        archive = files.edition(found.pop()) if found else None
    if archive is None:
        short = [mark[:12] for mark in marks]
        known = did_you_mean(name, [BUNDLED, *short])
        raise UserMistake(f"there is neither a folder nor an edition '{name}'.", mend=known if short else mend)
    return edition(archive)
