"""One thing that the knowledge base holds and that can be read by itself: what it says, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Key = tuple[str, str]

# What each kind of thing is called, in the order in which they are listed.
KINDS: Mapping[str, str] = {
    "guidance": "document", "clause": "clause", "silence": "silence", "interpretation": "our reading",
    "stage": "stage", "clock": "clock", "principle": "principle", "question": "question", "option": "option",
    "action": "thing to do", "judgement": "judgement", "record": "record", "form": "form", "role": "role",
    "panel": "panel", "event": "event", "fact": "fact", "rule": "rule", "topic": "comparison",
}  # fmt: skip


@dataclass(frozen=True)
class Holding:
    """One thing that the knowledge base holds, under the kind and the id by which its place is known.

    say    what it says, in our words, or its title
    where  its place in the document
    firm   how firmly the document puts it
    more   what else is said of it, each with a label
    leads  what it rests on or speaks of
    """

    kind: str
    id: str
    document: str | None
    say: str
    where: str = ""
    firm: str = ""
    more: tuple[tuple[str, str], ...] = ()
    leads: tuple[Key, ...] = ()

    @property
    def key(self) -> Key:
        return self.kind, self.id

    @property
    def called(self) -> str:
        """Its id, without the document where that is said beside it."""
        return self.id.removeprefix(f"{self.document}.") if self.kind != "rule" else self.id


def keys(kind: str, names: Iterable[str | None], prefix: str = "") -> tuple[Key, ...]:
    """The keys of things of one kind; no name gives no key."""
    return tuple((kind, f"{prefix}{name}") for name in names if name)


def said(*those: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    """What is said, with its label; what is not said is left out."""
    return tuple((label, text) for label, text in those if text)
