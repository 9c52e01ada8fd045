"""Search across the knowledge base: what is called so, then what says so, then what has to do with it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from decision_support.model.knowledge import KnowledgeBase

from .holding import KINDS, Holding
from .holdings import Holdings, holdings

_LAST = "\U0010ffff"
_EDGES = "'\"’‘“”.,;:!?()[]{}<>/*_-–"
_FIELDS = 3
_KINDS = tuple(KINDS)
_PARTS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Found:
    """Something in which every word was found. where: its place in the document, or else empty."""

    kind: str
    id: str
    document: str | None
    say: str
    where: str


def find(base: KnowledgeBase, text: str) -> tuple[Found, ...]:
    """Everything that has all these words, or words that begin so, best first; nothing where there is no word."""
    return _index(holdings(base)).find(text)


class _Index:
    """Every word of the knowledge base, and where it stands."""

    def __init__(self, held: Holdings) -> None:
        those = sorted(held.all.values(), key=lambda each: _KINDS.index(each.kind))
        self._found = tuple(Found(each.kind, each.id, each.document, each.say, each.where) for each in those)
        words: dict[str, tuple[set[int], ...]] = {}
        for number, each in enumerate(those):
            for field, told in enumerate(_fields(each)):
                for word in _words(told):
                    words.setdefault(word, (set(), set(), set()))[field].add(number)
        self._words = sorted(words)
        self._where = [words[word] for word in self._words]

    def find(self, text: str) -> tuple[Found, ...]:
        wanted = [self._ranks(word) for word in dict.fromkeys(_asked(text))]
        if not wanted:
            return ()
        everywhere = set(wanted[0]).intersection(*wanted[1:])
        several = len(self._found)  # one number for rank and place, since many of them are sorted at every key
        ranked = sorted(_rank([each[number] for each in wanted]) * several + number for number in everywhere)
        return tuple(self._found[each % several] for each in ranked)

    def _ranks(self, word: str) -> dict[int, int]:
        """Where a word stands, and how far that is from being what the thing is called: 0 is its name."""
        found = self._beginning(word)
        parts = _parts(word)
        if found or len(parts) < 2:
            return found
        several = [self._beginning(part) for part in parts]
        return {number: max(each[number] for each in several) for number in set(several[0]).intersection(*several[1:])}

    def _beginning(self, word: str) -> dict[int, int]:
        """Where a word stands, or one that begins so."""
        first, end = bisect_left(self._words, word), bisect_left(self._words, word + _LAST)
        whole = first < end and self._words[first] == word
        exact, begun = self._where[first : first + whole], self._where[first + whole : end]
        found: dict[int, int] = {}
        for field in reversed(range(_FIELDS)):
            for rank, those in ((2 * field + 1, begun), (2 * field, exact)):
                found.update(dict.fromkeys(set().union(*(each[field] for each in those)), rank))
        return found


@lru_cache(maxsize=4)
def _index(held: Holdings) -> _Index:
    return _Index(held)


def _rank(ranks: list[int]) -> int:
    """By the word that is farthest off; then by all of them."""
    return max(ranks) * 2 * _FIELDS * len(ranks) + sum(ranks)


def _fields(each: Holding) -> tuple[str, str, str]:
    """What it is called, what it says, and what else is said of it."""
    rest = (each.where, each.firm, KINDS[each.kind], *(text for _, text in each.more))
    return f"{each.id} {each.called}", each.say, " ".join(rest)


def _asked(text: str) -> list[str]:
    return [word for each in _plain(text).split() if (word := each.strip(_EDGES))]


def _words(text: str) -> Iterator[str]:
    """The words of a text, also those of which a name such as 'stage-1' is made."""
    for whole in _asked(text):
        yield whole
        if not whole.isalnum():
            yield from _parts(whole)


def _parts(word: str) -> list[str]:
    return _PARTS.findall(word)


def _plain(text: str) -> str:
    """The text in small letters, without accents."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each)).replace("’", "'")
